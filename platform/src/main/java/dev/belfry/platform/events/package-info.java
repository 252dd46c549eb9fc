/** The event log: producing, consuming with the offset in PostgreSQL, reading compacted topics. */
@NullMarked
package dev.belfry.platform.events;

import org.jspecify.annotations.NullMarked;
