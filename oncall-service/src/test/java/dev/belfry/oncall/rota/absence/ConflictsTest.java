package dev.belfry.oncall.rota.absence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.oncall.rota.exchange.Part;
import dev.belfry.oncall.rota.ical.Event;
import dev.belfry.oncall.rota.ical.Occurrence;
import dev.belfry.oncall.rota.ical.Reading;
import dev.belfry.oncall.rota.schedule.Duty;
import dev.belfry.oncall.rota.schedule.Shift;
import dev.belfry.oncall.rota.schedule.Source;
import dev.belfry.oncall.rota.schedule.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConflictsTest {
    private static final UUID ANA = new UUID(0, 1);
    private static final UUID BEA = new UUID(0, 2);
    private static final UUID LAYER = new UUID(7, 1);

    private static Instant day(int day) {
        return Instant.parse("2026-01-01T09:00:00Z").plusSeconds(86_400L * (day - 1));
    }

    private static Shift shift(Instant from, Instant to, boolean shadow, UUID... people) {
        return new Shift(
                from,
                to,
                List.of(people).stream()
                        .map(person -> new Duty(person, null, Source.LAYER, LAYER, from, shadow))
                        .toList(),
                List.of(),
                false);
    }

    @Test
    void theTimeThatSomebodyIsOnCallWhileAwayIsOnePart() {
        List<Shift> shifts = List.of(
                shift(Instant.MIN, day(5), false, ANA),
                shift(day(5), day(8), false, ANA, BEA),
                shift(day(8), Instant.MAX, false, BEA));
        Map<UUID, List<Span>> away = Map.of(
                ANA,
                List.of(new Span(day(3), day(6)), new Span(day(7), day(20))),
                BEA,
                List.of(new Span(day(1), day(2))));
        assertThat(Conflicts.of(shifts, away, day(1)))
                .containsExactly(new Part(ANA, day(3), day(6)), new Part(ANA, day(7), day(8)));
        assertThat(Conflicts.of(shifts, away, day(6))).containsExactly(new Part(ANA, day(7), day(8)));
    }

    @Test
    void whoOnlyLooksOnNeedsNoCover() {
        List<Shift> shifts = List.of(shift(Instant.MIN, Instant.MAX, true, ANA));
        assertThat(Conflicts.of(shifts, Map.of(ANA, List.of(new Span(day(1), day(2)))), day(1)))
                .isEmpty();
    }

    @Test
    void absencesThatTouchAreOne() {
        assertThat(Absences.merged(List.of(
                        new Absence(new UUID(1, 1), ANA, null, day(1), day(3), ""),
                        new Absence(new UUID(1, 2), ANA, null, day(2), day(4), ""),
                        new Absence(new UUID(1, 3), ANA, null, day(4), day(5), ""),
                        new Absence(new UUID(1, 4), BEA, null, day(1), day(2), ""))))
                .isEqualTo(Map.of(ANA, List.of(new Span(day(1), day(5))), BEA, List.of(new Span(day(1), day(2)))));
    }

    @Test
    void meetingsAndWhatLeavesSomebodyFreeAreNoAbsence() {
        Reading.Read read = new Reading.Read(
                null,
                ZoneOffset.UTC,
                List.of(
                        occurrence("Holiday", true, Event.Presence.BUSY, 24),
                        occurrence("Birthday", true, Event.Presence.FREE, 24),
                        occurrence("At the other office", true, Event.Presence.ELSEWHERE, 24),
                        occurrence("Standup", false, Event.Presence.BUSY, 1),
                        occurrence("Dentist", false, Event.Presence.AWAY, 2),
                        occurrence("Workshop", false, Event.Presence.BUSY, 8)));
        assertThat(Absences.of(LAYER, ANA, Set.of(), read))
                .extracting(Absence::reason)
                .containsExactly("Holiday", "Dentist", "Workshop");
        assertThat(Absences.holidays(read, LocalDate.parse("2026-01-01")))
                .isEqualTo(Map.of(LocalDate.parse("2026-01-01"), "Holiday"));
    }

    @Test
    void whatAPersonHasDeclinedIsNoAbsenceOfTheirs() {
        Reading.Read read = new Reading.Read(
                "Ana@Private.example",
                ZoneOffset.UTC,
                List.of(
                        declined("Workshop", "ana@example.net"),
                        declined("Offsite", "ana@private.example"),
                        declined("Fair", "bea@example.net")));
        assertThat(Absences.of(LAYER, ANA, Set.of("ana@example.net"), read))
                .extracting(Absence::reason)
                .containsExactly("Fair");
    }

    private static Occurrence declined(String name, String mail) {
        Occurrence one = occurrence(name, true, Event.Presence.BUSY, 24);
        Event event = new Event(name, name, List.of("cid@example.net"), List.of(mail), Event.Presence.BUSY);
        return new Occurrence(event, true, one.firstDay(), one.lastDay(), one.start(), one.end());
    }

    private static Occurrence occurrence(String name, boolean allDay, Event.Presence presence, int hours) {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        return new Occurrence(
                new Event(name + "@example.net", name, List.of(), List.of(), presence),
                allDay,
                LocalDate.parse("2026-01-01"),
                LocalDate.parse("2026-01-01"),
                start,
                start.plusSeconds(3_600L * hours));
    }
}
