/** Calendars of others, without engines. */
@NullMarked
package dev.belfry.oncall.ical;

import org.jspecify.annotations.NullMarked;
