package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts two incidents with one cause together, and takes them apart again.
 *
 * <p>A merged incident is resolved and names the one it is part of. Its alerts are moved there, so that each of them still
 * has exactly one incident; nothing else of either incident is rewritten.
 */
public final class Merging {
    public static final Duration TAKEN_BACK_WITHIN = Duration.ofHours(1);
    /** They move in one transaction, and a longer one would hold up the alerts of the service. */
    public static final int MOST_ALERTS = 10_000;

    private Merging() {}

    /** What came of it. */
    public sealed interface Outcome {
        /** There is no such incident. */
        record Missing() implements Outcome {}

        /** The one who asks has seen an older version of it. */
        record Stale() implements Outcome {}

        /** The incident it is to become part of can never be that. */
        record Unfit(String reason) implements Outcome {}

        /** As the incidents stand now it cannot be done. */
        record Refused(String reason) implements Outcome {}

        /** Both incidents as they stand now, and how they came there. */
        record Done(Held source, Held target, List<Decision.Moved> moves) implements Outcome {}
    }

    /** The source becomes part of the target. */
    public static Outcome merge(Held source, Held target, String why, Actor by, Instant at) {
        var from = source.incident();
        var into = target.incident();
        if (from.id().equals(into.id())) {
            return new Outcome.Unfit("An incident cannot be merged into itself");
        }
        if (from.isTest() || into.isTest()) {
            return new Outcome.Unfit("A test has no cause in common with anything: leave it alone");
        }
        if (from.alertCount() > MOST_ALERTS) {
            return new Outcome.Refused("#" + from.number() + " has more than " + MOST_ALERTS
                    + " alerts; merge the other one into it instead");
        }
        if (!(Lifecycle.decide(from, new Command.MergeInto(ref(into), why), by, at) instanceof Decision.Moved over)) {
            return new Outcome.Refused("#" + from.number() + " is resolved: only an open incident can be merged");
        }
        if (!(Lifecycle.decide(into, new Command.TakeIn(from, why), by, at) instanceof Decision.Moved more)) {
            return new Outcome.Refused("#" + into.number() + " is resolved: choose an open incident");
        }
        return new Outcome.Done(
                source.with(over.after()),
                target.with(more.after()).firing(target.openAlerts() + source.openAlerts()),
                List.of(over, more));
    }

    /** Whether the source can be taken out of the target again; null when it can. */
    public static Outcome.@Nullable Refused hindrance(Incident source, @Nullable Incident target, Instant at) {
        if (source.mergedInto() == null || target == null) {
            return new Outcome.Refused("#" + source.number() + " is not merged into another incident");
        }
        if (!canBeTakenBack(source, at)) {
            return new Outcome.Refused(
                    isIn(source) + " more than an hour ago: reopen it, which pages again and leaves the alerts there");
        }
        return target.mergedInto() == null
                ? null
                : new Outcome.Refused("First take #" + target.number() + " out: " + isIn(target));
    }

    /**
     * The source is itself again.
     *
     * @param alerts how many went back with it
     * @param firing how many of them still fire
     */
    public static Outcome unmerge(Held source, Held target, int alerts, int firing, Actor by, Instant at) {
        if (!(Lifecycle.decide(source.incident(), new Command.Unmerge(alerts, firing), by, at)
                instanceof Decision.Moved back)) {
            return new Outcome.Refused("#" + source.incident().number() + " is not merged into another incident");
        }
        var moves = new ArrayList<Decision.Moved>(List.of(back));
        var left = target.firing(Math.max(0, target.openAlerts() - firing));
        var commands = new ArrayList<Command>(List.of(new Command.GiveBack(ref(source.incident()), alerts)));
        if (left.openAlerts() == 0 && target.openAlerts() > 0) {
            // Had they never met, its own last alert would have ended it.
            commands.add(new Command.AllAlertsResolved());
        }
        return new Outcome.Done(source.with(back.after()).firing(firing), apply(left, commands, moves, by, at), moves);
    }

