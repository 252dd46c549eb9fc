package dev.belfry.oncall.rota.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.oncall.rota.ical.CalendarReader;
import dev.belfry.oncall.rota.ical.Event;
import dev.belfry.oncall.rota.ical.Occurrence;
import dev.belfry.oncall.rota.ical.Reading;
import dev.belfry.oncall.rota.schedule.Resolver;
import dev.belfry.oncall.rota.schedule.ScheduleDraft;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Calendars as other programs write them become schedules that say the same. */
class ImportedTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final UUID ANA = new UUID(0, 1);
    private static final UUID BEA = new UUID(0, 2);
    private static final UUID CID = new UUID(0, 3);
    private static final KnownPeople PEOPLE = new KnownPeople(List.of(
            new KnownPeople.Person(ANA, "Ana Example", "ana@example.net"),
            new KnownPeople.Person(BEA, "Bea Example", "bea@example.net"),
            new KnownPeople.Person(CID, "Cid Example", "cid.example@example.net"),
            new KnownPeople.Person(new UUID(0, 4), "Dan Example", "dan1@example.net"),
            new KnownPeople.Person(new UUID(0, 5), "Dan Example", "dan2@example.net")));

    private static List<UUID> found(String summary, String... mails) {
        return PEOPLE.of(new Event("1", summary, List.of(mails), List.of(), Event.Presence.BUSY));
    }

    @Test
    void peopleAreFoundTheWayEachProgramNamesThem() {
        assertThat(found("On call", "bea@example.net")).containsExactly(BEA);
        assertThat(found("Ana Example")).containsExactly(ANA);
        assertThat(found("On Call - Ana Example - Payments")).containsExactly(ANA);
        assertThat(found("[L1] ana, cid.example")).containsExactly(ANA, CID);
        assertThat(found("Payments_rotation: Bea Example (bea@example.net)")).containsExactly(BEA);
        assertThat(found("Ana Example and Bea Example")).containsExactly(ANA, BEA);
        // Whoever is invited counts before what the summary says.
        assertThat(found("Ana Example", "cid.example@example.net")).containsExactly(CID);
    }

    @Test
    void whoIsNotKnownOrNotOneAloneIsNobody() {
        assertThat(found("Eve Example")).isEmpty();
        assertThat(found("Dan Example")).isEmpty();
        assertThat(found("dan1")).containsExactly(new UUID(0, 4));
        Imported imported = Imported.of(
                List.of(shift("Eve Example", 0, 8), shift("Eve Example", 8, 16), shift("Ana Example", 16, 24)),
                PEOPLE,
                Instant.MIN);
        assertThat(imported.unmatched()).containsEntry("Eve Example", 2);
        assertThat(imported.shifts()).extracting(Imported.Shift::user).containsExactly(ANA);
    }

    @Test
    void whatIsFreeElsewhereOrDeclinedIsNoShift() {
        Occurrence busy = shift("Ana Example", 0, 8);
        Occurrence free = event("Bea Example", List.of(), List.of(), Event.Presence.FREE);
        Occurrence elsewhere = event("Bea Example", List.of(), List.of(), Event.Presence.ELSEWHERE);
        Occurrence away = event("Bea Example", List.of(), List.of(), Event.Presence.AWAY);
        Occurrence off = event("Bea Example", List.of(), List.of("bea@example.net"), Event.Presence.BUSY);
        Occurrence part = event(
                "Cid Example and Bea Example",
                List.of("cid.example@example.net"),
                List.of("bea@example.net"),
                Event.Presence.BUSY);
        Imported imported = Imported.of(List.of(busy, free, elsewhere, away, off, part), PEOPLE, Instant.MIN);
        assertThat(imported.shifts()).extracting(Imported.Shift::user).containsExactlyInAnyOrder(ANA, CID);
        assertThat(imported.unmatched()).isEmpty();
        // As Belfry's own feeds are, which block nobody's day.
        assertThat(Imported.of(List.of(free, elsewhere), PEOPLE, Instant.MIN).shifts())
                .extracting(Imported.Shift::user)
                .containsExactly(BEA);
    }

    private static Occurrence event(String who, List<String> mails, List<String> declined, Event.Presence presence) {
        Occurrence one = shift(who, 0, 8);
        return new Occurrence(
                new Event(who + presence + declined, who, mails, declined, presence),
                false,
                one.firstDay(),
                one.lastDay(),
                one.start(),
                one.end());
    }

    @Test
    void aCalendarOfNobodyIsNoSchedule() {
        assertThatThrownBy(() -> new Imported(List.of(), Map.of()).groups(BERLIN))
                .hasMessageContaining("no shift");
    }

    @Test
    void aCalendarOfGrafanaOnCallIsASchedule() {
        String ics = """
                BEGIN:VCALENDAR
                X-WR-TIMEZONE:Europe/Berlin
                BEGIN:VEVENT
                UID:oncall-1@example.net
                SUMMARY:[L1] ana
                DTSTART;TZID=Europe/Berlin:20260323T090000
                DTEND;TZID=Europe/Berlin:20260323T210000
                RRULE:FREQ=DAILY;COUNT=10
                END:VEVENT
                BEGIN:VEVENT
                UID:oncall-2@example.net
                SUMMARY:[L1] bea
                DTSTART;TZID=Europe/Berlin:20260323T210000
                DTEND;TZID=Europe/Berlin:20260324T090000
                RRULE:FREQ=DAILY;COUNT=10
                END:VEVENT
                END:VCALENDAR
                """;
        Reading.Read read = (Reading.Read) CalendarReader.read(ics, null, START, START.plus(Duration.ofDays(400)));
        Imported imported = Imported.of(read.occurrences(), PEOPLE, Instant.MIN);
        assertThat(imported.groups(read.zone())).hasSize(1);
        Resolver resolver = resolver(imported);
        assertThat(resolver.people(Instant.parse("2026-03-28T19:59:59Z"))).containsExactly(ANA);
        assertThat(resolver.people(Instant.parse("2026-03-29T18:59:59Z"))).containsExactly(ANA);
        assertThat(resolver.people(Instant.parse("2026-03-29T19:00:00Z"))).containsExactly(BEA);
        assertThat(resolver.people(Instant.parse("2026-04-02T07:00:00Z"))).isEmpty();
    }

    /** Whatever overlaps and whatever does not: who is on call is who the calendar says, at every edge. */
    @Test
    void theScheduleSaysWhatTheCalendarSays() {
        long seed = 20260105;
        System.out.println("imported calendars: seed " + seed);
        Random random = new Random(seed);
        List<String> names = List.of("Ana Example", "Bea Example", "Cid Example");
        for (int round = 0; round < 200; round++) {
            List<Occurrence> events = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                int start = random.nextInt(400);
                events.add(shift(names.get(random.nextInt(3)), start, start + 1 + random.nextInt(30)));
            }
            Imported imported = Imported.of(events, PEOPLE, Instant.MIN);
            Resolver resolver = resolver(imported);
            for (int hour = -1; hour < 440; hour++) {
                Instant at = START.plus(Duration.ofHours(hour));
                TreeSet<UUID> expected = new TreeSet<>();
                imported.shifts().stream()
                        .filter(shift ->
                                !shift.start().isAfter(at) && shift.end().isAfter(at))
                        .forEach(shift -> expected.add(shift.user()));
                assertThat(new TreeSet<>(resolver.people(at)))
                        .as("round %d hour %d", round, hour)
                        .isEqualTo(expected);
            }
        }
    }

    private static Resolver resolver(Imported imported) {
        ScheduleDraft draft =
                new ScheduleDraft("Calendar", BERLIN.getId(), null, null, imported.groups(BERLIN), null, null);
        return Resolver.of(draft.schedule(new UUID(9, 9), 1), List.of());
    }

    private static Occurrence shift(String who, int from, int to) {
        return new Occurrence(
                new Event(who + from, who, List.of(), List.of(), Event.Presence.BUSY),
                false,
                LocalDate.EPOCH,
                LocalDate.EPOCH,
                START.plus(Duration.ofHours(from)),
                START.plus(Duration.ofHours(to)));
    }
}
