package dev.belfry.oncall.escalation;

import dev.belfry.contracts.incident.IncidentState;

/** All that a step needs to know about where it takes place. */
record Scene(Run run, IncidentState incident, Situation now) {
    Plan plan() {
        return run.plan();
    }
}
