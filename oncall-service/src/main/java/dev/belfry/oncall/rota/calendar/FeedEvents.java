package dev.belfry.oncall.rota.calendar;

import dev.belfry.oncall.rota.schedule.Duty;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the final schedule into events, one for each person and shift. */
final class FeedEvents {
    private static final Comparator<FeedEvent> ORDER =
            Comparator.comparing(FeedEvent::start).thenComparing(FeedEvent::uid);

    private FeedEvents() {}

    /** The events between the two instants, in order; shifts without an end are cut there. */
    static List<FeedEvent> of(List<ScheduleQueries.Roll> rolls, @Nullable UUID onlyUser, Instant from, Instant to) {
        List<FeedEvent> events = new ArrayList<>();
        for (ScheduleQueries.Roll roll : rolls) {
            for (Stretch stretch : Stretch.of(roll.shifts(), onlyUser)) {
                events.add(event(roll, stretch, from, to, onlyUser != null));
            }
        }
        events.sort(ORDER);
        return events;
    }

    /** The zone in which most of the schedules count, of several the first; one of the IANA database in every case. */
    static ZoneId zone(List<Schedule> schedules) {
        Map<ZoneId, Long> counts = schedules.stream()
                .collect(Collectors.groupingBy(Schedule::zone, LinkedHashMap::new, Collectors.counting()));
        ZoneId most = ZoneId.of("Etc/UTC");
        long count = 0;
        for (Map.Entry<ZoneId, Long> zone : counts.entrySet()) {
            if (zone.getValue() > count) {
                most = zone.getKey();
                count = zone.getValue();
            }
        }
        return most;
    }

    /** As many as fit, those nearest to now, in order. */
    static List<FeedEvent> nearest(List<FeedEvent> events, Instant now, int most) {
        return events.size() <= most
                ? events
                : events.stream()
                        .sorted(Comparator.comparing(event -> distance(event, now)))
                        .limit(most)
                        .sorted(ORDER)
                        .toList();
    }

    private static Duration distance(FeedEvent event, Instant now) {
        if (event.start().isAfter(now)) {
            return Duration.between(now, event.start());
        }
        return event.end().isAfter(now) ? Duration.ZERO : Duration.between(event.end(), now);
    }

    private static FeedEvent event(ScheduleQueries.Roll roll, Stretch stretch, Instant from, Instant to, boolean own) {
        Duty duty = stretch.duty();
        Instant start = stretch.start().equals(Instant.MIN) ? from : stretch.start();
        Instant end = stretch.end().equals(Instant.MAX) ? to : stretch.end();
        String schedule = roll.schedule().name();
        String what = duty.shadow() ? "Shadowing" : "On call";
        // A person is in a place of a schedule once at a time, so where their stretch begins names it.
        String uid = "%s-%s-%s-%s"
                .formatted(
                        roll.schedule().id(),
                        duty.group() == null ? "all" : duty.group(),
                        duty.user(),
                        stretch.start().equals(Instant.MIN) ? "always" : start);
        String why = switch (duty.source()) {
            case LAYER -> "By rotation.";
            case SWAP -> "By a swap.";
            case OVERRIDE -> "By an override.";
            case TEMPORARY -> "By a temporary schedule.";
        };
        String summary = own
                ? what + ": " + schedule
                : roll.name(duty.user()) + (duty.shadow() ? " (shadow)" : "") + ": " + schedule;
        return new FeedEvent(
                uid,
                start,
                end,
                summary,
                why + " Times count in " + roll.schedule().zone() + ".");
    }
}
