package dev.belfry.contracts.incident;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An incident as a whole, as it stood after an event.
 *
 * @param number the short number people say: {@code #1042}
 * @param cycle grows by one at every (re)start of paging; an acknowledge of one cycle never silences the next
 * @param urgency what was said of it; null when it follows the severity
 * @param alert the alert that opened it, told with the event that opens it; who needs it later keeps it
 * @param assignee the only person who is paged; null when the escalation policy is climbed
 * @param test true when somebody only tries things out: nobody but the assignee is paged, and it counts nowhere
 */
public record IncidentState(
        UUID id,
        long number,
        UUID serviceId,
        String serviceName,
        String title,
        IncidentStatus status,
        IncidentSeverity severity,
        int cycle,
        @Nullable UUID escalationPolicyId,
        @Nullable UUID acknowledgedBy,
        @Nullable Instant snoozedUntil,
        Instant createdAt,
        @Nullable Instant resolvedAt,
        int alertCount,
        @Nullable AlertBrief alert,
        @Nullable UUID assignee,
        @Nullable Boolean test,
        @Nullable Urgency urgency) {

    /** One told without the alert that opened it, and as urgent as its severity. */
    public IncidentState(
            UUID id,
            long number,
            UUID serviceId,
            String serviceName,
            String title,
            IncidentStatus status,
            IncidentSeverity severity,
            int cycle,
            @Nullable UUID escalationPolicyId,
            @Nullable UUID acknowledgedBy,
            @Nullable Instant snoozedUntil,
            Instant createdAt,
            @Nullable Instant resolvedAt,
            int alertCount) {
        this(
                id,
                number,
                serviceId,
                serviceName,
                title,
                status,
                severity,
                cycle,
                escalationPolicyId,
                acknowledgedBy,
                snoozedUntil,
                createdAt,
                resolvedAt,
                alertCount,
                null,
                null,
                null,
                null);
    }

    public IncidentState with(@Nullable AlertBrief opening) {
        return with(opening, assignee, test);
    }

    /** The same, for one person. */
    public IncidentState assignedTo(@Nullable UUID person) {
        return with(alert, person, test);
    }

    /** The same, tried out. */
    public IncidentState asTest() {
        return with(alert, assignee, true);
    }

    /** Whether somebody only tries things out. */
    public boolean tried() {
        return Boolean.TRUE.equals(test);
    }

    private IncidentState with(@Nullable AlertBrief opening, @Nullable UUID person, @Nullable Boolean isTest) {
        return new IncidentState(
                id,
                number,
                serviceId,
                serviceName,
                title,
                status,
                severity,
                cycle,
                escalationPolicyId,
                acknowledgedBy,
                snoozedUntil,
                createdAt,
                resolvedAt,
                alertCount,
                opening,
                person,
                isTest,
                urgency);
    }
}
