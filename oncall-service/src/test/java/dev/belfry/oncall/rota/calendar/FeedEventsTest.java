package dev.belfry.oncall.rota.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.oncall.rota.schedule.Duty;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import dev.belfry.oncall.rota.schedule.Shift;
import dev.belfry.oncall.rota.schedule.Source;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.Test;

class FeedEventsTest {
    private static final UUID ANA = new UUID(0, 1);
    private static final UUID BEA = new UUID(0, 2);
    private static final UUID PRIMARY = new UUID(8, 1);
    private static final UUID SECONDARY = new UUID(8, 2);
    private static final UUID LAYER = new UUID(7, 1);
    private static final Instant MONDAY = Instant.parse("2026-03-23T08:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-03-24T08:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-03-25T08:00:00Z");
    private static final Instant THURSDAY = Instant.parse("2026-03-26T08:00:00Z");

    private static Duty duty(UUID user, UUID group, Instant turn) {
        return new Duty(user, group, Source.LAYER, LAYER, turn, false);
    }

    private static Shift shift(Instant start, Instant end, Duty... duties) {
        return new Shift(start, end, List.of(duties), List.of(), false);
    }

    private static Roll roll(Shift... shifts) {
        var schedule = new Schedule(
                new UUID(9, 9), "Payments, nights; Zürich", null, ZoneId.of("Europe/Zurich"), List.of(), 1);
        return new Roll(schedule, List.of(shifts), Map.of(ANA, "Ana Example", BEA, "Bea Example"));
    }

    private static List<FeedEvent> events(Roll roll, UUID... only) {
        return FeedEvents.of(List.of(roll), only.length == 0 ? null : only[0], MONDAY, THURSDAY);
    }

    @Test
    void aFeedThatIsFullKeepsTheShiftsNearestToNowAndSaysWhatIsLeftOut() {
        List<FeedEvent> events = IntStream.range(-30, 30)
                .mapToObj(day -> MONDAY.plus(Duration.ofDays(day)))
                .map(start -> new FeedEvent("uid-" + start, start, start.plus(Duration.ofDays(1)), "Ana", ""))
                .toList();
        assertThat(FeedEvents.nearest(events, MONDAY, 60)).isEqualTo(events);
        List<FeedEvent> few = FeedEvents.nearest(events, MONDAY.plus(Duration.ofHours(6)), 5);
        assertThat(few)
                .extracting(event -> Duration.between(MONDAY, event.start()).toDays())
                .containsExactly(-2L, -1L, 0L, 1L, 2L);
        assertThat(Calendar.text("Payments", "Only 5 of 60 are here.", ZoneId.of("UTC"), MONDAY, few))
                .contains("X-WR-CALDESC:Only 5 of 60 are here.");
    }

