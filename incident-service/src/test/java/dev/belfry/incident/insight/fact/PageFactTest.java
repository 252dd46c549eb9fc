package dev.belfry.incident.insight.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PageFactTest {
    @Test
    void theNightIsThatOfThePersonAndBelongsToTheEveningOnWhichItBegan() {
        // A Wednesday.
        var at = Instant.parse("2026-01-07T02:30:00Z");
        assertThat(fact(at, "UTC")).isEqualTo("hour 50 night 2026-01-06");
        assertThat(fact(at, "Asia/Tokyo")).isEqualTo("hour 59 night null");
        assertThat(fact(at, "America/New_York")).isEqualTo("hour 45 night null");
        assertThat(fact(Instant.parse("2026-01-07T22:00:00Z"), "UTC")).isEqualTo("hour 70 night 2026-01-07");
        assertThat(fact(Instant.parse("2026-01-07T06:59:59Z"), "UTC")).isEqualTo("hour 54 night 2026-01-06");
        assertThat(fact(Instant.parse("2026-01-07T07:00:00Z"), "UTC")).isEqualTo("hour 55 night null");
    }

    @Test
    void anHourThatASwitchOfTheClockRepeatsIsTheSameHourTwice() {
        assertThat(fact(Instant.parse("2026-10-25T00:30:00Z"), "Europe/Berlin")).isEqualTo("hour 146 night 2026-10-24");
        assertThat(fact(Instant.parse("2026-10-25T01:30:00Z"), "Europe/Berlin")).isEqualTo("hour 146 night 2026-10-24");
    }

    private static String fact(Instant at, String zone) {
        var fact = PageFact.of(1, new UUID(1, 1), new UUID(2, 2), at, ZoneId.of(zone));
        return "hour " + fact.hour() + " night " + fact.night();
    }
}
