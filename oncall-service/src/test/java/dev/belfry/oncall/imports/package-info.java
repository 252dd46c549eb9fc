/** Schedules from calendars, without engines. */
@NullMarked
package dev.belfry.oncall.imports;

import org.jspecify.annotations.NullMarked;
