package dev.belfry.incident.incident.intake;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.incident.catalog.service.NoiseRule;
import dev.belfry.incident.catalog.service.SaidUrgency;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.incident.dependency.Down;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.storm.Storm;
import dev.belfry.incident.incident.timeline.Entry;
import dev.belfry.incident.signal.alert.Heard;
import dev.belfry.incident.signal.alert.Silenced;
import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** What a batch tells of an incident once, however many of its alerts it is true of. */
final class Afterwards {
    /** Formats whose sender tells of a group at once, and of how many it leaves out. */
    private static final Set<String> GROUPED = Set.of("alertmanager", "grafana");

    private static final int MOST_SUMMARY = 200;
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,9}");

    private final List<Entry> waiting = new ArrayList<>();
    private final Map<UUID, Told> incidents = new LinkedHashMap<>();

    private static final class Told {
        private long leftOut;
        private int released;
        private int maintained;
        private int waited;
        private int expired;
        private Instant unheardSince = Instant.MAX;
    }

    private Told of(UUID incidentId) {
        return incidents.computeIfAbsent(incidentId, first -> new Told());
    }

    /** What held back one of its alerts is over. */
    void freed(UUID incidentId, Silenced silenced) {
        var told = of(incidentId);
        if (silenced.alert().hold() != null) {
            told.waited++;
        } else if (silenced.byMaintenance()) {
            told.maintained++;
        } else {
            told.released++;
        }
    }

    /** The sender of one of its alerts has forgotten it. */
    void expired(UUID incidentId, Instant lastSeen) {
        var told = of(incidentId);
        told.expired++;
        told.unheardSince = told.unheardSince.isBefore(lastSeen) ? told.unheardSince : lastSeen;
    }

    /** Alertmanager tells of at most so many alerts of a group, and how many more there are. */
    void heard(UUID incidentId, Heard heard) {
        var said = heard.signal().details().get("truncatedAlerts");
        if (said != null
                && GROUPED.contains(heard.request().format())
                && COUNT.matcher(said).matches()) {
            var told = of(incidentId);
            told.leftOut = Math.max(told.leftOut, Long.parseLong(said));
        }
    }

    /** It was opened and pages nobody, because another service is down. */
    void waits(Incident incident, Down down) {
        waiting.add(new Entry(
                incident.id(),
                0,
                incident.createdAt(),
                "dependency_down",
                Actor.SYSTEM,
                down.name() + " is down (#" + down.number() + "); suppressed until it is resolved, or until "
                        + incident.snoozedUntil() + " at the latest",
                Map.of("number", Long.toString(down.number()))));
    }

    /** It was opened as more or less urgent than its severity says. */
    void said(Incident incident, SaidUrgency said) {
        var low = said.urgency() == Urgency.LOW;
        var until = said.raisedAt() == null ? "" : "; high at " + said.raisedAt();
        waiting.add(line(
                incident.id(),
                incident.createdAt(),
                "urgency",
                (low ? "Low urgency: " : "High urgency: ")
                        + said.why()
                        + (low ? ". Only the first step is asked" : "")
                        + until));
    }

    /** An alert of it fires and resolves too often. */
    void flaps(UUID incidentId, String summary, int changes, NoiseRule rule, Instant now) {
        waiting.add(line(
                incidentId,
                now,
                "flapping",
                "Flapping: \"" + shortened(summary) + "\" has fired or resolved " + Flapping.times(changes, rule)
                        + ". The incident stays open, and pages nobody anew, until nothing has changed for that long"));
    }

    /** It was opened for a storm. */
    void storm(UUID incidentId, Service service, Instant now) {
        waiting.add(line(
                incidentId,
                now,
                "storm",
                Storm.inWords(service.name(), service.noise().stormIncidents())
                        + ". It is calm when a minute brings fewer"));
    }

    /** Its storm is over. */
    void calm(UUID incidentId, Instant now) {
        waiting.add(Storm.over(incidentId, now));
    }

    private static String shortened(String summary) {
        return summary.length() <= MOST_SUMMARY ? summary : summary.substring(0, MOST_SUMMARY - 1) + "…";
    }

    List<Entry> lines(Instant now) {
        var lines = new ArrayList<>(waiting);
        incidents.forEach((incidentId, told) -> {
            if (told.leftOut > 0) {
                lines.add(leftOut(incidentId, told.leftOut, now));
            }
            if (told.released > 0) {
                lines.add(line(
                        incidentId,
                        now,
                        "silence_ended",
                        alerts(told.released) + " fired under a silence that is over now; nobody was paged before"));
            }
            if (told.maintained > 0) {
                lines.add(line(
                        incidentId,
                        now,
                        "maintenance_ended",
                        alerts(told.maintained)
                                + " fired during maintenance that is over now; nobody was paged before"));
            }
            if (told.waited > 0) {
                lines.add(line(
                        incidentId,
                        now,
                        "hold_ended",
                        alerts(told.waited) + " fired while an event rule held back pages; nobody was paged before"));
            }
            if (told.expired > 0) {
                lines.add(line(
                        incidentId,
                        now,
                        "alert_expired",
                        alerts(told.expired) + " expired: its sender said nothing since " + told.unheardSince));
            }
        });
        return lines;
    }

    private static Entry line(UUID incidentId, Instant now, String kind, String text) {
        return new Entry(incidentId, 0, now, kind, Actor.SYSTEM, text, Map.of());
    }

    /** Each number once: the sender says it again with every notification of the group. */
    private static Entry leftOut(UUID incidentId, long count, Instant now) {
        return new Entry(
                incidentId,
                0,
                now,
                "alerts_left_out",
                Actor.SYSTEM,
                "The sender left out " + count + " more " + (count == 1 ? "alert" : "alerts")
                        + " of this group (its max_alerts). Look for them there.",
                Map.of("truncatedAlerts", Long.toString(count)),
                new Entry.Source(Ids.derived("alerts-left-out", incidentId, count), 0));
    }

    private static String alerts(int count) {
        return count == 1 ? "1 alert" : count + " alerts";
    }
}
