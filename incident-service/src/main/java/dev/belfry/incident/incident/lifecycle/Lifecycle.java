package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of an incident: triggered, acknowledged, resolved; snoozed and reopened on the way.
 *
 * <p>The cycle grows whenever paging (re)starts, so that an acknowledge that was sent for one round of pages can never
 * silence the next.
 */
public final class Lifecycle {
    public static final Duration SHORTEST_SNOOZE = Duration.ofMinutes(1);
    public static final Duration LONGEST_SNOOZE = Duration.ofDays(7);
    public static final int LONGEST_TITLE = 1024;
    /** As long as a message with its Undo is read, and some time to spare. */
    private static final Duration LATEST_UNDO = Duration.ofMinutes(2);

    private static final String TEST = "TEST: ";
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

    private Lifecycle() {}

    /**
     * A new incident, at version 1 and in its first cycle.
     *
     * @param alerts how many alerts it starts with: none when a person opens it
     */
    public static Decision.Moved open(
            UUID id,
            long number,
            UUID serviceId,
            String serviceName,
            @Nullable UUID escalationPolicyId,
            String groupKey,
            String title,
            IncidentSeverity severity,
            int alerts,
            Actor by,
            Instant at) {
        var incident = new Incident(
                id,
                number,
                serviceId,
                serviceName,
                groupKey,
                shortened(title),
                IncidentStatus.TRIGGERED,
                severity,
                1,
                1,
                escalationPolicyId,
                null,
                null,
                null,
                at,
                null,
                alerts,
                null,
                null,
                null,
                Nature.REAL,
                null,
                null);
        return new Decision.Moved(incident, Happened.TRIGGERED, by, at, null, "Opened by " + by.name());
    }

    /** The same, as whoever opens it by hand means it. */
    static Decision.Moved declared(Decision.Moved opened, Declaration meant, Actor by, Instant now) {
        var incident = opened.after();
        return switch (meant) {
            case Declaration.Now happens -> opened;
            case Declaration.Test test ->
                new Decision.Moved(
                        incident.asTest(test.by())
                                .changed(test(incident.title()), incident.severity(), 0)
                                .as(incident.version()),
                        Happened.TRIGGERED,
                        by,
                        now,
                        null,
                        "Test declared by " + by.name() + ", who is paged alone; it ends by itself at "
                                + now.plus(Declaration.LONGEST_TEST));
            case Declaration.Afterwards over ->
                new Decision.Moved(
                        incident.afterwards(over.ended()),
                        Happened.RESOLVED,
                        by,
                        now,
                        null,
                        "Entered afterwards by " + by.name() + ": it began at " + over.began() + " and ended at "
                                + over.ended() + "; nobody was paged");
        };
    }

    /** Wherever the title of a test stands, it says so. */
    private static String test(String title) {
        return title.startsWith(TEST) ? title : shortened(TEST + title);
    }

    /** The same, but it pages nobody until then: others are told of it once, and as snoozed. */
    public static Decision.Moved waiting(Decision.Moved opened, Instant until) {
        return new Decision.Moved(
                opened.after().openedWaiting(until.truncatedTo(ChronoUnit.SECONDS)),
                opened.happened(),
                opened.by(),
                opened.at(),
                opened.note(),
                opened.told(),
                opened.alert());
    }

