package dev.belfry.oncall.rota.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calendars as Google, Outlook and others write them, and files that are broken. */
class CalendarReaderTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");

    private static Reading read(String... lines) {
        return CalendarReader.read(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + String.join("\r\n", lines) + "\r\nEND:VCALENDAR\r\n",
                BERLIN,
                FROM,
                UNTIL);
    }

    private static Reading event(String... lines) {
        return read("BEGIN:VEVENT\r\nUID:1@example.net\r\n" + String.join("\r\n", lines) + "\r\nEND:VEVENT");
    }

    private static List<Occurrence> occurrences(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).occurrences();
    }

    private static List<String> starts(Reading reading) {
        return occurrences(reading).stream().map(one -> one.start().toString()).toList();
    }

    private static String why(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        return ((Reading.Refused) reading).why();
    }

    @Test
    void aDayOffBeginsAtTheReadersMidnightAndEndsBeforeTheNextDay() {
        List<Occurrence> all = occurrences(
                event("DTSTART;VALUE=DATE:20260328", "DTEND;VALUE=DATE:20260330", "SUMMARY:Out of office\\, away"));
        assertThat(all).hasSize(1);
        Occurrence one = all.getFirst();
        assertThat(one.start()).isEqualTo("2026-03-27T23:00:00Z");
        // The clocks changed in between.
        assertThat(one.end()).isEqualTo("2026-03-29T22:00:00Z");
        assertThat(one.firstDay()).isEqualTo(LocalDate.parse("2026-03-28"));
        assertThat(one.lastDay()).isEqualTo(LocalDate.parse("2026-03-29"));
        assertThat(one.event().summary()).isEqualTo("Out of office, away");
    }

    @Test
    void aRuleKeepsItsLocalTimeWhateverTheClocksDo() {
        assertThat(starts(event(
                        "DTSTART;TZID=Europe/Berlin:20260323T090000",
                        "DTEND;TZID=Europe/Berlin:20260323T170000",
                        "RRULE:FREQ=WEEKLY;COUNT=3")))
                .containsExactly("2026-03-23T08:00:00Z", "2026-03-30T07:00:00Z", "2026-04-06T07:00:00Z");
    }

    @Test
    void whatWasTakenOutMovedAddedOrCancelledIs() {
        assertThat(starts(read(
                        "BEGIN:VEVENT",
                        "UID:1@example.net",
                        "DTSTART:20260105T090000Z",
                        "DURATION:PT8H",
                        "RRULE:FREQ=DAILY;UNTIL=20260110",
                        "EXDATE:20260106T090000Z",
                        "RDATE:20260120T090000Z",
                        "END:VEVENT",
                        "BEGIN:VEVENT",
                        "UID:1@example.net",
                        "RECURRENCE-ID:20260107T090000Z",
                        "DTSTART:20260107T140000Z",
                        "DURATION:PT1H",
                        "END:VEVENT",
                        "BEGIN:VEVENT",
                        "UID:1@example.net",
                        "RECURRENCE-ID:20260108T090000Z",
                        "DTSTART:20260108T090000Z",
                        "DURATION:PT8H",
                        "STATUS:CANCELLED",
                        "END:VEVENT")))
                .containsExactly(
                        "2026-01-05T09:00:00Z",
                        "2026-01-07T14:00:00Z",
                        "2026-01-09T09:00:00Z",
                        "2026-01-10T09:00:00Z",
                        "2026-01-20T09:00:00Z");
    }

    @Test
    void aZoneThatOnlyTheFileKnowsIsReadFromTheFile() {
        assertThat(starts(read(
                        "BEGIN:VTIMEZONE",
                        "TZID:Romance Standard Time",
                        "BEGIN:STANDARD",
                        "DTSTART:16010101T030000",
                        "TZOFFSETFROM:+0200",
                        "TZOFFSETTO:+0100",
                        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
                        "END:STANDARD",
                        "BEGIN:DAYLIGHT",
                        "DTSTART:16010101T020000",
                        "TZOFFSETFROM:+0100",
                        "TZOFFSETTO:+0200",
                        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3",
                        "END:DAYLIGHT",
                        "END:VTIMEZONE",
                        "BEGIN:VEVENT",
                        "UID:2@example.net",
                        "DTSTART;TZID=Romance Standard Time:20260115T090000",
                        "DTEND;TZID=\"Romance Standard Time\":20260115T180000",
                        "RRULE:FREQ=MONTHLY;INTERVAL=6;COUNT=2",
                        "END:VEVENT")))
                .containsExactly("2026-01-15T08:00:00Z", "2026-07-15T07:00:00Z");
    }

    @Test
    void zonesWithAPrefixAndTimesThatFloatAreRead() {
        assertThat(starts(event("DTSTART;TZID=/example.org/2026a/America/New_York:20260105T090000", "DURATION:PT1H")))
                .containsExactly("2026-01-05T14:00:00Z");
        assertThat(starts(event("DTSTART:20260105T090000", "DURATION:PT1H"))).containsExactly("2026-01-05T08:00:00Z");
    }

    @Test
    void peopleAndWhetherTheyAreFreeAreTold() {
        Event event = occurrences(event(
                        "DTSTART:20260105T090000Z",
                        "DURATION:P1W",
                        "ATTENDEE;CN=\"Example: Ana\";ROLE=REQ-PARTICIPANT:mailto:Ana@Example.net",
                        "ATTENDEE;CN=Bea:MAILTO:bea@example.",
                        " net",
                        "ORGANIZER:mailto:lea@example.net",
                        "TRANSP:TRANSPARENT",
                        "X-MICROSOFT-CDO-BUSYSTATUS:OOF"))
                .getFirst()
                .event();
        assertThat(event.mails()).containsExactly("ana@example.net", "bea@example.net");
        assertThat(event.presence()).isEqualTo(Event.Presence.AWAY);
    }

    @Test
    void whoHasDeclinedIsNotAmongThoseWhoCome() {
        Event some = occurrences(event(
                        "DTSTART:20260105T090000Z",
                        "DURATION:PT8H",
                        "ATTENDEE;PARTSTAT=DECLINED:mailto:Ana@example.net",
                        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bea@example.net",
                        "ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:bea@example.net\":mailto:cid@example.net"))
                .getFirst()
                .event();
        assertThat(some.mails()).containsExactly("bea@example.net");
        assertThat(some.declined()).containsExactly("ana@example.net", "cid@example.net");
        Event none = occurrences(event(
                        "DTSTART:20260105T090000Z",
                        "DURATION:PT8H",
                        "ORGANIZER:mailto:lea@example.net",
                        "ATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.net"))
                .getFirst()
                .event();
        assertThat(none.mails()).isEmpty();
        assertThat(none.off()).isTrue();
    }

    @Test
    void howBusySomebodyIsIsTold() {
        assertThat(presence("SUMMARY:x")).isEqualTo(Event.Presence.BUSY);
        assertThat(presence("TRANSP:TRANSPARENT")).isEqualTo(Event.Presence.FREE);
        assertThat(presence("X-MICROSOFT-CDO-BUSYSTATUS:FREE")).isEqualTo(Event.Presence.FREE);
        assertThat(presence("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE")).isEqualTo(Event.Presence.ELSEWHERE);
        assertThat(presence("X-MICROSOFT-CDO-BUSYSTATUS:BUSY")).isEqualTo(Event.Presence.BUSY);
    }

    private static Event.Presence presence(String line) {
        return occurrences(event("DTSTART:20260105T090000Z", "DURATION:PT8H", line))
                .getFirst()
                .event()
                .presence();
    }

    @Test
    void aSeriesThatChangesFromAnOccurrenceOnIsAsItWasBefore() {
        assertThat(occurrences(read(
                                "BEGIN:VEVENT",
                                "UID:1@example.net",
                                "SUMMARY:Ana",
                                "DTSTART;TZID=Europe/Berlin:20260316T090000",
                                "DTEND;TZID=Europe/Berlin:20260316T170000",
                                "RRULE:FREQ=WEEKLY;COUNT=6",
                                "END:VEVENT",
                                "BEGIN:VEVENT",
                                "UID:1@example.net",
                                "SUMMARY:Bea",
                                "RECURRENCE-ID;RANGE=THISANDFUTURE:20260323T080000Z",
                                "DTSTART;TZID=Europe/Berlin:20260324T100000",
                                "DTEND;TZID=Europe/Berlin:20260324T120000",
                                "END:VEVENT",
                                "BEGIN:VEVENT",
                                "UID:1@example.net",
                                "SUMMARY:Cid",
                                "RECURRENCE-ID;TZID=Europe/Berlin:20260406T090000",
                                "DTSTART;TZID=Europe/Berlin:20260406T090000",
                                "DTEND;TZID=Europe/Berlin:20260406T100000",
                                "END:VEVENT",
                                "BEGIN:VEVENT",
                                "UID:1@example.net",
                                "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260413T090000",
                                "DTSTART;TZID=Europe/Berlin:20260413T090000",
                                "STATUS:CANCELLED",
                                "END:VEVENT"))
                        .stream()
                        .map(one -> one.event().summary() + " " + one.start() + " " + one.length()))
                .containsExactly(
                        "Ana 2026-03-16T08:00:00Z PT8H",
                        "Bea 2026-03-24T09:00:00Z PT2H",
                        // A day and an hour later than it was, by the clocks that have changed meanwhile.
                        "Bea 2026-03-31T08:00:00Z PT2H",
                        "Cid 2026-04-06T07:00:00Z PT1H");
        assertThat(why(event("RECURRENCE-ID;RANGE=THISANDPRIOR:20260105T090000Z", "DTSTART:20260105T090000Z")))
                .contains("RANGE=THISANDPRIOR is not understood");
    }

    @Test
    void aPeriodThatWasAddedHasItsOwnEnd() {
        assertThat(occurrences(event(
                                "DTSTART:20260105T090000Z",
                                "DURATION:PT8H",
                                "RDATE;VALUE=PERIOD:20260106T090000Z/20260106T120000Z,20260107T090000Z/PT2H",
                                "RDATE:20260108T090000Z"))
                        .stream()
                        .map(one -> one.start() + " " + one.length()))
                .containsExactly(
                        "2026-01-05T09:00:00Z PT8H",
                        "2026-01-06T09:00:00Z PT3H",
                        "2026-01-07T09:00:00Z PT2H",
                        "2026-01-08T09:00:00Z PT8H");
        assertThat(why(event(
                        "DTSTART:20260105T090000Z",
                        "DURATION:PT8H",
                        "RDATE;VALUE=PERIOD:20260106T090000Z/20260106T080000Z")))
                .contains("line 7 (RDATE)");
    }

    @Test
    void aZoneOfWindowsIsKnownByItsName() {
        assertThat(starts(event("DTSTART;TZID=Romance Standard Time:20260705T090000", "DURATION:PT1H")))
                .containsExactly("2026-07-05T07:00:00Z");
        assertThat(WindowsZones.all()).hasSizeGreaterThan(130);
        String named = """
                BEGIN:VCALENDAR
                X-WR-TIMEZONE:Tokyo Standard Time
                BEGIN:VEVENT
                DTSTART:20260105T090000
                DURATION:PT1H
                END:VEVENT
                END:VCALENDAR
                """;
        assertThat(starts(CalendarReader.read(named, null, FROM, UNTIL))).containsExactly("2026-01-05T00:00:00Z");
    }

    @Test
    void aTimeThatFloatsIsNeverTakenForUtc() {
        for (String start : List.of("DTSTART:20260105T090000", "DTSTART;VALUE=DATE:20260105")) {
            String text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + start + "\nEND:VEVENT\nEND:VCALENDAR\n";
            assertThat(why(CalendarReader.read(text, null, FROM, UNTIL)))
                    .contains("line 3 (DTSTART): this has no time zone");
            assertThat(CalendarReader.read(text, BERLIN, FROM, UNTIL)).isInstanceOf(Reading.Read.class);
        }
        String zoned = """
                BEGIN:VCALENDAR
                BEGIN:VEVENT
                DTSTART:20260105T090000Z
                DURATION:PT1H
                END:VEVENT
                END:VCALENDAR
                """;
        assertThat(starts(CalendarReader.read(zoned, null, FROM, UNTIL))).containsExactly("2026-01-05T09:00:00Z");
    }

    @Test
    void aRuleIsUnderstoodWhollyOrRefusedByItsPart() {
        for (String good : List.of(
                "FREQ=WEEKLY;BYDAY=MO,TH",
                "freq=daily;interval=2;count=10",
                "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20261231T235959Z",
                "FREQ=YEARLY;BYMONTH=3,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;WKST=SU",
                "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO;",
                "FREQ=MONTHLY;BYMONTHDAY=1,-1")) {
            assertThat(RuleParts.wrong(good)).as(good).isNull();
        }
        Map.ofEntries(
                        Map.entry("FREQ=WEEKLY;BYDAY=MO,THU", "the part BYDAY has \"THU\""),
                        Map.entry("FREQ=WEEKLY;BYDAY=XX", "the part BYDAY has \"XX\""),
                        Map.entry("FREQ=WEEKLY;BYDAY=", "the part BYDAY has \"\""),
                        Map.entry("FREQ=WEEKLY;INTERVAL=0", "the part INTERVAL has \"0\""),
                        Map.entry("FREQ=WEEKLY;INTERVAL=-1", "the part INTERVAL has \"-1\""),
                        Map.entry("FREQ=DAILY;COUNT=0", "the part COUNT has \"0\""),
                        Map.entry("FREQ=MONTHLY;BYMONTHDAY=32", "the part BYMONTHDAY has \"32\""),
                        Map.entry("FREQ=YEARLY;BYMONTH=13", "the part BYMONTH has \"13\""),
                        Map.entry("FREQ=YEARLY;BYEASTER=0", "the part BYEASTER is not understood"),
                        Map.entry("FREQ=WEEKLY;FREQ=DAILY", "the part FREQ is there twice"),
                        Map.entry("BYDAY=MO", "the part FREQ is missing"),
                        Map.entry("FREQ=DAILY;COUNT=2;UNTIL=20260101", "the part UNTIL cannot stand beside COUNT"),
                        Map.entry("FREQ=WEEKLY;BYDAY=2MO", "the part BYDAY counts days"),
                        Map.entry("FREQ=WEEKLY;BYMONTHDAY=1", "the part BYMONTHDAY means nothing"),
                        Map.entry("FREQ=MONTHLY;BYWEEKNO=1", "the part BYWEEKNO"),
                        Map.entry("FREQ=DAILY;BYYEARDAY=1", "the part BYYEARDAY"),
                        Map.entry("FREQ=MONTHLY;BYSETPOS=1", "the part BYSETPOS needs"),
                        Map.entry("FREQ=DAILY;UNTIL=tomorrow", "the part UNTIL has \"TOMORROW\""),
                        Map.entry("every day", "the part EVERY DAY is not understood"))
                .forEach((bad, why) -> {
                    assertThat(RuleParts.wrong(bad)).as(bad).startsWith(why);
                    assertThat(why(event("DTSTART:20260105T090000Z", "DURATION:PT1H", "RRULE:" + bad)))
                            .contains("line 7 (RRULE): " + why);
                });
    }

    @Test
    void onlyTheTimeThatIsAskedForIsRead() {
        assertThat(starts(event("DTSTART;VALUE=DATE:20051224", "RRULE:FREQ=YEARLY;INTERVAL=1;UNTIL=20301231T235959Z")))
                .containsExactly("2026-12-23T23:00:00Z");
    }

    @Test
    void whatIsBrokenIsNamedByItsLine() {
        assertThat(why(CalendarReader.read("<html>sign in</html>", BERLIN, FROM, UNTIL)))
                .isEqualTo("line 1 is not of the form NAME:value");
        assertThat(why(CalendarReader.read("", BERLIN, FROM, UNTIL))).contains("has no calendar");
        assertThat(why(event("DTSTART:yesterday", "DURATION:PT1H"))).contains("line 5 (DTSTART)");
        assertThat(why(event("SUMMARY:When?"))).contains("VEVENT of line 3 has no DTSTART");
        assertThat(why(event("DTSTART;TZID=Nowhere:20260105T090000"))).contains("\"Nowhere\" is neither known");
        assertThat(why(event("DTSTART:20260105T090000Z", "DTEND:20260105T080000Z")))
                .contains("before the start");
        assertThat(why(event("DTSTART:20260105T090000Z", "DURATION:PT1H", "RRULE:FREQ=SOMETIMES")))
                .contains("line 7 (RRULE)");
        assertThat(why(CalendarReader.read("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", BERLIN, FROM, UNTIL)))
                .contains("ends within VEVENT");
        assertThat(why(CalendarReader.read("BEGIN:VCALENDAR\nEND:VEVENT\n", BERLIN, FROM, UNTIL)))
                .contains("line 2");
    }

    @Test
    void aRuleWithoutAnyDayIsRefusedByItsLine() {
        for (String rule : List.of(
                "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
                "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
                "FREQ=DAILY;BYMONTH=1;BYSETPOS=2",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")) {
            assertThat(why(event("DTSTART:20260105T090000Z", "DURATION:PT1H", "RRULE:" + rule)))
                    .as(rule)
                    .contains("line ", "is in this rule")
                    .doesNotContain("dmfs");
        }
    }

    @Test
    void aFileThatWouldNeverEndIsRefused() {
        assertThat(why(event("DTSTART:20260105T090000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY")))
                .contains("more than");
        // All rules of a file together, however many events they are in.
        String[] old = {
            "BEGIN:VEVENT", "UID:1", "DTSTART:19900101T000000Z", "DURATION:PT1S", "RRULE:FREQ=HOURLY", "END:VEVENT"
        };
        assertThat(why(read(String.join("\r\n", Collections.nCopies(50, String.join("\r\n", old))))))
                .contains("more than");
        assertThat(why(event("DTSTART:19700101T000000Z", "DURATION:PT1S", "RRULE:FREQ=MINUTELY")))
                .contains("more than 2000000 steps");
        assertThat(CalendarReader.read("BEGIN:VCALENDAR\n".repeat(100_000), BERLIN, FROM, UNTIL))
                .isInstanceOf(Reading.Refused.class);
    }
}
