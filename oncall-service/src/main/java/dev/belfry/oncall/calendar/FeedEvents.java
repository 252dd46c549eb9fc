package dev.belfry.oncall.calendar;

import dev.belfry.oncall.schedule.Duty;
import dev.belfry.oncall.schedule.ScheduleQueries;
import dev.belfry.oncall.schedule.Shift;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns the final schedule into events, one for each person and shift. */
final class FeedEvents {
    private FeedEvents() {}

    /** What somebody does without a break; another person's hand-off beside it does not end it. */
    private record Stretch(Duty duty, Instant start, Instant end) {
        /** The next piece of the same turn of the same person. */
        boolean goesOn(Duty next, Instant from) {
            return end.equals(from)
                    && duty.by().equals(next.by())
                    && duty.shadow() == next.shadow()
                    && Objects.equals(duty.turn(), next.turn());
        }

        Stretch until(Instant later) {
            return new Stretch(duty, start, later);
        }
    }

    /** A person in a row of a schedule, of whom there is one stretch at a time. */
    private record Place(UUID user, @Nullable UUID group) {}

    /** The events between the two instants, in order; shifts without an end are cut there. */
    static List<FeedEvent> of(List<ScheduleQueries.Roll> rolls, @Nullable UUID onlyUser, Instant from, Instant to) {
        List<FeedEvent> events = new ArrayList<>();
        for (ScheduleQueries.Roll roll : rolls) {
            for (Stretch stretch : stretches(roll.shifts(), onlyUser)) {
                events.add(event(roll, stretch, from, to, onlyUser != null));
            }
        }
        events.sort(Comparator.comparing(FeedEvent::start).thenComparing(FeedEvent::uid));
        return events;
    }

    private static List<Stretch> stretches(List<Shift> shifts, @Nullable UUID onlyUser) {
        List<Stretch> done = new ArrayList<>();
        Map<Place, Stretch> open = new LinkedHashMap<>();
        for (Shift shift : shifts) {
            for (Duty duty : shift.duties()) {
                if (onlyUser != null && !onlyUser.equals(duty.user())) {
                    continue;
                }
                Place place = new Place(duty.user(), duty.group());
                Stretch before = open.get(place);
                if (before != null && before.goesOn(duty, shift.start())) {
                    open.put(place, before.until(shift.end()));
                } else {
                    if (before != null) {
                        done.add(before);
                    }
                    open.put(place, new Stretch(duty, shift.start(), shift.end()));
                }
            }
        }
        done.addAll(open.values());
        return done;
    }

    private static FeedEvent event(ScheduleQueries.Roll roll, Stretch stretch, Instant from, Instant to, boolean own) {
        Duty duty = stretch.duty();
        Instant start = stretch.start().equals(Instant.MIN) ? from : stretch.start();
        Instant end = stretch.end().equals(Instant.MAX) ? to : stretch.end();
        String schedule = roll.schedule().name();
        String what = duty.shadow() ? "Shadowing" : "On call";
        String uid = "%s-%s-%s-%d"
                .formatted(
                        roll.schedule().id(),
                        duty.group() == null ? "all" : duty.group(),
                        duty.user(),
                        start.getEpochSecond());
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
