/** What to paste into each sender so that it reports here. */
@NullMarked
package dev.belfry.incident.catalog.sender;

import org.jspecify.annotations.NullMarked;
