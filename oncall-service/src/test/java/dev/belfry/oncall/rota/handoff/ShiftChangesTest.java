package dev.belfry.oncall.rota.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.rota.schedule.Duty;
import dev.belfry.oncall.rota.schedule.OnCallQueries.Ahead;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.Shift;
import dev.belfry.oncall.rota.schedule.Source;
import dev.belfry.oncall.rota.schedule.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is told that somebody else has changed their shifts. */
class ShiftChangesTest {
    private static final UUID ANA = new UUID(0, 1);
    private static final UUID BEA = new UUID(0, 2);
    private static final UUID CID = new UUID(0, 3);
    private static final UUID WRITE = new UUID(4, 4);
    private static final Instant NOW = Instant.parse("2026-03-23T09:00:00Z");
    private static final Instant TO = NOW.plus(Duration.ofDays(14));

    private static Ahead ahead(Map<UUID, List<Span>> times) {
        List<Shift> shifts = new ArrayList<>();
        for (Instant start = NOW; start.isBefore(TO); start = start.plus(Duration.ofDays(1))) {
            Instant at = start;
            List<Duty> duties = times.entrySet().stream()
                    .filter(entry -> entry.getValue().stream()
                            .anyMatch(span -> !at.isBefore(span.from()) && at.isBefore(span.to())))
                    .map(entry -> new Duty(entry.getKey(), null, Source.LAYER, new UUID(7, 1), at, false))
                    .toList();
            shifts.add(new Shift(start, start.plus(Duration.ofDays(1)), duties, List.of(), false));
        }
        return new Ahead(new Schedule(new UUID(9, 9), "Payments", null, ZoneOffset.UTC, List.of(), 1), shifts);
    }

    private static Span day(int from, int to) {
        return new Span(NOW.plus(Duration.ofDays(from)), NOW.plus(Duration.ofDays(to)));
    }

    private static List<NoticeRequest> told(UUID author, @Nullable Ahead before, @Nullable Ahead after) {
        return ShiftChanges.of(WRITE, author, "Root Example", before, after, TO, NOW);
    }

    @Test
    void whoseTimeDiffersIsToldWhatItWasAndIs() {
        var before = ahead(Map.of(ANA, List.of(day(0, 7)), BEA, List.of(day(7, 14))));
        var after =
                ahead(Map.of(ANA, List.of(day(0, 2), day(3, 7)), BEA, List.of(day(7, 14)), CID, List.of(day(2, 3))));
        var told = told(new UUID(0, 9), before, after);
        assertThat(told).extracting(NoticeRequest::userId).containsExactlyInAnyOrder(ANA, CID);
        var ana = told.stream()
                .filter(one -> one.userId().equals(ANA))
                .findFirst()
                .orElseThrow();
        assertThat(ana.kind()).isEqualTo("shift.changed");
        assertThat(ana.text())
                .startsWith("Root Example changed who is on call on \"Payments\"")
                .contains("as it was:\nMon 23 Mar 09:00 to Mon 30 Mar 09:00\n")
                .contains("Yours now:\nMon 23 Mar 09:00 to Wed 25 Mar 09:00\nThu 26 Mar 09:00 to Mon 30 Mar 09:00\n");
        assertThat(told).extracting(NoticeRequest::id).doesNotHaveDuplicates();
    }

    @Test
    void whoDidItAndWhoseTimeStaysHearNothing() {
        var before = ahead(Map.of(ANA, List.of(day(0, 14))));
        var after = ahead(Map.of(ANA, List.of(day(1, 14)), BEA, List.of(day(0, 1))));
        assertThat(told(ANA, before, after)).extracting(NoticeRequest::userId).containsExactly(BEA);
        assertThat(told(BEA, before, before)).isEmpty();
    }

    @Test
    void aScheduleThatIsRemovedIsAChangeForItsPeopleAndOneThatIsMadeIsNot() {
        var there = ahead(Map.of(ANA, List.of(day(0, 14))));
        assertThat(told(BEA, there, null).getFirst().path()).isEqualTo("/on-call");
        assertThat(told(BEA, there, null).getFirst().text()).contains("You are not on call there until Mon 6 Apr");
        assertThat(told(BEA, null, there)).isEmpty();
        var later = ahead(Map.of(ANA, List.of(day(1, 14))));
        assertThat(told(BEA, there, later).getFirst().path())
                .isEqualTo("/schedules/" + there.schedule().id());
        assertThat(told(BEA, there, later).getFirst().text()).contains("Yours now:", "later than these two weeks");
    }
}
