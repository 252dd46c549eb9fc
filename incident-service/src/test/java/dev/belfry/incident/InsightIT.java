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
import dev.belfry.incident.insight.fact.DaySweep;
import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
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
        var at = "/api/v1/insights?service=" + door.service() + "&timeZone=Europe/Berlin";
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
        var origin = report.getJsonArray("integrations").getJsonObject(0);
        assertThat(origin.getString("id")).isEqualTo(door.integration().toString());
        assertThat(origin.getInteger("paged")).isEqualTo(2);
        assertThat(origin.getInteger("acknowledged")).isEqualTo(1);
        assertThat(origin.getInteger("brief"))
                .as("the one that nobody touched was over within a minute")
                .isEqualTo(1);

        var page = stand.pageAsViewer("/insights?service=" + door.service()).body();
        assertThat(page)
                .contains(
                        "Insights",
                        "2 SEV1",
                        "TillBlinks is bad",
                        "Bea Example",
                        "0 before, too few to compare",
                        "Noise by integration")
                .doesNotContain("Try a rule");
        assertThat(stand.page("/insights?service=" + door.service()).body()).contains("Try a rule");
        assertThat(stand.page("/insights.csv?service=" + door.service()).body())
                .startsWith("number,title,service,team,severity,opened_at,")
                .contains(quiet.number() + ",\"TillBlinks is bad\",\"Counted \"\"till\"\"\",\"\",SEV1,")
                .hasLineCount(3);
        assertThat(stand.anonymous("/insights.csv").statusCode()).isEqualTo(401);
    }

    @Test
    void daysThatAreAddedUpSayTheSameAsTheirIncidentsOneByOne() {
        var door = stand.door("Counted by the day", "alert");
        sql("""
                with i as (
                    insert into incident (id, number, service, group_key, title, status, severity, cycle, version,
                                          created_at, resolved_at, alert_count, open_alerts)
                    select gen_random_uuid(), -1000 - n, $1, 'day ' || n, 'Day ' || n, 'resolved',
                           'sev' || 1 + n % 4, 1, 1, timestamptz '2001-05-01' + n * interval '7 hours', '2002-01-01', 1, 0
                    from generate_series(1, 600) as n
                    returning *),
                f as (
                    insert into incident_fact (incident, number, service, severity, opened_at, detect_s, acknowledge_s,
                                               resolve_s, pages, night_pages, alerts, quiet, name, integration, rules, brief)
                    select id, number, service, right(severity, 1)::int, created_at, case when number % 2 = 0 then -number % 61 end,
                           -number % 977, -number * 7919 % 100000, 1, 0, 2, false, title, $2, array[$3]::uuid[], number % 3 = 0
                    from i)
                insert into page_fact (line, person, incident, at, service, severity, hour, night, acknowledged)
                select number, $4, id, created_at, service, right(severity, 1)::int, -number % 168,
                       case when number % 5 = 0 then created_at::date end, number % 2 = 0
                from i""", door.service(), door.integration(), UUID.randomUUID(), Stand.BEA);
        var at = "/api/v1/insights?timeZone=Asia/Kolkata&from=2001-08-01&to=2001-10-20";
        var asked = List.of(at, at + "&service=" + door.service(), at + "&leastSeverity=sev2");
        var oneByOne = asked.stream()
                .map(address -> Stand.json(stand.get(address, Stand.VIEWER)))
                .toList();
        assertThat(oneByOne.getFirst().getJsonObject("incidents").getInteger("count"))
                .isGreaterThan(250);
        assertThat(oneByOne.getFirst().getJsonArray("rules")).hasSize(1);

        sql("insert into fact_day (day) select distinct (opened_at at time zone 'UTC')::date from incident_fact"
                + " where opened_at < '2002-01-01'");
        Stand.eventually(() -> {
            new DaySweep(stand.host.database(), InstantSource.system()).look().await();
            return sql("select 1 from fact_day where day < '2002-01-01' and added_at is null")
                            .size()
                    == 0;
        });

        assertThat(asked.stream()
                        .map(address -> Stand.json(stand.get(address, Stand.VIEWER)))
                        .toList())
                .isEqualTo(oneByOne);
        assertThat(sql("select 1 from incident_day where day < '2002-01-01'").size())
                .isPositive();
    }

    @Test
    void whatCannotBeCountedIsRefusedOverTheApiAndNarrowsNothingOnThePage() {
        for (var bad : List.of(
                "timeZone=Moon",
                "timeZone=%2B05:30",
                "from=2026-02-01&to=2026-01-01",
                "from=1999-01-01&to=2026-01-01")) {
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

    private RowSet<Row> sql(String statement, Object... arguments) {
        return stand.host.database().query(statement, Tuple.from(arguments)).await();
    }
}
