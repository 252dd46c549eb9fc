package dev.belfry.status.publication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.status.component.Change;
import dev.belfry.status.component.ComponentStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class UptimeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-10-26T12:00:00Z");

    private static Change change(String at, ComponentStatus status) {
        return new Change(Instant.parse(at), status);
    }

    private static Uptime of(Change... changes) {
        return Uptime.of(LONG_AGO, List.of(changes), BERLIN, NOW);
    }

    @Test
    void withoutAnyChangeAllOfItWasUp() {
        var uptime = of();
        assertThat(uptime.days()).hasSize(90);
        assertThat(uptime.words()).isEqualTo("100.00 % up");
        assertThat(uptime.troubled()).isEmpty();
        assertThat(uptime.days().getLast().known()).isEqualTo(Duration.ofHours(13));
    }

    @Test
    void aMajorOutageCountsInFullAPartialOneThreeTenthsAndTheRestNot() {
        // Known: 89 days and 13 hours, and one hour more because the clocks went back on 25 October.
        double known = Duration.ofDays(89).plusHours(14).toSeconds();
        var hour = Duration.ofHours(1).toSeconds();
        var major = of(
                change("2026-10-20T10:00:00Z", ComponentStatus.MAJOR_OUTAGE),
                change("2026-10-20T11:00:00Z", ComponentStatus.OPERATIONAL));
        assertThat(major.words()).isEqualTo(percent(1 - hour / known));
        var partial = of(
                change("2026-10-20T10:00:00Z", ComponentStatus.PARTIAL_OUTAGE),
                change("2026-10-20T11:00:00Z", ComponentStatus.OPERATIONAL));
        assertThat(partial.words()).isEqualTo(percent(1 - 0.3 * hour / known));
        var slow = of(
                change("2026-10-20T10:00:00Z", ComponentStatus.DEGRADED_PERFORMANCE),
                change("2026-10-20T11:00:00Z", ComponentStatus.UNDER_MAINTENANCE),
                change("2026-10-20T12:00:00Z", ComponentStatus.OPERATIONAL));
        assertThat(slow.words()).isEqualTo("100.00 % up");
        assertThat(slow.troubled().getFirst().words())
                .isEqualTo("Tue 20 October: under maintenance for 1 h, degraded performance for 1 h");
    }

    /** Rounded down to hundredths of a percent. */
    private static String percent(double share) {
        long hundredths = (long) Math.floor(share * 10_000);
        return "%d.%02d %% up".formatted(hundredths / 100, hundredths % 100);
    }

    @Test
    void anOutageOverMidnightCountsOnBothDaysInTheZoneOfThePage() {
        // Midnight in Berlin is 22:00 UTC in summer.
        var uptime = of(
                change("2026-10-20T21:30:00Z", ComponentStatus.MAJOR_OUTAGE),
                change("2026-10-20T22:15:00Z", ComponentStatus.OPERATIONAL));
        assertThat(uptime.troubled())
                .extracting(Uptime.Day::words)
                .containsExactly("Wed 21 October: major outage for 15 min", "Tue 20 October: major outage for 30 min");
    }

    @Test
    void whatGoesOnCountsUntilNowAndWhatBeganBeforeTheFirstDayFromItsStart() {
        var uptime = of(change("2026-01-01T00:00:00Z", ComponentStatus.MAJOR_OUTAGE));
        assertThat(uptime.words()).isEqualTo("0.00 % up");
        assertThat(uptime.troubled()).hasSize(90);
        assertThat(uptime.days().getLast().words()).isEqualTo("Mon 26 October: major outage for 13 h");
    }

    @Test
    void timeBeforeTheComponentExistedIsNoDataAndDoesNotCount() {
        var made = Instant.parse("2026-10-26T10:00:00Z");
        var uptime = Uptime.of(
                made,
                List.of(
                        change("2026-10-26T11:00:00Z", ComponentStatus.MAJOR_OUTAGE),
                        change("2026-10-26T11:30:00Z", ComponentStatus.OPERATIONAL)),
                BERLIN,
                NOW);
        assertThat(uptime.words()).isEqualTo("75.00 % up");
        assertThat(uptime.days().getFirst().look()).isEqualTo("no-data");
        assertThat(uptime.days().getLast().look()).isEqualTo("major-outage");
    }
}
