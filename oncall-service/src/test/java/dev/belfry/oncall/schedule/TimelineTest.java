package dev.belfry.oncall.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final UUID ANA = new UUID(0, 1);
    private static final UUID BEA = new UUID(0, 2);

    @Test
    void aTimelineShowsGapsPeopleAndTheClockChange() {
        Rotation rotation =
                new Rotation(RotationUnit.WEEKLY, 1, LocalDateTime.parse("2026-03-23T09:00"), List.of(ANA, BEA));
        Schedule schedule = new Schedule(new UUID(9, 9), "Primary", null, ZoneId.of("Europe/Berlin"), rotation, 1);
        Instant from = Instant.parse("2026-03-22T23:00:00Z");
        Instant to = Instant.parse("2026-04-05T22:00:00Z");
        Timeline timeline = Timeline.of(
                schedule,
                Resolver.shifts(schedule, List.of(), from, to),
                Map.of(ANA, "Ana Example", BEA, "Bea Example"),
                from,
                to,
                from);
        assertThat(timeline.bars()).extracting(Timeline.Bar::name).containsExactly(null, "Ana Example", "Bea Example");
        assertThat(timeline.bars().get(1).from()).isEqualTo("Mon 23 Mar 09:00 (+01:00)");
        assertThat(timeline.bars().get(1).to()).isEqualTo("Mon 30 Mar 09:00 (+02:00)");
        assertThat(timeline.bars().getFirst().from()).isEqualTo("always");
        assertThat(timeline.bars().getFirst().x()).isZero();
        assertThat(timeline.bars().getLast().x() + timeline.bars().getLast().width())
                .isEqualTo(Timeline.WIDTH);
        assertThat(timeline.legend())
                .containsExactly(new Timeline.Key("Ana Example", 0), new Timeline.Key("Bea Example", 1));
    }
}
