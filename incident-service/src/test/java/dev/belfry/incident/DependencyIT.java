package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentStatus;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Services that need each other. */
class DependencyIT {
    private final Stand stand = Stand.get();

    @Test
    void anIncidentWaitsWhileWhatItsServiceNeedsIsDownAndPagesWhenThatIsOver() {
        var acquirer = stand.door("Needed acquirer", "alert");
        var payments = stand.door("Needing payments", "alert");
        var shop = stand.door("Needing shop", "alert");
        var loud = stand.door("Needing loudly", "alert");
        needs(payments, "Needing payments", acquirer, false);
        needs(shop, "Needing shop", payments, true);
        needs(loud, "Needing loudly", payments, false);
        stand.accepted(acquirer.service(), SilenceIT.labelled(acquirer, AlertAction.TRIGGER, "Line", null));
        var root = stand.await(acquirer.service(), Happened.TRIGGERED).incident();

        stand.accepted(loud.service(), SilenceIT.labelled(loud, AlertAction.TRIGGER, "Cart", null));
        assertThat(stand.await(loud.service(), Happened.TRIGGERED).incident().status())
                .as("as installed it pages")
                .isEqualTo(IncidentStatus.TRIGGERED);
        stand.accepted(shop.service(), SilenceIT.labelled(shop, AlertAction.TRIGGER, "Cart", null));
        stand.accepted(shop.service(), SilenceIT.labelled(shop, AlertAction.TRIGGER, "Brief", null));
        Stand.eventually(() -> stand.eventsOf(shop.service()).size() == 2);
        assertThat(stand.eventsOf(shop.service()))
                .allSatisfy(event -> assertThat(event.incident().status()).isEqualTo(IncidentStatus.SNOOZED));
        // Two incidents have no order between them.
        var waiting = stand.eventsOf(shop.service()).stream()
                .map(IncidentEvent::incident)
                .filter(incident -> incident.title().startsWith("Cart"))
                .findFirst()
                .orElseThrow();
        assertThat(stand.page("/incidents/" + waiting.number()).body())
                .contains("Needed acquirer is down (#" + root.number() + "); suppressed until it is resolved");
        assertThat(stand.get("/api/v1/incidents/" + waiting.id() + "/explain", Stand.VIEWER)
                        .body())
                .contains("Nobody has been paged so far: Needed acquirer is down");
        assertThat(stand.page("/incidents/" + root.number()).body())
                .contains("Affects:", ">Needing payments</a>", ">Needing shop</a>");
        assertThat(stand.page("/services/" + payments.service()).body())
                .contains("Blast radius", "Needing payments needs 1 service; 2 services cannot do without it.");
        assertThat(stand.page("/services/" + acquirer.service()).body()).contains("affected", "at one remove");
        stand.accepted(shop.service(), SilenceIT.labelled(shop, AlertAction.RESOLVE, "Brief", null));
        stand.await(shop.service(), Happened.RESOLVED);

        stand.accepted(acquirer.service(), SilenceIT.labelled(acquirer, AlertAction.RESOLVE, "Line", null));
        var woken = stand.await(shop.service(), Happened.UNSNOOZED).incident();
        assertThat(woken.id()).isEqualTo(waiting.id());
        assertThat(woken.status()).isEqualTo(IncidentStatus.TRIGGERED);
        assertThat(woken.cycle()).isEqualTo(2);
        Stand.eventually(() -> waits() == 0);
        assertThat(stand.eventsOf(shop.service()).stream().filter(event -> event.happened() == Happened.UNSNOOZED))
                .hasSize(1);
    }

    @Test
    void aCircleIsRefusedInTheApiTheFormAndTheImport() {
        var one = stand.door("Round one", "alert");
        var two = stand.door("Round two", "alert");
        needs(one, "Round one", two, false);
        var refused = stand.method(
                "PUT",
                "/api/v1/services/" + two.service(),
                Stand.MANAGER,
                Map.of("name", "Round two", "dependsOn", List.of(one.service().toString())));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("#/dependsOn", "Round two needs Round one needs Round two");
        var form = stand.form(
                "/services/" + two.service() + "/settings",
                "name=Round+two&description=&grouping=alert&version=1&links=&runbook=&dependsOn=" + one.service());
        assertThat(form.statusCode()).isEqualTo(422);
        assertThat(form.body()).contains("Round two needs Round one needs Round two", "checked");
        var list = Map.of(
                "services",
                List.of(Map.of(
                        "name", "Round two", "dependsOn", List.of(one.service().toString()))));
        assertThat(stand.method("PUT", "/api/v1/catalog", Stand.MANAGER, list).body())
                .contains("#/services/0/dependsOn");
    }

    private void needs(Stand.Door door, String name, Stand.Door needed, boolean quiet) {
        var answer = stand.method(
                "PUT",
                "/api/v1/services/" + door.service(),
                Stand.MANAGER,
                Map.of(
                        "name",
                        name,
                        "dependsOn",
                        List.of(needed.service().toString()),
                        "quietWhileDependencyDown",
                        quiet));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Stand.json(answer).getJsonArray("dependsOn"))
                .isEqualTo(JsonArray.of(needed.service().toString()));
    }

    private long waits() {
        return stand.host
                .database()
                .query("select count(*) as waits from suppressed_incident", io.vertx.sqlclient.Tuple.tuple())
                .await()
                .iterator()
                .next()
                .getLong("waits");
    }
}
