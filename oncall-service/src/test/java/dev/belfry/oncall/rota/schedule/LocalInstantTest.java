package dev.belfry.oncall.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalInstantTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    @Test
    void whatAFormSendsIsATimeOfTheZone() {
        assertThat(LocalInstant.read("2026-07-01T09:00", BERLIN)).isEqualTo(at("2026-07-01T07:00:00Z"));
        assertThat(LocalInstant.read("2026-01-01T09:00:30", BERLIN)).isEqualTo(at("2026-01-01T08:00:30Z"));
    }

    @Test
    void aTimeThatTheClockSkipsIsTheFirstAfterTheGap() {
        assertThat(LocalInstant.read("2026-03-29T02:00", BERLIN)).isEqualTo(at("2026-03-29T01:00:00Z"));
        assertThat(LocalInstant.read("2026-03-29T02:59:59", BERLIN)).isEqualTo(at("2026-03-29T01:00:00Z"));
        assertThat(LocalInstant.read("2026-03-29T03:00", BERLIN)).isEqualTo(at("2026-03-29T01:00:00Z"));
    }

    @Test
    void aTimeThatComesTwiceIsItsFirstOccurrence() {
        assertThat(LocalInstant.read("2026-10-25T02:00", BERLIN)).isEqualTo(at("2026-10-25T00:00:00Z"));
        assertThat(LocalInstant.read("2026-10-25T02:59:59", BERLIN)).isEqualTo(at("2026-10-25T00:59:59Z"));
        assertThat(LocalInstant.read("2026-10-25T03:00", BERLIN)).isEqualTo(at("2026-10-25T02:00:00Z"));
    }

    @Test
    void eitherOfTwoEqualTimesCanBeChosen() {
        assertThat(LocalInstant.passes("2026-10-25T02:30", BERLIN))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00");
        assertThat(LocalInstant.read("2026-10-25T02:30+02:00", BERLIN)).isEqualTo(at("2026-10-25T00:30:00Z"));
        assertThat(LocalInstant.read("2026-10-25T02:30+01:00", BERLIN)).isEqualTo(at("2026-10-25T01:30:00Z"));
        assertThat(LocalInstant.question(BERLIN, "2026-10-25T02:30", ""))
                .startsWith("On 25 Oct 2026 02:30 the clocks of Europe/Berlin have gone back");
        assertThat(LocalInstant.question(BERLIN, "2026-10-25T02:30+01:00", "2026-10-25T03:00", "2026-03-29T03:00"))
                .isNull();
        assertThat(LocalInstant.question(BERLIN, "2026-03-29T02:30"))
                .isEqualTo("There is no 29 Mar 2026 02:30: the clocks of Europe/Berlin go from 02:00 to 03:00 then."
                        + " Choose another time.");
        assertThat(LocalInstant.read("2026-10-25T02:30+05:00", BERLIN)).isNull();
        assertThat(LocalInstant.read("2026-07-01T09:00+02:00", BERLIN)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tomorrow",
                "2026-02-30T09:00",
                "2026-07-01",
                "2026-07-01 09:00",
                "2026-07-01T09:00Z",
                "2026-07-01T09:00:00.5",
                "1969-12-31T23:59",
                "2201-01-01T00:00",
                "+999999999-12-31T23:59"
            })
    void whatIsNoTimeThatAnybodyMeansIsNone(String typed) {
        assertThat(LocalInstant.read(typed, BERLIN)).isNull();
    }
}
