package dev.belfry.oncall.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.oncall.schedule.Duty;
import dev.belfry.oncall.schedule.Shift;
import dev.belfry.oncall.schedule.Source;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static final UUID ANA = new UUID(0, 1);
    private static final UUID BEA = new UUID(0, 2);
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @Test
    void gapsAreJoinedAndCounted() {
        List<Shift> shifts = List.of(
                shift("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z", ANA),
                shift("2026-01-06T00:00:00Z", "2026-01-06T12:00:00Z", null),
                shift("2026-01-06T12:00:00Z", "2026-01-07T00:00:00Z", null),
                shift("2026-01-07T00:00:00Z", "2026-01-20T00:00:00Z", BEA));
        Coverage coverage =
                Coverage.of(shifts, Instant.parse("2026-01-05T12:00:00Z"), Instant.parse("2026-01-09T12:00:00Z"));
        assertThat(coverage.gaps())
                .containsExactly(new Coverage.Stretch(
                        Instant.parse("2026-01-06T00:00:00Z"), Instant.parse("2026-01-07T00:00:00Z")));
        assertThat(coverage.percent()).isEqualTo(75.0);
        assertThat(coverage.uncovered()).isEqualTo(Duration.ofDays(1));
        assertThat(coverage.alone()).isEmpty();
    }

    @Test
    void whoIsAloneForMoreThanTwoWeeksIsNamed() {
        List<Shift> shifts = List.of(
                shift("2026-01-05T00:00:00Z", "2026-01-13T00:00:00Z", ANA),
                shift("2026-01-13T00:00:00Z", "2026-01-21T00:00:00Z", ANA),
                shift("2026-01-21T00:00:00Z", "2026-01-25T00:00:00Z", BEA));
        Coverage coverage =
                Coverage.of(shifts, Instant.parse("2026-01-05T00:00:00Z"), Instant.parse("2026-01-25T00:00:00Z"));
        assertThat(coverage.alone())
                .containsExactly(new Coverage.Alone(
                        ANA, Instant.parse("2026-01-05T00:00:00Z"), Instant.parse("2026-01-21T00:00:00Z")));
    }

    @Test
    void nightsWeekendsAndHolidaysAreCountedByTheLocalClock() {
        // Friday 18:00 to Monday 06:00 in New York, over the night in which 01:00 to 02:00 comes twice.
        List<Shift> shifts = List.of(shift("2026-10-30T22:00:00Z", "2026-11-02T11:00:00Z", ANA));
        Map<UUID, Fairness.Share> shares = Fairness.of(
                shifts,
                NEW_YORK,
                Set.of(LocalDate.parse("2026-10-31")),
                Instant.parse("2026-10-01T00:00:00Z"),
                Instant.parse("2026-12-01T00:00:00Z"));
        Fairness.Share share = shares.getOrDefault(ANA, Fairness.Share.NONE);
        assertThat(share.all()).isEqualTo(Duration.ofHours(61));
        assertThat(share.night()).isEqualTo(Duration.ofHours(8 + 9 + 8));
        assertThat(share.weekend()).isEqualTo(Duration.ofHours(24 + 25));
        assertThat(share.holiday()).isEqualTo(Duration.ofHours(24));
        assertThat(share.weekday()).isEqualTo(Duration.ofHours(6 + 6));
        assertThat(share.shifts()).isEqualTo(1);
    }

    @Test
    void twoTurnsInARowAreOneTimeOnCall() {
        List<Shift> shifts = List.of(
                shift("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z", ANA),
                shift("2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z", ANA),
                shift("2026-01-07T00:00:00Z", "2026-01-08T00:00:00Z", BEA),
                shift("2026-01-08T00:00:00Z", "2026-01-09T00:00:00Z", ANA));
        Map<UUID, Fairness.Share> shares = Fairness.of(
                shifts,
                NEW_YORK,
                Set.of(),
                Instant.parse("2026-01-05T00:00:00Z"),
                Instant.parse("2026-01-09T00:00:00Z"));
        assertThat(shares.getOrDefault(ANA, Fairness.Share.NONE).shifts()).isEqualTo(2);
        assertThat(shares.getOrDefault(BEA, Fairness.Share.NONE).shifts()).isEqualTo(1);
    }

    @Test
    void aHolidayAtAWeekendIsPaidOnceAndTheNightOnTop() {
        // Weekday 2 h, weekend 4 h of which 2 h are a holiday's, night 1 h.
        Fairness.Share share = new Fairness.Share(
                1,
                Duration.ofHours(6),
                Duration.ofHours(1),
                Duration.ofHours(4),
                Duration.ofHours(2),
                Duration.ofHours(2));
        PayRules rules = PayRules.read("EUR", "10", "1", "2.5", "5", "0.5");
        // 10 + 2 h at 1 + 2 h at 2.5 + 2 h at 5 + 1 h at 0.5
        assertThat(rules.pay(share)).isEqualTo(new BigDecimal("27.50"));
    }

    @Test
    void aNameIsNoFormulaAndNoColumn() {
        PaySheet.Line line = PaySheet.Line.of(
                ANA, "=1+1,\"Ana\"", Fairness.Share.NONE, PayRules.read(null, null, null, null, null, null));
        assertThat(new PaySheet("EUR", List.of(line)).csv())
                .startsWith("user,name,shifts,hours,")
                .contains(",\"'=1+1,\"\"Ana\"\"\",0,0.00,0.00,0.00,0.00,0.00,EUR\r\n");
    }

    private static Shift shift(String start, String end, @Nullable UUID user) {
        List<Duty> duties =
                user == null ? List.of() : List.of(new Duty(user, null, Source.LAYER, new UUID(7, 1), null, false));
        return new Shift(Instant.parse(start), Instant.parse(end), duties, List.of(), false);
    }
}
