package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.IncidentState;
import java.time.Duration;
import java.time.Instant;

/** All that a step needs to know about where it takes place. */
record Scene(Run run, IncidentState incident, Situation now) {
    /** A step that comes later than this comes after an outage. */
    static final Duration LATE = Duration.ofSeconds(30);

    Plan plan() {
        return run.plan();
    }

    Duration lateness() {
        Instant due = run.nextAt();
        return due == null || due.isAfter(now.now()) ? Duration.ZERO : Duration.between(due, now.now());
    }

    boolean late() {
        return lateness().compareTo(LATE) > 0;
    }
}
