package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.rota.schedule.Schedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Some weeks of a schedule as they are drawn: lanes of bars above each other, over days. Where things lie is in per cent of
 * the width.
 *
 * @param now where the present is, with its time; null when it is not among these days
 * @param foot the zone in which the days begin, with its offset
 */
public record Drawing(
        List<Lane> lanes,
        List<Day> days,
        List<Band> weekends,
        List<Mark> months,
        List<Mark> changes,
        @Nullable Mark now,
        String foot) {
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.ENGLISH);

    /** @param whole a lane of the final schedule: it is taller, and its name is bold */
    public record Lane(String name, String under, boolean whole, List<Bar> bars) {}

    /** What a bar stands for. */
    public enum Kind {
        PERSON,
        /** Nobody, where somebody is meant to be. */
        GAP,
        /** Somebody who does not come. */
        OUT
    }

    /**
     * @param label what fits into it
     * @param outlined an exception put them there
     * @param title all of it, for who points at it or hears it
     * @param href where it leads; null for nowhere
     */
    public record Bar(
            String x,
            String width,
            Kind kind,
            String label,
            int tint,
            boolean outlined,
            String title,
            @Nullable String href) {}

    public record Day(String x, String label, boolean today) {}

    public record Band(String x, String width) {}

    /** @param end whether the label has to end here, since there is no room behind it */
    public record Mark(String x, String label, boolean end) {}

    /**
     * @param lanes what {@link Lanes} made of the same time
     * @param narrow whether there is no room to name every day
     */
    static Drawing of(
            Schedule schedule, List<Lane> lanes, ZoneId zone, Instant from, Instant to, Instant now, boolean narrow) {
        Scale scale = new Scale(from, to);
        List<Day> days = new ArrayList<>();
        List<Band> weekends = new ArrayList<>();
        List<Mark> months = new ArrayList<>();
        LocalDate first = LocalDate.ofInstant(from, zone);
        LocalDate today = LocalDate.ofInstant(now, zone);
        boolean crowded = narrow || Duration.between(from, to).toDays() > 21;
        for (LocalDate day = first; day.atStartOfDay(zone).toInstant().isBefore(to); day = day.plusDays(1)) {
            Instant start = day.atStartOfDay(zone).toInstant();
            Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
            String name = day.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            String label = (crowded ? "" : name + " ") + day.getDayOfMonth();
            days.add(new Day(scale.x(start), label, day.equals(today)));
            if (day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0) {
                weekends.add(new Band(scale.x(start), scale.width(start, end)));
            }
            // The name of a month that ends at once has no room.
            boolean ends = day.plusDays(crowded ? 7 : 3).getDayOfMonth() <= (crowded ? 7 : 3);
            if (day.getDayOfMonth() == 1 || (day.equals(first) && !ends)) {
                months.add(new Mark(scale.x(start), MONTH.format(day), false));
            }
        }
        boolean here = !now.isBefore(from) && now.isBefore(to);
        return new Drawing(
                lanes,
                days,
                weekends,
                months,
                changes(schedule, scale, zone, from, to),
                here ? new Mark(scale.x(now), Times.clock(now, zone), false) : null,
                foot(zone, from, to));
    }

    /** The clock changes of the schedule's zones, whatever zone is shown: turns move by them. */
    private static List<Mark> changes(Schedule schedule, Scale scale, ZoneId zone, Instant from, Instant to) {
        List<Mark> changes = new ArrayList<>();
        for (ZoneId own : schedule.zones()) {
            ZoneOffsetTransition next = own.getRules().nextTransition(from.minusMillis(1));
            while (next != null && next.getInstant().isBefore(to)) {
                changes.add(new Mark(
                        scale.x(next.getInstant()),
                        "clocks go " + (next.isGap() ? "forward " : "back ")
                                + Times.length(next.getDuration().abs())
                                + (own.equals(zone) ? "" : " in " + city(own)),
                        scale.share(next.getInstant()) > 80));
                next = own.getRules().nextTransition(next.getInstant());
            }
        }
        return changes;
    }

    private static String foot(ZoneId zone, Instant from, Instant to) {
        ZoneOffsetTransition change = zone.getRules().nextTransition(from);
        String later = change == null || !change.getInstant().isBefore(to)
                ? ""
                : ", from " + Times.day(change.getInstant(), zone) + " UTC" + OFFSET.format(change.getOffsetAfter());
        return "times in " + zone.getId() + ", UTC" + OFFSET.format(from.atZone(zone)) + later;
    }

    static String city(ZoneId zone) {
        return city(zone.getId());
    }

    /** "Berlin" of "Europe/Berlin". */
    public static String city(String id) {
        return id.substring(id.lastIndexOf('/') + 1).replace('_', ' ');
    }

    /** Where an instant lies between two others. */
    record Scale(Instant from, Instant to) {
        double share(Instant instant) {
            Instant inside = Strand.later(from, Strand.earlier(to, instant));
            return 100.0
                    * Duration.between(from, inside).toMillis()
                    / Duration.between(from, to).toMillis();
        }

        String x(Instant instant) {
            return percent(share(instant));
        }

        String width(Instant start, Instant end) {
            return percent(Math.max(0.1, share(end) - share(start)));
        }

        private static String percent(double share) {
            return String.format(Locale.ROOT, "%.2f%%", share);
        }
    }
}
