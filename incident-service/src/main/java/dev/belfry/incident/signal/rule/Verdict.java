package dev.belfry.incident.signal.rule;

import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.incident.catalog.service.SaidUrgency;
import dev.belfry.incident.signal.alert.Decided;
import dev.belfry.incident.signal.alert.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the event rules say about one signal.
 *
 * @param signal what it says after them
 * @param route the service it goes to; null when it stays
 * @param suppress the rule that wants it suppressed
 * @param pause the rule that wants it to wait, and for how long
 * @param threshold the rule that wants it counted
 * @param urgency how urgent it is said to be; null when no rule says so
 * @param considered how many rules were asked
 * @param applied those that applied, in order
 * @param faults those that failed; they changed nothing
 */
public record Verdict(
        AlertSignal signal,
        @Nullable UUID route,
        @Nullable Rule suppress,
        @Nullable Pause pause,
        @Nullable Counting threshold,
        @Nullable SaidUrgency urgency,
        int considered,
        List<Decided.Applied> applied,
        List<Decided.Fault> faults) {

    /** A rule by its id and name. */
    public record Rule(UUID id, String name) {}

    /** Who wants it to wait, and how long. */
    public record Pause(Rule by, int seconds) {}

    /** Who wants it counted, and up to where. */
    public record Counting(Rule by, Actions.Threshold threshold) {}

    /**
     * What keeps the alert from paging now; null when nothing does.
     *
     * @param before what kept it until now
     * @param severity how bad it is; what is critical does not wait
     * @param heard when its sender said it
     * @param times how often it said so
     */
    public @Nullable Hold hold(@Nullable Hold before, AlertSeverity severity, Instant heard, long times, Instant now) {
        if (suppress != null) {
            return Hold.suppressed(suppress.id(), suppress.name());
        }
        if (threshold != null) {
            var hold = counted(threshold, before, heard, times);
            if (hold != null) {
                return hold;
            }
        }
        if (pause == null || severity == AlertSeverity.CRITICAL) {
            return null;
        }
        if (before != null && before.kind() == Hold.Kind.PAUSED) {
            return before.holds(now) ? before : null;
        }
        return Hold.paused(pause.by().id(), pause.by().name(), now.plusSeconds(pause.seconds()));
    }

    private static @Nullable Hold counted(Counting counting, @Nullable Hold before, Instant heard, long times) {
        var needed = counting.threshold().times();
        var since = heard.minus(Duration.ofMinutes(counting.threshold().minutes()));
        var seen = new ArrayList<Instant>();
        if (before != null
                && before.kind() == Hold.Kind.COUNTED
                && before.rule().equals(counting.by().id())) {
            before.seen().stream().filter(at -> at.isAfter(since)).forEach(seen::add);
        }
        for (var i = 0L; i < times && seen.size() < needed; i++) {
            seen.add(heard);
        }
        return seen.size() >= needed
                ? null
                : Hold.counted(counting.by().id(), counting.by().name(), List.copyOf(seen), needed);
    }
}
