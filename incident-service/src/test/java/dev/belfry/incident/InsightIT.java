package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.escalation.FactKind;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.escalation.Through;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happened is counted: over the API, on the page, and as a file. */
@ExtendWith(Engines.class)
class InsightIT {
    private final Stand stand = Stand.get();

    @Test
    void whatHappenedIsCountedOnceAndByItsDefinitions() {
        var door = stand.door("Counted \"till\"", "alert");
        var acted = opened(door, "TillSlow", Instant.now().minusSeconds(40));
        var quiet = opened(door, "TillBlinks", null);
        paged(acted, Instant.now());
        paged(quiet, Instant.now());
        Stand.eventually(
                () -> timeline(acted).contains("paged") && timeline(quiet).contains("paged"));
        stand.post("/api/v1/incidents/" + acted.id() + "/acknowledge", Stand.RESPONDER, Map.of());
        stand.accepted(door.service(), signal(door, AlertAction.RESOLVE, "TillSlow", null));
        stand.accepted(door.service(), signal(door, AlertAction.RESOLVE, "TillBlinks", null));
        var at = "/api/v1/insights?service=" + door.service() + "&zone=Europe/Berlin";
        Stand.eventually(() -> Stand.json(stand.get(at, Stand.VIEWER))
                        .getJsonObject("resolve")
                        .getJsonObject("now")
                        .getInteger("count")
                == 2);

        var report = Stand.json(stand.get(at, Stand.VIEWER));
        assertThat(report.getJsonObject("incidents")).isEqualTo(new JsonObject(Map.of("count", 2, "before", 0)));
        assertThat(report.getJsonObject("pages").getInteger("count")).isEqualTo(2);
        assertThat(spread(report, "detect").getInteger("count")).isEqualTo(1);
        assertThat(spread(report, "detect").getInteger("median")).isBetween(40, 70);
        assertThat(spread(report, "acknowledge").getInteger("count")).isEqualTo(1);
        assertThat(report.getJsonArray("hours").stream()
                        .mapToLong(hour -> ((Number) hour).longValue())
                        .sum())
                .isEqualTo(2);
        var person = report.getJsonArray("people").getJsonObject(0);
        assertThat(person.getString("name")).isEqualTo("Bea Example");
        assertThat(person.getInteger("pages")).isEqualTo(2);
        assertThat(report.getJsonArray("noise").size()).isEqualTo(1);
        var noise = report.getJsonArray("noise").getJsonObject(0);
        assertThat(noise.getString("name")).isEqualTo("TillBlinks is bad");
        assertThat(noise.getInteger("quiet")).isEqualTo(1);

        var page = stand.pageAsViewer("/insights?service=" + door.service()).body();
        assertThat(page)
                .contains("Insights", "2 SEV1", "TillBlinks is bad", "Bea Example", "0 before, too few to compare")
                .doesNotContain("Try a rule");
        assertThat(stand.page("/insights?service=" + door.service()).body()).contains("Try a rule");
        assertThat(stand.page("/insights.csv?service=" + door.service()).body())
                .startsWith("number,title,service,team,severity,opened_at,")
                .contains(quiet.number() + ",\"TillBlinks is bad\",\"Counted \"\"till\"\"\",\"\",SEV1,")
                .hasLineCount(3);
        assertThat(stand.anonymous("/insights.csv").statusCode()).isEqualTo(401);
    }

    @Test
    void whatCannotBeCountedIsRefusedOverTheApiAndNarrowsNothingOnThePage() {
        for (var bad : List.of("zone=Moon", "from=2026-02-01&to=2026-01-01", "from=1999-01-01&to=2026-01-01")) {
            assertThat(stand.get("/api/v1/insights?" + bad, Stand.VIEWER).statusCode())
                    .as(bad)
                    .isEqualTo(400);
            assertThat(stand.page("/insights?team=x&service=y&leastSeverity=z&" + bad)
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(stand.get("/api/v1/insights?leastSeverity=sev1&team=" + Stand.TEAM, Stand.VIEWER)
                        .statusCode())
                .isEqualTo(200);
    }

    private IncidentState opened(Stand.Door door, String key, @Nullable Instant began) {
        stand.accepted(door.service(), signal(door, AlertAction.TRIGGER, key, began));
        Stand.eventually(() -> stand.eventsOf(door.service()).stream()
                .anyMatch(event -> event.incident().title().startsWith(key)));
        return stand.eventsOf(door.service()).stream()
                .filter(event -> event.happened() == Happened.TRIGGERED
                        && event.incident().title().startsWith(key))
                .findFirst()
                .orElseThrow()
                .incident();
    }

    private static AcceptedRequest signal(Stand.Door door, AlertAction action, String key, @Nullable Instant began) {
        var signal = new AlertSignal(
                UUID.randomUUID(),
                action,
                key,
                key + " is bad",
                AlertSeverity.CRITICAL,
                "till1.example.com",
                null,
                began,
                Map.of(),
                List.of());
        return new AcceptedRequest(
                UUID.randomUUID(), door.integration(), door.service(), "generic", Instant.now(), "{}", List.of(signal));
    }

    private void paged(IncidentState incident, Instant at) {
        var fact = new EscalationFact(
                UUID.randomUUID(),
                UUID.randomUUID(),
                incident.id(),
                1,
                at,
                0,
                FactKind.ASKED,
                1,
                0,
                IncidentSeverity.SEV1,
                "Till",
                null,
                null,
                null,
                null,
                List.of(new Party(Stand.BEA, "Bea Example", Through.SCHEDULE, new UUID(8, 8), "Nights")),
                false,
                null,
                null,
                null,
                null);
        stand.tell(Topics.ESCALATIONS.name(), incident.id().toString(), EscalationFact.TYPE, fact.id(), fact);
    }

    private String timeline(IncidentState incident) {
        return stand.get("/api/v1/incidents/" + incident.id() + "/timeline", Stand.VIEWER)
                .body();
    }

    private static JsonObject spread(JsonObject report, String what) {
        return report.getJsonObject(what).getJsonObject("now");
    }
}
