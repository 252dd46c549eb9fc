package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.Urgency;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How urgent incidents are, and what is worked on first: by their service, by rules, and by what people say. */
class UrgencyIT {
    private final Stand stand = Stand.get();

    @Test
    void whatOpensOutsideSupportHoursIsLowAndPagesAnewWhenTheyBegin() {
        var incident = alerted("Shop by night", hours(3));
        assertThat(incident.urgency()).isEqualTo(Urgency.LOW);
        var shown = show(incident.id());
        assertThat(shown.getString("urgency")).isEqualTo("low");
        assertThat(shown.getString("urgencyReason")).startsWith("outside support hours 09:00–17:00");
        assertThat(shown.getInstant("urgencyRaisedAt")).isAfter(incident.createdAt());
        assertThat(stand.page("/incidents/" + incident.number()).body())
                .contains("low urgency: outside support hours 09:00–17:00");
        assertThat(stand.get("/api/v1/incidents/" + incident.id() + "/explain", Stand.VIEWER)
                        .body())
                .contains("Low urgency: outside support hours 09:00–17:00");

        due(incident);
        var raised = stand.await(incident.serviceId(), Happened.UNACKNOWLEDGED);
        assertThat(raised.incident().urgency()).isEqualTo(Urgency.HIGH);
        assertThat(raised.incident().cycle()).isEqualTo(2);
        assertThat(show(incident.id()).getString("urgencyReason")).isEqualTo("support hours have begun");
    }

    @Test
    void whatSomebodyHasIsRaisedWithoutPagingThemAgain() {
        var incident = alerted("Shop in good hands", hours(3));
        stand.post("/api/v1/incidents/" + incident.id() + "/acknowledge", Stand.RESPONDER, Map.of());
        due(incident);
        Stand.eventually(() -> show(incident.id()).getString("urgency").equals("high"));
        assertThat(show(incident.id()).getString("status")).isEqualTo("acknowledged");
        assertThat(show(incident.id()).getInteger("cycle")).isEqualTo(1);
    }

    @Test
    void peopleRaiseAndLowerIt() {
        var incident = alerted("Shop that can wait", Map.of("by", "low"));
        assertThat(show(incident.id()).getString("urgencyReason")).isEqualTo("every incident of the service is");
        var at = "/api/v1/incidents/" + incident.id();
        stand.form("/incidents/" + incident.number() + "/urgency", "urgency=high");
        assertThat(show(incident.id()).getInteger("cycle")).isEqualTo(2);
        stand.method("PATCH", at, Stand.RESPONDER, Map.of("urgency", "low"));
        assertThat(show(incident.id()).getString("urgencyReason")).startsWith("said so by");
        assertThat(show(incident.id()).getInteger("cycle")).isEqualTo(2);
        assertThat(listed(incident, "low")).contains("Shop that can wait");
        assertThat(listed(incident, "high")).doesNotContain("Shop that can wait");
        assertThat(stand.page("/incidents?urgency=low&service=" + incident.serviceId())
                        .body())
                .contains("#" + incident.number());
        stand.postNothing(at + "/resolve", Stand.RESPONDER);
        assertThat(stand.method("PATCH", at, Stand.RESPONDER, Map.of("urgency", "high"))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void withoutARuleItFollowsTheSeverity() {
        var incident = alerted("Shop as usual", Map.of("by", "severity"));
        assertThat(incident.urgency()).isNull();
        assertThat(show(incident.id()).getString("urgency")).isEqualTo("high");
        stand.method("PATCH", "/api/v1/incidents/" + incident.id(), Stand.RESPONDER, Map.of("severity", "sev4"));
        assertThat(show(incident.id()).getString("urgency")).isEqualTo("low");
        assertThat(show(incident.id()).getString("urgencyReason")).isNull();
    }

    @Test
    void aPriorityIsSaidByARuleAndByPeopleAndPagesNobody() {
        var door = stand.door("Shop with priorities", "alert");
        stand.post(
                "/api/v1/event-rules",
                Stand.MANAGER,
                Map.of(
                        "name",
                        "First things first",
                        "service",
                        door.service(),
                        "condition",
                        "true",
                        "actions",
                        Map.of("priority", "P2")));
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "prior"));
        var incident = stand.await(door.service(), Happened.TRIGGERED).incident();
        assertThat(show(incident.id()).getString("priority")).isEqualTo("p2");
        stand.form("/incidents/" + incident.number() + "/priority", "priority=P1");
        assertThat(show(incident.id()).getString("priority")).isEqualTo("p1");
        assertThat(show(incident.id()).getInteger("cycle")).isEqualTo(1);
        assertThat(stand.page("/incidents?priority=p1&service=" + door.service())
                        .body())
                .contains("#" + incident.number());
        assertThat(stand.page("/incidents?priority=p2&service=" + door.service())
                        .body())
                .doesNotContain("#" + incident.number() + "<");
        assertThat(stand.page("/incidents/" + incident.number()).body()).contains("Priority set to P1 by Bea Example");
        stand.method("PATCH", "/api/v1/incidents/" + incident.id(), Stand.RESPONDER, Map.of("priority", "none"));
        assertThat(show(incident.id()).getString("priority")).isNull();
    }

