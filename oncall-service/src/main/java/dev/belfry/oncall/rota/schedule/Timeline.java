package dev.belfry.oncall.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A stretch of the final schedule as it is drawn, a row a group, and as it is listed; all times in one zone. */
public record Timeline(
        List<Row> rows, List<Line> lines, List<Tick> days, List<Tick> changes, List<Key> legend, int now) {
    /** How wide a timeline is, in units of its own. */
    public static final int WIDTH = 1400;

    private static final int COLOURS = 8;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm (xxx)", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d", Locale.ENGLISH);

    /** The shifts of one group, or of those who are beside all groups. */
    public record Row(String name, List<Bar> bars) {}

    /**
     * Somebody's time in a row.
     *
     * @param name who, or null for a gap
     * @param colour steady for a person, from 0
     * @param source a word for what put them there; empty for a layer
     */
    public record Bar(int x, int width, @Nullable String name, int colour, String source, String from, String to) {}

    /** One shift of the final schedule as it is read. */
    public record Line(String from, String to, List<String> people, List<String> notes) {}

    /** Whose colour it is: colour never stands alone. */
    public record Key(String name, int colour) {}

    /** Where a day begins, or the clocks change. */
    public record Tick(int x, String label) {}

    static Timeline of(ScheduleQueries.Roll roll, ZoneId zone, Instant from, Instant to, Instant now) {
        Map<UUID, Integer> colours = colours(roll);
        Drawing drawing = new Drawing(roll, zone, from, to, colours);
        List<Row> rows = new ArrayList<>();
        for (Group group : roll.schedule().groups()) {
            Predicate<Duty> mine = duty -> group.id().equals(duty.group());
            rows.addAll(drawing.rows(group.name(), mine.and(duty -> !duty.shadow()), true));
            rows.addAll(drawing.rows(group.name() + ", looking on", mine.and(Duty::shadow), false));
        }
        rows.addAll(drawing.rows("Beside", duty -> duty.group() == null, false));
        Set<UUID> seen = roll.shifts().stream()
                .flatMap(shift -> shift.duties().stream())
                .map(Duty::user)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new Timeline(
                rows,
                roll.shifts().stream().map(drawing::line).toList(),
                drawing.days(),
                drawing.changes(),
                seen.stream()
                        .map(person -> new Key(roll.name(person), colours.getOrDefault(person, 0)))
                        .toList(),
                place(now, from, to));
    }

    /** Members have their colour by their place in the schedule, others follow: steady and told apart. */
    private static Map<UUID, Integer> colours(ScheduleQueries.Roll roll) {
        Map<UUID, Integer> colours = new LinkedHashMap<>();
        for (Group group : roll.schedule().groups()) {
            for (Layer layer : group.layers()) {
                for (Member member : layer.members()) {
                    if (member.user() != null) {
                        colours.putIfAbsent(member.user(), colours.size() % COLOURS);
                    }
                }
            }
        }
        for (Shift shift : roll.shifts()) {
            shift.duties().forEach(duty -> colours.putIfAbsent(duty.user(), colours.size() % COLOURS));
        }
        return colours;
    }

    /** A time in the zone with its offset, so that a clock change is seen. */
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

    /** What all parts of a drawing have in common. */
    private record Drawing(
            ScheduleQueries.Roll roll, ZoneId zone, Instant from, Instant to, Map<UUID, Integer> colours) {
        /** As many rows as there are people at once; nobody is drawn as a gap in the first of them. */
        List<Row> rows(String name, Predicate<Duty> mine, boolean gaps) {
            List<List<Duty>> shifts = roll.shifts().stream()
                    .map(shift -> shift.duties().stream().filter(mine).toList())
                    .toList();
            List<@Nullable Duty[]> lanes = lanes(shifts);
            if (gaps && lanes.isEmpty()) {
                lanes.add(new @Nullable Duty[shifts.size()]);
            }
            List<Row> rows = new ArrayList<>();
            for (@Nullable Duty[] lane : lanes) {
                rows.add(row(rows.isEmpty() ? name : name + ", also", lane, gaps && rows.isEmpty() ? shifts : null));
            }
            return rows;
        }

        /** Each duty stays in the lane in which it began. */
        private static List<@Nullable Duty[]> lanes(List<List<Duty>> shifts) {
            List<@Nullable Duty[]> lanes = new ArrayList<>();
            for (int i = 0; i < shifts.size(); i++) {
                List<Duty> left = new ArrayList<>(shifts.get(i));
                for (@Nullable Duty[] lane : lanes) {
                    Duty before = i == 0 ? null : lane[i - 1];
                    lane[i] = before != null && left.remove(before) ? before : null;
                }
                for (Duty duty : left) {
                    int at = i;
                    @Nullable
                    Duty[] lane = lanes.stream()
                            .filter(one -> one[at] == null)
                            .findFirst()
                            .orElseGet(() -> {
                                lanes.add(new @Nullable Duty[shifts.size()]);
                                return lanes.getLast();
                            });
                    lane[i] = duty;
                }
            }
            return lanes;
        }

        /** @param others everybody, where their absence is a gap; null where it is none */
        private Row row(String name, @Nullable Duty[] lane, @Nullable List<List<Duty>> others) {
            List<Bar> bars = new ArrayList<>();
            int first = 0;
            for (int i = 1; i <= lane.length; i++) {
                boolean gap = others != null && others.get(first).isEmpty();
                boolean goesOn = i < lane.length
                        && Objects.equals(lane[i], lane[first])
                        && gap == (others != null && others.get(i).isEmpty());
                if (!goesOn) {
                    add(
                            bars,
                            lane[first],
                            roll.shifts().get(first).start(),
                            roll.shifts().get(i - 1).end(),
                            gap);
                    first = i;
                }
            }
            return new Row(name, bars);
        }

        private void add(List<Bar> bars, @Nullable Duty duty, Instant start, Instant end, boolean gap) {
            if (duty == null && !gap) {
                return;
            }
            int left = place(start, from, to);
            bars.add(new Bar(
                    left,
                    Math.max(1, place(end, from, to) - left),
                    duty == null ? null : roll.name(duty.user()),
                    duty == null ? 0 : colours.getOrDefault(duty.user(), 0),
                    duty == null ? "" : word(duty),
                    time(start, zone),
                    time(end, zone)));
        }

        Line line(Shift shift) {
            Set<String> notes = new LinkedHashSet<>();
            shift.duties().stream()
                    .map(Drawing::word)
                    .filter(word -> !word.isEmpty() && !word.equals("shadow"))
                    .forEach(notes::add);
            shift.duties().stream()
                    .filter(Duty::shadow)
                    .forEach(duty -> notes.add(roll.name(duty.user()) + " looks on"));
            if (shift.partial()) {
                notes.add("a group is empty");
            }
            if (!shift.superseded().isEmpty()) {
                notes.add("supersedes " + shift.superseded().size());
            }
            return new Line(
                    time(shift.start(), zone),
                    time(shift.end(), zone),
                    shift.people().stream().map(roll::name).toList(),
                    List.copyOf(notes));
        }

        private static String word(Duty duty) {
            if (duty.shadow()) {
                return "shadow";
            }
            return duty.source() == Source.LAYER ? "" : duty.source().name().toLowerCase(Locale.ROOT);
        }

        List<Tick> days() {
            List<Tick> days = new ArrayList<>();
            LocalDate first = LocalDate.ofInstant(from, zone).plusDays(1);
            for (LocalDate day = first; day.atStartOfDay(zone).toInstant().isBefore(to); day = day.plusDays(1)) {
                days.add(new Tick(place(day.atStartOfDay(zone).toInstant(), from, to), DAY.format(day)));
            }
            return days;
        }

        /** The clock changes of the schedule's zones, whatever zone is shown: turns move by them. */
        List<Tick> changes() {
            List<Tick> changes = new ArrayList<>();
            for (ZoneId own : roll.schedule().zones()) {
                ZoneOffsetTransition next = own.getRules().nextTransition(from);
                while (next != null && next.getInstant().isBefore(to)) {
                    changes.add(new Tick(
                            place(next.getInstant(), from, to),
                            time(next.getInstant(), zone) + ": the clocks of " + own.getId() + " go "
                                    + (next.isGap() ? "forward" : "back") + " by "
                                    + next.getDuration().abs().toMinutes() + " min"));
                    next = own.getRules().nextTransition(next.getInstant());
                }
            }
            return changes;
        }
    }
}
