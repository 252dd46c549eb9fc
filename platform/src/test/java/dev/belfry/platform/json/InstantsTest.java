package dev.belfry.platform.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times are RFC 3339, with an offset and a year of four digits. */
class InstantsTest {
    @Test
    void aTimeOutsideTheYearsOfFourDigitsIsNone() {
        for (var far : List.of(
                "+1000000000-12-31T23:59:59Z",
                "-1000000000-01-01T00:00:00Z",
                "0000-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z")) {
            assertThat(Instants.read(far)).as(far).isNull();
        }
        assertThat(Instants.read("0001-01-01T00:00:00Z")).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(Instants.read("9999-12-31T23:59:59Z")).isEqualTo("9999-12-31T23:59:59Z");
    }

    @Test
    void aPlusThatBecameABlankIsAPlus() {
        assertThat(Instants.read("2026-01-05T09:00:00 02:00")).isEqualTo(Instant.parse("2026-01-05T07:00:00Z"));
        assertThat(Instants.read("2026-01-05T09:00:00")).isNull();
    }
}
