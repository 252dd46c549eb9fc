package dev.belfry.notifier.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Duration held(String from, String to, String at) {
        return Objects.requireNonNull(QuietHours.read(from, to)).hold(Instant.parse(at), BERLIN);
    }

    @ParameterizedTest
    @CsvSource({
        "22:00,07:30,2026-01-10T20:59:59Z,PT0S",
        "22:00,07:30,2026-01-10T21:00:00Z,PT9H30M",
        "22:00,07:30,2026-01-11T00:00:00Z,PT6H30M",
        "22:00,07:30,2026-01-11T06:29:59Z,PT1S",
        "22:00,07:30,2026-01-11T06:30:00Z,PT0S",
        "12:00,13:00,2026-01-11T11:15:00Z,PT45M",
        "12:00,13:00,2026-01-11T12:00:00Z,PT0S",
        "00:00,06:00,2026-01-11T00:00:00Z,PT5H"
    })
    void whatCanWaitIsHeldUntilTheQuietHoursEnd(String from, String to, String at, Duration expected) {
        assertThat(held(from, to, at)).isEqualTo(expected);
    }

    @Test
    void theyEndByTheClockOfThePersonWhenThatIsChanged() {
        // In the night to 29 March 2026 Berlin skips an hour, in that to 25 October it has one twice.
        assertThat(held("22:00", "07:30", "2026-03-28T21:00:00Z")).isEqualTo(Duration.parse("PT8H30M"));
        assertThat(held("22:00", "07:30", "2026-10-24T20:00:00Z")).isEqualTo(Duration.parse("PT10H30M"));
        assertThat(held("22:00", "02:30", "2026-03-28T21:00:00Z")).isEqualTo(Duration.parse("PT4H30M"));
    }

    @ParameterizedTest
    @CsvSource({"22:00,22:00", "24:00,07:00", "7:00,08:00", "'',07:00", "22:00,ab:cd", "22:00:00,07:00"})
    void whatIsNoTwoTimesIsNone(String from, String to) {
        assertThat(QuietHours.read(from, to)).isNull();
    }
}
