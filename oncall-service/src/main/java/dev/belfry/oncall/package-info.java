/** The on-call service: people and sign-in, schedules, escalation policies and the escalations that run on them. */
@NullMarked
package dev.belfry.oncall;

import org.jspecify.annotations.NullMarked;
