/** Shifts as iCalendar feeds (RFC 5545) that people subscribe to in their own calendars. */
@NullMarked
package dev.belfry.oncall.rota.calendar;

import org.jspecify.annotations.NullMarked;
