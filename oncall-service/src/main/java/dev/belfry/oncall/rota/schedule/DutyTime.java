package dev.belfry.oncall.rota.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** When each person is on call, whatever groups and turns that is made of; who only looks on is not. */
public final class DutyTime {
    private DutyTime() {}

    /**
     * Each person's time between the two instants in order, joined where one stretch follows another.
     *
     * @param shifts in order and without a hole, as the resolver gives them
     */
    public static Map<UUID, List<Span>> of(List<Shift> shifts, Instant from, Instant to) {
        Map<UUID, List<Span>> times = new LinkedHashMap<>();
        for (Shift shift : shifts) {
            Instant start = Track.later(from, shift.start());
            Instant end = Track.earlier(to, shift.end());
            if (start.isBefore(end)) {
                for (UUID person : shift.people()) {
                    add(times.computeIfAbsent(person, first -> new ArrayList<>()), start, end);
                }
            }
        }
        return times;
    }

    private static void add(List<Span> spans, Instant start, Instant end) {
        if (!spans.isEmpty() && spans.getLast().to().equals(start)) {
            spans.add(new Span(spans.removeLast().from(), end));
        } else {
            spans.add(new Span(start, end));
        }
    }
}
