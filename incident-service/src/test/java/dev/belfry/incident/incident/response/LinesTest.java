package dev.belfry.incident.incident.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.incident.timeline.TimelineEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static final List<TimelineEntry> ALL = List.of(
            entry(1, "triggered", Actor.SENDER),
            entry(2, "escalation", Actor.SYSTEM),
            entry(3, "delivery", Actor.SYSTEM),
            entry(4, "acknowledged", Actor.user(UUID.randomUUID(), "Ben Example")),
            entry(5, "resolved", Actor.SENDER));

    @Test
    void everyLineIsOfOneKindAndOfEverything() {
        var lines = Lines.of("people", ALL);
        assertThat(lines.entries()).extracting(TimelineEntry::kind).containsExactly("acknowledged");
        assertThat(Lines.of("pages", ALL).entries())
                .extracting(TimelineEntry::kind)
                .containsExactly("escalation", "delivery");
        assertThat(Lines.of("alerts", ALL).entries())
                .extracting(TimelineEntry::kind)
                .containsExactly("triggered", "resolved");
        assertThat(lines.count(Lines.Kind.PEOPLE) + lines.count(Lines.Kind.PAGES) + lines.count(Lines.Kind.ALERTS))
                .isEqualTo(lines.count(Lines.Kind.EVERYTHING))
                .isEqualTo(ALL.size());
    }

    @Test
    void anUnknownWordShowsEverything() {
        assertThat(Lines.of("nonsense", ALL).entries()).hasSize(ALL.size());
    }

    private static TimelineEntry entry(long seq, String kind, Actor by) {
        return new TimelineEntry(seq, 0, seq, Instant.EPOCH, kind, by, null, kind, Map.of(), null);
    }
}
