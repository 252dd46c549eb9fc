package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertCommand;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.alert.AlertVerb;
import dev.belfry.contracts.alert.IdentifierType;
import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.contracts.heartbeat.PingKind;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.RequestedParty;
import dev.belfry.incident.signal.alert.Priority;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Opsgenie's clients do to alerts, from the log to their answers. */
class OpsgenieIT {
    private final Stand stand = Stand.get();

    @Test
    void anAlertIsCreatedCountedReadAndClosedAndEachRequestSaysWhatBecameOfIt() {
        var desk = desk("Genie");
        var create = create(desk, "db/1 disk", "Disk 97% full", "P2", List.of("prod"));
        var created = data(requestOf(desk, create));
        assertThat(created.getString("status")).isEqualTo("Created alert");
        assertThat(created.getString("action")).isEqualTo("Create");
        assertThat(created.getBoolean("success")).isTrue();
        assertThat(created.getBoolean("isSuccess")).isTrue();
        assertThat(created.getString("alias")).isEqualTo("db/1 disk");
        assertThat(created.getString("integrationId"))
                .isEqualTo(desk.door().integration().toString());

        // Opsgenie's repeats only count; the newer words are not taken.
        var counted = create(desk, "db/1 disk", "Disk 98% full", "P2", List.of());
        assertThat(data(requestOf(desk, counted)).getString("status")).startsWith("Counted");

        var answer = get(desk, "/v2/alerts/" + encoded("db/1 disk") + "?identifierType=alias");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-RateLimit-State")).hasValue("OK");
        assertThat(answer.headers().firstValue("X-Response-Time").orElse("")).matches("\\d+\\.\\d{3}");
        assertThat(answer.headers().firstValue("X-Request-Id"))
                .hasValue(Stand.json(answer).getString("requestId"));
        var alert = data(answer);
        assertThat(alert.getString("message")).isEqualTo("Disk 97% full");
        assertThat(alert.getLong("count")).isEqualTo(2);
        assertThat(alert.getString("status")).isEqualTo("open");
        assertThat(alert.getString("priority")).isEqualTo("P2");
        assertThat(alert.getJsonArray("tags").encode()).isEqualTo("[\"prod\"]");
        assertThat(alert.containsKey("snoozedUntil")).isFalse();
        assertThat(alert.getString("createdAt")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(alert.getJsonObject("details").getString("rack")).isEqualTo("7");
        var id = alert.getString("id");
        assertThat(data(get(desk, "/v2/alerts/" + id + "/")).getString("id")).isEqualTo(id);
        assertThat(data(get(desk, "/v2/alerts/" + alert.getString("tinyId") + "?identifierType=tiny"))
                        .getString("id"))
                .isEqualTo(id);

        var closed = send(desk, AlertVerb.CLOSE, "db/1 disk", IdentifierType.ALIAS, null);
        assertThat(data(requestOf(desk, closed)).getString("status")).isEqualTo("Closed alert");
        stand.await(desk.door().service(), Happened.RESOLVED);
        var again = send(desk, AlertVerb.CLOSE, "db/1 disk", IdentifierType.ALIAS, null);
        var nothing = data(requestOf(desk, again));
        assertThat(nothing.getString("status")).startsWith("There is no open alert");
        assertThat(nothing.getBoolean("success")).isFalse();
        assertThat(nothing.getString("alertId")).isEmpty();
        assertThat(get(desk, "/v2/alerts/" + encoded("db/1 disk") + "?identifierType=alias")
                        .statusCode())
                .as("an alias names open alerts only")
                .isEqualTo(404);
        var over = data(get(desk, "/v2/alerts/" + id));
        assertThat(over.getString("status")).isEqualTo("closed");
        assertThat(over.getJsonObject("report").getString("closedBy")).isEqualTo("ann@example.com");
    }

    /** A table that is not there stands for a database that fails. */
    @Test
    void aFaultIsToldInTheEnvelopeOfTheClientWhoAsks() {
        var desk = desk("Genie Fault");
        stand.host
                .database()
                .query("alter table integration rename to integration_away", io.vertx.sqlclient.Tuple.tuple())
                .await();
        try {
            var genie = get(desk, "/v2/alerts");
            assertThat(genie.statusCode()).isEqualTo(500);
            assertThat(Stand.json(genie).getString("requestId")).isNotBlank();
            assertThat(Stand.json(genie).getString("message")).contains("operator");
        } finally {
            stand.host
                    .database()
                    .query("alter table integration_away rename to integration", io.vertx.sqlclient.Tuple.tuple())
                    .await();
        }
    }

    @Test
    void everyVerbIsCarriedOut() {
        var desk = desk("Genie Verbs");
        requestOf(desk, create(desk, "web", "Web is slow", "P3", List.of("prod")));
        var id = one(desk, "alias:web").getString("id");
        var triggered = stand.await(desk.door().service(), Happened.TRIGGERED);
        var number = triggered.incident().number();

        assertThat(done(desk, AlertVerb.ACKNOWLEDGE, id, "looking")).isEqualTo("Acknowledged alert");
        stand.await(desk.door().service(), Happened.ACKNOWLEDGED);
        assertThat(alert(desk, id).getBoolean("acknowledged")).isTrue();
        assertThat(alert(desk, id).getJsonObject("report").getString("acknowledgedBy"))
                .isEqualTo("ann@example.com");
        assertThat(done(desk, AlertVerb.ACKNOWLEDGE, id, null)).isEqualTo("Alert is already acknowledged.");
        assertThat(done(desk, AlertVerb.UNACKNOWLEDGE, id, null)).isEqualTo("UnAcknowledged alert");
        stand.await(desk.door().service(), Happened.UNACKNOWLEDGED);
        assertThat(alert(desk, id).getBoolean("acknowledged")).isFalse();

        assertThat(status(desk, command(desk, AlertVerb.ESCALATE, id, "Day shift", null, null, null)))
                .isEqualTo("Escalated alert");
        Stand.eventually(() -> !stand.requestsOf(triggered).isEmpty());
        var asked = stand.requestsOf(triggered).getFirst();
        assertThat(asked.party()).isEqualTo(RequestedParty.POLICY);
        assertThat(asked.named()).isEqualTo("Day shift");
        assertThat(asked.cycle()).isEqualTo(2);

        var snooze = command(
                desk, AlertVerb.SNOOZE, id, null, null, null, Instant.now().plus(Duration.ofHours(2)));
        assertThat(status(desk, snooze)).isEqualTo("Snoozed alert");
        assertThat(alert(desk, id).getBoolean("snoozed")).isTrue();
        assertThat(alert(desk, id).getString("snoozedUntil")).isNotEmpty();

        assertThat(status(desk, command(desk, AlertVerb.ADD_TAGS, id, null, List.of("eu", "prod"), null, null)))
                .startsWith("Tags added");
        status(desk, command(desk, AlertVerb.REMOVE_TAGS, id, null, List.of("prod"), null, null));
        assertThat(alert(desk, id).getJsonArray("tags").encode()).isEqualTo("[\"eu\"]");
        status(desk, command(desk, AlertVerb.ADD_DETAILS, id, null, null, Map.of("host", "w1"), null));
        status(desk, command(desk, AlertVerb.REMOVE_DETAILS, id, null, List.of("rack"), null, null));
        assertThat(alert(desk, id).getJsonObject("details").getMap()).isEqualTo(Map.of("host", "w1"));

        status(desk, command(desk, AlertVerb.CHANGE_MESSAGE, id, "Web is down", null, null, null));
        status(desk, command(desk, AlertVerb.CHANGE_DESCRIPTION, id, "all of it", null, null, null));
        assertThat(status(desk, command(desk, AlertVerb.CHANGE_PRIORITY, id, "P9", null, null, null)))
                .contains("P1 to P5");
        status(desk, command(desk, AlertVerb.CHANGE_PRIORITY, id, "P1", null, null, null));
        var changed = alert(desk, id);
        assertThat(changed.getString("message")).isEqualTo("Web is down");
        assertThat(changed.getString("description")).isEqualTo("all of it");
        assertThat(changed.getString("priority")).isEqualTo("P1");
        assertThat(stand.await(desk.door().service(), Happened.SEVERITY_CHANGED)
                        .incident()
                        .severity())
                .isEqualTo(IncidentSeverity.SEV1);

        status(desk, command(desk, AlertVerb.ASSIGN, id, "bob@example.com", null, null, null));
        assertThat(alert(desk, id).getString("owner")).isEqualTo("bob@example.com");
        status(desk, command(desk, AlertVerb.ESCALATE, id, "Night shift", null, null, null));
        status(desk, command(desk, AlertVerb.ADD_TEAM, id, "Storage", null, null, null));
        status(desk, command(desk, AlertVerb.ADD_RESPONDER, id, "Carl", null, null, null));
        status(desk, command(desk, AlertVerb.RUN_ACTION, id, "restart", null, null, null));
        assertThat(done(desk, AlertVerb.ADD_NOTE, id, "it was the <cache>")).startsWith("Note added");
        assertThat(stand.page("/incidents/" + number).body())
                .contains(
                        "escalate to Night shift",
                        "add the team Storage",
                        "add Carl",
                        "Action \"restart\" was run by ann@example.com",
                        "it was the &lt;cache&gt;",
                        "looking");

        var notes = Stand.json(get(desk, "/v2/alerts/" + id + "/notes")).getJsonArray("data");
        assertThat(notes.stream().map(one -> ((JsonObject) one).getString("note")))
                .containsExactly("it was the <cache>", "looking");
        var first = Stand.json(get(desk, "/v2/alerts/" + id + "/logs?limit=2&order=asc"));
        assertThat(first.getJsonArray("data").getJsonObject(0).getString("log")).isEqualTo("Alert created via API");
        assertThat(first.getJsonArray("data").getJsonObject(1).getString("log"))
                .isEqualTo("Acknowledged alert via API");
        var next = first.getJsonObject("paging").getString("next");
        assertThat(Stand.json(get(desk, next.substring(next.indexOf("/v2"))))
                        .getJsonArray("data")
                        .getJsonObject(0)
                        .getString("log"))
                .isEqualTo("UnAcknowledged alert via API");
        assertThat(Stand.json(get(desk, "/v2/alerts/" + id + "/recipients")).getJsonArray("data"))
                .isEmpty();
        assertThat(done(desk, AlertVerb.DELETE, id, null)).isEqualTo("Deleted alert");
        assertThat(done(desk, AlertVerb.ACKNOWLEDGE, id, null)).isEqualTo("Alert does not exist");
        assertThat(done(desk, AlertVerb.CLOSE, UUID.randomUUID().toString(), null))
                .isEqualTo("Alert does not exist");
    }

    @Test
    void aCommandThatIsReadTwiceIsCarriedOutOnce() {
        var desk = desk("Genie Replayed");
        requestOf(desk, create(desk, "twice", "Twice", "P3", List.of()));
        var id = one(desk, "alias:twice").getString("id");
        var note = command(desk, AlertVerb.ADD_NOTE, id, null, null, null, null, "only once");
        send(desk, note);
        send(desk, note);
        status(desk, note);
        var ack = command(desk, AlertVerb.ACKNOWLEDGE, id, null, null, null, null);
        send(desk, ack);
        assertThat(status(desk, ack)).as("what became of the first of them").isEqualTo("Acknowledged alert");
        assertThat(Stand.json(get(desk, "/v2/alerts/" + id + "/notes")).getJsonArray("data"))
                .hasSize(1);
        // Events of one incident come in order: what comes before the acknowledge is here.
        stand.await(desk.door().service(), Happened.ACKNOWLEDGED);
        assertThat(stand.eventsOf(desk.door().service()).stream()
                        .filter(event -> event.happened() == Happened.NOTE_ADDED))
                .hasSize(1);
    }

    @Test
    void aRequestNobodyKnowsIsNotProcessedYet() {
        var desk = desk("Genie Polling");
        var answer = get(desk, "/v2/alerts/requests/" + UUID.randomUUID());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("X-Opsgenie-Errortype")).hasValue("RequestNotProcessed");
        assertThat(get(desk, "/v2/alerts/requests/nonsense").statusCode()).isEqualTo(422);
        var create = create(desk, "own", "Own", "P3", List.of());
        requestOf(desk, create);
        assertThat(get(desk("Genie Strangers"), "/v2/alerts/requests/" + create).statusCode())
                .as("another service's key does not see it")
                .isEqualTo(404);
    }

