package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.outcome.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an override changes in the schedule it is laid over.
 *
 * @param idle the time of it in which it changes nothing
 * @param why what is wrong with it when it changes nothing at all; null when it changes something
 */
record Effect(List<Span> idle, Answer.@Nullable Bad why) {
    /**
     * @param without the schedule without it
     * @param with the schedule with it
     */
    static Effect of(ScheduleOverride override, Resolver without, Resolver with) {
        List<Shift> before = without.shifts(override.start(), override.end());
        List<Shift> after = with.shifts(override.start(), override.end());
        List<Span> idle = new ArrayList<>();
        int at = 0;
        Instant edge = override.start();
        for (Shift shift : after) {
            while (edge.isBefore(Track.earlier(shift.end(), override.end()))) {
                while (!before.get(at).end().isAfter(edge)) {
                    at++;
                }
                Instant until = Track.earlier(
                        override.end(),
                        Track.earlier(shift.end(), before.get(at).end()));
                if (before.get(at).duties().equals(shift.duties())) {
                    add(idle, edge, until);
                }
                edge = until;
            }
        }
        boolean nothing = idle.size() == 1 && idle.getFirst().equals(new Span(override.start(), override.end()));
        return new Effect(idle, nothing ? why(override, after) : null);
    }

    private static void add(List<Span> spans, Instant from, Instant to) {
        if (!spans.isEmpty() && spans.getLast().to().equals(from)) {
            spans.set(spans.size() - 1, new Span(spans.getLast().from(), to));
        } else {
            spans.add(new Span(from, to));
        }
    }

    private static Answer.Bad why(ScheduleOverride override, List<Shift> after) {
        if (after.stream().anyMatch(shift -> shift.superseded().contains(override.id()))) {
            Set<UUID> winners = after.stream()
                    .flatMap(shift -> shift.duties().stream())
                    .filter(duty -> duty.source() != Source.LAYER && !duty.shadow())
                    .map(Duty::by)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            String who = winners.stream().limit(3).map(UUID::toString).collect(Collectors.joining(", "));
            return new Answer.Bad(
                    "/start",
                    "this would change nothing: another exception wins over it"
                            + (who.isEmpty() ? "" : " (" + who + ")") + "; remove that one first");
        }
        if (override.turn() != null) {
            return new Answer.Bad(
                    "/turn", "this layer has no turn that begins then, or somebody else is on call in it");
        }
        return override.replaces() == null
                ? new Answer.Bad("/start", "this would change nothing: nobody is on call then")
                : new Answer.Bad(
                        "/replaces",
                        "this person is not on call then; who came by another override is not replaced: name whom they"
                                + " replaced");
    }

    /** What whoever made it should know, in words. */
    List<String> words(ScheduleOverride override, Instant asked) {
        List<String> words = new ArrayList<>();
        if (asked.isBefore(override.start())) {
            words.add("It counts from " + override.start() + " on: what is past is closed.");
        }
        if (!idle.isEmpty()) {
            Duration none = idle.stream()
                    .map(span -> Duration.between(span.from(), span.to()))
                    .reduce(Duration.ZERO, Duration::plus);
            words.add("It changes nothing for " + text(none) + " of its "
                    + text(Duration.between(override.start(), override.end())) + ", first from "
                    + idle.getFirst().from() + " to " + idle.getFirst().to() + ".");
        }
        return words;
    }

    private static String text(Duration duration) {
        return duration.toHours() == 0 ? duration.toMinutes() + " min" : duration.toHours() + " h";
    }
}