    /** What becomes of the incident when this is asked of it. */
    public static Decision decide(Incident now, Command command, Actor by, Instant at) {
        return switch (command) {
            case Command.Acknowledge ack -> acknowledge(now, ack.cycle(), by, at);
            case Command.Unacknowledge back -> unacknowledge(now, by, at);
            case Command.Forget forgotten ->
                resolve(
                        now,
                        Actor.SYSTEM,
                        at,
                        "Resolved by itself: nothing was heard of it and nobody did anything since "
                                + forgotten.since());
            case Command.LetGo late -> letGo(now, late.since(), at);
            case Command.Resolve over -> resolve(now, by, at, "Resolved by " + by.name());
            case Command.AllAlertsResolved over ->
                endedByAlerts(now, by, at, "Resolved: every alert was resolved by its sender");
            case Command.Calmed quiet ->
                endedByAlerts(now, by, at, "Resolved: it flaps no more, and every alert was resolved by its sender");
            case Command.AllAlertsExpired forgotten ->
                endedByAlerts(
                        now, by, at, "Resolved: expired: its sender said nothing since " + forgotten.unheardSince());
            case Command.Snooze snooze -> snooze(now, snooze.duration(), by, at);
            case Command.Unsnooze wake -> unsnooze(now, wake.cycle(), wake.until(), by, at);
            case Command.Reopen again -> reopen(now, by, at);
            case Command.TakeBackResolve back -> takeBackResolve(now, by, at);
            case Command.ChangeSeverity change -> changeSeverity(now, change.severity(), by, at);
            case Command.RaiseSeverity raise ->
                raise.severity().compareTo(now.severity()) < 0
                        ? changeSeverity(now, raise.severity(), by, at)
                        : new Decision.Unchanged(now, "It is no worse than what is known");
            case Command.SetUrgency set -> Urging.set(now, set.urgency(), by, at);
            case Command.RaiseUrgency raise -> Urging.raise(now, raise.at(), at);
            case Command.Urge urge -> Urging.byAlert(now, by, at);
            case Command.SetPriority set -> Urging.prior(now, set.priority(), by, at);
            case Command.Retitle retitle -> retitle(now, retitle.title(), by, at);
            case Command.AddNote note -> addNote(now, note.text(), by, at);
            case Command.JoinAlerts join -> joinAlerts(now, join.count(), join.summary(), by, at);
            case Command.MergeInto merge -> Merging.into(now, merge.into(), merge.why(), by, at);
            case Command.TakeIn merge -> Merging.takeIn(now, merge.merged(), merge.why(), by, at);
            case Command.Unmerge back -> Merging.unmerge(now, back.alerts(), back.firing(), by, at);
            case Command.GiveBack back -> Merging.giveBack(now, back.to(), back.alerts(), by, at);
            case Command.SplitOff apart -> Splitting.splitOff(now, apart, by, at);
            case Command.EndTest over -> resolve(now, by, at, "The test has lasted an hour and ended by itself");
            case Command.Reassign other -> reassign(now, other.policy(), other.name(), by, at);
            case Command.Assign one -> assign(now, one.person(), by, at);
        };
    }

    /** How bad an incident is when it is opened by an alert this bad. */
    public static IncidentSeverity severityOf(AlertSeverity severity) {
        return switch (severity) {
            case CRITICAL -> IncidentSeverity.SEV1;
            case ERROR -> IncidentSeverity.SEV2;
            case WARNING -> IncidentSeverity.SEV3;
            case INFO -> IncidentSeverity.SEV4;
        };
    }

    private static Decision acknowledge(Incident now, @Nullable Integer cycle, Actor by, Instant at) {
        if (now.status() == IncidentStatus.RESOLVED) {
            return new Decision.Refused(now, "The incident is resolved");
        }
        if (cycle != null && cycle != now.cycle()) {
            return new Decision.Refused(
                    now,
                    "The acknowledge was for paging round " + cycle + ", and the incident is in round " + now.cycle());
        }
        if (now.status() == IncidentStatus.ACKNOWLEDGED) {
            return new Decision.Unchanged(now, "Already acknowledged by " + now.acknowledgedByName());
        }
        return new Decision.Moved(
                now.acknowledged(by.userId(), by.name()),
                Happened.ACKNOWLEDGED,
                by,
                at,
                null,
                "Acknowledged by " + by.name());
    }

    private static Decision unacknowledge(Incident now, Actor by, Instant at) {
        return switch (now.status()) {
            case ACKNOWLEDGED ->
                new Decision.Moved(
                        now.triggered(),
                        Happened.UNACKNOWLEDGED,
                        by,
                        at,
                        null,
                        "Acknowledge taken back by " + by.name() + "; paging starts again");
            case TRIGGERED -> new Decision.Unchanged(now, "The incident is not acknowledged");
            case SNOOZED, RESOLVED -> new Decision.Refused(now, "Only an acknowledged incident can be unacknowledged");
        };
    }