    @Test
    void alertsAreFoundWithTheQueryLanguage() {
        var desk = desk("Genie Found");
        requestOf(desk, create(desk, "db1-disk", "Disk 97% full", "P1", List.of("prod", "eu")));
        requestOf(desk, create(desk, "db2-disk", "Disk_9 full", "P2", List.of("test")));
        requestOf(desk, create(desk, "web", "Web is slow", "P3", List.of("prod")));
        requestOf(desk, create(desk, "web", "Web is slow", "P3", List.of("prod")));
        requestOf(desk, send(desk, AlertVerb.CLOSE, "db2-disk", IdentifierType.ALIAS, null));
        var asked = new ArrayList<String>();
        record Expected(String query, List<String> aliases) {}
        for (var expected : List.of(
                new Expected("", List.of("web", "db2-disk", "db1-disk")),
                new Expected("status:open", List.of("web", "db1-disk")),
                new Expected("status: closed", List.of("db2-disk")),
                new Expected("NOT status:open", List.of("db2-disk")),
                new Expected("tag:prod AND NOT tag:eu", List.of("web")),
                new Expected("tag:(eu OR test)", List.of("db2-disk", "db1-disk")),
                new Expected("alias:db*", List.of("db2-disk", "db1-disk")),
                new Expected("alias:db", List.of()),
                new Expected("message:disk", List.of("db2-disk", "db1-disk")),
                new Expected("message:\"97% full\"", List.of("db1-disk")),
                new Expected("message:\"disk_9\"", List.of("db2-disk")),
                new Expected("message:97_", List.of()),
                new Expected("full OR slow", List.of("web", "db2-disk", "db1-disk")),
                new Expected("disk full", List.of("db2-disk", "db1-disk")),
                new Expected("count > 1", List.of("web")),
                new Expected("priority:P1", List.of("db1-disk")),
                new Expected("details.key:rack AND details.value:7 AND priority:P3", List.of("web")),
                new Expected("closedBy:ann*", List.of("db2-disk")),
                new Expected("acknowledged:true", List.of()),
                new Expected("isSeen:false AND snoozed:false", List.of("web", "db1-disk")),
                new Expected("entity:e* source:s*", List.of("web", "db2-disk", "db1-disk")),
                new Expected("createdAt > 01-01-2999", List.of()),
                new Expected("createdAt < 01-01-2999 AND snoozedUntil < 01-01-2999", List.of()),
                new Expected("integration.name:\"genie found door\"", List.of("web", "db2-disk", "db1-disk")),
                new Expected("teams:x OR owner:\"\\\" or 1=1 --\"", List.of()))) {
            assertThat(aliases(desk, expected.query())).as(expected.query()).isEqualTo(expected.aliases());
            asked.add(expected.query());
            assertThat(Stand.json(get(desk, "/v2/alerts/count?query=" + encoded(expected.query())))
                            .getJsonObject("data")
                            .getInteger("count"))
                    .isEqualTo(expected.aliases().size());
        }
        for (var sort : List.of(
                "createdAt",
                "updatedAt",
                "tinyId",
                "alias",
                "message",
                "status",
                "acknowledged",
                "isSeen",
                "snoozed",
                "snoozedUntil",
                "count",
                "lastOccurredAt",
                "source",
                "owner",
                "integration.name",
                "integration.type",
                "report.ackTime",
                "report.closeTime",
                "report.acknowledgedBy",
                "report.closedBy",
                "nonsense")) {
            assertThat(get(desk, "/v2/alerts?sort=" + sort + "&order=asc").statusCode())
                    .as(sort)
                    .isEqualTo(200);
        }
        assertThat(Stand.json(get(desk, "/v2/alerts?sort=alias&order=asc"))
                        .getJsonArray("data")
                        .getJsonObject(0)
                        .getString("alias"))
                .isEqualTo("db1-disk");

        var bad = get(desk, "/v2/alerts?query=" + encoded("status:"));
        assertThat(bad.statusCode()).isEqualTo(422);
        assertThat(Stand.json(bad).getJsonObject("errors").getString("query")).contains("cannot be parsed");
        assertThat(get(desk, "/v2/alerts?limit=101").statusCode()).isEqualTo(422);
        assertThat(get(desk, "/v2/alerts?offset=-1").statusCode()).isEqualTo(422);
        assertThat(asked).isNotEmpty();
    }

