package dev.belfry.status.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.status.maintenance.Maintenance.Stage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
    private static final Instant FROM = Instant.parse("2026-10-25T04:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-10-25T05:30:00Z");

    private static Maintenance planned() {
        var made = FROM.minusSeconds(3600);
        return new Maintenance(
                new UUID(1, 1),
                1,
                new UUID(1, 2),
                "Move",
                Stage.SCHEDULED,
                FROM,
                UNTIL,
                null,
                null,
                List.of(),
                made,
                made,
                List.of());
    }

    private static Maintenance told(Maintenance before, Stage stage, Instant at) {
        return before.told(new Maintenance.Update(new UUID(2, at.getEpochSecond()), stage, "", at));
    }

    @Test
    void itBeginsAndEndsAtItsTimes() {
        assertThat(planned().due(FROM.minusMillis(1))).isEmpty();
        assertThat(planned().due(FROM)).contains(Stage.IN_PROGRESS);
        var begun = told(planned(), Stage.IN_PROGRESS, FROM);
        assertThat(begun.startedAt()).isEqualTo(FROM);
        assertThat(begun.due(UNTIL.minusMillis(1))).isEmpty();
        assertThat(begun.due(UNTIL)).contains(Stage.COMPLETED);
        var over = told(begun, Stage.COMPLETED, UNTIL);
        assertThat(over.completedAt()).isEqualTo(UNTIL);
        assertThat(over.due(UNTIL.plusSeconds(60))).isEmpty();
    }

    @Test
    void afterAnOutageOverBothTimesItIsCompleteAtOnce() {
        assertThat(planned().due(UNTIL.plusSeconds(60))).contains(Stage.COMPLETED);
    }

    @Test
    void whatAPersonBeganEarlyOrIsVerifyingEndsByItselfToo() {
        var early = told(planned(), Stage.IN_PROGRESS, FROM.minusSeconds(600));
        assertThat(early.startedAt()).isEqualTo(FROM.minusSeconds(600));
        assertThat(early.due(FROM)).isEmpty();
        assertThat(told(early, Stage.VERIFYING, FROM).due(UNTIL)).contains(Stage.COMPLETED);
        assertThat(told(early, Stage.COMPLETED, FROM).due(UNTIL)).isEmpty();
    }
}
