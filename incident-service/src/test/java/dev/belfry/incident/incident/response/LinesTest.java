package dev.belfry.incident.incident.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.incident.timeline.TimelineEntry;
import dev.belfry.incident.signal.change.ChangeView;
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
        var lines = Lines.of("people", ALL, List.of());
        assertThat(lines.entries()).extracting(TimelineEntry::kind).containsExactly("acknowledged");
        assertThat(Lines.of("pages", ALL, List.of()).entries())
                .extracting(TimelineEntry::kind)
                .containsExactly("delivery", "escalation");
        assertThat(Lines.of("alerts", ALL, List.of()).entries())
                .extracting(TimelineEntry::kind)
                .containsExactly("resolved", "triggered");
        assertThat(lines.count(Lines.Kind.PEOPLE) + lines.count(Lines.Kind.PAGES) + lines.count(Lines.Kind.ALERTS))
                .isEqualTo(lines.count(Lines.Kind.EVERYTHING))
                .isEqualTo(ALL.size());
    }

    @Test
    void anUnknownWordShowsEverything() {
        assertThat(Lines.of("nonsense", ALL, List.of()).entries()).hasSize(ALL.size());
    }

    @Test
    void aChangeStandsWhereItHappenedAndIsNoAlert() {
        var change = Lines.line(
                new ChangeView(
                        1,
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        "github",
                        Instant.EPOCH.plusSeconds(2),
                        null,
                        "Deploy 1.2",
                        null,
                        Map.of(),
                        List.of(
                                new AlertLink("javascript:alert(1)", "x"),
                                new AlertLink("https://git.example.com/1", null))),
                "Ledger");
        var lines = Lines.of("", ALL, List.of(change));
        assertThat(lines.entries())
                .extracting(TimelineEntry::kind)
                .containsExactly("resolved", "acknowledged", "delivery", "escalation", "change", "triggered");
        assertThat(Lines.of("changes", ALL, List.of(change)).entries()).containsExactly(change);
        assertThat(lines.count(Lines.Kind.ALERTS)).isEqualTo(2);
        assertThat(change.data())
                .isEqualTo(Map.of("service", "Ledger", "link", "https://git.example.com/1", "words", "Open"));
    }

    private static TimelineEntry entry(long seq, String kind, Actor by) {
        return new TimelineEntry(seq, 0, seq, Instant.EPOCH.plusSeconds(seq), kind, by, null, kind, Map.of(), null);
    }
}
