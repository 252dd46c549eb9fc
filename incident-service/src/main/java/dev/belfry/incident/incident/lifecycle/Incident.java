package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.incident.catalog.service.SaidUrgency;
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
 * @param assignee the only person who is paged; null when the escalation policy is climbed
 * @param nature whether it is a test, or was entered afterwards
 * @param recurrence the same thing shortly before; null when there was none
 * @param said how urgent it was said to be; null when that follows its severity
 * @param priority what is worked on first; null while nobody has said it
 * @param mergedInto the incident that has its alerts now; new ones of its group join that one while it is open
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
        int alertCount,
        @Nullable Ref mergedInto,
        @Nullable Recurrence recurrence,
        @Nullable Assignee assignee,
        Nature nature,
        @Nullable SaidUrgency said,
        @Nullable IncidentPriority priority) {

    private static final String BY_HAND = "manual:";
    private static final String APART = "split:";
    private static final String STORM = "storm:";

    /** The one person it was given to, as they were called then. */
    public record Assignee(UUID id, String name) {}

    /** Another incident. */
    public record Ref(UUID id, long number) {}

    /**
     * The same thing as shortly before.
     *
     * @param of the incident that came last before this one
     * @param times how often it has come by now
     * @param since when it came first
     */
    public record Recurrence(Ref of, int times, Instant since) {
        /** What the next one after {@code last} is. */
        public static Recurrence after(Incident last) {
            var before = last.recurrence();
            return new Recurrence(
                    new Ref(last.id(), last.number()),
                    before == null ? 2 : before.times() + 1,
                    before == null ? last.createdAt() : before.since());
        }

        /** "third time". */
        public String inWords() {
            return switch (times) {
                case 2 -> "second time";
                case 3 -> "third time";
                case 4 -> "fourth time";
                case 5 -> "fifth time";
                default -> "time no. " + times;
            };
        }
    }

    /** Whether somebody still has to see to it. */
    public boolean open() {
        return status != IncidentStatus.RESOLVED;
    }

    /** Whether a person opened it: only people end it, whatever its alerts do. */
    public boolean byHand() {
        return groupKey.startsWith(BY_HAND);
    }

    /** Whether somebody only tries things out. */
    public boolean isTest() {
        return nature == Nature.TEST;
    }

    /** Why it is never opened again; null when it may be. */
    @Nullable
    String endedForGood() {
        return switch (nature) {
            case TEST -> "A test is over once it has ended: declare another one";
            case AFTERWARDS ->
                "It was entered when it was over, and paged nobody: declare a new incident if it goes on";
            case REAL -> null;
        };
    }

    /** What a new incident is told with is its first version, however it came to stand so. */
    Incident as(long sameVersion) {
        return with(number, title, severity, sameVersion, escalationPolicyId, alertCount, mergedInto);
    }

    /** The same version, as a test of this person. */
    Incident asTest(Assignee person) {
        return rest(groupKey, recurrence, person, Nature.TEST, said, priority);
    }

    /** The same version, over and written down afterwards. */
    Incident afterwards(Instant ended) {
        return resolved(ended).as(version).rest(groupKey, recurrence, null, Nature.AFTERWARDS, said, priority);
    }

    /** The group of an incident that takes in what else begins while there is too much; nothing is of it by itself. */
    public static String storm(UUID id) {
        return STORM + id;
    }

    /** Whether it was opened for a storm of alerts. */
    public boolean isStorm() {
        return groupKey.startsWith(STORM);
    }

    /** Whether a person has split it off, or it is one of those come again. */
    public boolean isApart() {
        return groupKey.startsWith(APART);
    }

    /** The group of an incident that was split off: nothing but what was split off with it is of it. */
    static String apart(UUID id) {
        return APART + id;
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
                alertCount,
                null,
                assignee == null ? null : assignee.id(),
                isTest() ? true : null,
                said == null ? null : said.urgency());
    }

    /** Paging starts (again): nobody has it, nothing is put off. */
    Incident triggered() {
        return standing(IncidentStatus.TRIGGERED, cycle + 1, null, null, null, null);
    }

    Incident acknowledged(@Nullable UUID by, String name) {
        return standing(IncidentStatus.ACKNOWLEDGED, cycle, by, name, null, null);
    }

    Incident snoozed(Instant until) {
        return standing(IncidentStatus.SNOOZED, cycle, acknowledgedBy, acknowledgedByName, until, null);
    }

    Incident resolved(Instant at) {
        return standing(IncidentStatus.RESOLVED, cycle, acknowledgedBy, acknowledgedByName, null, at);
    }

    private Incident standing(
            IncidentStatus newStatus,
            int newCycle,
            @Nullable UUID by,
            @Nullable String name,
            @Nullable Instant snoozed,
            @Nullable Instant resolved) {
        return new Incident(
                id,
                number,
                serviceId,
                serviceName,
                groupKey,
                title,
                newStatus,
                severity,
                newCycle,
                version + 1,
                escalationPolicyId,
                by,
                name,
                snoozed,
                createdAt,
                resolved,
                alertCount,
                null,
                recurrence,
                resolved == null ? assignee : null,
                nature,
                said,
                priority);
    }

    /** The same standing with other particulars. */
    Incident changed(String newTitle, IncidentSeverity newSeverity, int moreAlerts) {
        return with(
                number, newTitle, newSeverity, version + 1, escalationPolicyId, alertCount + moreAlerts, mergedInto);
    }

    /** The same version, with its alerts and its group in another incident, or back from there. */
    Incident tied(@Nullable Ref into, int alerts) {
        return with(number, title, severity, version, escalationPolicyId, alerts, into);
    }

    /** The same version, which is the same thing as before. */
    Incident recurring(Recurrence before) {
        return rest(groupKey, before, assignee, nature, said, priority);
    }

    /** The same version, said to be so urgent. */
    Incident urgent(SaidUrgency newSaid) {
        return rest(groupKey, recurrence, assignee, nature, newSaid, priority);
    }

    /** The same version with another priority. */
    Incident prior(@Nullable IncidentPriority newPriority) {
        return rest(groupKey, recurrence, assignee, nature, said, newPriority);
    }

    /** Whether it may wait. */
    public Urgency urgency() {
        return said == null ? Urgency.of(severity) : said.urgency();
    }

    /** The same version, alone in a group of its own. */
    Incident leavingGroup() {
        return rest("left:" + id, recurrence, assignee, nature, said, priority);
    }

    /** The same version, with this person as the only one to page; null when the policy is climbed. */
    Incident assignedTo(@Nullable Assignee person) {
        return rest(groupKey, recurrence, person, nature, said, priority);
    }

    private Incident rest(
            String newGroupKey,
            @Nullable Recurrence newRecurrence,
            @Nullable Assignee newAssignee,
            Nature newNature,
            @Nullable SaidUrgency newSaid,
            @Nullable IncidentPriority newPriority) {
        return new Incident(
                id,
                number,
                serviceId,
                serviceName,
                newGroupKey,
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
                alertCount,
                mergedInto,
                newRecurrence,
                newAssignee,
                newNature,
                newSaid,
                newPriority);
    }

    /** The same version, with others to page. */
    Incident pagedBy(UUID policy) {
        return with(number, title, severity, version, policy, alertCount, mergedInto);
    }

    /**
     * A new incident is decided before its number is taken.
     *
     * @param numbers what -1, -2, … stand for
     */
    public Incident numbered(List<Long> numbers) {
        return number >= 0
                ? this
                : with(
                        numbers.get(Math.toIntExact(-number) - 1),
                        title,
                        severity,
                        version,
                        escalationPolicyId,
                        alertCount,
                        mergedInto);
    }

    /** The same version, opened as one that somebody has already. */
    Incident openedAcknowledged(Actor by) {
        return acknowledged(by.userId(), by.name()).as(version);
    }

    /** The same version, opened as one that waits: nobody is paged before that time. */
    Incident openedWaiting(Instant until) {
        return snoozed(until).as(version);
    }

    private Incident with(
            long newNumber,
            String newTitle,
            IncidentSeverity newSeverity,
            long newVersion,
            @Nullable UUID policy,
            int alerts,
            @Nullable Ref into) {
        return new Incident(
                id,
                newNumber,
                serviceId,
                serviceName,
                groupKey,
                newTitle,
                status,
                newSeverity,
                cycle,
                newVersion,
                policy,
                acknowledgedBy,
                acknowledgedByName,
                snoozedUntil,
                createdAt,
                resolvedAt,
                alerts,
                into,
                recurrence,
                assignee,
                nature,
                said,
                priority);
    }
}
