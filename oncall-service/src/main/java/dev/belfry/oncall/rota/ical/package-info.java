/** Calendars that others keep (RFC 5545): fetching one, and reading what is in it. */
@NullMarked
package dev.belfry.oncall.rota.ical;

import org.jspecify.annotations.NullMarked;
