package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.rota.schedule.LocalInstant;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times that an override is mostly wanted for, so that nobody has to type them. */
public final class Presets {
    private static final LocalTime EVENING = LocalTime.of(18, 0);
    private static final LocalTime MORNING = LocalTime.of(8, 0);

    private Presets() {}

    /** @param name how the form calls it */
    public record Preset(String name, String label, String words, Instant start, Instant end) {}

    /**
     * @param start of the shift that was selected; null when none was
     * @param end of that shift
     */
    static List<Preset> of(ZoneId zone, Instant now, @Nullable Instant start, @Nullable Instant end) {
        List<Preset> presets = new ArrayList<>();
        if (start != null && end != null && end.isAfter(now) && end.isAfter(start)) {
            presets.add(preset("shift", "This shift", start, end, zone, now));
        }
        LocalDate today = LocalDate.ofInstant(now, zone);
        boolean night = LocalTime.ofInstant(now, zone).isBefore(MORNING);
        LocalDate evening = night ? today.minusDays(1) : today;
        presets.add(preset(
                "tonight",
                "Tonight",
                LocalInstant.of(evening.atTime(EVENING), zone),
                LocalInstant.of(evening.plusDays(1).atTime(MORNING), zone),
                zone,
                now));
        LocalDate monday = today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
        boolean over = today.getDayOfWeek() == DayOfWeek.MONDAY && night;
        LocalDate last = over ? today : monday;
        presets.add(preset(
                "weekend",
                "This weekend",
                LocalInstant.of(last.minusDays(3).atTime(EVENING), zone),
                LocalInstant.of(last.atTime(MORNING), zone),
                zone,
                now));
        return presets;
    }

    /** What has begun counts from now on. */
    private static Preset preset(String name, String label, Instant start, Instant end, ZoneId zone, Instant now) {
        Instant first = Strand.later(start, now);
        String words = Times.near(first, zone, now) + " to " + Times.near(end, zone, now);
        return new Preset(name, label, words, first, end);
    }
}
