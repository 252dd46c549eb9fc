package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An incident as it stands at one version.
 *
 * @param groupKey names the cause within its service: at most one incident of a group is open
 * @param cycle grows by one at every (re)start of paging; an acknowledge of one cycle never silences the next
 * @param version grows by one with every change, without a gap
 * @param acknowledgedByName who has it, as they were called when they took it
 */
public record Incident(
        UUID id,
        long number,
        UUID serviceId,
        String serviceName,
        String groupKey,
        String title,
        IncidentStatus status,
        IncidentSeverity severity,
        int cycle,
        long version,
        @Nullable UUID escalationPolicyId,
        @Nullable UUID acknowledgedBy,
        @Nullable String acknowledgedByName,
        @Nullable Instant snoozedUntil,
        Instant createdAt,
        @Nullable Instant resolvedAt,
        int alertCount) {

    /** Whether somebody still has to see to it. */
    public boolean open() {
        return status != IncidentStatus.RESOLVED;
    }

    /** The part of it that other services are told. */
    public IncidentState state() {
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
                alertCount);
    }

    /** Paging starts (again): nobody has it, nothing is put off. */
    Incident triggered() {
        return new Incident(
                id,
                number,
                serviceId,
                serviceName,
                groupKey,
                title,
                IncidentStatus.TRIGGERED,
                severity,
                cycle + 1,
                version + 1,
                escalationPolicyId,
                null,
                null,
                null,
                createdAt,
                null,
                alertCount);
    }

    Incident acknowledged(@Nullable UUID by, String name) {
        return new Incident(
                id,
                number,
                serviceId,
                serviceName,
                groupKey,
                title,
                IncidentStatus.ACKNOWLEDGED,
                severity,
                cycle,
                version + 1,
                escalationPolicyId,
                by,
                name,
                null,
                createdAt,
                null,
                alertCount);
    }

    Incident snoozed(Instant until) {
        return new Incident(
                id,
                number,
                serviceId,
                serviceName,
                groupKey,
                title,
                IncidentStatus.SNOOZED,
                severity,
                cycle,
                version + 1,
                escalationPolicyId,
                acknowledgedBy,
                acknowledgedByName,
                until,
                createdAt,
                null,
                alertCount);
    }

    Incident resolved(Instant at) {
        return new Incident(
                id,
                number,
                serviceId,
                serviceName,
                groupKey,
                title,
                IncidentStatus.RESOLVED,
                severity,
                cycle,
                version + 1,
                escalationPolicyId,
                acknowledgedBy,
                acknowledgedByName,
                null,
                createdAt,
                at,
                alertCount);
    }

    /** The same standing with other particulars. */
    Incident changed(String newTitle, IncidentSeverity newSeverity, int moreAlerts) {
        return new Incident(
                id,
                number,
                serviceId,
                serviceName,
                groupKey,
                newTitle,
                status,
                newSeverity,
                cycle,
                version + 1,
                escalationPolicyId,
                acknowledgedBy,
                acknowledgedByName,
                snoozedUntil,
                createdAt,
                resolvedAt,
                alertCount + moreAlerts);
    }

    /**
     * A new incident is decided before its number is taken.
     *
     * @param numbers what -1, -2, … stand for
     */
    public Incident numbered(List<Long> numbers) {
        if (number >= 0) {
            return this;
        }
        return new Incident(
                id,
                numbers.get(Math.toIntExact(-number) - 1),
                serviceId,
                serviceName,
                groupKey,
                title,
                status,
                severity,
                cycle,
                version,
                escalationPolicyId,
                acknowledgedBy,
                acknowledgedByName,
                snoozedUntil,
                createdAt,
                resolvedAt,
                alertCount);
    }
}
