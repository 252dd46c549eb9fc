package dev.belfry.oncall.rota.handoff;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of one version say about the clocks of a zone for some time.
 *
 * @param version that of the time zone database, such as {@code 2026d}
 * @param until how far ahead they were read
 * @param offset at {@code from}
 * @param changes after {@code from} and before {@code until}, in order
 */
record KeptRules(
        ZoneId zone, String version, Instant from, Instant until, ZoneOffset offset, List<ClockChange> changes) {
    private static final Duration BACK = Duration.ofDays(1);
    private static final Duration AHEAD = Duration.ofDays(400);

    KeptRules {
        changes = List.copyOf(changes);
    }

    /** What these rules say about the zone from a day ago to 400 days ahead. */
    static KeptRules of(ZoneId zone, ZoneRules rules, String version, Instant now) {
        Instant from = now.minus(BACK).truncatedTo(ChronoUnit.SECONDS);
        Instant until = now.plus(AHEAD).truncatedTo(ChronoUnit.SECONDS);
        List<ClockChange> changes =
                between(rules, from, until).stream().map(ClockChange::of).toList();
        return new KeptRules(zone, version, from, until, rules.getOffset(from), changes);
    }

    private static List<ZoneOffsetTransition> between(ZoneRules rules, Instant from, Instant until) {
        List<ZoneOffsetTransition> found = new ArrayList<>();
        ZoneOffsetTransition next = rules.nextTransition(from);
        while (next != null && next.getInstant().isBefore(until)) {
            found.add(next);
            next = rules.nextTransition(next.getInstant());
        }
        return found;
    }

    /** The first instant from {@code now} on at which the other rules give another offset; null when none is known. */
    @Nullable
    Instant differsFrom(KeptRules other, Instant now) {
        TreeSet<Instant> asked = new TreeSet<>(List.of(now));
        changes.forEach(change -> asked.add(change.at()));
        other.changes.forEach(change -> asked.add(change.at()));
        Instant end = until.isBefore(other.until) ? until : other.until;
        return asked.stream()
                .filter(at -> !at.isBefore(now) && at.isBefore(end))
                .filter(at -> !offset(at).equals(other.offset(at)))
                .findFirst()
                .orElse(null);
    }

    private ZoneOffset offset(Instant at) {
        ZoneOffset found = offset;
        for (ClockChange change : changes) {
            if (!change.at().isAfter(at)) {
                found = change.after();
            }
        }
        return found;
    }

    /**
     * These rules as {@code java.time} knows them. What was before {@code from} is taken from the rules in use, since hourly
     * turns are counted from a start that may be years ago.
     */
    ZoneRules rules(ZoneRules inUse) {
        List<ZoneOffsetTransition> transitions = new ArrayList<>(between(inUse, Instant.MIN, from));
        ZoneOffset first = inUse.getOffset(Instant.MIN);
        ZoneOffset last = transitions.isEmpty() ? first : transitions.getLast().getOffsetAfter();
        if (!last.equals(offset)) {
            transitions.add(new ClockChange(from, last, offset).transition());
        }
        changes.forEach(change -> transitions.add(change.transition()));
        return ZoneRules.of(first, first, List.of(), transitions, List.of());
    }
}
