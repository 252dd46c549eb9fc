package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.incident.catalog.service.SaidUrgency;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what follows when an incident may wait, or may not any more: then paging begins at the first step. Priorities page nobody. */
final class Urging {
    private Urging() {}

    static Decision set(Incident now, Urgency wanted, Actor by, Instant at) {
        if (now.status() == IncidentStatus.RESOLVED) {
            return new Decision.Refused(now, "The incident is resolved");
        }
        if (wanted == now.urgency()) {
            return new Decision.Unchanged(
                    now, "Its urgency already is " + wanted.name().toLowerCase(Locale.ROOT));
        }
        return wanted == Urgency.HIGH
                ? raised(now, "said so by " + by.name(), "Urgency raised by " + by.name(), by, at)
                : changed(
                        now,
                        new SaidUrgency(Urgency.LOW, "said so by " + by.name(), null),
                        "Urgency lowered by " + by.name() + "; nobody beyond the step that was asked last is paged",
                        by,
                        at);
    }

    static Decision raise(Incident now, Instant wanted, Instant at) {
        var said = now.said();
        return !now.open() || said == null || said.urgency() == Urgency.HIGH || !wanted.equals(said.raisedAt())
                ? new Decision.Unchanged(now, "It is not waiting for that time")
                : raised(now, "support hours have begun", "Support hours have begun: high urgency", Actor.SYSTEM, at);
    }

    static Decision byAlert(Incident now, Actor by, Instant at) {
        return !now.open() || now.urgency() == Urgency.HIGH
                ? new Decision.Unchanged(now, "It is not low")
                : raised(
                        now,
                        "an alert of it is not of low urgency",
                        "An alert is not of low urgency: high urgency",
                        by,
                        at);
    }

    /** Also of what is resolved: people look at it afterwards. */
    static Decision prior(Incident now, @Nullable IncidentPriority wanted, Actor by, Instant at) {
        return wanted == now.priority()
                ? new Decision.Unchanged(now, wanted == null ? "It has no priority" : "It already is " + wanted)
                : new Decision.Moved(
                        now.changed(now.title(), now.severity(), 0).prior(wanted),
                        Happened.SEVERITY_CHANGED,
                        by,
                        at,
                        null,
                        wanted == null
                                ? "Priority " + now.priority() + " taken back by " + by.name()
                                : "Priority set to " + wanted + " by " + by.name());
    }

    private static Decision raised(Incident now, String why, String told, Actor by, Instant at) {
        var said = new SaidUrgency(Urgency.HIGH, why, null);
        return now.status() == IncidentStatus.TRIGGERED
                ? new Decision.Moved(
                        now.triggered().urgent(said),
                        Happened.UNACKNOWLEDGED,
                        by,
                        at,
                        null,
                        told + "; paging starts at the first step")
                : changed(now, said, told, by, at);
    }

    private static Decision changed(Incident now, SaidUrgency said, String told, Actor by, Instant at) {
        return new Decision.Moved(
                now.changed(now.title(), now.severity(), 0).urgent(said),
                Happened.SEVERITY_CHANGED,
                by,
                at,
                null,
                told);
    }
}
