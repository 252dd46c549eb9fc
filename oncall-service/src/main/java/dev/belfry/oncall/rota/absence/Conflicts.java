package dev.belfry.oncall.rota.absence;

import dev.belfry.oncall.rota.exchange.Part;
import dev.belfry.oncall.rota.schedule.Shift;
import dev.belfry.oncall.rota.schedule.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Finds who is on call while they are away. */
final class Conflicts {
    private Conflicts() {}

    /**
     * The parts of the final schedule that somebody should take over, each as long as its person has it without a break.
     *
     * @param shifts in order and without a hole; whole, so that a part is the same however often it is looked at
     * @param now what is over by then is not looked at
     */
    static List<Part> of(List<Shift> shifts, Map<UUID, List<Span>> away, Instant now) {
        List<Part> parts = new ArrayList<>();
        held(shifts).forEach((person, spans) -> {
            for (Span own : spans) {
                for (Span absence : away.getOrDefault(person, List.of())) {
                    Instant start = later(own.from(), absence.from());
                    Instant end = earlier(own.to(), absence.to());
                    if (end.isAfter(start) && end.isAfter(now)) {
                        parts.add(new Part(person, start, end));
                    }
                }
            }
        });
        parts.sort(Comparator.comparing(Part::start).thenComparing(Part::user));
        return parts;
    }

    /** When each person is on call, whatever row they are in. */
    private static Map<UUID, List<Span>> held(List<Shift> shifts) {
        Map<UUID, List<Span>> held = new HashMap<>();
        for (Shift shift : shifts) {
            for (UUID person : shift.people()) {
                List<Span> own = held.computeIfAbsent(person, unseen -> new ArrayList<>());
                if (!own.isEmpty() && own.getLast().to().equals(shift.start())) {
                    own.set(own.size() - 1, new Span(own.getLast().from(), shift.end()));
                } else {
                    own.add(new Span(shift.start(), shift.end()));
                }
            }
        }
        return held;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
