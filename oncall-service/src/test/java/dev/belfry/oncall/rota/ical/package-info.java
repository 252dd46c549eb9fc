/** Calendars of others, without engines. */
@NullMarked
package dev.belfry.oncall.rota.ical;

import org.jspecify.annotations.NullMarked;
