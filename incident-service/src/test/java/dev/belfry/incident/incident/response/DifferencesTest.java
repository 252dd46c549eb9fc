package dev.belfry.incident.incident.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.incident.signal.alert.AlertView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    @Test
    void theLabelsThatDifferMostTellAlertsApart() {
        var one = alert(Map.of("cluster", "eu-1", "instance", "node-1", "zone", "a", "rack", "1"));
        var two = alert(Map.of("cluster", "eu-1", "instance", "node-2", "zone", "a", "rack", "1"));
        var three = alert(Map.of("cluster", "eu-1", "instance", "node-3", "zone", "b", "rack", "1"));
        assertThat(Differences.of(List.of(one, two, three)))
                .containsEntry(one.id(), "node-1 · a")
                .containsEntry(three.id(), "node-3 · b");
    }

    @Test
    void alertsThatAreAlikeOrAloneHaveNothingToTellThemApart() {
        var one = alert(Map.of("cluster", "eu-1"));
        assertThat(Differences.of(List.of(one))).containsEntry(one.id(), "");
        var two = alert(Map.of("cluster", "eu-1"));
        assertThat(Differences.of(List.of(one, two))).containsEntry(two.id(), "");
        assertThat(Differences.of(List.of())).isEmpty();
    }

    @Test
    void whatAnAlertDoesNotHaveIsLeftOut() {
        var one = alert(Map.of("instance", "node-1"));
        var two = alert(null);
        assertThat(Differences.of(List.of(one, two)))
                .containsEntry(one.id(), "node-1")
                .containsEntry(two.id(), "");
    }

    private static AlertView alert(@Nullable Map<String, String> labels) {
        return new AlertView(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                null,
                "key",
                "triggered",
                AlertSeverity.CRITICAL,
                "Node down",
                null,
                null,
                Map.of(),
                List.of(),
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                labels,
                null,
                null,
                List.of(),
                null,
                null,
                1,
                null,
                false,
                null,
                List.of(),
                List.of(),
                null,
                Instant.EPOCH,
                null,
                null);
    }
}
