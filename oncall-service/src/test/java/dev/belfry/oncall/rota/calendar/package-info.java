/** Calendar feeds, without engines. */
@NullMarked
package dev.belfry.oncall.rota.calendar;

import org.jspecify.annotations.NullMarked;
