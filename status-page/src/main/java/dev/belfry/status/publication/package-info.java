/** What readers get: images made when something changes, served from memory. */
@NullMarked
package dev.belfry.status.publication;

import org.jspecify.annotations.NullMarked;
