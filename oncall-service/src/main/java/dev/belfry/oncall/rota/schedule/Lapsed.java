package dev.belfry.oncall.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An exception that no longer does what it was made for, because whom it replaces is not on call any more: a swap of which
 * some of a half is lost, or an override of which nothing is left.
 *
 * @param lost the first time in which it puts nobody in
 */
public record Lapsed(ScheduleOverride exception, Span lost) {
    /**
     * @param shifts the final schedule, in order and without a hole
     * @param asked what the shifts are known for
     */
    static List<Lapsed> of(List<ScheduleOverride> exceptions, List<Shift> shifts, Span asked) {
        Map<UUID, List<Span>> there = new HashMap<>();
        for (Shift shift : shifts) {
            Span span = new Span(shift.start(), shift.end());
            // What another wins over was put aside on purpose.
            Stream.concat(shift.duties().stream().map(Duty::by), shift.superseded().stream())
                    .distinct()
                    .forEach(id -> there.computeIfAbsent(id, first -> new ArrayList<>())
                            .add(span));
        }
        return exceptions.stream()
                .filter(one -> one.user() != null && one.end().isAfter(asked.from()))
                .flatMap(one -> lapsed(one, there.getOrDefault(one.id(), List.of()), asked))
                .sorted(Comparator.comparing(one -> one.lost().from()))
                .toList();
    }

    private static Stream<Lapsed> lapsed(ScheduleOverride one, List<Span> there, Span asked) {
        Instant from = Track.later(one.start(), asked.from());
        Instant to = Track.earlier(one.end(), asked.to());
        Instant at = from;
        for (Span span : there) {
            if (span.from().isAfter(at)) {
                break;
            }
            at = Track.later(at, span.to());
        }
        if (!at.isBefore(to) || (one.swap() == null && !there.isEmpty())) {
            return Stream.empty();
        }
        Instant start = at;
        Instant end = there.stream()
                .map(Span::from)
                .filter(next -> next.isAfter(start))
                .min(Comparator.naturalOrder())
                .orElse(to);
        return Duration.between(start, Track.earlier(end, to)).isPositive()
                ? Stream.of(new Lapsed(one, new Span(start, Track.earlier(end, to))))
                : Stream.empty();
    }
}