    /** The incident after these commands; the moves they made are added to those there are. */
    static Held apply(Held held, List<Command> commands, List<Decision.Moved> moves, Actor by, Instant at) {
        var after = held;
        for (var command : commands) {
            if (Lifecycle.decide(after.incident(), command, by, at) instanceof Decision.Moved moved) {
                moves.add(moved);
                after = after.with(moved.after());
            }
        }
        return after;
    }

    /** Whether it is part of another incident, and has been for less than an hour. */
    public static boolean canBeTakenBack(Incident incident, Instant at) {
        var since = incident.resolvedAt();
        return incident.mergedInto() != null
                && since != null
                && !since.plus(TAKEN_BACK_WITHIN).isBefore(at);
    }

    static String isIn(Incident incident) {
        var into = incident.mergedInto();
        return "#" + incident.number() + " was merged into #" + (into == null ? "" : Long.toString(into.number()));
    }

    static Decision into(Incident now, Incident.Ref into, String why, Actor by, Instant at) {
        if (now.status() == IncidentStatus.RESOLVED) {
            return new Decision.Refused(now, "The incident is resolved");
        }
        return new Decision.Moved(
                now.resolved(at).tied(into, 0),
                Happened.RESOLVED,
                by,
                at,
                null,
                "Merged into #" + into.number() + " by " + by.name() + because(why)
                        + moved(now.alertCount(), "moved there"));
    }

    static Decision takeIn(Incident now, Incident merged, String why, Actor by, Instant at) {
        if (now.status() == IncidentStatus.RESOLVED) {
            return new Decision.Refused(now, "The incident is resolved");
        }
        var worse = merged.severity().compareTo(now.severity()) < 0;
        var had = merged.acknowledgedByName();
        return new Decision.Moved(
                now.changed(now.title(), worse ? merged.severity() : now.severity(), merged.alertCount()),
                Happened.ALERT_ADDED,
                by,
                at,
                null,
                "#" + merged.number() + " \"" + merged.title() + "\" was merged into this by " + by.name()
                        + because(why)
                        + moved(merged.alertCount(), "came with it") + (had == null ? "" : "; " + had + " had it")
                        + (worse ? "; the severity is " + merged.severity() + " now" : ""));
    }

    static Decision unmerge(Incident now, int alerts, int firing, Actor by, Instant at) {
        var from = now.mergedInto();
        if (from == null) {
            return new Decision.Refused(now, "The incident is not merged into another one");
        }
        var told = "Taken out of #" + from.number() + " by " + by.name() + moved(alerts, "came back");
        return firing > 0 || now.byHand()
                ? new Decision.Moved(
                        now.triggered().tied(null, alerts),
                        Happened.REOPENED,
                        by,
                        at,
                        null,
                        told + "; paging starts again")
                : new Decision.Moved(
                        now.changed(now.title(), now.severity(), 0).tied(null, alerts),
                        Happened.ALERT_ADDED,
                        by,
                        at,
                        null,
                        told + "; none fires any more, so it stays resolved");
    }

    static Decision giveBack(Incident now, Incident.Ref to, int alerts, Actor by, Instant at) {
        return new Decision.Moved(
                now.changed(now.title(), now.severity(), -Math.min(alerts, now.alertCount())),
                Happened.ALERT_ADDED,
                by,
                at,
                null,
                "#" + to.number() + " was taken out of this by " + by.name() + moved(alerts, "went back"));
    }

    private static Incident.Ref ref(Incident incident) {
        return new Incident.Ref(incident.id(), incident.number());
    }

    private static String because(String why) {
        return why.isBlank() ? "" : ": " + Lifecycle.shortened(why);
    }

    static String moved(int alerts, String what) {
        return alerts == 0 ? "" : "; " + (alerts == 1 ? "1 alert " : alerts + " alerts ") + what;
    }
}
