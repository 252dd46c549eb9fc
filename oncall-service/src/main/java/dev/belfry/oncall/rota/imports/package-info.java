/** Schedules that are kept in calendars elsewhere: taken over once, or followed. */
@NullMarked
package dev.belfry.oncall.rota.imports;

import org.jspecify.annotations.NullMarked;
