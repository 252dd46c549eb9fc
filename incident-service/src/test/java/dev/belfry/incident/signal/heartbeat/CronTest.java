package dev.belfry.incident.signal.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CronTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

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
    void aFixedHourInTheGapRunsAfterItAndInTheRepeatedHourOnce() {
        // Berlin: 2026-03-29 02:00 becomes 03:00; 2026-10-25 03:00 becomes 02:00.
        assertThat(next("30 2 * * *", "2026-03-28T23:00:00Z", "Europe/Berlin")).isEqualTo("2026-03-29T01:30:00Z");
        assertThat(next("30 2 * * *", "2026-03-29T01:30:00Z", "Europe/Berlin")).isEqualTo("2026-03-30T00:30:00Z");
        assertThat(next("30 2 * * *", "2026-10-24T22:00:00Z", "Europe/Berlin")).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(next("30 2 * * *", "2026-10-25T00:30:00Z", "Europe/Berlin")).isEqualTo("2026-10-26T01:30:00Z");
        // Every half hour goes on through both.
        assertThat(next("*/30 * * * *", "2026-10-25T00:30:00Z", "Europe/Berlin"))
                .isEqualTo("2026-10-25T01:00:00Z");
        assertThat(next("*/30 * * * *", "2026-03-29T00:30:00Z", "Europe/Berlin"))
                .isEqualTo("2026-03-29T01:00:00Z");
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

    /** Against a cron that looks at its clock every minute, over days on which clocks change. */
    @Test
    void agreesWithLookingAtEveryMinute() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("CronTest seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            var fixed = random.nextBoolean();
            var minute = fixed ? Integer.toString(random.nextInt(60)) : "*/" + (1 + random.nextInt(40));
            var hour = random.nextInt(3) == 0 ? "*" : Integer.toString(random.nextInt(5));
            var day = random.nextInt(3) == 0 ? Integer.toString(25 + random.nextInt(4)) : "*";
            var weekday = random.nextInt(3) == 0 ? Integer.toString(random.nextInt(8)) : "*";
            var from = Instant.parse(random.nextBoolean() ? "2026-03-27T00:00:00Z" : "2026-10-23T00:00:00Z")
                    .plusSeconds(random.nextInt(4 * 86_400));
            var line = minute + " " + hour + " " + day + " * " + weekday;
            assertThat(Cron.parse(line).next(from, BERLIN).orElseThrow())
                    .as("%s after %s", line, from)
                    .isEqualTo(looking(minute, hour, day, weekday, from));
        }
    }

    private static Instant looking(String minute, String hour, String day, String weekday, Instant from) {
        boolean follows = minute.startsWith("*") || hour.startsWith("*");
        var at = Instant.ofEpochSecond(Math.floorDiv(from.getEpochSecond(), 60) * 60);
        while (true) {
            at = at.plusSeconds(60);
            var wall = ZonedDateTime.ofInstant(at, BERLIN);
            var transition = BERLIN.getRules().previousTransition(at.plusSeconds(1));
            long since = at.getEpochSecond() - transition.getInstant().getEpochSecond();
            boolean within = since < Math.abs(transition.getDuration().toSeconds());
            var local = wall.toLocalDateTime();
            if (matches(minute, hour, day, weekday, local) && (follows || !within || transition.isGap())) {
                return at;
            }
            if (!follows
                    && within
                    && transition.isGap()
                    && matches(minute, hour, day, weekday, local.minus(transition.getDuration()))) {
                return at;
            }
        }
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
                        : wall.getMinute() == Integer.parseInt(minute));
    }

    private static String next(String line, String after, String zone) {
        assertThat(Set.of("UTC", "Europe/Berlin")).contains(zone);
        return Cron.parse(line)
                .next(Instant.parse(after), ZoneId.of(zone))
                .orElseThrow()
                .toString();
    }
}
