package dev.belfry.incident.incident.intake;

import dev.belfry.contracts.incident.Actor;

/** Alerts that join an incident and are told in one go. */
final class Joining {
    final Actor by;
    final String summary;
    int count;

    Joining(Actor by, String summary) {
        this.by = by;
        this.summary = summary;
    }
}
