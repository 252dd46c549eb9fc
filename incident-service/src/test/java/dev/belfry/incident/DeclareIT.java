package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.IncidentEvent;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people open by hand that is not what it seems: a test, and an incident that is over. */
class DeclareIT {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final Stand stand = Stand.get();

    @Test
    void aTestPagesOnlyWhoDeclaresItSaysSoInItsTitleAndEndsByItself() {
        var service = stand.door("Tried", "alert").service();
        assertThat(open(Map.of("service", service, "title", "Drill", "test", true)))
                .as("a token without a person")
                .contains("#/test", "use the token of a person");
        stand.contactStatus(1, 1);
        Stand.eventually(() -> stand.form("/incidents", "kind=test&title=Drill&service=" + service)
                        .statusCode()
                == 303);
        Stand.eventually(() -> !stand.eventsOf(service).isEmpty());
        var event = stand.eventsOf(service).getFirst();
        assertThat(event.incident().tried()).isTrue();
        assertThat(event.incident().assignee()).isEqualTo(Stand.BEA);
        assertThat(event.incident().title()).isEqualTo("TEST: Drill");
        var at = "/api/v1/incidents/" + event.incident().id();
        assertThat(show(at).getBoolean("test")).isTrue();
        assertThat(stand.page("/incidents/" + event.incident().number()).body())
                .contains("test, ends at", "only Bea Example is paged");
        assertThat(stand.post(at + "/reassign", Stand.RESPONDER, Map.of("person", Stand.BEA))
                        .body())
                .contains("A test pages nobody but who declared it");
        var other = open(Map.of("service", service, "title", "Real"));
        assertThat(stand.post(at + "/merge", Stand.RESPONDER, Map.of("into", new JsonObject(other).getString("id")))
                        .body())
                .contains("#/into");

        stand.host
                .database()
                .query(
                        "update incident set resolves_at = resolves_at - interval '61 minutes' where id = $1",
                        Tuple.of(event.incident().id()))
                .await();
        Stand.eventually(() -> show(at).getString("status").equals("resolved"));
        assertThat(stand.get(at + "/timeline", Stand.VIEWER).body())
                .contains("Test declared by Bea Example, who is paged alone", "ended by itself");
        assertThat(stand.post(at + "/reopen", Stand.RESPONDER, Map.of()).statusCode())
                .isEqualTo(409);
        assertThat(counted("select count(*) from incident_fact where incident = $1", event))
                .as("counts nowhere")
                .isZero();
    }

    @Test
    void whatIsOverIsEnteredAfterwardsWithItsOwnTimesAndPagesNobody() {
        var service = stand.door("Entered", "alert").service();
        var ended = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MINUTES);
        var began = ended.minus(Duration.ofMinutes(40));
        assertThat(over(service, began, null)).contains("#/resolvedAt", "Give both times");
        assertThat(over(service, ended, began)).contains("An incident ends after it began");
        assertThat(over(service, began, Instant.now().plusSeconds(600))).contains("give an end in the past");
        assertThat(over(service, began.minus(Duration.ofDays(400)), ended)).contains("Incidents of the last year");
        var entered = new JsonObject(over(service, began, ended));
        assertThat(entered.getString("status")).isEqualTo("resolved");
        assertThat(entered.getInstant("createdAt")).isEqualTo(began);
        assertThat(entered.getInstant("resolvedAt")).isEqualTo(ended);
        assertThat(entered.getBoolean("enteredAfterwards")).isTrue();
        var at = "/api/v1/incidents/" + entered.getString("id");
        assertThat(stand.get(at + "/timeline", Stand.VIEWER).body())
                .contains("Entered afterwards by responder robot: it began at " + began, "nobody was paged");
        Stand.eventually(() -> !stand.eventsOf(service).isEmpty());
        var event = stand.eventsOf(service).getFirst();
        assertThat(event.incident().resolvedAt()).isEqualTo(ended);
        Stand.eventually(() ->
                counted("select count(*) from incident_fact where incident = $1 and resolve_s = 2400", event) == 1);

        var form = "kind=over&title=Typed&service=" + service + "&began=" + local(began);
        assertThat(stand.form("/incidents", form).body()).contains("Give the day and time at which it began and ended");
        var page = stand.form("/incidents", form + "&ended=" + local(ended))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(stand.page(page).body()).contains("entered afterwards");
        assertThat(stand.page(page + "/postmortem").statusCode()).isEqualTo(200);

        assertThat(stand.post(at + "/reopen", Stand.RESPONDER, Map.of()).body())
                .contains("paged nobody: declare a new incident if it goes on");
        assertThat(stand.page(page).body()).doesNotContain("Reopen and page again");
        assertThat(show(at).getInteger("cycle")).isEqualTo(1);
    }

    @Test
    void aTestIsNoFigureOfTheHomePage() {
        var service = stand.door("No figure", "alert").service();
        stand.contactStatus(1, 1);
        var before = figures();
        Stand.eventually(() -> stand.form("/incidents", "kind=test&title=Figure&service=" + service)
                        .statusCode()
                == 303);
        Stand.eventually(() -> !stand.eventsOf(service).isEmpty());
        assertThat(figures()).isEqualTo(before);
        open(Map.of("service", service, "title", "No drill"));
        assertThat(figures()).isNotEqualTo(before);
    }

    private String figures() {
        var page = stand.page("/home").body();
        var day = Pattern.compile("\\d+ alerts and \\d+ incidents in the last 24 hours")
                .matcher(page);
        assertThat(day.find()).isTrue();
        return day.group() + page.substring(page.indexOf("Open incidents"), page.indexOf("alerts began"));
    }

    private String over(UUID service, Instant began, @Nullable Instant ended) {
        var body = new HashMap<String, Object>(Map.of("service", service, "title", "Over", "startedAt", began));
        if (ended != null) {
            body.put("resolvedAt", ended);
        }
        return open(body);
    }

    private static String local(Instant at) {
        return URLEncoder.encode(at.atZone(BERLIN).toLocalDateTime().toString(), StandardCharsets.UTF_8);
    }

    private String open(Map<String, Object> body) {
        return stand.post("/api/v1/incidents", Stand.RESPONDER, body).body();
    }

    private JsonObject show(String at) {
        return Stand.json(stand.get(at, Stand.VIEWER));
    }

    private long counted(String statement, IncidentEvent event) {
        return stand.host
                .database()
                .query(statement, Tuple.of(event.incident().id()))
                .map(rows -> rows.iterator().next().getLong(0))
                .await();
    }
}
