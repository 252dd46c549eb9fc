package dev.belfry.oncall.rota.schedule;

import static dev.belfry.oncall.rota.schedule.Samples.ANA;
import static dev.belfry.oncall.rota.schedule.Samples.BEA;
import static dev.belfry.oncall.rota.schedule.Samples.CID;
import static dev.belfry.oncall.rota.schedule.Samples.DAN;
import static dev.belfry.oncall.rota.schedule.Samples.layer;
import static dev.belfry.oncall.rota.schedule.Samples.restricted;
import static dev.belfry.oncall.rota.schedule.Samples.schedule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The cases of the layers that a person can check with a calendar. */
class ResolverTest {
    private static final List<DayOfWeek> WORKDAYS =
            List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY);

    @Test
    void aWeeklyTurnStaysAtNineLocalAcrossTheClockChange() {
        Schedule schedule = schedule("Europe/Berlin", RotationUnit.WEEKLY, "2026-03-23T09:00", ANA, BEA);
        assertThat(at(schedule, "2026-03-30T06:59:59Z")).containsExactly(ANA);
        assertThat(at(schedule, "2026-03-30T07:00:00Z")).containsExactly(BEA);
    }

    @Test
    void nobodyIsOnCallBeforeTheStart() {
        Schedule schedule = schedule("UTC", RotationUnit.DAILY, "2026-01-05T09:00", ANA);
        assertThat(at(schedule, "2026-01-05T08:59:59.999Z")).isEmpty();
        assertThat(at(schedule, "2026-01-05T09:00:00Z")).containsExactly(ANA);
        assertThat(Resolver.of(schedule, List.of())
                        .at(Instant.parse("2026-01-01T00:00:00Z"))
                        .start())
                .isEqualTo(Instant.MIN);
    }

    @Test
    void thePhaseIsNotTheStartSoTurnsHaveNumbersBeforeTheAnchorToo() {
        Rotation rotation = Rotation.every(2, RotationUnit.DAILY, LocalDateTime.parse("2026-01-05T09:00"));
        Schedule schedule = schedule("UTC", layer(1, rotation, "2026-01-01T00:00", ANA, BEA, CID));
        assertThat(at(schedule, "2026-01-05T08:59:00Z")).containsExactly(CID);
        assertThat(at(schedule, "2026-01-02T09:00:00Z")).containsExactly(BEA);
        assertThat(at(schedule, "2025-12-31T23:59:00Z")).isEmpty();
    }

    @Test
    void aSkippedHandoffHappensAtTheFirstInstantAfterTheGap() {
        Schedule schedule = schedule("America/New_York", RotationUnit.DAILY, "2026-03-07T02:30", ANA, BEA);
        assertThat(at(schedule, "2026-03-08T06:59:59Z")).containsExactly(ANA);
        assertThat(at(schedule, "2026-03-08T07:00:00Z")).containsExactly(BEA);
        assertThat(at(schedule, "2026-03-09T06:30:00Z")).containsExactly(ANA);
    }

    @Test
    void aRepeatedHandoffHappensAtItsFirstOccurrence() {
        Schedule schedule = schedule("America/New_York", RotationUnit.DAILY, "2026-10-31T01:30", ANA, BEA);
        assertThat(at(schedule, "2026-11-01T05:29:59Z")).containsExactly(ANA);
        assertThat(at(schedule, "2026-11-01T05:30:00Z")).containsExactly(BEA);
        assertThat(at(schedule, "2026-11-01T06:15:00Z")).containsExactly(BEA);
    }

    @Test
    void aDayThatWasSkippedTakesItsTurnWithIt() {
        Schedule schedule = schedule("Pacific/Apia", RotationUnit.DAILY, "2011-12-29T00:00", ANA, BEA, CID);
        assertThat(at(schedule, "2011-12-30T09:59:59Z")).containsExactly(ANA);
        assertThat(at(schedule, "2011-12-30T10:00:00Z")).containsExactly(CID);
    }

    @Test
    void theLastOfTheMonthIsRememberedAndClamped() {
        Schedule schedule = schedule("UTC", RotationUnit.MONTHLY, "2026-01-31T00:00", ANA, BEA, CID);
        List<Shift> shifts = Resolver.of(schedule, List.of())
                .shifts(Instant.parse("2026-01-31T00:00:00Z"), Instant.parse("2026-04-30T00:00:00Z"));
        assertThat(shifts)
                .extracting(shift -> shift.start().toString())
                .containsExactly("2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z", "2026-03-31T00:00:00Z");
    }

    @Test
    void aRecurrenceRuleSkipsMonthsWithoutTheDay() {
        Schedule schedule =
                schedule("UTC", layer(1, rules("2026-01-31T00:00", "FREQ=MONTHLY;BYMONTHDAY=31"), null, ANA, BEA));
        List<Shift> shifts = Resolver.of(schedule, List.of())
                .shifts(Instant.parse("2026-01-31T00:00:00Z"), Instant.parse("2026-05-30T00:00:00Z"));
        assertThat(shifts)
                .extracting(shift -> shift.start().toString())
                .containsExactly("2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z");
        assertThat(at(schedule, "2026-01-30T23:59:59Z")).isEmpty();
    }

    @Test
    void hourlyTurnsAreElapsedTimeUnlessAlignedToTheWall() {
        LocalDateTime start = LocalDateTime.parse("2026-10-31T20:00");
        Schedule elapsed = schedule("America/New_York", RotationUnit.HOURLY, "2026-10-31T20:00", ANA, BEA);
        Instant from = Instant.parse("2026-11-01T04:00:00Z");
        Instant to = Instant.parse("2026-11-02T00:00:00Z");
        assertThat(Resolver.of(elapsed, List.of()).shifts(from, to))
                .hasSize(20)
                .allSatisfy(
                        shift -> assertThat(shift.end()).isEqualTo(shift.start().plusSeconds(3600)));
        Rotation aligned = new Rotation(RotationUnit.HOURLY, List.of(1), start, 1, true, RecurrenceRules.NONE);
        Schedule wall = schedule("America/New_York", layer(1, aligned, null, ANA, BEA));
        Shift doubled = Resolver.of(wall, List.of()).at(Instant.parse("2026-11-01T06:30:00Z"));
        assertThat(doubled.start()).isEqualTo(Instant.parse("2026-11-01T05:00:00Z"));
        assertThat(doubled.end()).isEqualTo(Instant.parse("2026-11-01T07:00:00Z"));
    }

    @Test
    void tenYearsOfHourlyTurnsLandOnTheRightPerson() {
        Schedule schedule = schedule("UTC", RotationUnit.HOURLY, "2016-01-01T00:00", ANA, BEA, CID);
        Instant start = Instant.parse("2016-01-01T00:00:00Z");
        assertThat(at(schedule, start.plusSeconds(87_601L * 3600).toString())).containsExactly(BEA);
    }

    @Test
    void anUnevenSplitGivesFiveDaysAndTwo() {
        Rotation split = new Rotation(
                RotationUnit.DAILY,
                List.of(5, 2),
                LocalDateTime.parse("2026-01-05T09:00"),
                1,
                false,
                RecurrenceRules.NONE);
        Schedule schedule = schedule("UTC", layer(1, split, null, ANA, BEA));
        assertThat(at(schedule, "2026-01-10T08:59:59Z")).containsExactly(ANA);
        assertThat(at(schedule, "2026-01-10T09:00:00Z")).containsExactly(BEA);
        assertThat(at(schedule, "2026-01-12T09:00:00Z")).containsExactly(ANA);
        assertThat(at(schedule, "2026-01-05T08:59:59Z")).containsExactly(BEA);
    }

    @Test
    void severalShiftsInARowAreOneMembers() {
        Rotation rotation = new Rotation(
                RotationUnit.DAILY,
                List.of(1),
                LocalDateTime.parse("2026-01-05T09:00"),
                2,
                false,
                RecurrenceRules.NONE);
        Schedule schedule = schedule("UTC", layer(1, rotation, null, ANA, BEA));
        assertThat(at(schedule, "2026-01-07T08:59:00Z")).containsExactly(ANA);
        assertThat(at(schedule, "2026-01-07T09:00:00Z")).containsExactly(BEA);
        assertThat(at(schedule, "2026-01-04T09:00:00Z")).containsExactly(BEA);
    }

    @Test
    void aVacantSlotAndAPersonWhoLeftShowTheLayerBelow() {
        Layer below =
                layer(1, Rotation.every(1, RotationUnit.WEEKLY, LocalDateTime.parse("2026-01-05T00:00")), null, DAN);
        Rotation daily = Rotation.every(1, RotationUnit.DAILY, LocalDateTime.parse("2026-01-05T00:00"));
        Layer above = new Layer(
                new UUID(7, 2),
                "Above",
                daily,
                List.of(
                        Member.of(ANA),
                        new Member(null, null, null),
                        new Member(BEA, null, LocalDateTime.parse("2026-01-07T12:00"))),
                List.of(),
                false,
                null,
                null,
                null);
        Schedule schedule = schedule("UTC", below, above);
        assertThat(at(schedule, "2026-01-05T12:00:00Z")).containsExactly(ANA);
        assertThat(at(schedule, "2026-01-06T12:00:00Z")).containsExactly(DAN);
        assertThat(at(schedule, "2026-01-07T11:59:59Z")).containsExactly(BEA);
        assertThat(at(schedule, "2026-01-07T12:00:00Z")).containsExactly(DAN);
        assertThat(at(schedule, "2026-01-10T12:00:00Z")).containsExactly(DAN);
    }

    @Test
    void fourteenPeopleFromMondayToFridayAllHaveTheirDayWhenWorkedTurnsCount() {
        Rotation daily = Rotation.every(1, RotationUnit.DAILY, LocalDateTime.parse("2026-01-05T00:00"));
        UUID[] people = new UUID[14];
        for (int i = 0; i < people.length; i++) {
            people[i] = new UUID(1, i);
        }
        Restriction office = new Restriction(WORKDAYS, 9 * 3600, 17 * 3600);
        Resolver worked = Resolver.of(
                schedule("Europe/Berlin", restricted(layer(1, daily, null, people), true, office)), List.of());
        Resolver calendar = Resolver.of(
                schedule("Europe/Berlin", restricted(layer(1, daily, null, people), false, office)), List.of());
        List<UUID> turns = new ArrayList<>();
        List<UUID> others = new ArrayList<>();
        for (int day = 0; day < 7 * 14; day++) {
            Instant noon = Instant.parse("2026-01-05T12:00:00Z").plusSeconds(86_400L * day);
            turns.addAll(worked.people(noon));
            others.addAll(calendar.people(noon));
        }
        for (int i = 0; i < 70; i++) {
            assertThat(turns.get(i)).isEqualTo(people[i % 14]);
        }
        assertThat(others).hasSize(70).doesNotContain(people[5], people[6], people[12], people[13]);
    }

    @Test
    void aPartlyElapsedWindowHasUsedItsTurnWhicheverWayItIsAsked() {
        Rotation daily = Rotation.every(1, RotationUnit.DAILY, LocalDateTime.parse("2026-01-05T12:00"));
        Restriction night = new Restriction(List.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY), 22 * 3600, 6 * 3600);
        Resolver resolver =
                Resolver.of(schedule("UTC", restricted(layer(1, daily, null, ANA, BEA, CID), true, night)), List.of());
        List<Shift> shifts =
                resolver.shifts(Instant.parse("2026-01-05T00:00:00Z"), Instant.parse("2026-02-05T00:00:00Z"));
        for (Instant now = Instant.parse("2026-01-05T00:00:00Z");
                now.isBefore(Instant.parse("2026-02-05T00:00:00Z"));
                now = now.plusSeconds(1_800)) {
            assertThat(shifts).contains(resolver.at(now));
        }
        assertThat(resolver.people(Instant.parse("2026-01-08T23:00:00Z"))).containsExactly(BEA);
        assertThat(resolver.people(Instant.parse("2026-01-09T05:00:00Z"))).containsExactly(BEA);
    }

    @Test
    void anHourThatIsDoubledCountsTwiceAndOneThatIsSkippedNotAtAll() {
        Rotation weekly = Rotation.every(1, RotationUnit.WEEKLY, LocalDateTime.parse("2026-01-05T00:00"));
        Restriction early = new Restriction(List.of(DayOfWeek.SUNDAY), 3600, 7200);
        Resolver autumn = Resolver.of(
                schedule("America/New_York", restricted(layer(1, weekly, null, ANA), false, early)), List.of());
        Shift doubled = autumn.at(Instant.parse("2026-11-01T05:30:00Z"));
        assertThat(doubled.start()).isEqualTo(Instant.parse("2026-11-01T05:00:00Z"));
        assertThat(doubled.end()).isEqualTo(Instant.parse("2026-11-01T07:00:00Z"));
        Restriction skipped = new Restriction(List.of(DayOfWeek.SUNDAY), 7200, 10_800);
        Resolver spring = Resolver.of(
                schedule("America/New_York", restricted(layer(1, weekly, null, ANA), false, skipped)), List.of());
        assertThat(spring.shifts(Instant.parse("2026-03-07T12:00:00Z"), Instant.parse("2026-03-09T12:00:00Z")))
                .allMatch(Shift::gap);
    }

    @Test
    void aWindowWithoutLengthIsRefused() {
        assertThatThrownBy(() -> new Restriction(WORKDAYS, 3600, 3600)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aScheduleOfVacantSlotsIsAGapWithoutAnEnd() {
        Rotation hourly = Rotation.every(1, RotationUnit.HOURLY, LocalDateTime.parse("2026-01-05T00:00"));
        Schedule schedule = schedule("UTC", layer(1, hourly, null, (UUID) null));
        Shift shift = Resolver.of(schedule, List.of()).at(Instant.parse("2026-01-05T00:00:00Z"));
        assertThat(shift.gap()).isTrue();
        assertThat(shift.end()).isEqualTo(Instant.MAX);
    }

    @Test
    void anEditLeavesWhatWasBeforeIt() {
        Schedule before = schedule("UTC", RotationUnit.DAILY, "2026-01-05T09:00", ANA);
        Schedule after = schedule("UTC", RotationUnit.DAILY, "2026-01-05T09:00", BEA);
        Instant edit = Instant.parse("2026-01-10T15:00:00Z");
        Resolver resolver = Resolver.of(
                List.of(new ScheduleVersion(Instant.EPOCH, before), new ScheduleVersion(edit, after)),
                List.of(),
                List.of(),
                List.of());
        assertThat(resolver.people(edit.minusNanos(1))).containsExactly(ANA);
        assertThat(resolver.people(edit)).containsExactly(BEA);
        assertThat(resolver.at(edit).start()).isEqualTo(edit);
    }

    @Test
    void anEditThatChangesNothingForTheOneOnCallDoesNotCutTheShift() {
        Schedule schedule = schedule("UTC", RotationUnit.WEEKLY, "2026-01-05T09:00", ANA, BEA);
        Resolver resolver = Resolver.of(
                List.of(
                        new ScheduleVersion(Instant.EPOCH, schedule),
                        new ScheduleVersion(Instant.parse("2026-01-07T15:00:00Z"), schedule)),
                List.of(),
                List.of(),
                List.of());
        Shift shift = resolver.at(Instant.parse("2026-01-06T00:00:00Z"));
        assertThat(shift.end()).isEqualTo(Instant.parse("2026-01-12T09:00:00Z"));
    }

    private static List<UUID> at(Schedule schedule, String instant) {
        return Resolver.of(schedule, List.of()).people(Instant.parse(instant));
    }

    private static Rotation rules(String start, String rule) {
        return new Rotation(
                RotationUnit.MONTHLY,
                List.of(1),
                LocalDateTime.parse(start),
                1,
                false,
                new RecurrenceRules(List.of(rule), List.of(), List.of()));
    }
}
