package dev.belfry.oncall.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a group means to have somebody. */
class OwnHoursTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Layer layer(List<Restriction> hours, @Nullable LocalDateTime from, @Nullable LocalDateTime until) {
        return new Layer(
                new UUID(7, 1),
                "Layer",
                Rotation.every(1, RotationUnit.WEEKLY, LocalDateTime.parse("2026-01-05T09:00")),
                List.of(new Member(new UUID(0, 1), null, null)),
                hours,
                false,
                from,
                until,
                null);
    }

    private static List<Span> within(String start, Duration length, Layer... layers) {
        Instant from = Instant.parse(start);
        return OwnHours.of(new Group(new UUID(8, 1), "Group", List.of(layers)), BERLIN)
                .within(from, from.plus(length));
    }

    private static Span span(String from, String to) {
        return new Span(Instant.parse(from), Instant.parse(to));
    }

    @Test
    void hoursOfSeveralLayersAreJoined() {
        Layer morning = layer(List.of(new Restriction(List.of(DayOfWeek.MONDAY), 9 * 3_600, 13 * 3_600)), null, null);
        Layer afternoon =
                layer(List.of(new Restriction(List.of(DayOfWeek.MONDAY), 12 * 3_600, 17 * 3_600)), null, null);
        assertThat(within("2026-01-05T00:00:00Z", Duration.ofDays(7), morning, afternoon))
                .containsExactly(span("2026-01-05T08:00:00Z", "2026-01-05T16:00:00Z"));
    }

    @Test
    void withoutRestrictionsItIsAllTheTimeThatALayerCounts() {
        Layer layer =
                layer(List.of(), LocalDateTime.parse("2026-01-06T00:00"), LocalDateTime.parse("2026-01-08T00:00"));
        assertThat(within("2026-01-05T00:00:00Z", Duration.ofDays(7), layer))
                .containsExactly(span("2026-01-05T23:00:00Z", "2026-01-07T23:00:00Z"));
        assertThat(within("2026-01-05T00:00:00Z", Duration.ofDays(1), layer(List.of(), null, null)))
                .containsExactly(span("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z"));
    }

    @Test
    void aWindowAcrossAClockChangeKeepsItsLocalTimes() {
        // The night of 29 March 2026 has no 02:00 to 03:00.
        Layer night = layer(List.of(new Restriction(List.of(DayOfWeek.SATURDAY), 22 * 3_600, 6 * 3_600)), null, null);
        assertThat(within("2026-03-28T12:00:00Z", Duration.ofDays(1), night))
                .containsExactly(span("2026-03-28T21:00:00Z", "2026-03-29T04:00:00Z"));
    }
}
