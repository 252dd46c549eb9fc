/** Who is on call when: schedules and what lies over them, absences, swaps, calendars and handoffs. */
@NullMarked
package dev.belfry.oncall.rota;

import org.jspecify.annotations.NullMarked;
