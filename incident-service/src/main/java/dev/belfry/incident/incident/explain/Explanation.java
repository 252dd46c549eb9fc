package dev.belfry.incident.incident.explain;

import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.timeline.TimelineEntry;
import dev.belfry.incident.signal.alert.AlertView;
import dev.belfry.incident.signal.alert.Decided;
import dev.belfry.incident.signal.alert.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why somebody was paged, or why nobody was: one sentence, and then each hop from the alert's arrival on.
 *
 * @param sentence the answer; times in it are in UTC
 * @param alert the alert that is explained; null when a person opened the incident
 * @param incident where it is; null while it is held back
 */
public record Explanation(
        String sentence,
        @Nullable UUID alert,
        @Nullable UUID incident,
        @Nullable Long number,
        List<Step> steps) {
    private static final int MOST_DETAIL = 300;
    private static final Set<String> TOLD = Set.of(
            "triggered",
            "urgency",
            "escalation",
            "delivery",
            "refused",
            "acknowledged",
            "unacknowledged",
            "snoozed",
            "resolved",
            "reopened",
            "dependency_down",
            "dependency_up",
            "silence_ended",
            "maintenance_ended",
            "hold_ended",
            "flapping",
            "flapping_over",
            "storm",
            "storm_over");

    /**
     * One hop.
     *
     * @param afterMs how long after the first one
     * @param kind such as {@code rules}, {@code escalation} or {@code unsent}, a delivery that reached nobody
     */
    public record Step(Instant at, long afterMs, String kind, String title, String detail) {}

    /** All of it as lines of text, for a message or a ticket; times are in UTC. */
    public String text() {
        return steps.stream()
                .map(step ->
                        step.at() + "  " + step.title() + (step.detail().isEmpty() ? "" : " (" + step.detail() + ")"))
                .collect(Collectors.joining("\n", sentence + "\n\n", "\n"));
    }

    /** What stands around an alert and is not kept with it. */
    record Names(String integration, Map<UUID, String> services) {
        String service(UUID id) {
            return services.getOrDefault(id, "a service that is gone");
        }
    }

    /**
     * @param alert null when a person opened the incident
     * @param incident null while the alert is held back
     */
    static Explanation of(
            @Nullable AlertView alert,
            List<Decided> decisions,
            Names names,
            @Nullable Incident incident,
            List<TimelineEntry> timeline) {
        var found = new ArrayList<Found>();
        if (alert != null) {
            found.add(arrived(alert, names));
            decisions.forEach(decided -> hops(decided, alert, names, incident, found));
        }
        timeline.stream()
                .filter(entry -> TOLD.contains(entry.kind()))
                .filter(entry -> alert == null || !entry.kind().equals("triggered"))
                .map(entry -> new Found(entry.at(), unsent(entry) ? "unsent" : entry.kind(), entry.text(), by(entry)))
                .forEach(found::add);
        // What was decided in one batch has one time: its order stays.
        found.sort(Comparator.comparing(Found::at));
        var first = found.isEmpty() ? Instant.EPOCH : found.getFirst().at();
        return new Explanation(
                sentence(alert, decisions, incident, timeline),
                alert == null ? null : alert.id(),
                incident == null ? null : incident.id(),
                incident == null ? null : incident.number(),
                found.stream()
                        .map(one -> new Step(
                                one.at(),
                                Duration.between(first, one.at()).toMillis(),
                                one.kind(),
                                one.title(),
                                one.detail()))
                        .toList());
    }

    /** Who did it, where the line does not say so. */
    private static String by(TimelineEntry entry) {
        var actor = entry.actor();
        return actor.kind().equals("user") && !entry.text().contains(actor.name()) ? "By " + actor.name() : "";
    }

    /** A delivery that was considered, and reached nobody. */
    private static boolean unsent(TimelineEntry entry) {
        return "delivery".equals(entry.kind()) && !"sent".equals(entry.data().get("state"));
    }

    private record Found(Instant at, String kind, String title, String detail) {}

    private static Found arrived(AlertView alert, Names names) {
        var labels = alert.labels() == null
                ? ""
                : alert.labels().entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(" · "));
        return new Found(
                alert.firstSeen(),
                "arrived",
                "An alert arrived from " + names.integration(),
                shortened(alert.summary() + " · key " + alert.dedupKey() + (labels.isEmpty() ? "" : " · " + labels)));
    }

    private static void hops(
            Decided decided, AlertView alert, Names names, @Nullable Incident incident, List<Found> into) {
        // When a silence or a pause ends no rule is asked again.
        if (decided.considered() > 0 || into.size() == 1) {
            into.add(rules(decided, names));
        }
        var service = names.service(decided.service());
        var group = decided.same() != null && !decided.group().equals("alert")
                ? service + " keeps in one incident what has the same " + decided.same() + "."
                : service + " keeps an incident for each alert.";
        var held = decided.incident() == null;
        into.add(new Found(decided.at(), held ? "held" : "free", heldTitle(decided), heldDetail(decided, alert)));
        if (!held) {
            var number = incident == null ? "an incident" : "#" + incident.number();
            into.add(new Found(
                    decided.at(),
                    "group",
                    decided.outcome() == Decided.Outcome.JOINED
                            ? "It joined " + number + ", which was open"
                            : "No open incident matched, so " + number + " was opened",
                    group));
            if (decided.noise() != null) {
                into.add(new Found(decided.at(), "noise", decided.noise(), ""));
            }
        }
    }

    private static Found rules(Decided decided, Names names) {
        var applied = Objects.requireNonNullElse(decided.rules(), List.<Decided.Applied>of());
        var faults = Objects.requireNonNullElse(decided.faults(), List.<Decided.Fault>of());
        var details = new ArrayList<String>();
        applied.forEach(rule -> details.add(rule.name() + " " + String.join(", ", rule.did())));
        faults.forEach(rule -> details.add(rule.name() + " failed and changed nothing: " + rule.why()));
        if (decided.routed() != null) {
            details.add("It went from " + names.service(decided.routed()) + " to " + names.service(decided.service()));
        }
        var title = decided.considered() == 0
                ? "No event rule was asked"
                : applied.size() + " of " + decided.considered()
                        + (decided.considered() == 1 ? " event rule applied" : " event rules applied");
        return new Found(decided.at(), "rules", title, shortened(String.join(" · ", details)));
    }

    private static String heldTitle(Decided decided) {
        var hold = decided.hold();
        return switch (decided.outcome()) {
            case OPENED, JOINED -> "Nothing held it back";
            case SILENCED -> "A silence held it back";
            case MAINTENANCE -> "It was held by maintenance";
            case SUPPRESSED -> "The event rule " + name(hold) + " suppressed it";
            case PAUSED -> "The event rule " + name(hold) + " gave it time to resolve by itself";
            case COUNTED -> "The event rule " + name(hold) + " waits until it has fired more often";
        };
    }

    private static String heldDetail(Decided decided, AlertView alert) {
        var hold = decided.hold();
        return switch (decided.outcome()) {
            case OPENED, JOINED -> "No maintenance, no silence and no event rule did.";
            case SILENCED ->
                alert.silencedBy().stream()
                        .filter(silence ->
                                decided.silences() != null && decided.silences().contains(silence.id()))
                        .map(silence -> silence.createdBy() + " until " + silence.until() + ": " + silence.comment())
                        .collect(Collectors.joining(" · "));
            case MAINTENANCE ->
                alert.maintenance().stream()
                        .filter(window -> decided.maintenance() != null
                                && decided.maintenance().contains(window.id()))
                        .map(window ->
                                window.name() + ", planned by " + window.createdBy() + ", until " + window.until())
                        .collect(Collectors.joining(" · "));
            case SUPPRESSED -> "It is recorded and pages nobody.";
            case PAUSED -> hold == null ? "" : "It pages at " + hold.until() + " unless it has resolved by then.";
            case COUNTED ->
                hold == null ? "" : "It had fired " + hold.seen().size() + " of " + hold.needed() + " times.";
        };
    }

    private static String name(@Nullable Hold hold) {
        return hold == null ? "" : "“" + hold.name() + "”";
    }

    private static String sentence(
            @Nullable AlertView alert,
            List<Decided> decisions,
            @Nullable Incident incident,
            List<TimelineEntry> timeline) {
        if (alert != null && incident == null) {
            return heldSentence(alert, decisions);
        }
        if (incident == null) {
            return "Nobody was paged.";
        }
        var last = decisions.isEmpty() ? null : decisions.getLast();
        if (alert != null && last != null && last.outcome() == Decided.Outcome.JOINED) {
            return "Nobody was paged for this alert alone: it joined #" + incident.number() + " of "
                    + incident.serviceName() + ", which was open already."
                    + (last.noise() == null ? "" : " " + last.noise() + ".");
        }
        var start = alert == null ? incident.createdAt() : alert.firstSeen();
        var sent = timeline.stream()
                .filter(entry -> "delivery".equals(entry.kind())
                        && "sent".equals(entry.data().get("state")))
                .min(Comparator.comparing(TimelineEntry::at));
        if (sent.isPresent()) {
            var after = Duration.between(start, sent.get().at()).toMillis();
            return sent.get().text() + " at " + sent.get().at() + " because " + cause(alert, incident) + " From "
                    + (alert == null ? "its opening" : "the alert’s arrival")
                    + " to the answer of the receiving server it took "
                    + (after < 10_000 ? after + " ms." : after / 1_000 + " s.");
        }
        var waits = timeline.stream()
                .filter(entry -> "dependency_down".equals(entry.kind()))
                .findFirst();
        if (waits.isPresent() && incident.status() == IncidentStatus.SNOOZED) {
            return "Nobody has been paged so far: " + waits.get().text() + ".";
        }
        var opened = " " + capital(cause(alert, incident));
        var missed = timeline.stream().filter(Explanation::unsent).max(Comparator.comparing(TimelineEntry::at));
        if (missed.isPresent()) {
            return "Nobody was reached: " + missed.get().text() + "." + opened;
        }
        var asked = timeline.stream().anyMatch(entry -> "escalation".equals(entry.kind()));
        if (!incident.open()) {
            return (asked ? "It was resolved before anybody was reached." : "It was resolved before anybody was paged.")
                    + opened;
        }
        return (asked ? "Nobody has been reached yet: the escalation has begun." : "The escalation has not begun yet.")
                + opened;
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String cause(@Nullable AlertView alert, Incident incident) {
        return alert == null
                ? "#" + incident.number() + " of " + incident.serviceName() + " was opened by hand."
                : "“" + shortened(alert.summary()) + "” opened #" + incident.number() + " of " + incident.serviceName()
                        + ".";
    }

    private static String heldSentence(AlertView alert, List<Decided> decisions) {
        var over = alert.resolvedAt() == null ? "" : " It resolved at " + alert.resolvedAt() + ".";
        var hold = alert.hold();
        if (hold != null) {
            return switch (hold.kind()) {
                case SUPPRESSED -> "Nobody was paged, because the event rule " + name(hold) + " suppressed it." + over;
                case PAUSED ->
                    alert.resolvedAt() != null
                            ? "Nobody was paged, because it resolved by itself in the time that the event rule "
                                    + name(hold) + " gave it." + over
                            : "Nobody has been paged so far: the event rule " + name(hold) + " gives it until "
                                    + hold.until() + " to resolve by itself.";
                case COUNTED ->
                    "Nobody was paged, because it has fired " + hold.seen().size() + " of the " + hold.needed()
                            + " times that the event rule " + name(hold) + " asks for." + over;
            };
        }
        if (!alert.maintenance().isEmpty()) {
            var window = alert.maintenance().getFirst();
            return "Nobody was paged, because it was held by maintenance: " + window.name() + ", planned by "
                    + window.createdBy() + ", until " + window.until() + "." + over;
        }
        if (!alert.silencedBy().isEmpty()) {
            var silence = alert.silencedBy().getFirst();
            return "Nobody was paged, because a silence by " + silence.createdBy() + " until " + silence.until()
                    + " held it back: " + silence.comment() + "." + over;
        }
        return decisions.isEmpty()
                ? "Nobody was paged, and nothing is recorded of why: the alert is older than the records." + over
                : "Nobody was paged." + over;
    }

    private static String shortened(String text) {
        return text.length() <= MOST_DETAIL ? text : text.substring(0, MOST_DETAIL) + "…";
    }
}