    @Test
    void listsHavePagesWithWholeAddresses() {
        var desk = desk("Genie Paged");
        for (int i = 0; i < 5; i++) {
            requestOf(desk, create(desk, "p" + i, "Page " + i, "P3", List.of()));
        }
        var answer = Stand.json(stand.client(
                "GET",
                "/v2/alerts/?query=" + encoded("status: open") + "&limit=2&offset=2",
                "GenieKey " + desk.key(),
                "",
                "X-Forwarded-Host",
                "alerts.example.com",
                "X-Forwarded-Proto",
                "https"));
        var paging = answer.getJsonObject("paging");
        assertThat(answer.getJsonArray("data")).hasSize(2);
        assertThat(paging.getString("first"))
                .isEqualTo("https://alerts.example.com/v2/alerts?query=status%3A%20open&limit=2&offset=0");
        assertThat(paging.getString("prev")).endsWith("offset=0");
        assertThat(paging.getString("next")).endsWith("limit=2&offset=4");
        assertThat(paging.getString("last")).endsWith("offset=4");
    }

    @Test
    void keysAddressesAndBodiesThatAreNoneAreRefusedInOpsgeniesShape() {
        var desk = desk("Genie Refused");
        for (var key : List.of("GenieKey nobodys", "Bearer x", "GenieKey", "")) {
            var answer = stand.client("GET", "/v2/alerts", key, "");
            assertThat(answer.statusCode()).as(key).isEqualTo(401);
            assertThat(Stand.json(answer).getString("message")).isNotEmpty();
            assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        }
        assertThat(stand.client("GET", "/v2/alerts", "geniekey " + desk.key(), "")
                        .statusCode())
                .as("the word in any case")
                .isEqualTo(200);
        var attachment = stand.client("POST", "/v2/alerts/x/attachments", "GenieKey " + desk.key(), "{}");
        assertThat(attachment.statusCode()).isEqualTo(403);
        assertThat(Stand.json(attachment).getInteger("code")).isEqualTo(40302);
        assertThat(get(desk, "/v2/alerts/nothing").statusCode()).isEqualTo(404);
        assertThat(get(desk, "/v2/nothing/at/all").statusCode()).isEqualTo(404);
        assertThat(stand.client("POST", "/v2/alerts/x", "GenieKey " + desk.key(), "{}")
                        .statusCode())
                .isEqualTo(405);
        assertThat(post(desk, "/v2/heartbeats", "[1]").statusCode()).isEqualTo(400);
        assertThat(post(desk, "/v2/heartbeats", "{\"name\":").statusCode()).isEqualTo(400);
        var tooLarge = post(desk, "/v2/heartbeats", "\"" + "x".repeat(600_000) + "\"");
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(Stand.json(tooLarge).getString("requestId")).isNotBlank();
        assertThat(Stand.json(tooLarge).getString("message")).contains("larger than");
    }

