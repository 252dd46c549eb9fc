/** Calendars that others keep and that are followed here: of absences, of holidays, of shifts. */
@NullMarked
package dev.belfry.oncall.rota.outside;

import org.jspecify.annotations.NullMarked;
