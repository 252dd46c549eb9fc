package dev.belfry.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.platform.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is written by hand is what the house's own JSON would write, member for member. */
class AcceptedJsonTest {
    private static final Instant AT = Instant.parse("2026-03-04T05:06:07.123456Z");

    @Test
    void everyMemberIsWrittenAsTheHouseWritesIt() throws IOException {
        var full = new AlertSignal(
                new UUID(1, 2),
                AlertAction.TRIGGER,
                "eu1/\"db\"\n\u0001é€😀",
                "summary \\ with / everything",
                AlertSeverity.CRITICAL,
                "source",
                "component",
                AT,
                Map.of("a", "b\u2028"),
                List.of(new AlertLink("https://x.example.net/", "text"), new AlertLink("https://y.example.net/", null)),
                Map.of("alertname", "Disk"),
                "several\nlines",
                "P1",
                List.of("one", "two"),
                AT.plusSeconds(300),
                3L);
        var bare = new AlertSignal(
                new UUID(3, 4),
                AlertAction.RESOLVE,
                "k",
                "s",
                AlertSeverity.INFO,
                null,
                null,
                null,
                Map.of(),
                List.of());
        var request = new AcceptedRequest(
                new UUID(5, 6),
                new UUID(7, 8),
                new UUID(9, 10),
                "generic",
                AT,
                "{\"raw\":\"é\t\"}",
                List.of(full, bare));

        assertThat(Json.read(AcceptedJson.of(request), AcceptedRequest.class)).isEqualTo(request);
        var mapper = Json.mapper();
        assertThat(mapper.readTree(AcceptedJson.of(request))).isEqualTo(mapper.readTree(Json.bytes(request)));
    }

    @Test
    void aTimeIsWrittenSoThatItIsReadAsItWas() {
        for (var time : List.of(
                AT, Instant.EPOCH, Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("+10000-01-01T00:00:00Z"))) {
            assertThat(Instant.parse(AcceptedJson.text(time))).isEqualTo(time);
        }
    }
}
