package dev.belfry.oncall.rota.coverage;

import dev.belfry.oncall.identity.directory.ContactStatuses.Reach;
import dev.belfry.oncall.rota.schedule.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Whether those who are on call can answer.
 *
 * @param unsure who is on call without a contact method that was shown to work
 * @param absent who is away while on call
 */
public record Staffing(List<Unsure> unsure, List<Absent> absent) {
    /** @param from when the person is on call first */
    public record Unsure(UUID user, Reach reach, Instant from) {}

    public record Absent(UUID user, Instant start, Instant end) {}

    /**
     * @param times when each person is on call
     * @param absences when each person is away, in any order
     */
    public static Staffing of(
            Map<UUID, List<Span>> times, Function<UUID, Reach> reach, Map<UUID, List<Span>> absences) {
        List<Unsure> unsure = new ArrayList<>();
        List<Absent> absent = new ArrayList<>();
        times.forEach((person, spans) -> {
            Reach known = reach.apply(person);
            if (known != Reach.VERIFIED) {
                unsure.add(new Unsure(person, known, spans.getFirst().from()));
            }
            for (Span away : absences.getOrDefault(person, List.of())) {
                for (Span span : spans) {
                    Instant start = away.from().isAfter(span.from()) ? away.from() : span.from();
                    Instant end = away.to().isBefore(span.to()) ? away.to() : span.to();
                    if (start.isBefore(end)) {
                        absent.add(new Absent(person, start, end));
                    }
                }
            }
        });
        unsure.sort(Comparator.comparing(Unsure::from));
        absent.sort(Comparator.comparing(Absent::start));
        return new Staffing(unsure, absent);
    }
}
