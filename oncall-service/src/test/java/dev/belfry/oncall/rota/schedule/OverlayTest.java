package dev.belfry.oncall.rota.schedule;

import static dev.belfry.oncall.rota.schedule.OverrideKind.ADD;
import static dev.belfry.oncall.rota.schedule.OverrideKind.REMOVE;
import static dev.belfry.oncall.rota.schedule.OverrideKind.REPLACE;
import static dev.belfry.oncall.rota.schedule.OverrideKind.SHADOW;
import static dev.belfry.oncall.rota.schedule.OverrideKind.VACATE;
import static dev.belfry.oncall.rota.schedule.Samples.ANA;
import static dev.belfry.oncall.rota.schedule.Samples.BEA;
import static dev.belfry.oncall.rota.schedule.Samples.CID;
import static dev.belfry.oncall.rota.schedule.Samples.DAN;
import static dev.belfry.oncall.rota.schedule.Samples.FIRST;
import static dev.belfry.oncall.rota.schedule.Samples.SECOND;
import static dev.belfry.oncall.rota.schedule.Samples.grouped;
import static dev.belfry.oncall.rota.schedule.Samples.layer;
import static dev.belfry.oncall.rota.schedule.Samples.override;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.oncall.identity.people.Inactivity;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What overrides, swaps and temporary schedules make of a schedule. */
class OverlayTest {
    private static final String MORNING = "2026-01-06T06:00:00Z";
    private static final String NOON = "2026-01-06T12:00:00Z";
    private static final String EVENING = "2026-01-06T18:00:00Z";
    private static final String NIGHT = "2026-01-06T23:00:00Z";
    private static final Schedule ONE = Samples.schedule("UTC", RotationUnit.WEEKLY, "2026-01-05T09:00", ANA, BEA);
    private static final Rotation WEEKLY =
            Rotation.every(1, RotationUnit.WEEKLY, LocalDateTime.parse("2026-01-05T09:00"));
    private static final Schedule TWO = grouped(
            "UTC",
            new Group(FIRST, "Primary", List.of(layer(1, WEEKLY, null, ANA))),
            new Group(SECOND, "Secondary", List.of(layer(2, WEEKLY, null, BEA))));

    @Test
    void theOverrideCreatedLastWinsAndGoesOneHop() {
        var first = override(1, REPLACE, CID, null, MORNING, NIGHT);
        var second = override(2, REPLACE, DAN, ANA, NOON, EVENING);
        var third = override(3, REPLACE, BEA, CID, MORNING, NIGHT);
        List<Shift> shifts = Resolver.of(ONE, List.of(third, second, first))
                .shifts(Instant.parse("2026-01-05T09:00:00Z"), Instant.parse("2026-01-12T09:00:00Z"));
        assertThat(shifts)
                .extracting(Shift::people)
                .containsExactly(List.of(ANA), List.of(CID), List.of(DAN), List.of(CID), List.of(ANA));
        assertThat(shifts.get(2).superseded()).containsExactly(first.id());
    }

    @Test
    void anOverrideAcrossTwoTurnsIsOneShift() {
        Schedule daily = Samples.schedule("UTC", RotationUnit.DAILY, "2026-01-05T09:00", ANA, BEA);
        var over = override(1, REPLACE, CID, null, "2026-01-05T12:00:00Z", "2026-01-07T12:00:00Z");
        Shift shift = Resolver.of(daily, List.of(over)).at(Instant.parse("2026-01-06T20:00:00Z"));
        assertThat(shift.start()).isEqualTo(over.start());
        assertThat(shift.end()).isEqualTo(over.end());
    }

    @Test
    void anOverrideThatAppliesToNobodyDoesNotCutTheShiftBelow() {
        var elsewhere = override(1, REPLACE, CID, DAN, MORNING, NOON);
        Shift shift = Resolver.of(ONE, List.of(elsewhere)).at(Instant.parse(NOON));
        assertThat(shift.start()).isEqualTo(Instant.parse("2026-01-05T09:00:00Z"));
        assertThat(shift.end()).isEqualTo(Instant.parse("2026-01-12T09:00:00Z"));
        assertThat(shift.superseded()).isEmpty();
    }

    @Test
    void somebodyIsAddedRemovedAndEverybodyGoes() {
        var added = override(1, ADD, CID, null, MORNING, NIGHT);
        var removed = override(2, REMOVE, null, ANA, NOON, NIGHT);
        var vacated = override(3, VACATE, null, null, EVENING, NIGHT);
        Resolver resolver = Resolver.of(ONE, List.of(added, removed, vacated));
        assertThat(resolver.people(Instant.parse("2026-01-06T08:00:00Z"))).containsExactly(ANA, CID);
        assertThat(resolver.people(Instant.parse("2026-01-06T13:00:00Z"))).containsExactly(CID);
        assertThat(resolver.people(Instant.parse("2026-01-06T20:00:00Z"))).isEmpty();
    }

