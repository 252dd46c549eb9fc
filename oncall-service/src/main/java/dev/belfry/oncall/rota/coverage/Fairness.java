package dev.belfry.oncall.rota.coverage;

import dev.belfry.oncall.rota.schedule.LocalInstant;
import dev.belfry.oncall.rota.schedule.Shift;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** How on-call time is shared: each person's hours, and which of them are at night, at weekends and on holidays, in the schedule's zone. */
public final class Fairness {
    /** The night is from 22 to 6 o'clock. */
    private static final LocalTime NIGHT = LocalTime.of(22, 0);

    private static final LocalTime MORNING = LocalTime.of(6, 0);

    private Fairness() {}

    /**
     * One person's part. An hour at night on a holiday at a weekend counts as each of them.
     *
     * @param shifts how many times the person came on call
     * @param weekday what is neither weekend nor holiday
     */
    public record Share(
            int shifts, Duration all, Duration night, Duration weekend, Duration holiday, Duration weekday) {
        static final Share NONE =
                new Share(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

        private Share begun() {
            return new Share(shifts + 1, all, night, weekend, holiday, weekday);
        }

        private Share with(Duration length, boolean atNight, boolean atWeekend, boolean onHoliday) {
            return new Share(
                    shifts,
                    all.plus(length),
                    atNight ? night.plus(length) : night,
                    atWeekend ? weekend.plus(length) : weekend,
                    onHoliday ? holiday.plus(length) : holiday,
                    atWeekend || onHoliday ? weekday : weekday.plus(length));
        }
    }

    /** The shares of everybody who is on call between the two instants. */
    public static Map<UUID, Share> of(
            List<Shift> shifts, ZoneId zone, Set<LocalDate> holidays, Instant from, Instant to) {
        Map<UUID, Share> shares = new LinkedHashMap<>();
        List<UUID> before = List.of();
        for (Shift shift : shifts) {
            Instant start = shift.start().isBefore(from) ? from : shift.start();
            Instant end = shift.end().isAfter(to) ? to : shift.end();
            List<UUID> people = shift.people();
            for (UUID person : people) {
                if (!before.contains(person)) {
                    shares.merge(person, Share.NONE.begun(), (old, first) -> old.begun());
                }
            }
            before = people;
            for (Instant next = start; !people.isEmpty() && next.isBefore(end); ) {
                LocalDateTime local = LocalDateTime.ofInstant(next, zone);
                Instant edge = edge(local, zone, next);
                Instant stop = edge.isBefore(end) ? edge : end;
                Duration length = Duration.between(next, stop);
                boolean night = local.toLocalTime().isBefore(MORNING)
                        || !local.toLocalTime().isBefore(NIGHT);
                boolean weekend = local.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
                boolean holiday = holidays.contains(local.toLocalDate());
                people.forEach(person ->
                        shares.computeIfPresent(person, (id, share) -> share.with(length, night, weekend, holiday)));
                next = stop;
            }
        }
        return shares;
    }

    /** Where the kind of hour may change next: midnight, morning or night, or where the clocks do. */
    private static Instant edge(LocalDateTime local, ZoneId zone, Instant now) {
        LocalDateTime edge = local.toLocalTime().isBefore(MORNING)
                ? local.toLocalDate().atTime(MORNING)
                : local.toLocalTime().isBefore(NIGHT)
                        ? local.toLocalDate().atTime(NIGHT)
                        : local.toLocalDate().plusDays(1).atStartOfDay();
        Instant instant = LocalInstant.of(edge, zone);
        var change = zone.getRules().nextTransition(now);
        if (change != null
                && change.getInstant().isAfter(now)
                && change.getInstant().isBefore(instant)) {
            return change.getInstant();
        }
        // In the second pass of a doubled hour the edge's first occurrence is over: the day goes on to the next one.
        return instant.isAfter(now) ? instant : now.plus(Duration.between(local, edge));
    }
}
