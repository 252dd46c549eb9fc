package dev.belfry.incident.catalog.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Urgency;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupportHoursTest {
    private static final List<DayOfWeek> WORKDAYS = List.copyOf(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
    private static final SupportHours OFFICE = new SupportHours("Europe/Berlin", WORKDAYS, "09:00", "17:00", true);

    @Test
    void hoursAreThoseOfTheZone() {
        assertThat(OFFICE.contains(Instant.parse("2026-01-05T07:59:59Z"))).isFalse();
        assertThat(OFFICE.contains(Instant.parse("2026-01-05T08:00:00Z"))).isTrue();
        assertThat(OFFICE.contains(Instant.parse("2026-01-05T16:00:00Z"))).isFalse();
        assertThat(OFFICE.contains(Instant.parse("2026-07-06T07:00:00Z"))).isTrue();
        assertThat(OFFICE.contains(Instant.parse("2026-01-04T10:00:00Z"))).isFalse();
    }

    @Test
    void hoursThatEndBeforeTheyBeginGoOnIntoTheNextDay() {
        var night = new SupportHours("UTC", List.of(DayOfWeek.FRIDAY), "22:00", "06:00", null);
        assertThat(night.contains(Instant.parse("2026-01-09T22:00:00Z"))).isTrue();
        assertThat(night.contains(Instant.parse("2026-01-10T05:59:00Z"))).isTrue();
        assertThat(night.contains(Instant.parse("2026-01-10T22:00:00Z"))).isFalse();
        assertThat(night.contains(Instant.parse("2026-01-09T05:00:00Z"))).isFalse();
    }

    @Test
    void theyBeginNextOnTheNextOfTheirDaysAlsoWhereTheClockSkipsThatTime() {
        assertThat(OFFICE.nextBegin(Instant.parse("2026-01-05T07:00:00Z"))).isEqualTo("2026-01-05T08:00:00Z");
        assertThat(OFFICE.nextBegin(Instant.parse("2026-01-05T08:00:00Z"))).isEqualTo("2026-01-06T08:00:00Z");
        assertThat(OFFICE.nextBegin(Instant.parse("2026-01-09T20:00:00Z"))).isEqualTo("2026-01-12T08:00:00Z");
        var early = new SupportHours("Europe/Berlin", List.of(DayOfWeek.SUNDAY), "02:30", "12:00", true);
        assertThat(early.nextBegin(Instant.parse("2026-03-28T12:00:00Z"))).isEqualTo("2026-03-29T01:00:00Z");
    }

    @Test
    void whatOpensOutsideIsLowUntilTheyBeginAndSaysWhy() {
        var rule = new UrgencyRule(UrgencyRule.By.HOURS, OFFICE);
        assertThat(rule.at(Instant.parse("2026-01-10T12:00:00Z")))
                .isEqualTo(new SaidUrgency(
                        Urgency.LOW,
                        "outside support hours 09:00–17:00 Mon–Fri Europe/Berlin",
                        Instant.parse("2026-01-12T08:00:00Z")));
        assertThat(rule.at(Instant.parse("2026-01-12T12:00:00Z")))
                .isEqualTo(
                        new SaidUrgency(Urgency.HIGH, "within support hours 09:00–17:00 Mon–Fri Europe/Berlin", null));
        var patient = new SupportHours("UTC", List.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY), "09:00", "10:00", false);
        assertThat(new UrgencyRule(UrgencyRule.By.HOURS, patient).at(Instant.parse("2026-01-10T12:00:00Z")))
                .isEqualTo(new SaidUrgency(Urgency.LOW, "outside support hours 09:00–10:00 Mon, Sun UTC", null));
        assertThat(UrgencyRule.USUAL.at(Instant.EPOCH)).isNull();
    }
}