    @Test
    void whoIsAddedAfterEverybodyWasSentAwayIsThere() {
        var vacated = override(1, VACATE, null, null, MORNING, NIGHT);
        var added = override(2, ADD, CID, null, NOON, EVENING);
        Resolver resolver = Resolver.of(TWO, List.of(vacated, added));
        assertThat(resolver.people(Instant.parse("2026-01-06T08:00:00Z"))).isEmpty();
        assertThat(resolver.people(Instant.parse("2026-01-06T13:00:00Z"))).containsExactly(CID);
    }

    @Test
    void theNarrowerScopeWins() {
        var inGroup = override(1, REPLACE, FIRST, CID, null, MORNING, NIGHT);
        var everywhere = override(2, REPLACE, DAN, null, MORNING, NIGHT);
        Shift shift = Resolver.of(TWO, List.of(inGroup, everywhere)).at(Instant.parse(NOON));
        assertThat(shift.people()).containsExactly(CID, DAN);
        var sameGroup = override(3, REPLACE, FIRST, DAN, null, NOON, NIGHT);
        Resolver resolver = Resolver.of(TWO, List.of(inGroup, sameGroup));
        assertThat(resolver.people(Instant.parse("2026-01-06T13:00:00Z"))).containsExactly(DAN, BEA);
    }

    @Test
    void anOverrideOfOneShiftHoldsOnlyWhileThatShiftIsThere() {
        Instant turn = Instant.parse("2026-01-05T09:00:00Z");
        ScheduleOverride one = new ScheduleOverride(
                new UUID(5, 1),
                Samples.SCHEDULE,
                REPLACE,
                FIRST,
                new UUID(7, 1),
                turn,
                CID,
                null,
                turn,
                Instant.parse("2026-01-20T00:00:00Z"),
                null,
                Instant.EPOCH,
                null);
        Resolver resolver = Resolver.of(ONE, List.of(one));
        assertThat(resolver.people(Instant.parse(NOON))).containsExactly(CID);
        assertThat(resolver.people(Instant.parse("2026-01-12T09:00:00Z"))).containsExactly(BEA);
    }

    @Test
    void twoWhoAreReplacedByTheSamePersonAreOne() {
        var first = override(1, REPLACE, CID, ANA, MORNING, NIGHT);
        var second = override(2, REPLACE, CID, BEA, MORNING, NIGHT);
        Shift shift = Resolver.of(TWO, List.of(first, second)).at(Instant.parse(NOON));
        assertThat(shift.people()).containsExactly(CID);
        assertThat(shift.duties()).hasSize(2);
    }

    @Test
    void aShadowIsShownAndNotPaged() {
        var shadow = override(1, SHADOW, CID, ANA, MORNING, NIGHT);
        Shift shift = Resolver.of(ONE, List.of(shadow)).at(Instant.parse(NOON));
        assertThat(shift.people()).containsExactly(ANA);
        assertThat(shift.duties()).anyMatch(duty -> duty.user().equals(CID) && duty.shadow());
    }

    @Test
    void aSwapGivesWayToAnOverrideThatIsOlder() {
        var manual = override(1, REPLACE, CID, null, NOON, EVENING);
        ScheduleOverride swap = new ScheduleOverride(
                new UUID(5, 2),
                Samples.SCHEDULE,
                REPLACE,
                null,
                null,
                null,
                BEA,
                ANA,
                Instant.parse(MORNING),
                Instant.parse(NIGHT),
                new UUID(6, 1),
                Instant.ofEpochSecond(99),
                null);
        Resolver resolver = Resolver.of(ONE, List.of(manual, swap));
        assertThat(resolver.people(Instant.parse("2026-01-06T08:00:00Z"))).containsExactly(BEA);
        assertThat(resolver.people(Instant.parse("2026-01-06T13:00:00Z"))).containsExactly(CID);
        assertThat(resolver.at(Instant.parse("2026-01-06T08:00:00Z"))
                        .duties()
                        .getFirst()
                        .source())
                .isEqualTo(Source.SWAP);
    }

