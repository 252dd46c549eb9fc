package dev.belfry.incident.incident.response;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentPriority;
import dev.belfry.incident.incident.lifecycle.Merging;
import dev.belfry.incident.incident.lifecycle.Nature;
import dev.belfry.incident.incident.search.Match;
import dev.belfry.incident.signal.alert.AlertView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An incident as people and programs see it.
 *
 * @param alerts up to 100 of its alerts; null in lists
 * @param match where what was looked for was found; null unless something was looked for
 */
public record IncidentView(
        UUID id,
        long number,
        IncidentStatus status,
        IncidentSeverity severity,
        String title,
        ServiceRef service,
        int cycle,
        long version,
        @Nullable UUID escalationPolicy,
        Incident.@Nullable Assignee assignee,
        @Nullable Boolean test,
        @Nullable Boolean enteredAfterwards,
        @Nullable PersonRef acknowledgedBy,
        @Nullable Instant snoozedUntil,
        Instant createdAt,
        @Nullable Instant resolvedAt,
        int alertCount,
        int openAlerts,
        Incident.@Nullable Ref mergedInto,
        @Nullable RecurrenceView recurrenceOf,
        @Nullable Instant resolvesAt,
        @Nullable Boolean storm,
        @Nullable Instant flapsUntil,
        Urgency urgency,
        @Nullable String urgencyReason,
        @Nullable Instant urgencyRaisedAt,
        @Nullable IncidentPriority priority,
        @Nullable List<AlertRef> alerts,
        @Nullable Found match) {
    public static final int MOST_ALERTS = 100;

    /** @param snippet HTML: the text around it, with {@code <mark>} */
    public record Found(String in, String snippet) {}

    /** The service it is about. */
    public record ServiceRef(UUID id, String name) {}

    /** Who has it; no id when a sender or a token without a person acknowledged it. */
    public record PersonRef(@Nullable UUID id, String name) {}

    /** The one before it that was the same thing. */
    public record RecurrenceView(
            UUID id,
            long number,
            int times,
            Instant since,
            @JsonIgnore String words) {
        static @Nullable RecurrenceView of(Incident.@Nullable Recurrence one) {
            return one == null
                    ? null
                    : new RecurrenceView(one.of().id(), one.of().number(), one.times(), one.since(), one.inWords());
        }
    }

    /** One of its alerts. */
    public record AlertRef(
            UUID id, String summary, String status, AlertSeverity severity, String dedupKey, long count) {}

    static IncidentView of(Held held, @Nullable List<AlertView> alerts) {
        var incident = held.incident();
        var name = incident.acknowledgedByName();
        return new IncidentView(
                incident.id(),
                incident.number(),
                incident.status(),
                incident.severity(),
                incident.title(),
                new ServiceRef(incident.serviceId(), incident.serviceName()),
                incident.cycle(),
                incident.version(),
                incident.escalationPolicyId(),
                incident.assignee(),
                incident.isTest() ? true : null,
                incident.nature() == Nature.AFTERWARDS ? true : null,
                name == null ? null : new PersonRef(incident.acknowledgedBy(), name),
                incident.snoozedUntil(),
                incident.createdAt(),
                incident.resolvedAt(),
                incident.alertCount(),
                held.openAlerts(),
                incident.mergedInto(),
                RecurrenceView.of(incident.recurrence()),
                held.resolvesAt(),
                incident.isStorm() ? true : null,
                held.flapsUntil(),
                incident.urgency(),
                incident.said() == null ? null : incident.said().why(),
                incident.said() == null ? null : incident.said().raisedAt(),
                incident.priority(),
                alerts == null ? null : alerts.stream().map(IncidentView::ref).toList(),
                null);
    }

    /** The same with where it was found. */
    IncidentView with(@Nullable Match found) {
        return new IncidentView(
                id,
                number,
                status,
                severity,
                title,
                service,
                cycle,
                version,
                escalationPolicy,
                assignee,
                test,
                enteredAfterwards,
                acknowledgedBy,
                snoozedUntil,
                createdAt,
                resolvedAt,
                alertCount,
                openAlerts,
                mergedInto,
                recurrenceOf,
                resolvesAt,
                storm,
                flapsUntil,
                urgency,
                urgencyReason,
                urgencyRaisedAt,
                priority,
                alerts,
                found == null ? null : new Found(found.in(), found.html()));
    }

    /** How many of its alerts fire, in words. */
    public String firing() {
        if (openAlerts == alertCount) {
            return alertCount + " firing";
        }
        return (openAlerts == 0 ? "none" : Integer.toString(openAlerts)) + " of " + alertCount + " firing";
    }

    /** Whether it was merged so shortly before that it can be taken out again. */
    public boolean canBeUnmerged(Instant now) {
        return mergedInto != null
                && resolvedAt != null
                && !resolvedAt.plus(Merging.TAKEN_BACK_WITHIN).isBefore(now);
    }

    /** Whether it may go on: a test and what was entered afterwards are over for good. */
    public boolean canBeReopened(Instant now) {
        return test == null && enteredAfterwards == null && !canBeUnmerged(now);
    }

    /** Those that nobody has, as the query of the fragment that says when each pages next. */
    static String paging(List<IncidentView> incidents) {
        return incidents.stream()
                .filter(incident -> incident.status() == IncidentStatus.TRIGGERED)
                .map(incident -> "incident=" + incident.id())
                .collect(Collectors.joining("&"));
    }

    private static AlertRef ref(AlertView alert) {
        return new AlertRef(
                alert.id(), alert.summary(), alert.status(), alert.severity(), alert.dedupKey(), alert.count());
    }
}
