package dev.belfry.oncall.rota.schedule;

import static dev.belfry.oncall.rota.schedule.Samples.ANA;
import static dev.belfry.oncall.rota.schedule.Samples.BEA;
import static dev.belfry.oncall.rota.schedule.Samples.CID;
import static dev.belfry.oncall.rota.schedule.Samples.DAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Instant FROM = Instant.parse("2026-03-22T23:00:00Z");
    private static final Instant TO = Instant.parse("2026-04-05T22:00:00Z");
    private static final Schedule SCHEDULE =
            Samples.schedule("Europe/Berlin", RotationUnit.WEEKLY, "2026-03-23T09:00", ANA, BEA);

    @Test
    void aTimelineShowsGapsPeopleAndTheClockChange() {
        Timeline timeline = timeline(List.of(), "Europe/Berlin");
        List<Timeline.Bar> bars = timeline.rows().getFirst().bars();
        assertThat(bars).extracting(Timeline.Bar::name).containsExactly(null, "Ana Example", "Bea Example");
        assertThat(bars.get(1).from()).isEqualTo("Mon 23 Mar 09:00 (+01:00)");
        assertThat(bars.get(1).to()).isEqualTo("Mon 30 Mar 09:00 (+02:00)");
        assertThat(bars.getFirst().from()).isEqualTo("always");
        assertThat(bars.getFirst().x()).isZero();
        assertThat(bars.getLast().x() + bars.getLast().width()).isEqualTo(Timeline.WIDTH);
        assertThat(timeline.legend())
                .containsExactly(new Timeline.Key("Ana Example", 0), new Timeline.Key("Bea Example", 1));
        assertThat(timeline.changes())
                .singleElement()
                .satisfies(change -> assertThat(change.label()).contains("forward by 60 min"));
    }

    @Test
    void anotherZoneShowsTheSameInstants() {
        Timeline timeline = timeline(List.of(), "UTC");
        assertThat(timeline.lines().get(1).to()).isEqualTo("Mon 30 Mar 07:00 (+00:00)");
    }

    @Test
    void whoIsAddedHasARowOfTheirOwnAndALostOverrideIsNoted() {
        var added = Samples.override(1, OverrideKind.ADD, CID, null, "2026-03-24T06:00:00Z", "2026-03-25T06:00:00Z");
        var lost = Samples.override(2, OverrideKind.REPLACE, CID, ANA, "2026-03-24T06:00:00Z", "2026-03-25T06:00:00Z");
        var won = Samples.override(3, OverrideKind.REPLACE, BEA, ANA, "2026-03-24T06:00:00Z", "2026-03-25T06:00:00Z");
        Timeline timeline = timeline(List.of(added, lost, won), "UTC");
        assertThat(timeline.rows()).extracting(Timeline.Row::name).containsExactly("Primary", "Beside");
        assertThat(timeline.rows().getLast().bars())
                .extracting(Timeline.Bar::name)
                .containsExactly("Cid Example");
        assertThat(timeline.lines().get(2).notes()).contains("override", "supersedes 1");
    }

    @Test
    void everybodyOfTheListIsDrawn() {
        List<ScheduleOverride> all = List.of(
                Samples.override(
                        1, OverrideKind.ADD, Samples.FIRST, CID, null, "2026-03-24T06:00:00Z", "2026-03-25T06:00:00Z"),
                Samples.override(
                        2,
                        OverrideKind.SHADOW,
                        Samples.FIRST,
                        DAN,
                        null,
                        "2026-03-24T06:00:00Z",
                        "2026-03-26T06:00:00Z"),
                Samples.override(3, OverrideKind.ADD, DAN, null, "2026-03-24T06:00:00Z", "2026-03-25T06:00:00Z"),
                Samples.override(4, OverrideKind.ADD, BEA, null, "2026-03-24T12:00:00Z", "2026-03-25T12:00:00Z"));
        Timeline timeline = timeline(all, "UTC");
        assertThat(timeline.rows())
                .extracting(Timeline.Row::name)
                .containsExactly("Primary", "Primary, also", "Primary, looking on", "Beside", "Beside, also");
        assertThat(timeline.rows())
                .extracting(row -> row.bars().stream()
                        .map(Timeline.Bar::name)
                        .map(String::valueOf)
                        .toList())
                .containsExactly(
                        List.of("null", "Ana Example", "Bea Example"),
                        List.of("Cid Example"),
                        List.of("Dan Example"),
                        List.of("Dan Example"),
                        List.of("Bea Example"));
    }

    @Test
    void whoIsAddedToAnEmptyGroupFillsItsGap() {
        var added = Samples.override(
                1, OverrideKind.ADD, Samples.FIRST, CID, null, "2026-03-22T23:00:00Z", "2026-03-25T06:00:00Z");
        assertThat(timeline(List.of(added), "UTC").rows().getFirst().bars())
                .extracting(Timeline.Bar::name)
                .containsExactly("Cid Example", "Bea Example");
    }

    private static Timeline timeline(List<ScheduleOverride> overrides, String zone) {
        ScheduleQueries.Roll roll = new ScheduleQueries.Roll(
                SCHEDULE,
                Resolver.of(SCHEDULE, overrides).shifts(FROM, TO),
                Map.of(ANA, "Ana Example", BEA, "Bea Example", CID, "Cid Example", DAN, "Dan Example"));
        return Timeline.of(roll, ZoneId.of(zone), FROM, TO, FROM);
    }
}