    private static Decision letGo(Incident now, Instant since, Instant at) {
        return now.status() != IncidentStatus.ACKNOWLEDGED
                ? new Decision.Unchanged(now, "The incident is not acknowledged")
                : new Decision.Moved(
                        now.triggered().assignedTo(null),
                        Happened.UNACKNOWLEDGED,
                        Actor.SYSTEM,
                        at,
                        null,
                        now.acknowledgedByName() + " had it, and nobody has done anything since " + since
                                + "; paging starts again");
    }

    private static Decision resolve(Incident now, Actor by, Instant at, String told) {
        if (now.status() == IncidentStatus.RESOLVED) {
            return new Decision.Unchanged(now, "Already resolved");
        }
        return new Decision.Moved(now.resolved(at), Happened.RESOLVED, by, at, null, told);
    }

    private static Decision endedByAlerts(Incident now, Actor by, Instant at, String told) {
        return now.byHand()
                ? new Decision.Unchanged(now, "A person opened the incident, and a person ends it")
                : resolve(now, by, at, told);
    }

    private static Decision snooze(Incident now, Duration duration, Actor by, Instant at) {
        if (duration.compareTo(SHORTEST_SNOOZE) < 0 || duration.compareTo(LONGEST_SNOOZE) > 0) {
            return new Decision.Refused(now, "A snooze lasts between 1 minute and 7 days");
        }
        if (now.status() == IncidentStatus.RESOLVED) {
            return new Decision.Refused(now, "The incident is resolved");
        }
        // Whole seconds, so that the timer that ends it can name it exactly.
        var until = at.plus(duration).truncatedTo(ChronoUnit.SECONDS);
        return new Decision.Moved(
                now.snoozed(until), Happened.SNOOZED, by, at, null, "Snoozed by " + by.name() + " until " + until);
    }

    private static Decision unsnooze(Incident now, int cycle, Instant until, Actor by, Instant at) {
        if (now.status() != IncidentStatus.SNOOZED || now.cycle() != cycle || !until.equals(now.snoozedUntil())) {
            return new Decision.Unchanged(now, "That snooze is no more");
        }
        return new Decision.Moved(
                now.triggered(), Happened.UNSNOOZED, by, at, null, "The snooze is over; paging starts again");
    }

    private static Decision reopen(Incident now, Actor by, Instant at) {
        if (now.status() != IncidentStatus.RESOLVED) {
            return new Decision.Unchanged(now, "The incident is open");
        }
        var forGood = now.endedForGood();
        if (forGood != null) {
            return new Decision.Refused(now, forGood);
        }
        if (Merging.canBeTakenBack(now, at)) {
            return new Decision.Refused(now, Merging.isIn(now) + "; take it out of there instead");
        }
        return new Decision.Moved(
                now.triggered(), Happened.REOPENED, by, at, null, "Reopened by " + by.name() + "; paging starts again");
    }

    private static Decision takeBackResolve(Incident now, Actor by, Instant at) {
        var resolvedAt = now.resolvedAt();
        if (resolvedAt == null) {
            return new Decision.Unchanged(now, "The incident is open");
        }
        if (now.mergedInto() != null) {
            return new Decision.Refused(now, Merging.isIn(now));
        }
        var forGood = now.endedForGood();
        if (forGood != null) {
            return new Decision.Refused(now, forGood);
        }
        if (resolvedAt.plus(LATEST_UNDO).isBefore(at)) {
            return new Decision.Refused(now, "It was resolved too long ago to be undone. Reopen it, which pages again");
        }
        var name = now.acknowledgedByName();
        var back =
                name == null ? now.acknowledged(by.userId(), by.name()) : now.acknowledged(now.acknowledgedBy(), name);
        return new Decision.Moved(
                back,
                Happened.ACKNOWLEDGED,
                by,
                at,
                null,
                "Resolve taken back by " + by.name() + "; " + back.acknowledgedByName()
                        + " has it, nobody is paged again");
    }

