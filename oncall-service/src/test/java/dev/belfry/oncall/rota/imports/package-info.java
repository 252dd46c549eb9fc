/** Schedules from calendars, without engines. */
@NullMarked
package dev.belfry.oncall.rota.imports;

import org.jspecify.annotations.NullMarked;