    @Test
    void supportHoursThatMakeNoSenseAreRefusedByTheirField() {
        var service = stand.door("Shop without hours", "alert").service();
        assertThat(put(service, "Shop without hours", Map.of("by", "hours"))).contains("#/urgency/hours");
        assertThat(put(
                        service,
                        "Shop without hours",
                        Map.of("by", "hours", "hours", hours("Nowhere/Land", "monday", "17:00"))))
                .contains("#/urgency/hours/timeZone", "Europe/Berlin");
        assertThat(put(service, "Shop without hours", Map.of("by", "hours", "hours", hours("UTC", "monday", "09:00"))))
                .contains("#/urgency/hours/to");
        var typed = "name=Shop+without+hours&grouping=alert&urgency=hours&supportZone=Mars&supportDays=monday"
                + "&supportFrom=09:00&supportTo=17:00";
        assertThat(stand.form("/services/" + service + "/settings", typed).body())
                .contains("Give a time zone such as Europe/Berlin", "value=\"Mars\"", "aria-invalid=\"true\"");
        assertThat(stand.page("/services/" + service + "/settings").body())
                .as("the zone of who asks")
                .contains("name=\"supportZone\" value=\"Europe/Berlin\"");
    }

    private IncidentState alerted(String name, Map<String, Object> urgency) {
        var door = stand.door(name, "alert");
        assertThat(put(door.service(), name, urgency)).contains("\"urgency\"");
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, name));
        return stand.await(door.service(), Happened.TRIGGERED).incident();
    }

    private String put(UUID service, String name, Map<String, Object> urgency) {
        return stand.method(
                        "PUT",
                        "/api/v1/services/" + service,
                        Stand.MANAGER,
                        Map.of("name", name, "grouping", "alert", "urgency", urgency))
                .body();
    }

    /** Support hours on one day only, so many days from now. */
    private static Map<String, Object> hours(int days) {
        var day = LocalDate.now(ZoneOffset.UTC).plusDays(days).getDayOfWeek();
        return Map.of("by", "hours", "hours", hours("UTC", day.name().toLowerCase(Locale.ROOT), "17:00"));
    }

    private static Map<String, Object> hours(String zone, String day, String to) {
        return Map.of("timeZone", zone, "days", List.of(day), "from", "09:00", "to", to);
    }

    /** Its hours begin now. */
    private void due(IncidentState incident) {
        stand.host
                .database()
                .query(
                        "update timer set due_at = now() where kind = 'incident-urgent' and ref = $1",
                        Tuple.of(incident.id()))
                .await();
    }

    private String listed(IncidentState incident, String urgency) {
        return stand.get("/api/v1/incidents?urgency=" + urgency + "&service=" + incident.serviceId(), Stand.VIEWER)
                .body();
    }

    private JsonObject show(UUID incident) {
        return Stand.json(stand.get("/api/v1/incidents/" + incident, Stand.VIEWER));
    }
}
