/** Finds people, teams, schedules and escalation policies by a part of their name. */
@NullMarked
package dev.belfry.oncall.paging.search;

import org.jspecify.annotations.NullMarked;
