package dev.belfry.oncall.rota.planner;

import static dev.belfry.oncall.rota.schedule.Samples.ANA;
import static dev.belfry.oncall.rota.schedule.Samples.BEA;
import static dev.belfry.oncall.rota.schedule.Samples.CID;
import static dev.belfry.oncall.rota.schedule.Samples.DAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.oncall.rota.planner.Drawing.Bar;
import dev.belfry.oncall.rota.planner.Drawing.Kind;
import dev.belfry.oncall.rota.planner.Drawing.Lane;
import dev.belfry.oncall.rota.schedule.Group;
import dev.belfry.oncall.rota.schedule.OverrideKind;
import dev.belfry.oncall.rota.schedule.Resolver;
import dev.belfry.oncall.rota.schedule.Restriction;
import dev.belfry.oncall.rota.schedule.Rotation;
import dev.belfry.oncall.rota.schedule.RotationUnit;
import dev.belfry.oncall.rota.schedule.Samples;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleOverride;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.oncall.rota.schedule.ScheduleVersion;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final Instant FROM = Instant.parse("2026-03-22T23:00:00Z");
    private static final Instant TO = Instant.parse("2026-04-05T22:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Schedule WEEKLY =
            Samples.schedule("Europe/Berlin", RotationUnit.WEEKLY, "2026-03-23T09:00", ANA, BEA);

    @Test
    void namesStandInBarsMyOwnShiftsSayYouAndTheClockChangeIsMarked() {
        Lane lane = lanes(WEEKLY).getLast();
        assertThat(lane.name()).isEqualTo("Primary");
        assertThat(lane.under()).isEqualTo("weekly, Mon 09:00");
        assertThat(lane.bars()).extracting(Bar::label).containsExactly("Ana Example", "Bea Example, you");
        assertThat(lane.bars().getFirst().x()).isEqualTo("2.69%");
        Drawing drawing = Drawing.of(WEEKLY, List.of(lane), BERLIN, FROM, TO, FROM.plusSeconds(9 * 3_600), false);
        assertThat(drawing.changes()).extracting(Drawing.Mark::label).containsExactly("clocks go forward 1 h");
        assertThat(drawing.days()).hasSize(14).first().isEqualTo(new Drawing.Day("0.00%", "Mon 23", true));
        assertThat(drawing.foot()).isEqualTo("times in Europe/Berlin, UTC+01:00, from Sun 29 Mar UTC+02:00");
        assertThat(drawing.now()).isEqualTo(new Drawing.Mark("2.69%", "09:00", false));
    }

    @Test
    void hoursInWhichNobodyIsMeantToBeAreNoGapAndTheOthersAre() {
        var office = new Restriction(
                List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY), 9 * 3_600, 17 * 3_600);
        var layer = Samples.layer(
                1, Rotation.every(1, RotationUnit.DAILY, LocalDateTime.parse("2026-03-23T00:00")), null, ANA, null);
        Schedule schedule = Samples.schedule("Europe/Berlin", Samples.restricted(layer, false, office));
        Lane lane = lanes(schedule).getFirst();
        assertThat(lane.under()).isEqualTo("Mon to Wed 09:00 to 17:00");
        assertThat(lane.bars())
                .extracting(Bar::kind)
                .as("Ana has three days, nobody the other three; nights and other days are not missed")
                .containsExactlyInAnyOrder(Kind.PERSON, Kind.PERSON, Kind.PERSON, Kind.GAP, Kind.GAP, Kind.GAP);
        assertThat(lane.bars().stream().filter(bar -> bar.kind() == Kind.GAP))
                .allSatisfy(bar -> assertThat(bar.title()).contains("nobody", ", 8 h"));
        List<Agenda> agenda = Agenda.of(picture(schedule), BERLIN, FROM, TO, FROM, ANA, 4);
        assertThat(agenda).singleElement().satisfies(one -> {
            assertThat(one.more()).isTrue();
            assertThat(one.lines()).extracting(Agenda.Line::times).containsOnly("09:00 to 17:00");
            assertThat(one.lines().getFirst().people()).containsExactly("Ana Example, you");
            assertThat(one.lines().get(1).gap()).isTrue();
        });
    }

    @Test
    void everyLayerHasALaneAndWhoIsPagedComesLast() {
        var first = Samples.layer(
                1, Rotation.every(1, RotationUnit.WEEKLY, LocalDateTime.parse("2026-03-23T09:00")), null, ANA);
        var second = Samples.layer(
                2,
                Rotation.every(1, RotationUnit.WEEKLY, LocalDateTime.parse("2026-03-23T09:00")),
                "2026-03-30T09:00",
                BEA);
        List<Lane> lanes = lanes(Samples.schedule("Europe/Berlin", first, second));
        assertThat(lanes).extracting(Lane::name).containsExactly("Layer 1", "Layer 2", "Primary");
        assertThat(lanes.get(1).bars()).extracting(Bar::label).containsExactly("Bea Example");
        assertThat(lanes.getLast().under()).isEqualTo("who is paged");
    }

    @Test
    void whoLiesOverItHasALaneAndEverybodyOnCallIsDrawn() {
        List<Lane> lanes = lanes(
                WEEKLY,
                override(1, OverrideKind.ADD, "2026-03-24T06:00:00Z", "2026-03-25T06:00:00Z"),
                Samples.override(
                        2,
                        OverrideKind.SHADOW,
                        Samples.FIRST,
                        DAN,
                        null,
                        "2026-03-24T06:00:00Z",
                        "2026-03-26T06:00:00Z"),
                Samples.override(3, OverrideKind.ADD, DAN, null, "2026-03-24T06:00:00Z", "2026-03-25T06:00:00Z"),
                Samples.override(4, OverrideKind.REMOVE, null, BEA, "2026-03-31T06:00:00Z", "2026-03-31T18:00:00Z"));
        assertThat(lanes)
                .extracting(lane -> lane.name() + "/" + lane.under())
                .containsExactly(
                        "Overrides/4 in these days",
                        "/",
                        "/",
                        "Primary/weekly, Mon 09:00",
                        "/also",
                        "/looking on, not paged",
                        "Beside the groups/added or temporary");
        assertThat(lanes.getFirst().bars()).extracting(Bar::kind).containsExactly(Kind.PERSON, Kind.OUT);
        assertThat(lanes.get(3).bars())
                .as("the time in which Bea is out is a gap")
                .filteredOn(bar -> bar.kind() == Kind.GAP)
                .hasSize(1);
    }

    @Test
    void aBarLeadsToAnOverrideOfItsShiftUntilItIsOver() {
        List<Bar> bars = lanes(WEEKLY).getLast().bars();
        assertThat(bars.getLast().href())
                .isEqualTo("/schedules/" + Samples.SCHEDULE
                        + "/override?start=2026-03-30T09:00&end=2026-04-06T09:00&group=" + Samples.FIRST
                        + "&replaces=" + BEA);
        assertThat(new Lanes(picture(WEEKLY), BERLIN, FROM, TO, TO.plusSeconds(86_400 * 30), null, true)
                        .all()
                        .getLast()
                        .bars())
                .extracting(Bar::href)
                .containsOnlyNulls();
    }

    @Test
    void aGroupThatLacksSomebodyIsToldWithThoseWhoArePagedAllTheSame() {
        Schedule schedule = Samples.grouped(
                "Europe/Berlin",
                WEEKLY.groups().getFirst(),
                new Group(
                        Samples.SECOND,
                        "Secondary",
                        List.of(Samples.layer(
                                9,
                                Rotation.every(1, RotationUnit.WEEKLY, LocalDateTime.parse("2026-03-23T09:00")),
                                null,
                                CID))));
        var out = Samples.override(
                1, OverrideKind.REMOVE, Samples.FIRST, null, ANA, "2026-03-24T06:00:00Z", "2026-03-24T18:00:00Z");
        List<Notice> notices = Notice.of(picture(schedule, out), BERLIN, FROM.plusSeconds(86_400), TO);
        assertThat(notices).singleElement().satisfies(notice -> {
            assertThat(notice.words())
                    .isEqualTo("Nobody is in \"Primary\" from Tue 24 Mar 07:00 to Tue 24 Mar 19:00, 12 h.");
            assertThat(notice.rest()).isEqualTo("Pages in that time go to Cid Example.");
            assertThat(notice.href()).contains("/override?start=2026-03-24T07:00", "group=" + Samples.FIRST);
        });
    }

    private static ScheduleOverride override(int order, OverrideKind kind, String start, String end) {
        return Samples.override(order, kind, Samples.FIRST, CID, null, start, end);
    }

    private static List<Lane> lanes(Schedule schedule, ScheduleOverride... overrides) {
        return new Lanes(picture(schedule, overrides), BERLIN, FROM, TO, FROM, BEA, true).all();
    }

    private static ScheduleQueries.Picture picture(Schedule schedule, ScheduleOverride... overrides) {
        List<ScheduleVersion> versions = List.of(new ScheduleVersion(Instant.EPOCH, schedule));
        var shifts =
                Resolver.of(versions, List.of(overrides), List.of(), List.of()).shifts(FROM, TO);
        var names = Map.of(ANA, "Ana Example", BEA, "Bea Example", CID, "Cid Example", DAN, "Dan Example");
        return new ScheduleQueries.Picture(
                schedule, versions, List.of(overrides), List.of(), new ScheduleQueries.Roll(schedule, shifts, names));
    }
}
