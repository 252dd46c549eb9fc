package dev.belfry.platform.zone;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the rules of one time zone from a compiled file of the IANA database (TZif, RFC 9636), as every Unix keeps them
 * under {@code /usr/share/zoneinfo}. The rule at its end is written out up to 2100.
 */
final class Zoneinfo {
    private static final int MAGIC = 0x545a6966;
    private static final int HEADER_REST = 15;
    private static final int MOST = 100_000;
    private static final int LAST_YEAR = 2_100;
    private static final Pattern FOOTER = Pattern.compile("(?:<[^>]+>|[A-Za-z]+)([-+0-9:]+)"
            + "(?:(?:<[^>]+>|[A-Za-z]+)([-+0-9:]+)?,([MJ0-9.]+)(?:/([-+0-9:]+))?,([MJ0-9.]+)(?:/([-+0-9:]+))?)?");

    /** What clocks show from a moment on. */
    private record Step(long at, int offset, boolean daylight) {}

    private Zoneinfo() {}

    /** The zones and the links between them, as the text form of the database beside the files lists them. */
    static Map<String, String> names(Path directory) throws IOException {
        var names = new HashMap<String, String>();
        var links = new HashMap<String, String>();
        for (var line : Files.readAllLines(directory.resolve(TimeZoneRules.TEXT), StandardCharsets.UTF_8)) {
            var words = line.split(" ", -1);
            if (words.length > 2 && words[0].equals("Z")) {
                names.put(words[1], words[1]);
            } else if (words.length == 3 && words[0].equals("L")) {
                links.put(words[2], words[1]);
            }
        }
        links.forEach((link, zone) -> names.put(link, links.getOrDefault(zone, zone)));
        return names;
    }

    /** @throws IOException also when it is no such file */
    static ZoneRules read(InputStream file) throws IOException {
        var in = new DataInputStream(file);
        var first = counts(in);
        in.skipNBytes(4L * first[3] + first[3] + 6L * first[4] + first[5] + 8L * first[2] + first[1] + first[0]);
        var counts = counts(in);
        var at = new long[counts[3]];
        for (int i = 0; i < at.length; i++) {
            at[i] = in.readLong();
        }
        var typeOf = in.readNBytes(at.length);
        var types = new ArrayList<Step>();
        for (int i = 0; i < counts[4]; i++) {
            types.add(new Step(0, in.readInt(), in.readByte() != 0));
            in.readByte();
        }
        in.skipNBytes(counts[5] + 12L * counts[2] + counts[1] + counts[0]);
        var footer = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
        var steps = new ArrayList<Step>();
        for (int i = 0; i < at.length; i++) {
            var type = types.get(typeOf[i] & 0xff);
            steps.add(new Step(at[i], type.offset(), type.daylight()));
        }
        expand(steps, footer);
        return rules(types.getFirst(), steps);
    }

    /** isutcnt, isstdcnt, leapcnt, timecnt, typecnt, charcnt, in this order. */
    private static int[] counts(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC || in.readByte() < '2') {
            throw new IOException("not a TZif file of version 2 or later");
        }
        in.skipNBytes(HEADER_REST);
        var counts = new int[6];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.readInt();
            if (counts[i] < 0 || counts[i] > MOST) {
                throw new IOException("not a TZif file");
            }
        }
        return counts;
    }

    private static ZoneRules rules(Step before, List<Step> steps) {
        var wall = ZoneOffset.ofTotalSeconds(before.offset());
        var standard = wall;
        var ofStandard = new ArrayList<ZoneOffsetTransition>();
        var ofWall = new ArrayList<ZoneOffsetTransition>();
        for (var step : steps) {
            var offset = ZoneOffset.ofTotalSeconds(step.offset());
            if (!step.daylight() && !offset.equals(standard)) {
                ofStandard.add(transition(step, standard, offset));
                standard = offset;
            }
            if (!offset.equals(wall)) {
                ofWall.add(transition(step, wall, offset));
                wall = offset;
            }
        }
        var base = ZoneOffset.ofTotalSeconds(before.offset());
        return ZoneRules.of(base, base, ofStandard, ofWall, List.of());
    }

    private static ZoneOffsetTransition transition(Step step, ZoneOffset before, ZoneOffset after) {
        return ZoneOffsetTransition.of(LocalDateTime.ofEpochSecond(step.at(), 0, before), before, after);
    }

    /** Writes out the POSIX rule that holds after the last step. */
    private static void expand(List<Step> steps, String footer) throws IOException {
        var rule = FOOTER.matcher(footer);
        if (!rule.matches()) {
            throw new IOException("the rule \"" + footer + "\" is not understood");
        }
        if (rule.group(3) == null) {
            return;
        }
        int standard = -seconds(rule.group(1));
        int daylight = rule.group(2) == null ? standard + 3_600 : -seconds(rule.group(2));
        long last = steps.isEmpty() ? Long.MIN_VALUE : steps.getLast().at();
        int from = steps.isEmpty()
                ? 1970
                : Instant.ofEpochSecond(last).atOffset(ZoneOffset.UTC).getYear();
        for (int year = from; year <= LAST_YEAR; year++) {
            var begins = new Step(moment(year, rule.group(3), rule.group(4), standard), daylight, true);
            var ends = new Step(moment(year, rule.group(5), rule.group(6), daylight), standard, false);
            var inOrder = begins.at() < ends.at() ? List.of(begins, ends) : List.of(ends, begins);
            inOrder.stream().filter(step -> step.at() > last).forEach(steps::add);
        }
    }

    /** {@code M3.5.0}, {@code J60} or {@code 59}, at a time of the wall clock that may lie on another day. */
    private static long moment(int year, String day, String time, int offset) {
        LocalDate date;
        if (day.startsWith("M")) {
            var parts = day.substring(1).split("\\.", -1);
            var weekday = DayOfWeek.SUNDAY.plus(Integer.parseInt(parts[2]));
            int week = Integer.parseInt(parts[1]);
            date = LocalDate.of(year, Integer.parseInt(parts[0]), 1)
                    .with(
                            week == 5
                                    ? TemporalAdjusters.lastInMonth(weekday)
                                    : TemporalAdjusters.dayOfWeekInMonth(week, weekday));
        } else if (day.startsWith("J")) {
            int n = Integer.parseInt(day.substring(1));
            boolean leap = LocalDate.of(year, 1, 1).isLeapYear();
            date = LocalDate.ofYearDay(year, leap && n >= 60 ? n + 1 : n);
        } else {
            date = LocalDate.ofYearDay(year, Integer.parseInt(day) + 1);
        }
        return date.toEpochDay() * 86_400 + (time == null ? 7_200 : seconds(time)) - offset;
    }

    /** {@code -3}, {@code +02:30}, {@code 1:02:03}. */
    private static int seconds(String text) {
        boolean negative = text.startsWith("-");
        int total = 0;
        int unit = 3_600;
        for (var part : text.replaceFirst("^[-+]", "").split(":", -1)) {
            total += Integer.parseInt(part) * unit;
            unit /= 60;
        }
        return negative ? -total : total;
    }
}
