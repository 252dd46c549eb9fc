package dev.belfry.oncall.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stretch of the final schedule as it is drawn and listed, in the schedule's own time zone. */
public record Timeline(List<Bar> bars, List<Tick> days, List<Key> legend, int now) {
    /** How wide a timeline is, in units of its own. */
    public static final int WIDTH = 1400;

    private static final int COLOURS = 8;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm (xxx)", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d", Locale.ENGLISH);

    /**
     * A shift.
     *
     * @param name who, or null for a gap
     * @param colour steady for a person, from 0
     */
    public record Bar(int x, int width, @Nullable String name, int colour, boolean override, String from, String to) {}

    /** Whose colour it is: colour never stands alone. */
    public record Key(String name, int colour) {}

    /** Where a day begins. */
    public record Tick(int x, String label) {}

    static Timeline of(
            Schedule schedule, List<Shift> shifts, Map<UUID, String> names, Instant from, Instant to, Instant now) {
        ZoneId zone = schedule.zone();
        // The people of the rotation have their colour by their place in it, others follow: steady and told apart.
        List<UUID> people =
                new ArrayList<>(new LinkedHashSet<>(schedule.rotation().participants()));
        Map<UUID, Key> legend = new LinkedHashMap<>();
        List<Bar> bars = new ArrayList<>();
        for (Shift shift : shifts) {
            int left = place(shift.start(), from, to);
            int right = place(shift.end(), from, to);
            UUID user = shift.user();
            if (user != null && !people.contains(user)) {
                people.add(user);
            }
            int colour = user == null ? 0 : people.indexOf(user) % COLOURS;
            if (user != null) {
                legend.putIfAbsent(user, new Key(names.getOrDefault(user, "unknown"), colour));
            }
            bars.add(new Bar(
                    left,
                    Math.max(1, right - left),
                    user == null ? null : names.getOrDefault(user, "unknown"),
                    colour,
                    shift.override() != null,
                    time(shift.start(), zone),
                    time(shift.end(), zone)));
        }
        List<Tick> days = new ArrayList<>();
        LocalDate first = LocalDate.ofInstant(from, zone).plusDays(1);
        for (LocalDate day = first; day.atStartOfDay(zone).toInstant().isBefore(to); day = day.plusDays(1)) {
            days.add(new Tick(place(day.atStartOfDay(zone).toInstant(), from, to), DAY.format(day)));
        }
        return new Timeline(List.copyOf(bars), List.copyOf(days), List.copyOf(legend.values()), place(now, from, to));
    }

    /** A time in the schedule's zone with its offset, so that a clock change is seen. */
    public static String time(Instant instant, ZoneId zone) {
        if (instant.equals(Instant.MIN)) {
            return "always";
        }
        return instant.equals(Instant.MAX) ? "further notice" : TIME.format(instant.atZone(zone));
    }

    private static int place(Instant instant, Instant from, Instant to) {
        if (!instant.isAfter(from)) {
            return 0;
        }
        if (!instant.isBefore(to)) {
            return WIDTH;
        }
        return (int) (Duration.between(from, instant).toMillis()
                * WIDTH
                / Duration.between(from, to).toMillis());
    }
}