    /** The Java SDK does both. */
    @Test
    void aBodyThatIsNullAndAQuestionThatCallsItselfAFormAreUnderstood() {
        var desk = desk("Genie Java");
        assertThat(post(desk, "/v2/heartbeats", "{\"name\":\"nightly\",\"interval\":1,\"intervalUnit\":\"days\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(post(desk, "/v2/heartbeats/nightly/disable", "null").statusCode())
                .isEqualTo(200);
        for (var path : List.of("/v2/alerts", "/v2/alerts/count", "/v2/heartbeats/nightly")) {
            var answer = stand.client(
                    "GET",
                    path,
                    "GenieKey " + desk.key(),
                    "",
                    "Content-Type",
                    "application/x-www-form-urlencoded; charset=utf-8");
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
        }
        var silences = stand.client(
                "GET",
                "/alertmanager/api/v2/silences",
                "GenieKey " + desk.key(),
                "",
                "Content-Type",
                "multipart/form-data; boundary=x");
        assertThat(silences.statusCode()).isEqualTo(200);
        var large =
                stand.client("POST", "/alertmanager/api/v2/silences", "GenieKey " + desk.key(), " ".repeat(600_000));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(Stand.json(large).getInteger("code")).isEqualTo(413);
    }

    @Test
    void searchesAreSavedAndUsed() {
        var desk = desk("Genie Saved");
        requestOf(desk, create(desk, "s1", "Saved one", "P1", List.of()));
        requestOf(desk, create(desk, "s2", "Saved two", "P3", List.of()));
        var made = post(desk, "/v2/alerts/saved-searches", "{\"name\":\"worst\",\"query\":\"priority:P1\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        var id = data(made).getString("id");
        assertThat(post(desk, "/v2/alerts/saved-searches", "{\"name\":\"worst\",\"query\":\"\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(post(desk, "/v2/alerts/saved-searches", "{\"name\":\"bad\",\"query\":\"x:\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(Stand.json(get(desk, "/v2/alerts?searchIdentifier=" + id + "&searchIdentifierType=id"))
                        .getJsonArray("data"))
                .hasSize(1);
        assertThat(Stand.json(get(desk, "/v2/alerts?searchIdentifier=worst&searchIdentifierType=name"))
                        .getJsonArray("data"))
                .hasSize(1);
        assertThat(stand.client(
                                "PATCH",
                                "/v2/alerts/saved-searches/" + id,
                                "GenieKey " + desk.key(),
                                "{\"name\":\"all\",\"query\":\"\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(data(get(desk, "/v2/alerts/saved-searches/all?identifierType=name"))
                        .getString("query"))
                .isEmpty();
        assertThat(Stand.json(get(desk, "/v2/alerts/saved-searches")).getJsonArray("data"))
                .hasSize(1);
        assertThat(stand.client("DELETE", "/v2/alerts/saved-searches/" + id, "GenieKey " + desk.key(), "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get(desk, "/v2/alerts/saved-searches/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void heartbeatsAreMadeInOpsgeniesForm() {
        var desk = desk("Genie beats");
        var made = post(
                desk,
                "/v2/heartbeats",
                "{\"name\":\"Nightly Job\",\"interval\":10,\"intervalUnit\":\"minutes\",\"enabled\":true,"
                        + "\"ownerTeam\":{\"name\":\"Ops\"},\"alertTags\":[\"cron\"],\"alertPriority\":\"P1\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(data(made).getBoolean("enabled")).isTrue();
        assertThat(data(made).getBoolean("expired")).isFalse();
        assertThat(post(desk, "/v2/heartbeats", "{\"name\":\"Nightly Job\",\"interval\":1,\"intervalUnit\":\"days\"}")
                        .statusCode())
                .isEqualTo(409);
        var bad = post(desk, "/v2/heartbeats", "{\"name\":\"x\",\"interval\":0,\"intervalUnit\":\"minutes\"}");
        assertThat(bad.statusCode()).isEqualTo(422);
        assertThat(Stand.json(bad).getJsonObject("errors").getString("interval"))
                .isNotEmpty();

        var path = "/v2/heartbeats/" + encoded("Nightly Job");
        var whole = data(get(desk, path));
        assertThat(whole.getInteger("interval")).isEqualTo(10);
        assertThat(whole.getString("intervalUnit")).isEqualTo("minutes");
        assertThat(whole.getString("alertMessage")).isEqualTo("Nightly Job is expired");
        assertThat(whole.containsKey("lastPingTime")).isFalse();

        var own = Stand.json(
                        stand.get("/api/v1/heartbeats?service=" + desk.door().service(), Stand.VIEWER))
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(own.getString("slug")).isEqualTo("nightly-job");
        assertThat(own.getString("grace")).isEqualTo("PT0S");
        stand.accepted(
                desk.door().service(),
                HeartbeatPing.TYPE,
                new HeartbeatPing(
                        UUID.randomUUID(),
                        desk.door().service(),
                        UUID.fromString(own.getString("id")),
                        desk.door().integration(),
                        null,
                        PingKind.FAIL,
                        null,
                        null,
                        Instant.now(),
                        null));
        stand.await(desk.door().service(), Happened.TRIGGERED);
        assertThat(data(get(desk, path)).getBoolean("expired")).isTrue();
        assertThat(one(desk, "tag:cron").getString("priority")).isEqualTo("P1");

        assertThat(data(post(desk, path + "/disable", "")).getBoolean("enabled"))
                .isFalse();
        stand.await(desk.door().service(), Happened.RESOLVED);
        assertThat(data(post(desk, path + "/enable", "")).getBoolean("enabled")).isTrue();
        var patched = stand.client(
                "PATCH",
                path,
                "GenieKey " + desk.key(),
                "{\"interval\":2,\"intervalUnit\":\"hours\",\"description\":\"dump\"}");
        assertThat(patched.statusCode()).isEqualTo(200);
        assertThat(data(get(desk, path)).getString("intervalUnit")).isEqualTo("hours");
        assertThat(Stand.json(get(desk, "/v2/heartbeats")).getJsonObject("data").getJsonArray("heartbeats"))
                .hasSize(1);
        assertThat(stand.client("DELETE", path, "GenieKey " + desk.key(), "").statusCode())
                .isEqualTo(200);
        assertThat(get(desk, path).statusCode()).isEqualTo(404);
    }

    /** A service with its integration and the key of that. */
    private record Desk(Stand.Door door, String key) {}

    private Desk desk(String name) {
        var door = stand.door(name, "alert");
        var integration = Stand.json(stand.get("/api/v1/integrations/" + door.integration(), Stand.MANAGER));
        return new Desk(door, integration.getString("routingKey"));
    }

    private UUID create(Desk desk, String alias, String message, String priority, List<String> tags) {
        var signal = new AlertSignal(
                UUID.randomUUID(),
                AlertAction.TRIGGER,
                alias,
                message,
                Priority.severity(priority),
                "src",
                "entity",
                null,
                Map.of("rack", "7"),
                List.of(),
                null,
                null,
                priority,
                tags,
                null,
                null);
        var request = new AcceptedRequest(
                UUID.randomUUID(),
                desk.door().integration(),
                desk.door().service(),
                "opsgenie",
                Instant.now(),
                "{}",
                List.of(signal));
        stand.accepted(desk.door().service(), request);
        return request.id();
    }

    private UUID send(Desk desk, AlertVerb verb, String identifier, IdentifierType type, @Nullable String note) {
        var command = new AlertCommand(
                UUID.randomUUID(),
                desk.door().integration(),
                desk.door().service(),
                Instant.now(),
                verb,
                identifier,
                type,
                "ann@example.com",
                null,
                note,
                null,
                null,
                null,
                null);
        send(desk, command);
        return command.id();
    }

    private void send(Desk desk, AlertCommand command) {
        stand.accepted(desk.door().service(), AlertCommand.TYPE, command);
    }

    private static AlertCommand command(
            Desk desk,
            AlertVerb verb,
            String id,
            @Nullable String text,
            @Nullable List<String> items,
            @Nullable Map<String, String> details,
            @Nullable Instant until) {
        return command(desk, verb, id, text, items, details, until, null);
    }

    private static AlertCommand command(
            Desk desk,
            AlertVerb verb,
            String id,
            @Nullable String text,
            @Nullable List<String> items,
            @Nullable Map<String, String> details,
            @Nullable Instant until,
            @Nullable String note) {
        return new AlertCommand(
                UUID.randomUUID(),
                desk.door().integration(),
                desk.door().service(),
                Instant.now(),
                verb,
                id,
                IdentifierType.ID,
                "ann@example.com",
                "test",
                note,
                text,
                items,
                details,
                until);
    }

    private String done(Desk desk, AlertVerb verb, String id, @Nullable String note) {
        return data(requestOf(desk, send(desk, verb, id, IdentifierType.ID, note)))
                .getString("status");
    }

    private String status(Desk desk, AlertCommand command) {
        send(desk, command);
        return data(requestOf(desk, command.id())).getString("status");
    }

    /** What became of a request; the first poll waits a little, and a slow machine polls again. */
    private HttpResponse<String> requestOf(Desk desk, UUID request) {
        Stand.eventually(() -> get(desk, "/v2/alerts/requests/" + request).statusCode() == 200);
        return get(desk, "/v2/alerts/requests/" + request);
    }

    private JsonObject alert(Desk desk, String id) {
        return data(get(desk, "/v2/alerts/" + id));
    }

    private JsonObject one(Desk desk, String query) {
        return Stand.json(get(desk, "/v2/alerts?query=" + encoded(query)))
                .getJsonArray("data")
                .getJsonObject(0);
    }

    private List<String> aliases(Desk desk, String query) {
        var answer = get(desk, "/v2/alerts?query=" + encoded(query));
        assertThat(answer.statusCode()).as("%s: %s", query, answer.body()).isEqualTo(200);
        return Stand.json(answer).getJsonArray("data").stream()
                .map(one -> Objects.requireNonNull(((JsonObject) one).getString("alias")))
                .toList();
    }

    private HttpResponse<String> get(Desk desk, String path) {
        return stand.client("GET", path, "GenieKey " + desk.key(), "");
    }

    private HttpResponse<String> post(Desk desk, String path, String body) {
        return stand.client("POST", path, "GenieKey " + desk.key(), body);
    }

    private static JsonObject data(HttpResponse<String> answer) {
        return Stand.json(answer).getJsonObject("data");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
