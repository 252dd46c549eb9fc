package dev.belfry.status;

import static dev.belfry.status.Stand.following;
import static dev.belfry.status.Stand.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Components that show the open incidents of their services, where a person switched that on. */
@ExtendWith(Engines.class)
class FollowingIT {
    private static Stand stand;

    @BeforeAll
    static void open() {
        stand = new Stand("following");
    }

    @AfterAll
    static void close() {
        stand.close();
    }

    @Test
    void aComponentShowsTheOpenIncidentOfItsServiceAndForgetsItWhenItIsResolved() {
        var service = new UUID(4, 1);
        var incident = new UUID(5, 5);
        stand.component("API", following(service, 0));
        stand.awaitStatus("API", "operational");

        // Nobody outside is told of what is only tried out: it stays open, and the component is operational at the end.
        var tried = new UUID(5, 6);
        stand.happens(
                1,
                state(tried, service, IncidentStatus.TRIGGERED, IncidentSeverity.SEV1)
                        .asTest(),
                Instant.EPOCH);
        stand.happens(incident, service, 1, IncidentStatus.TRIGGERED, IncidentSeverity.SEV1);
        stand.awaitStatus("API", "major_outage");
        assertThat(stand.summary().getJsonObject("status").getString("indicator"))
                .isEqualTo("critical");

        stand.happens(incident, service, 3, IncidentStatus.RESOLVED, IncidentSeverity.SEV1);
        stand.awaitStatus("API", "operational");

        var other = new UUID(4, 2);
        stand.component("Other", following(other, 0));
        stand.happens(incident, service, 2, IncidentStatus.ACKNOWLEDGED, IncidentSeverity.SEV1);
        // Same key, so it is read after the stale one.
        stand.happens(tried, other, 1, IncidentStatus.TRIGGERED, IncidentSeverity.SEV1);
        stand.awaitStatus("Other", "major_outage");
        assertThat(stand.shown("API", "status")).isEqualTo("operational");
        stand.happens(tried, other, 2, IncidentStatus.RESOLVED, IncidentSeverity.SEV1);
        stand.awaitStatus("Other", "operational");
    }

    @Test
    void aComponentFollowsNoIncidentUntilAPersonSwitchesThatOnAndThenOnlyAfterTheirDelay() {
        var service = new UUID(5, 71);
        var other = new UUID(5, 72);
        var quiet = stand.component("Quiet", new JsonObject().put("services", new JsonArray().add(service.toString())));
        stand.component("Patient", following(service, 60));
        stand.component("Witness", following(other, 0));
        var first = state(new UUID(5, 73), service, IncidentStatus.TRIGGERED, IncidentSeverity.SEV1);
        stand.happens(1, first, Instant.now());
        stand.happens(new UUID(5, 74), other, 1, IncidentStatus.TRIGGERED, IncidentSeverity.SEV1);
        stand.awaitStatus("Witness", "major_outage");
        assertThat(stand.shown("Quiet", "status")).isEqualTo("operational");
        assertThat(stand.shown("Patient", "status")).isEqualTo("operational");
        assertThat(stand.text("/p/following")).doesNotContain("Disk full");

        var path = "/status/components/" + quiet + "/following";
        var choice = Map.of("follows", "on", "delay", "0");
        assertThat(stand.form(stand.session("responder"), path, choice).statusCode())
                .as("a responder may not")
                .isEqualTo(403);
        var manager = stand.session("manager");
        var wrong = stand.form(manager, path, Map.of("follows", "on", "delay", "1441"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("from 0 to 1440");
        assertThat(stand.form(manager, path, choice).statusCode()).isEqualTo(303);
        stand.awaitStatus("Quiet", "major_outage");
        assertThat(stand.shown("Patient", "status")).isEqualTo("operational");
        stand.happens(new UUID(5, 73), service, 2, IncidentStatus.RESOLVED, IncidentSeverity.SEV1);
        stand.happens(new UUID(5, 74), other, 2, IncidentStatus.RESOLVED, IncidentSeverity.SEV1);
        stand.awaitStatus("Quiet", "operational");
    }

    @Test
    void whenTheDelayIsOverTheComponentShowsTheIncidentByItselfAndNotBefore() {
        var service = new UUID(5, 81);
        stand.component("Delayed", following(service, 10));
        stand.awaitStatus("Delayed", "operational");
        // Open for nearly the chosen time: nothing else happens until the component changes.
        var opened = Instant.now().minusSeconds(10 * 60 - 3);
        stand.happens(1, state(new UUID(5, 82), service, IncidentStatus.TRIGGERED, IncidentSeverity.SEV2), opened);
        stand.awaitStatus("Delayed", "partial_outage");
        assertThat(Instant.parse(stand.shown("Delayed", "updated_at"))).isAfterOrEqualTo(opened.plusSeconds(10 * 60));
        stand.happens(new UUID(5, 82), service, 3, IncidentStatus.RESOLVED, IncidentSeverity.SEV2);
        stand.awaitStatus("Delayed", "operational");
    }

    @Test
    void aComponentsTimeMovesWithItsStatusWhateverChangedIt() {
        var service = new UUID(5, 55);
        var id = stand.component("Ledger", following(service, 0));
        stand.awaitStatus("Ledger", "operational");
        var made = stand.shown("Ledger", "updated_at");
        stand.happens(new UUID(5, 56), service, 1, IncidentStatus.TRIGGERED, IncidentSeverity.SEV2);
        stand.awaitStatus("Ledger", "partial_outage");
        var byIncident = stand.shown("Ledger", "updated_at");
        assertThat(byIncident).isGreaterThan(made);

        // What changes nothing leaves the time alone; the event of another service shows that it has been read.
        var other = new UUID(5, 57);
        stand.component("Beside", following(other, 0));
        stand.happens(new UUID(5, 56), service, 2, IncidentStatus.ACKNOWLEDGED, IncidentSeverity.SEV2);
        stand.happens(new UUID(5, 58), other, 1, IncidentStatus.TRIGGERED, IncidentSeverity.SEV1);
        stand.awaitStatus("Beside", "major_outage");
        assertThat(stand.shown("Ledger", "updated_at")).isEqualTo(byIncident);
        stand.happens(new UUID(5, 58), other, 2, IncidentStatus.RESOLVED, IncidentSeverity.SEV1);
        stand.happens(new UUID(5, 56), service, 3, IncidentStatus.RESOLVED, IncidentSeverity.SEV2);
        stand.awaitStatus("Ledger", "operational");

        var before = stand.shown("Ledger", "updated_at");
        var posted = stand.post(
                stand.page, "Ledger is slow", "minor", "We look into it.", new JsonObject().put(id, "major_outage"));
        stand.awaitStatus("Ledger", "major_outage");
        assertThat(stand.shown("Ledger", "updated_at")).isGreaterThan(before);
        stand.update(posted, "resolved", new JsonObject());
        stand.awaitStatus("Ledger", "operational");
    }
}
