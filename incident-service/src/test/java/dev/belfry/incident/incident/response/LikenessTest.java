package dev.belfry.incident.incident.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.Lifecycle;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LikenessTest {
    private static final Instant T0 = Instant.parse("2026-03-01T03:00:00Z");

    @Test
    void sharedWordsCountMostThenTheServiceThenTheTime() {
        var source = incident(1, 1, "Checkout is slow in Berlin", 0);
        var words = incident(2, 2, "Slow checkout, Berlin", 300);
        var service = incident(3, 1, "Disk full", 300);
        var time = incident(4, 2, "Certificate expires", 5);
        var none = incident(5, 2, "Certificate expires", 300);
        assertThat(List.of(none, time, service, words).stream()
                        .sorted(Comparator.comparingDouble(
                                one -> -Likeness.of(one, List.of(incident(6, 9, "Else", 9_000), source))))
                        .toList())
                .containsExactly(words, service, time, none);
    }

    @Test
    void whatHasNoWordsIsLikeNothing() {
        assertThat(Likeness.of(incident(1, 1, "!!", 0), List.of(incident(2, 2, "??", 900))))
                .isZero();
    }

    private static Incident incident(long number, long service, String title, long minutes) {
        return Lifecycle.open(
                        new UUID(1, number),
                        number,
                        new UUID(2, service),
                        "Service",
                        null,
                        "alert:" + number,
                        title,
                        IncidentSeverity.SEV2,
                        1,
                        Actor.SYSTEM,
                        T0.plusSeconds(minutes * 60))
                .after();
    }
}
