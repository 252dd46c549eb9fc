package dev.belfry.oncall.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The cases a person can check with a calendar. */
class ResolverTest {
    private static final UUID ANA = new UUID(0, 1);
    private static final UUID BEA = new UUID(0, 2);
    private static final UUID CID = new UUID(0, 3);
    private static final UUID DAN = new UUID(0, 4);

    @Test
    void aWeeklyTurnStaysAtNineLocalAcrossTheClockChange() {
        Schedule schedule = schedule("Europe/Berlin", RotationUnit.WEEKLY, "2026-03-23T09:00", ANA, BEA);
        assertThat(at(schedule, "2026-03-30T06:59:59Z")).isEqualTo(ANA);
        assertThat(at(schedule, "2026-03-30T07:00:00Z")).isEqualTo(BEA);
    }

    @Test
    void nobodyIsOnCallBeforeTheStart() {
        Schedule schedule = schedule("UTC", RotationUnit.DAILY, "2026-01-05T09:00", ANA);
        assertThat(at(schedule, "2026-01-05T08:59:59.999Z")).isNull();
        assertThat(at(schedule, "2026-01-05T09:00:00Z")).isEqualTo(ANA);
    }

    @Test
    void turnsHaveNumbersBeforeTheAnchorToo() {
        Rotation rotation =
                new Rotation(RotationUnit.DAILY, 2, LocalDateTime.parse("2026-01-05T09:00"), List.of(ANA, BEA, CID));
        ZoneId utc = ZoneId.of("UTC");
        assertThat(rotation.turnAt(Instant.parse("2026-01-05T08:59:00Z"), utc)).isEqualTo(-1);
        assertThat(rotation.turnAt(Instant.parse("2026-01-01T09:00:00Z"), utc)).isEqualTo(-2);
        assertThat(rotation.participant(-1)).isEqualTo(CID);
    }

    @Test
    void aSkippedHandoffHappensAtTheFirstInstantAfterTheGap() {
        Schedule schedule = schedule("America/New_York", RotationUnit.DAILY, "2026-03-07T02:30", ANA, BEA);
        assertThat(at(schedule, "2026-03-08T06:59:59Z")).isEqualTo(ANA);
        assertThat(at(schedule, "2026-03-08T07:00:00Z")).isEqualTo(BEA);
        assertThat(at(schedule, "2026-03-09T06:30:00Z")).isEqualTo(ANA);
    }

    @Test
    void aRepeatedHandoffHappensAtItsFirstOccurrence() {
        Schedule schedule = schedule("America/New_York", RotationUnit.DAILY, "2026-10-31T01:30", ANA, BEA);
        assertThat(at(schedule, "2026-11-01T05:29:59Z")).isEqualTo(ANA);
        assertThat(at(schedule, "2026-11-01T05:30:00Z")).isEqualTo(BEA);
        assertThat(at(schedule, "2026-11-01T06:15:00Z")).isEqualTo(BEA);
    }

    @Test
    void aDayThatWasSkippedTakesItsTurnWithIt() {
        Schedule schedule = schedule("Pacific/Apia", RotationUnit.DAILY, "2011-12-29T00:00", ANA, BEA, CID);
        assertThat(at(schedule, "2011-12-30T09:59:59Z")).isEqualTo(ANA);
        assertThat(at(schedule, "2011-12-30T10:00:00Z")).isEqualTo(CID);
    }

    @Test
    void theLastOfTheMonthIsRememberedAndClamped() {
        Schedule schedule = schedule("UTC", RotationUnit.MONTHLY, "2026-01-31T00:00", ANA, BEA, CID);
        List<Shift> shifts = Resolver.shifts(
                schedule, List.of(), Instant.parse("2026-01-31T00:00:00Z"), Instant.parse("2026-04-30T00:00:00Z"));
        assertThat(shifts)
                .extracting(shift -> shift.start().toString())
                .containsExactly("2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z", "2026-03-31T00:00:00Z");
    }

    @Test
    void hourlyTurnsAreElapsedTime() {
        Schedule schedule = schedule("America/New_York", RotationUnit.HOURLY, "2026-10-31T20:00", ANA, BEA);
        List<Shift> shifts = Resolver.shifts(
                schedule, List.of(), Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-02T00:00:00Z"));
        assertThat(shifts)
                .hasSize(24)
                .allSatisfy(
                        shift -> assertThat(shift.end()).isEqualTo(shift.start().plusSeconds(3600)));
    }

    @Test
    void tenYearsOfHourlyTurnsLandOnTheRightPerson() {
        Schedule schedule = schedule("UTC", RotationUnit.HOURLY, "2016-01-01T00:00", ANA, BEA, CID);
        Instant start = Instant.parse("2016-01-01T00:00:00Z");
        assertThat(at(schedule, start.plusSeconds(87_601L * 3600).toString())).isEqualTo(BEA);
    }

    @Test
    void theOverrideCreatedLastWinsAndGoesOneHop() {
        Schedule schedule = schedule("UTC", RotationUnit.WEEKLY, "2026-01-05T09:00", ANA, BEA);
        var first = override(1, CID, "2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z", null);
        var second = override(2, DAN, "2026-01-06T12:00:00Z", "2026-01-06T18:00:00Z", ANA);
        var third = override(3, BEA, "2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z", CID);
        List<Shift> shifts = Resolver.shifts(
                schedule,
                List.of(third, second, first),
                Instant.parse("2026-01-05T09:00:00Z"),
                Instant.parse("2026-01-12T09:00:00Z"));
        assertThat(shifts).extracting(Shift::user).containsExactly(ANA, CID, DAN, CID, ANA);
    }

    @Test
    void anOverrideAcrossTwoTurnsIsOneShift() {
        Schedule schedule = schedule("UTC", RotationUnit.DAILY, "2026-01-05T09:00", ANA, BEA);
        var over = override(1, CID, "2026-01-05T12:00:00Z", "2026-01-07T12:00:00Z", null);
        assertThat(Resolver.at(schedule, List.of(over), Instant.parse("2026-01-06T20:00:00Z")))
                .isEqualTo(new Shift(over.start(), over.end(), CID, over.id()));
    }

    @Test
    void aSupersededOverrideDoesNotCutTheShiftBelow() {
        Schedule schedule = schedule("UTC", RotationUnit.DAILY, "2026-01-05T09:00", ANA, BEA);
        var elsewhere = override(1, CID, "2026-01-05T12:00:00Z", "2026-01-05T13:00:00Z", DAN);
        assertThat(Resolver.at(schedule, List.of(elsewhere), Instant.parse("2026-01-05T12:30:00Z")))
                .isEqualTo(new Shift(
                        Instant.parse("2026-01-05T09:00:00Z"), Instant.parse("2026-01-06T09:00:00Z"), ANA, null));
    }

    private static @Nullable UUID at(Schedule schedule, String instant) {
        return Resolver.at(schedule, List.of(), Instant.parse(instant)).user();
    }

    private static Schedule schedule(String zone, RotationUnit unit, String start, UUID... people) {
        Rotation rotation = new Rotation(unit, 1, LocalDateTime.parse(start), List.of(people));
        return new Schedule(new UUID(9, 9), "Primary", null, ZoneId.of(zone), rotation, 1);
    }

    private static ScheduleOverride override(int order, UUID user, String start, String end, @Nullable UUID replaces) {
        return new ScheduleOverride(
                new UUID(5, order),
                new UUID(9, 9),
                user,
                Instant.parse(start),
                Instant.parse(end),
                replaces,
                Instant.ofEpochSecond(order));
    }
}
