package dev.belfry.incident.signal.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CronTest {
    @Test
    void ordinaryLinesRunWhenCrontabSays() {
        assertThat(next("*/15 * * * *", "2026-03-04T05:06:07Z", "UTC")).isEqualTo("2026-03-04T05:15:00Z");
        assertThat(next("0 3 * * 1-5", "2026-03-06T03:00:00Z", "UTC")).isEqualTo("2026-03-09T03:00:00Z");
        assertThat(next("0 0 1 jan *", "2026-03-06T03:00:00Z", "UTC")).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(next("0 0 * * 7", "2026-03-06T03:00:00Z", "UTC")).isEqualTo("2026-03-08T00:00:00Z");
        assertThat(next("5/20 12 * * *", "2026-03-06T12:30:00Z", "UTC")).isEqualTo("2026-03-06T12:45:00Z");
        assertThat(next("0 0 29 2 *", "2097-01-01T00:00:00Z", "UTC")).isEqualTo("2104-02-29T00:00:00Z");
    }

    @Test
    void eitherDayWillDoWhenBothAreRestricted() {
        // Friday the 6th, then Tuesday the 10th, then Friday the 13th.
        assertThat(next("0 0 10 * fri", "2026-03-05T12:00:00Z", "UTC")).isEqualTo("2026-03-06T00:00:00Z");
        assertThat(next("0 0 10 * fri", "2026-03-06T12:00:00Z", "UTC")).isEqualTo("2026-03-10T00:00:00Z");
        assertThat(next("0 0 */2 * fri", "2026-03-05T12:00:00Z", "UTC")).isEqualTo("2026-03-13T00:00:00Z");
    }

    @Test
    void aFixedTimeThatIsSkippedRunsRightAfterTheChangeAndOneThatComesTwiceRunsOnce() {
        // Berlin: 2026-03-29 02:00 becomes 03:00; 2026-10-25 03:00 becomes 02:00.
        assertThat(next("30 2 * * *", "2026-03-28T23:00:00Z", "Europe/Berlin")).isEqualTo("2026-03-29T01:00:00Z");
        assertThat(next("30 2 * * *", "2026-03-29T01:00:00Z", "Europe/Berlin")).isEqualTo("2026-03-30T00:30:00Z");
        assertThat(next("30 2 28 3 *", "2027-03-27T12:00:00Z", "Europe/Berlin")).isEqualTo("2027-03-28T01:00:00Z");
        assertThat(next("30 2 * * *", "2026-10-24T22:00:00Z", "Europe/Berlin")).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(next("30 2 * * *", "2026-10-25T00:30:00Z", "Europe/Berlin")).isEqualTo("2026-10-26T01:30:00Z");
        // Every half hour goes on through both.
        assertThat(next("*/30 * * * *", "2026-10-25T00:30:00Z", "Europe/Berlin"))
                .isEqualTo("2026-10-25T01:00:00Z");
        assertThat(next("*/30 * * * *", "2026-03-29T00:30:00Z", "Europe/Berlin"))
                .isEqualTo("2026-03-29T01:00:00Z");
        // Beirut skips the first hour of a day, Havana repeats it; half an hour is skipped on Lord Howe.
        assertThat(next("15 0 * * *", "2026-03-28T12:00:00Z", "Asia/Beirut")).isEqualTo("2026-03-28T22:00:00Z");
        assertThat(next("15 0 * * *", "2026-11-01T04:15:00Z", "America/Havana")).isEqualTo("2026-11-02T05:15:00Z");
        assertThat(next("15 2 * * *", "2026-10-03T12:00:00Z", "Australia/Lord_Howe"))
                .isEqualTo("2026-10-03T15:30:00Z");
        // Samoa left out 30 December 2011: a correction, which runs nothing late.
        assertThat(next("0 12 * * *", "2011-12-29T22:00:00Z", "Pacific/Apia")).isEqualTo("2011-12-30T22:00:00Z");
    }

    /** Every change of the clocks in every zone, against a daemon that wakes each minute and remembers how far it came. */
    @Test
    void behavesAsDebiansDaemonAtEveryTransitionOfEveryZone() {
        var begin = Instant.parse("2000-01-01T00:00:00Z");
        var end = Instant.parse("2041-01-01T00:00:00Z");
        var rulesOfZones = ZoneId.getAvailableZoneIds().stream()
                .sorted()
                .map(ZoneId::of)
                .collect(Collectors.toMap(ZoneId::getRules, zone -> zone, (one, same) -> one));
        int transitions = 0;
        for (var zone : rulesOfZones.values()) {
            var change = zone.getRules().nextTransition(begin);
            for (; change != null && change.getInstant().isBefore(end); transitions++) {
                compare(zone, change);
                change = zone.getRules().nextTransition(change.getInstant());
            }
        }
        System.out.println("CronTest compared " + transitions + " transitions of " + rulesOfZones.size() + " rules");
        assertThat(transitions).isGreaterThan(5_000);
    }

    private static void compare(ZoneId zone, ZoneOffsetTransition change) {
        var inside = change.isGap()
                ? change.getDateTimeBefore().plus(change.getDuration().dividedBy(2))
                : change.getDateTimeAfter().plus(change.getDuration().abs().dividedBy(2));
        var fixed = inside.getMinute() + " " + inside.getHour();
        var first = change.getDateTimeBefore();
        var second = change.getDateTimeAfter();
        var lines = List.of(
                fixed + " * * *",
                fixed + " " + inside.getDayOfMonth() + " " + inside.getMonthValue() + " *",
                first.getMinute() + " " + first.getHour() + " * * *",
                second.getMinute() + " " + second.getHour() + " * * *",
                "7,37 " + inside.getHour() + " * * " + inside.getDayOfWeek().getValue() % 7,
                "*/20 * * * *",
                "*/25 " + inside.getHour() + " * * *",
                inside.getMinute() + " * * * *");
        var from = change.getInstant().minusSeconds(4 * 3_600);
        var to = change.getInstant().plusSeconds(5 * 3_600);
        for (var line : lines) {
            var cron = Cron.parse(line);
            var runs = new ArrayList<Instant>();
            for (var at = cron.next(from, zone).orElseThrow();
                    !at.isAfter(to);
                    at = cron.next(at, zone).orElseThrow()) {
                runs.add(at);
            }
            assertThat(runs).as("%s in %s at %s", line, zone, change).isEqualTo(daemon(line, zone, from, to));
        }
    }

    /** When a daemon with this line runs it in {@code (from, to]}: crond's loop, a minute of the wall clock at a time. */
    private static List<Instant> daemon(String line, ZoneId zone, Instant from, Instant to) {
        var fields = line.split(" ", -1);
        boolean wild = fields[0].startsWith("*") || fields[1].startsWith("*");
        var runs = new ArrayList<Instant>();
        long reached = minute(from, zone);
        for (var at = from.plusSeconds(60); !at.isAfter(to); at = at.plusSeconds(60)) {
            long now = minute(at, zone);
            long ahead = now - reached;
            boolean runsNow;
            if (ahead == 1 || ahead < -180 || ahead > 181) {
                reached = now;
                runsNow = names(fields, now);
            } else if (ahead > 1) {
                runsNow = wild && names(fields, now);
                while (reached < now) {
                    reached++;
                    runsNow |= !wild && names(fields, reached);
                }
            } else {
                runsNow = wild && names(fields, now);
            }
            if (runsNow) {
                runs.add(at);
            }
        }
        return runs;
    }

    private static long minute(Instant at, ZoneId zone) {
        return Math.floorDiv(at.getEpochSecond() + zone.getRules().getOffset(at).getTotalSeconds(), 60);
    }

    private static boolean names(String[] fields, long minute) {
        return matches(
                        fields[0],
                        fields[1],
                        fields[2],
                        fields[4],
                        LocalDateTime.ofEpochSecond(minute * 60, 0, ZoneOffset.UTC))
                && (fields[3].equals("*")
                        || LocalDateTime.ofEpochSecond(minute * 60, 0, ZoneOffset.UTC)
                                        .getMonthValue()
                                == Integer.parseInt(fields[3]));
    }

    @Test
    void whatIsNoScheduleIsRefusedInWords() {
        for (var bad : List.of(
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "5-1 * * * *",
                "*/0 * * * *",
                "a * * * *",
                "1,,2 * * * *",
                "-1 * * * *",
                "@daily",
                "* * * * mon-",
                "99999999999 * * * *")) {
            assertThatThrownBy(() -> Cron.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Cron.parse("0 0 30 2 *").next(Instant.EPOCH, ZoneOffset.UTC)).isEmpty();
    }

    private static boolean matches(String minute, String hour, String day, String weekday, LocalDateTime wall) {
        boolean ofMonth = day.equals("*") || wall.getDayOfMonth() == Integer.parseInt(day);
        boolean ofWeek = weekday.equals("*") || wall.getDayOfWeek().getValue() % 7 == Integer.parseInt(weekday) % 7;
        boolean free = day.equals("*") || weekday.equals("*");
        boolean both = free ? (ofMonth && ofWeek) : (ofMonth || ofWeek);
        return both
                && (hour.equals("*") || wall.getHour() == Integer.parseInt(hour))
                && (minute.startsWith("*/")
                        ? wall.getMinute() % Integer.parseInt(minute.substring(2)) == 0
                        : List.of(minute.split(",", -1)).contains(Integer.toString(wall.getMinute())));
    }

    private static String next(String line, String after, String zone) {
        return Cron.parse(line)
                .next(Instant.parse(after), ZoneId.of(zone))
                .orElseThrow()
                .toString();
    }
}