    @Test
    void aTemporaryScheduleReplacesOrFillsAndIsAboveOverrides() {
        var over = override(1, REPLACE, DAN, null, MORNING, NIGHT);
        for (boolean fills : List.of(false, true)) {
            TemporarySchedule temporary = new TemporarySchedule(
                    new UUID(4, 1),
                    Samples.SCHEDULE,
                    Instant.parse(MORNING),
                    Instant.parse(NIGHT),
                    fills,
                    List.of(new TemporarySchedule.Stint(CID, Instant.parse(NOON), Instant.parse(EVENING))),
                    Instant.EPOCH);
            Resolver resolver = Resolver.of(
                    List.of(new ScheduleVersion(Instant.EPOCH, ONE)), List.of(over), List.of(temporary), List.of());
            assertThat(resolver.people(Instant.parse("2026-01-06T13:00:00Z"))).containsExactly(CID);
            assertThat(resolver.people(Instant.parse("2026-01-06T08:00:00Z")))
                    .isEqualTo(fills ? List.of(DAN) : List.of());
        }
    }

    @Test
    void anInactivePersonKeepsTheirPlaceAndNobodyIsInIt() {
        Schedule layers = grouped(
                "UTC",
                new Group(FIRST, "Primary", List.of(layer(1, WEEKLY, null, BEA), layer(2, WEEKLY, null, ANA))),
                new Group(SECOND, "Secondary", List.of(layer(3, WEEKLY, null, CID))));
        Resolver resolver = away(layers, List.of(), NOON, EVENING);
        List<Shift> shifts = resolver.shifts(Instant.parse(MORNING), Instant.parse(NIGHT));
        assertThat(shifts)
                .extracting(Shift::people)
                .containsExactly(List.of(ANA, CID), List.of(CID), List.of(ANA, CID));
        assertThat(shifts).extracting(Shift::partial).containsExactly(false, true, false);
        assertThat(shifts.get(1).start()).isEqualTo(Instant.parse(NOON));
        assertThat(shifts.get(1).end()).isEqualTo(Instant.parse(EVENING));

        Resolver forGood = away(ONE, List.of(), NOON, null);
        assertThat(forGood.people(Instant.parse(MORNING)))
                .as("what was stays as it was")
                .containsExactly(ANA);
        assertThat(forGood.at(Instant.parse(NOON)).gap()).isTrue();
        assertThat(forGood.people(Instant.parse("2026-01-13T12:00:00Z")))
                .as("the turns of others stay theirs")
                .containsExactly(BEA);
        assertThat(forGood.people(Instant.parse("2027-01-05T12:00:00Z"))).isEmpty();
    }

    @Test
    void anInactivePersonCanBeReplacedAndReplacesNobody() {
        var cover = override(1, REPLACE, CID, ANA, NOON, EVENING);
        assertThat(away(ONE, List.of(cover), MORNING, null).people(Instant.parse(NOON)))
                .containsExactly(CID);
        var named = override(1, REPLACE, ANA, BEA, MORNING, NIGHT);
        var added = override(2, ADD, ANA, null, MORNING, NIGHT);
        var shadow = override(3, SHADOW, ANA, null, MORNING, NIGHT);
        Shift shift = away(TWO, List.of(named, added, shadow), MORNING, null).at(Instant.parse(NOON));
        assertThat(shift.duties())
                .as("the one who was replaced does not step in")
                .isEmpty();

        TemporarySchedule temporary = new TemporarySchedule(
                new UUID(4, 1),
                Samples.SCHEDULE,
                Instant.parse(MORNING),
                Instant.parse(NIGHT),
                true,
                List.of(new TemporarySchedule.Stint(CID, Instant.parse(NOON), Instant.parse(EVENING))),
                Instant.EPOCH);
        Resolver planned = Resolver.of(
                List.of(new ScheduleVersion(Instant.EPOCH, ONE)),
                List.of(),
                List.of(temporary),
                List.of(new Inactivity(CID, Instant.parse(MORNING), null)));
        assertThat(planned.people(Instant.parse(NOON))).isEmpty();
        assertThat(planned.people(Instant.parse("2026-01-06T11:00:00Z"))).containsExactly(ANA);
    }

    private static Resolver away(
            Schedule schedule, List<ScheduleOverride> overrides, String since, @Nullable String until) {
        Inactivity inactivity = new Inactivity(ANA, Instant.parse(since), until == null ? null : Instant.parse(until));
        return Resolver.of(
                List.of(new ScheduleVersion(Instant.EPOCH, schedule)), overrides, List.of(), List.of(inactivity));
    }

    @Test
    void aGroupWithoutAnybodyIsPartlyCovered() {
        var gone = override(1, VACATE, SECOND, null, null, MORNING, NIGHT);
        Resolver resolver = Resolver.of(TWO, List.of(gone));
        assertThat(resolver.at(Instant.parse(NOON)).partial()).isTrue();
        assertThat(resolver.at(Instant.parse("2026-01-07T13:00:00Z")).partial()).isFalse();
    }
}
