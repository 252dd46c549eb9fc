package dev.belfry.oncall.rota.calendar;

import dev.belfry.oncall.rota.schedule.Duty;
import dev.belfry.oncall.rota.schedule.Shift;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does without a break; another person's hand-off beside it does not end it.
 *
 * @param follows the same person was in the same place until it began: a turn follows their own
 */
public record Stretch(Duty duty, Instant start, Instant end, boolean follows) {
    /** A person in a row of a schedule, of whom there is one stretch at a time. */
    private record Place(UUID user, @Nullable UUID group) {}

    /** The stretches in these shifts, those of one person alone unless it is null. */
    public static List<Stretch> of(List<Shift> shifts, @Nullable UUID onlyUser) {
        List<Stretch> done = new ArrayList<>();
        Map<Place, Stretch> open = new LinkedHashMap<>();
        for (Shift shift : shifts) {
            once(shift, onlyUser).forEach((place, duty) -> {
                Stretch before = open.get(place);
                boolean follows = before != null && before.end.equals(shift.start());
                if (before != null && follows && before.isOneWith(duty)) {
                    open.put(place, new Stretch(before.duty, before.start, shift.end(), before.follows));
                } else {
                    if (before != null) {
                        done.add(before);
                    }
                    open.put(place, new Stretch(duty, shift.start(), shift.end(), follows));
                }
            });
        }
        done.addAll(open.values());
        return done;
    }

    /** Who has several duties in one place has one of them, and is on call before they look on. */
    private static Map<Place, Duty> once(Shift shift, @Nullable UUID onlyUser) {
        Map<Place, Duty> once = new LinkedHashMap<>();
        for (Duty duty : shift.duties()) {
            if (onlyUser == null || onlyUser.equals(duty.user())) {
                once.merge(
                        new Place(duty.user(), duty.group()),
                        duty,
                        (first, next) -> first.shadow() && !next.shadow() ? next : first);
            }
        }
        return once;
    }

    /** A piece of the same turn. */
    private boolean isOneWith(Duty next) {
        return duty.by().equals(next.by())
                && duty.shadow() == next.shadow()
                && Objects.equals(duty.turn(), next.turn());
    }
}
