package dev.belfry.incident.signal.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.incident.catalog.service.Outcome;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimetableTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final String BERLIN = "Europe/Berlin";

    @Test
    void everyNightKeepsItsHoursWhenTheClocksGoForwardAndBack() {
        var spring = table("2027-03-27T01:00", "2027-03-27T04:00", BERLIN, "FREQ=DAILY")
                .from(Instant.MIN, 2);
        assertThat(hours(spring.getFirst())).isEqualTo(3);
        assertThat(spring.getLast()).isEqualTo(span("2027-03-28T00:00:00Z", "2027-03-28T02:00:00Z"));
        var autumn = table("2026-10-24T01:00", "2026-10-24T04:00", BERLIN, "FREQ=DAILY")
                .from(Instant.MIN, 2);
        assertThat(autumn.getLast()).isEqualTo(span("2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z"));
    }

    @Test
    void anOccurrenceThatTheClocksWouldTurnRoundTakesAsLongAsUsual() {
        var gap = table("2027-03-28T02:30", "2027-03-28T03:00", BERLIN, null).from(Instant.MIN, 1);
        assertThat(gap).containsExactly(span("2027-03-28T01:30:00Z", "2027-03-28T02:00:00Z"));
    }

    @Test
    void whatRunsNowIsTheNextOccurrence() {
        var daily = table("2026-10-30T22:00", "2026-10-31T02:00", "UTC", "FREQ=DAILY;COUNT=3");
        assertThat(daily.next(Instant.parse("2026-11-01T01:59:59Z")))
                .isEqualTo(span("2026-10-31T22:00:00Z", "2026-11-01T02:00:00Z"));
        assertThat(daily.next(Instant.parse("2026-11-01T02:00:00Z")))
                .isEqualTo(span("2026-11-01T22:00:00Z", "2026-11-02T02:00:00Z"));
        assertThat(daily.next(Instant.parse("2026-11-02T02:00:00Z"))).isNull();
    }

    @Test
    void theThirtyFirstComesOnlyWhereAMonthHasIt() {
        var monthly = table("2027-01-31T10:00", "2027-01-31T11:00", "UTC", "FREQ=MONTHLY;UNTIL=20270531");
        assertThat(monthly.from(Instant.MIN, 9).stream()
                        .map(one -> one.startsAt().toString().substring(0, 10)))
                .containsExactly("2027-01-31", "2027-03-31", "2027-05-31");
    }

    @Test
    void whatCannotBeIsRefusedWithTheFieldNamed() {
        refused("end", table("2027-01-05T22:00", "2027-01-05T22:00", BERLIN, null));
        refused("end", table("2027-01-05T22:00", "2027-02-06T22:00", BERLIN, null));
        refused("end", table("2026-01-05T22:00", "2026-01-05T23:00", BERLIN, null));
        refused("timeZone", table("2027-01-05T22:00", "2027-01-05T23:00", "Europe/Berlyn", null));
        refused("timeZone", table("2027-01-05T22:00", "2027-01-05T23:00", "+01:00", null));
        refused("start", table("2047-01-05T22:00", "2047-01-05T23:00", BERLIN, null));
        for (var rule : List.of(
                "FREQ=YEARLY",
                "FREQ=HOURLY",
                "WEEKLY",
                "FREQ=WEEKLY;BYDAY=XX",
                "FREQ=WEEKLY;BYDAY=1MO",
                "FREQ=DAILY;BYMONTHDAY=1",
                "FREQ=DAILY;UNTIL=20271399",
                "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;UNTIL=20270104",
                "FREQ=DAILY;BYSECOND=1")) {
            refused("recurrence", table("2027-01-05T22:00", "2027-01-05T23:00", BERLIN, rule));
        }
        refused("recurrence", table("2027-01-05T22:00", "2027-01-06T23:00", BERLIN, "FREQ=DAILY"));
        assertThat(table("2027-01-05T22:00", "2027-01-06T21:00", BERLIN, "FREQ=DAILY")
                        .wrong(NOW))
                .isNull();
    }

    @Test
    void occurrencesAreThoseThatADayByDayCountFinds() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var zones = List.of(BERLIN, "America/New_York", "Australia/Lord_Howe", "UTC", "Africa/Casablanca");
        for (int round = 0; round < 300; round++) {
            var zone = zones.get(random.nextInt(zones.size()));
            var start = LocalDateTime.of(2026, 1, 1, 0, 0)
                    .plusDays(random.nextInt(400))
                    .plusMinutes(15L * random.nextInt(96));
            var length = Duration.ofMinutes(15L * (1 + random.nextInt(80)));
            var rule = rule(random, start.toLocalDate());
            var table = new Timetable(start, start.plus(length), zone, rule.text());
            assertThat(table.from(Instant.MIN, 12))
                    .as("seed %d, round %d: %s", seed, round, table)
                    .isEqualTo(counted(table, rule.days(), 12));
        }
    }

    private record Rule(String text, Predicate<LocalDate> days) {}

    private static Rule rule(Random random, LocalDate first) {
        int every = 1 + random.nextInt(3);
        var day = DayOfWeek.of(1 + random.nextInt(7));
        var two = day.name().substring(0, 2);
        var monday = first.minusDays(first.getDayOfWeek().getValue() - 1L);
        return switch (random.nextInt(5)) {
            case 0 ->
                new Rule("FREQ=DAILY;INTERVAL=" + every, date -> ChronoUnit.DAYS.between(first, date) % every == 0);
            case 1 ->
                new Rule(
                        "FREQ=WEEKLY;INTERVAL=" + every + ";BYDAY=" + two + ";WKST=MO",
                        date -> date.getDayOfWeek() == day && ChronoUnit.WEEKS.between(monday, date) % every == 0);
            case 2 ->
                new Rule(
                        "FREQ=MONTHLY;INTERVAL=" + every,
                        date -> date.getDayOfMonth() == first.getDayOfMonth()
                                && ChronoUnit.MONTHS.between(YearMonth.from(first), YearMonth.from(date)) % every == 0);
            case 3 ->
                new Rule(
                        "FREQ=MONTHLY;BYDAY=" + every + two,
                        date -> date.getDayOfWeek() == day && (date.getDayOfMonth() - 1) / 7 == every - 1);
            default ->
                new Rule(
                        "FREQ=MONTHLY;BYDAY=-1" + two,
                        date -> date.getDayOfWeek() == day && date.plusDays(7).getMonth() != date.getMonth());
        };
    }

    /** The same without any library: day by day, and an hour of the clock is looked for among the seconds of the zone. */
    private static List<Occurrence> counted(Timetable table, Predicate<LocalDate> days, int limit) {
        var found = new ArrayList<Occurrence>();
        var length = Duration.between(table.start(), table.end());
        for (var date = table.start().toLocalDate(); found.size() < limit; date = date.plusDays(1)) {
            if (days.test(date)) {
                var begins = date.atTime(table.start().toLocalTime());
                var startsAt = first(begins, ZoneId.of(table.zone()));
                var endsAt = first(begins.plus(length), ZoneId.of(table.zone()));
                found.add(new Occurrence(startsAt, endsAt.isAfter(startsAt) ? endsAt : startsAt.plus(length)));
            }
        }
        return found;
    }

    /** The first instant at which a clock there shows this; when none does, as much later as the clock jumped. */
    private static Instant first(LocalDateTime shown, ZoneId zone) {
        var rules = zone.getRules();
        var from = shown.minusHours(18).toInstant(java.time.ZoneOffset.UTC);
        for (int quarter = 0; quarter < 36 * 4; quarter++) {
            var at = from.plus(Duration.ofMinutes(15L * quarter));
            if (LocalDateTime.ofInstant(at, rules.getOffset(at)).equals(shown)) {
                return at;
            }
        }
        var jump = rules.getTransition(shown).getDuration();
        return first(shown.plus(jump), zone);
    }

    private static void refused(String field, Timetable table) {
        assertThat(table.wrong(NOW))
                .as("%s", table)
                .isInstanceOfSatisfying(
                        Outcome.Invalid.class,
                        wrong -> assertThat(wrong.field()).isEqualTo(field));
    }

    private static Timetable table(String start, String end, String zone, @Nullable String rule) {
        return new Timetable(LocalDateTime.parse(start), LocalDateTime.parse(end), zone, rule);
    }

    private static Occurrence span(String starts, String ends) {
        return new Occurrence(Instant.parse(starts), Instant.parse(ends));
    }

    private static long hours(Occurrence one) {
        return Duration.between(one.startsAt(), one.endsAt()).toHours();
    }
}
