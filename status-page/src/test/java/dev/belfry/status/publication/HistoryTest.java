package dev.belfry.status.publication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.status.component.ComponentStatus;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-10-22T12:00:00Z");

    private static Entry entry(String id, ComponentStatus look, String from, @Nullable String until) {
        return new Entry(id, id, look, Instant.parse(from), until == null ? null : Instant.parse(until), "");
    }

    private static History history(Entry... entries) {
        return new History(List.of(entries), BERLIN, NOW);
    }

    @Test
    void aMonthCountsWhatBeganInItAndTimeThatOverlapsOnce() {
        var month = history(
                        entry("c", ComponentStatus.UNDER_MAINTENANCE, "2026-10-10T00:00:00Z", "2026-10-10T05:00:00Z"),
                        entry("b", ComponentStatus.PARTIAL_OUTAGE, "2026-10-04T10:20:00Z", "2026-10-04T11:00:00Z"),
                        entry("a", ComponentStatus.MAJOR_OUTAGE, "2026-10-04T10:00:00Z", "2026-10-04T10:30:00Z"))
                .page(YearMonth.of(2026, 10))
                .getFirst();
        assertThat(month.summary()).isEqualTo("2 incidents, 1 maintenance · 1 h of disruption");
        assertThat(month.name()).isEqualTo("October 2026");
    }

    @Test
    void whatGoesOnOverTheEndOfAMonthCountsInBothAndStandsWhereItBegan() {
        // 22:30 UTC on 30 September is half past midnight of 1 October in Berlin, so the month ends at 22:00 UTC.
        var history = history(
                entry("open", ComponentStatus.DEGRADED_PERFORMANCE, "2026-10-22T11:30:00Z", null),
                entry("over", ComponentStatus.MAJOR_OUTAGE, "2026-09-30T21:00:00Z", "2026-09-30T22:30:00Z"));
        var page = history.page(YearMonth.of(2026, 10));
        assertThat(page.get(0).summary()).isEqualTo("1 incident · 1 h of disruption");
        assertThat(page.get(1).summary()).isEqualTo("1 incident · 1 h of disruption");
        assertThat(page.get(1).entries()).extracting(Entry::id).containsExactly("over");
        assertThat(page.get(2).summary()).isEqualTo("no incidents");
    }

    @Test
    void pagesGoBackToTheFirstThingThatHappenedAndNoFurther() {
        var history =
                history(entry("old", ComponentStatus.MAJOR_OUTAGE, "2026-06-15T00:00:00Z", "2026-06-15T01:00:00Z"));
        assertThat(history.newestOfEachPage())
                .containsExactly(
                        YearMonth.of(2026, 10),
                        YearMonth.of(2026, 9),
                        YearMonth.of(2026, 8),
                        YearMonth.of(2026, 7),
                        YearMonth.of(2026, 6));
        assertThat(history.older(YearMonth.of(2026, 10))).isEqualTo(YearMonth.of(2026, 7));
        assertThat(history.older(YearMonth.of(2026, 7))).isNull();
        assertThat(history().newestOfEachPage()).containsExactly(YearMonth.of(2026, 10));
    }
}