    @Test
    void anotherPersonsHandOffDoesNotCutAShiftInTwo() {
        var roll = roll(
                shift(MONDAY, TUESDAY, duty(ANA, PRIMARY, MONDAY), duty(BEA, SECONDARY, MONDAY)),
                shift(TUESDAY, WEDNESDAY, duty(ANA, PRIMARY, MONDAY), duty(ANA, SECONDARY, TUESDAY)));
        assertThat(events(roll, ANA))
                .extracting(FeedEvent::start, FeedEvent::end)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(MONDAY, WEDNESDAY),
                        org.assertj.core.groups.Tuple.tuple(TUESDAY, WEDNESDAY));
    }

    @Test
    void theNextTurnOfTheSamePersonIsAnotherShiftAndAGapEndsOne() {
        var roll = roll(
                shift(MONDAY, TUESDAY, duty(ANA, PRIMARY, MONDAY)),
                shift(TUESDAY, WEDNESDAY, duty(ANA, PRIMARY, TUESDAY)));
        assertThat(events(roll)).hasSize(2);
        var gap = roll(
                shift(MONDAY, TUESDAY, duty(ANA, PRIMARY, MONDAY)),
                shift(TUESDAY, WEDNESDAY),
                shift(WEDNESDAY, THURSDAY, duty(ANA, PRIMARY, MONDAY)));
        assertThat(events(gap)).extracting(FeedEvent::start).containsExactly(MONDAY, WEDNESDAY);
    }

    @Test
    void aShiftWithoutAnEndIsCutWhereTheFeedEnds() {
        var roll = roll(shift(Instant.MIN, Instant.MAX, duty(ANA, PRIMARY, MONDAY)));
        assertThat(events(roll)).singleElement().satisfies(event -> {
            assertThat(event.start()).isEqualTo(MONDAY);
            assertThat(event.end()).isEqualTo(THURSDAY);
        });
    }

    @Test
    void whoIsInAPlaceTwiceIsInTheFeedOnce() {
        Duty looksOn = new Duty(ANA, PRIMARY, Source.OVERRIDE, new UUID(3, 1), null, true);
        Duty added = new Duty(ANA, PRIMARY, Source.OVERRIDE, new UUID(3, 2), null, false);
        var roll = roll(
                shift(MONDAY, TUESDAY, looksOn, duty(ANA, PRIMARY, MONDAY), added),
                shift(TUESDAY, WEDNESDAY, looksOn, duty(ANA, PRIMARY, MONDAY), added, duty(BEA, SECONDARY, MONDAY)),
                shift(WEDNESDAY, THURSDAY, looksOn));
        assertThat(events(roll, ANA))
                .extracting(FeedEvent::start, FeedEvent::summary)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(MONDAY, "On call: Payments, nights; Zürich"),
                        org.assertj.core.groups.Tuple.tuple(WEDNESDAY, "Shadowing: Payments, nights; Zürich"));
        assertThat(events(roll)).extracting(FeedEvent::uid).doesNotHaveDuplicates();
    }

    @Test
    void aShiftThatHasAlwaysBeenIsTheSameEventEveryDay() {
        var roll = roll(shift(Instant.MIN, Instant.MAX, duty(ANA, PRIMARY, MONDAY)));
        assertThat(FeedEvents.of(List.of(roll), null, TUESDAY, THURSDAY))
                .extracting(FeedEvent::uid)
                .isEqualTo(events(roll).stream().map(FeedEvent::uid).toList());
    }

    @Test
    void theTextIsReadBackByAnIndependentReaderIsFoldedAndIsTheSameEachTime() throws Exception {
        var roll = roll(
                shift(MONDAY, TUESDAY, duty(ANA, PRIMARY, MONDAY)),
                shift(TUESDAY, WEDNESDAY, duty(BEA, PRIMARY, TUESDAY)));
        var text = Calendar.text("Payments on call", "", ZoneId.of("Europe/Zurich"), MONDAY, events(roll));
        assertThat(Calendar.text("Payments on call", "", ZoneId.of("Europe/Zurich"), MONDAY, events(roll)))
                .isEqualTo(text);
        assertThat(text).contains("\r\n").doesNotContain("METHOD").contains("BEGIN:VTIMEZONE");
        assertThat(text).contains("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        assertThat(Arrays.stream(text.split("\r\n", -1)))
                .allSatisfy(line ->
                        assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75));
        var read = new CalendarBuilder().build(new StringReader(text));
        read.validate();
        List<VEvent> events = read.getComponents("VEVENT");
        assertThat(events)
                .extracting(event -> Objects.requireNonNull(event.getSummary()).getValue())
                .containsExactly("Ana Example: Payments, nights; Zürich", "Bea Example: Payments, nights; Zürich");
        assertThat(text).contains("DTSTART:20260323T080000Z").contains("DTEND:20260324T080000Z");
        assertThat(events)
                .extracting(event -> event.getUid().orElseThrow().getValue())
                .doesNotHaveDuplicates();
    }

    @Test
    void aLineHas75OctetsHoweverManyCharactersTheyAre() throws Exception {
        String name = "Zürich 当直 🔔 ".repeat(12).strip();
        var event = new FeedEvent("1", MONDAY, TUESDAY, name, "Über ".repeat(30));
        String text = Calendar.text(name, "", ZoneId.of("Europe/Zurich"), MONDAY, List.of(event));
        assertThat(text.lines())
                .allSatisfy(line ->
                        assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75))
                .noneMatch(line -> line.contains("\ufffd"));
        assertThat(text).doesNotContain("\n\n").endsWith("END:VCALENDAR\r\n");
        assertThat(text.replace("\r\n ", "")).contains("SUMMARY:" + name).contains("X-WR-CALNAME:" + name);
        VEvent read = new CalendarBuilder()
                .build(new StringReader(text))
                .<VEvent>getComponent("VEVENT")
                .orElseThrow();
        assertThat(Objects.requireNonNull(read.getSummary()).getValue()).isEqualTo(name);
    }

    @Test
    void aFeedOfSeveralSchedulesCountsInTheZoneOfMostOfThem() {
        assertThat(FeedEvents.zone(List.of())).isEqualTo(ZoneId.of("Etc/UTC"));
        assertThat(FeedEvents.zone(List.of(in("Asia/Tokyo"), in("Europe/Zurich"), in("Europe/Zurich"))))
                .isEqualTo(ZoneId.of("Europe/Zurich"));
    }

    private static Schedule in(String zone) {
        return new Schedule(new UUID(9, 9), "Payments", null, ZoneId.of(zone), List.of(), 1);
    }

    @Test
    void aFeedWithoutShiftsIsStillACalendar() throws Exception {
        for (var zone : List.of("UTC", "Etc/UTC", "Africa/Casablanca", "Antarctica/Troll")) {
            var text = Calendar.text("Nobody", "", ZoneId.of(zone), MONDAY, List.of());
            new CalendarBuilder().build(new StringReader(text)).validate();
            assertThat(text).contains("BEGIN:VTIMEZONE");
        }
    }
}
