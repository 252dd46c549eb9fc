package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What may be asked of an incident, by a person, a sender or a timer. */
public sealed interface Command {

    /**
     * Somebody has it: paging stops.
     *
     * @param cycle the cycle it was paged in; null when the one who asks has the incident before their eyes
     */
    record Acknowledge(@Nullable Integer cycle) implements Command {}

    /** Nobody has it any more: paging starts again. */
    record Unacknowledge() implements Command {}

    /** Nothing has been heard of it, and nobody has done anything about it since then: it is over by itself. */
    record Forget(Instant since) implements Command {}

    /** Somebody has it, and nothing has been done about it since then: paging starts again. */
    record LetGo(Instant since) implements Command {}

    /** It is over. */
    record Resolve() implements Command {}

    /** Not now: paging starts again after this long. */
    record Snooze(Duration duration) implements Command {}

    /**
     * A snooze is over.
     *
     * @param cycle the cycle that was snoozed
     * @param until the end that was set; a timer of an earlier snooze ends nothing
     */
    record Unsnooze(int cycle, Instant until) implements Command {}

    /** It was not over after all. */
    record Reopen() implements Command {}

    /** The resolve of a moment ago was a mistake: whoever had the incident has it again, and nobody is paged. */
    record TakeBackResolve() implements Command {}

    /** A person judges how bad it is. */
    record ChangeSeverity(IncidentSeverity severity) implements Command {}

    /** An alert is worse than what was known; never makes an incident look better. */
    record RaiseSeverity(IncidentSeverity severity) implements Command {}

    /** A person judges whether it may wait. */
    record SetUrgency(Urgency urgency) implements Command {}

    /** A person says what is worked on first; null takes it back. */
    record SetPriority(@Nullable IncidentPriority priority) implements Command {}

    /**
     * It may not wait any more.
     *
     * @param at the time that was set; a timer of another one raises nothing
     */
    record RaiseUrgency(Instant at) implements Command {}

    /** An alert of it may not wait, though a rule has said low of the others. */
    record Urge() implements Command {}

    /** It gets a better name. */
    record Retitle(String title) implements Command {}

    /** Somebody writes down what they know. */
    record AddNote(String text) implements Command {}

    /**
     * More alerts have the same cause.
     *
     * @param summary of the first of them
     */
    record JoinAlerts(int count, String summary) implements Command {}

    /** Every alert of it was resolved by its sender. */
    record AllAlertsResolved() implements Command {}

    /** It was flapping, and for long enough nothing has fired. */
    record Calmed() implements Command {}

    /**
     * No alert of it fires any more, and the last one was only forgotten by its sender.
     *
     * @param unheardSince when that sender last said that it fires
     */
    record AllAlertsExpired(Instant unheardSince) implements Command {}

    /**
     * Another incident has the same cause: its alerts go there, and this one is over.
     *
     * @param why may be empty
     */
    record MergeInto(Incident.Ref into, String why) implements Command {}

    /** Another incident, with so many alerts, has the same cause: they come here. */
    record TakeIn(Incident merged, String why) implements Command {}

    /**
     * The merge of a moment ago was a mistake: its alerts are here again.
     *
     * @param alerts that came back
     * @param firing how many of them still fire
     */
    record Unmerge(int alerts, int firing) implements Command {}

    /** The alerts of that incident, so many, are there again. */
    record GiveBack(Incident.Ref to, int alerts) implements Command {}

    /** Some of its alerts, so many, are another incident from now on. */
    record SplitOff(Incident.Ref to, String title, int alerts) implements Command {}

    /** It was a test, and has lasted long enough. */
    record EndTest() implements Command {}

    /** Others are to be paged, from the first step of their policy. */
    record Reassign(UUID policy, String name) implements Command {}

    /** One person is to be paged, and nobody else. */
    record Assign(Incident.Assignee person) implements Command {}
}