    private static Decision reassign(Incident now, UUID policy, String name, Actor by, Instant at) {
        if (now.status() == IncidentStatus.RESOLVED) {
            return new Decision.Refused(now, "The incident is resolved");
        }
        if (now.isTest()) {
            return new Decision.Refused(now, "A test pages nobody but who declared it");
        }
        return new Decision.Moved(
                now.triggered().pagedBy(policy).assignedTo(null),
                Happened.UNACKNOWLEDGED,
                by,
                at,
                null,
                "Reassigned to " + name + " by " + by.name() + "; paging starts at its first step");
    }

    private static Decision assign(Incident now, Incident.Assignee person, Actor by, Instant at) {
        if (now.status() == IncidentStatus.RESOLVED) {
            return new Decision.Refused(now, "The incident is resolved");
        }
        if (now.isTest()) {
            return new Decision.Refused(now, "A test pages nobody but who declared it");
        }
        return new Decision.Moved(
                now.triggered().assignedTo(person),
                Happened.UNACKNOWLEDGED,
                by,
                at,
                null,
                "Reassigned by " + by.name() + " to " + person.name() + ", who is paged alone");
    }

    private static Decision changeSeverity(Incident now, IncidentSeverity severity, Actor by, Instant at) {
        if (severity == now.severity()) {
            return new Decision.Unchanged(now, "It already is " + severity);
        }
        return new Decision.Moved(
                now.changed(now.title(), severity, 0),
                Happened.SEVERITY_CHANGED,
                by,
                at,
                null,
                "Severity changed from " + now.severity() + " to " + severity + " by " + by.name());
    }

    private static Decision retitle(Incident now, String title, Actor by, Instant at) {
        var wanted = now.isTest() ? test(shortened(title)) : shortened(title);
        if (title.isBlank()) {
            return new Decision.Refused(now, "A title cannot be empty");
        }
        if (wanted.equals(now.title())) {
            return new Decision.Unchanged(now, "It already has this title");
        }
        return new Decision.Moved(
                now.changed(wanted, now.severity(), 0),
                Happened.TITLE_CHANGED,
                by,
                at,
                null,
                "Title changed by " + by.name() + " from \"" + now.title() + "\"");
    }

    private static Decision addNote(Incident now, String text, Actor by, Instant at) {
        if (text.isBlank()) {
            return new Decision.Refused(now, "A note cannot be empty");
        }
        return new Decision.Moved(
                now.changed(now.title(), now.severity(), 0), Happened.NOTE_ADDED, by, at, text, text.strip());
    }

    private static Decision joinAlerts(Incident now, int count, String summary, Actor by, Instant at) {
        if (now.status() == IncidentStatus.RESOLVED) {
            return new Decision.Refused(now, "The incident is resolved");
        }
        if (count < 1) {
            return new Decision.Unchanged(now, "No alert joined");
        }
        var after = now.changed(now.title(), now.severity(), count);
        return new Decision.Moved(
                after, Happened.ALERT_ADDED, by, at, null, joined(now.alertCount(), count, shortened(summary)));
    }

    /** The first alerts are told one by one; a storm is told each time it has doubled. */
    private static String joined(int before, int count, String summary) {
        var after = before + count;
        if (before < 16) {
            return count == 1 ? "Alert joined: " + summary : count + " alerts joined, the first: " + summary;
        }
        return Integer.highestOneBit(before) == Integer.highestOneBit(after)
                ? ""
                : "Now " + after + " alerts; the latest to join: " + summary;
    }

    /** One line of bounded length, whatever a sender puts into a summary. */
    static String shortened(String title) {
        var line = BLANKS.matcher(title.strip()).replaceAll(" ");
        return line.length() <= LONGEST_TITLE ? line : line.substring(0, LONGEST_TITLE - 1) + "…";
    }
}
