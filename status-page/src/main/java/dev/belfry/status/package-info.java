/** status-page: what customers see. */
@NullMarked
package dev.belfry.status;

import org.jspecify.annotations.NullMarked;
