package dev.belfry.incident.catalog.service;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When somebody looks after a service anyway. A time belongs to them when its local time does, so that a doubled hour counts
 * twice; hours that end before they begin go on into the next day.
 *
 * @param days on which they begin
 * @param from as in {@code 09:00}
 * @param to the first minute that is outside
 * @param raise whether what waits may not wait any more when they begin; null means yes
 */
public record SupportHours(
        String timeZone,
        List<DayOfWeek> days,
        String from,
        String to,
        @Nullable Boolean raise) {
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    private static final int WEEK = 7;

    public SupportHours {
        days = days.stream().distinct().sorted().toList();
    }

    /** What is wrong with them; null when nothing is. */
    Outcome.@Nullable Invalid problem() {
        if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
            return new Outcome.Invalid("urgency/hours/timeZone", "Give a time zone such as Europe/Berlin.");
        }
        if (days.isEmpty()) {
            return new Outcome.Invalid("urgency/hours/days", "Choose at least one day.");
        }
        if (!TIME.matcher(from).matches() || !TIME.matcher(to).matches()) {
            return new Outcome.Invalid("urgency/hours/from", "Give times such as 09:00 and 17:00.");
        }
        return from.equals(to)
                ? new Outcome.Invalid(
                        "urgency/hours/to", "Support hours end at another time than they begin. Always? Choose high.")
                : null;
    }

    boolean contains(Instant at) {
        var local = at.atZone(ZoneId.of(timeZone));
        var time = local.toLocalTime();
        var begin = LocalTime.parse(from);
        var end = LocalTime.parse(to);
        var today = days.contains(local.getDayOfWeek());
        return begin.isBefore(end)
                ? today && !time.isBefore(begin) && time.isBefore(end)
                : (today && !time.isBefore(begin))
                        || (days.contains(local.getDayOfWeek().minus(1)) && time.isBefore(end));
    }

    /** When they begin next; a time that the clock skips is the first one after the gap. */
    Instant nextBegin(Instant after) {
        var in = ZoneId.of(timeZone);
        var today = after.atZone(in).toLocalDate();
        for (int ahead = 0; ahead <= WEEK; ahead++) {
            var day = today.plusDays(ahead);
            if (!days.contains(day.getDayOfWeek())) {
                continue;
            }
            var local = day.atTime(LocalTime.parse(from));
            var change = in.getRules().getTransition(local);
            var begin = change != null && change.isGap()
                    ? change.getInstant()
                    : local.atZone(in).toInstant();
            if (begin.isAfter(after)) {
                return begin;
            }
        }
        throw new IllegalStateException("support hours without a day");
    }

    boolean raises() {
        return !Boolean.FALSE.equals(raise);
    }

    /** {@code 09:00–17:00 Mon–Fri Europe/Berlin}. */
    String inWords() {
        return from + "–" + to + " " + dayWords() + " " + timeZone;
    }

    private String dayWords() {
        var first = days.getFirst();
        var last = days.getLast();
        boolean running = days.size() > 2 && last.getValue() - first.getValue() == days.size() - 1;
        return running
                ? word(first) + "–" + word(last)
                : days.stream().map(SupportHours::word).collect(Collectors.joining(", "));
    }

    private static String word(DayOfWeek day) {
        return day.name().charAt(0) + day.name().substring(1, 3).toLowerCase(Locale.ROOT);
    }
}
