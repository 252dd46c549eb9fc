package dev.belfry.oncall.coverage;

import dev.belfry.oncall.schedule.Shift;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How well a stretch of the final schedule is covered.
 *
 * @param percent how much of the time somebody is on call
 * @param gaps when nobody is
 * @param partial when some group has nobody while another has
 * @param alone who is the only one on call for longer than is good
 */
public record Coverage(
        Instant from, Instant to, double percent, List<Stretch> gaps, List<Stretch> partial, List<Alone> alone) {
    /** Nobody should be the only one for longer. */
    public static final Duration TOO_LONG = Duration.ofDays(14);

    public record Stretch(Instant start, Instant end) {
        Duration length() {
            return Duration.between(start, end);
        }
    }

    public record Alone(UUID user, Instant start, Instant end) {}

    /** @param shifts in order and without a hole, as the resolver gives them */
    public static Coverage of(List<Shift> shifts, Instant from, Instant to) {
        List<Stretch> gaps = new ArrayList<>();
        List<Stretch> partial = new ArrayList<>();
        List<Alone> alone = new ArrayList<>();
        @Nullable UUID only = null;
        Instant since = from;
        for (Shift shift : shifts) {
            Stretch stretch = clip(shift, from, to);
            if (shift.people().isEmpty()) {
                add(gaps, stretch);
            } else if (shift.partial()) {
                add(partial, stretch);
            }
            UUID one = shift.people().size() == 1 ? shift.people().getFirst() : null;
            if (one == null || !one.equals(only)) {
                end(alone, only, since, stretch.start);
                only = one;
                since = stretch.start;
            }
        }
        end(alone, only, since, to);
        double all = Duration.between(from, to).toMillis();
        double open = gaps.stream().mapToLong(gap -> gap.length().toMillis()).sum();
        double percent = Math.floor(1_000 * (all - open) / all) / 10;
        return new Coverage(from, to, percent, gaps, partial, alone);
    }

    public Duration uncovered() {
        return gaps.stream().map(Stretch::length).reduce(Duration.ZERO, Duration::plus);
    }

    private static Stretch clip(Shift shift, Instant from, Instant to) {
        return new Stretch(
                shift.start().isBefore(from) ? from : shift.start(), shift.end().isAfter(to) ? to : shift.end());
    }

    private static void add(List<Stretch> stretches, Stretch next) {
        Stretch last = stretches.isEmpty() ? null : stretches.getLast();
        if (last != null && last.end.equals(next.start)) {
            stretches.removeLast();
            stretches.add(new Stretch(last.start, next.end));
        } else {
            stretches.add(next);
        }
    }

    private static void end(List<Alone> alone, @Nullable UUID only, Instant since, Instant end) {
        if (only != null && Duration.between(since, end).compareTo(TOO_LONG) > 0) {
            alone.add(new Alone(only, since, end));
        }
    }
}
