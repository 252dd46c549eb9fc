package dev.belfry.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.belfry.contracts.Topics;
import dev.belfry.contracts.directory.SigningKeyEntry;
import dev.belfry.contracts.directory.TokenEntry;
import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.ApiContract;
import dev.belfry.testing.Engines;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Engines.class)
class StatusIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TOKEN = "blf_manager_0123456789abcdef0123456789abcdef";
    private static final String VIEWER = "blf_viewer_0123456789abcdef0123456789abcdef";
    private static final UUID SERVICE = UUID.fromString("00000000-0000-7000-8000-000000000001");

    private static final ApiContract CONTRACT = ApiContract.load("openapi/status.yaml");

    private static Host host;
    private static WebClient client;
    private static String page;

    @BeforeAll
    static void start() {
        var database = Engines.postgres().newDatabase("status");
        host = StatusService.start(new Settings(
                HostSettings.forTests("status-page", Engines.postgres().uri(database), Engines.kafka()),
                URI.create("https://status.example.net"),
                100,
                ""));
        client = WebClient.create(host.vertx());
        token(new UUID(9, 1), TOKEN, "manager");
        token(new UUID(9, 2), VIEWER, "viewer");
        await().atMost(SOON)
                .until(() -> send(HttpMethod.GET, "/api/v1/status-pages", null).statusCode() == 200);
        var made = send(
                HttpMethod.POST,
                "/api/v1/status-pages",
                new JsonObject().put("name", "Example Cloud").put("slug", "example"));
        assertThat(made.statusCode()).as(made.bodyAsString()).isEqualTo(201);
        page = made.bodyAsJsonObject().getString("id");
        await().atMost(SOON)
                .until(() -> send(HttpMethod.GET, "/p/example/api/v2/summary.json", null)
                                .statusCode()
                        == 200);
    }

    @AfterAll
    static void stop() {
        host.stop();
    }

    private static void token(UUID id, String secret, String role) {
        var entry = new TokenEntry(id, Sha256.hex(secret), null, "test", role, null);
        host.producer()
                .send(
                        Topics.DIRECTORY.name(),
                        null,
                        entry.key(),
                        id,
                        TokenEntry.TYPE,
                        entry.key(),
                        Instant.EPOCH,
                        Json.bytes(entry))
                .await();
    }

    private static HttpResponse<Buffer> send(HttpMethod method, String path, @Nullable JsonObject body) {
        return send(method, path, body, TOKEN);
    }

    private static HttpResponse<Buffer> send(HttpMethod method, String path, @Nullable JsonObject body, String token) {
        var request = client.request(method, host.httpPort(), "127.0.0.1", path).bearerTokenAuthentication(token);
        try {
            var answer = (body == null ? request.send() : request.sendJsonObject(body)).await(20, TimeUnit.SECONDS);
            var text = answer.bodyAsString() == null ? "" : answer.bodyAsString();
            CONTRACT.check(
                    method.name(),
                    path.replaceFirst("\\?.*", ""),
                    answer.statusCode(),
                    String.valueOf(answer.getHeader("Content-Type")),
                    text);
            return answer;
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    private static String component(String name, JsonObject more) {
        var made = send(
                HttpMethod.POST,
                "/api/v1/components",
                new JsonObject().put("statusPage", page).put("name", name).mergeIn(more));
        assertThat(made.statusCode()).as(made.bodyAsString()).isEqualTo(201);
        return made.bodyAsJsonObject().getString("id");
    }

    private static JsonObject following(UUID service, int minutes) {
        return new JsonObject()
                .put("services", new JsonArray().add(service.toString()))
                .put("followsIncidents", true)
                .put("followDelayMinutes", minutes);
    }

    private static JsonObject summary() {
        return send(HttpMethod.GET, "/p/example/api/v2/summary.json", null).bodyAsJsonObject();
    }

    private static String statusOf(String name) {
        return summary().getJsonArray("components").stream()
                .map(JsonObject.class::cast)
                .filter(component -> component.getString("name").equals(name))
                .map(component -> component.getString("status"))
                .findFirst()
                .orElse("absent");
    }

    private static void tell(long version, IncidentStatus status, IncidentSeverity severity) {
        tell(new UUID(5, 5), SERVICE, version, status, severity);
    }

    private static void tell(
            UUID incident, UUID service, long version, IncidentStatus status, IncidentSeverity severity) {
        tell(incident, service, version, status, severity, Instant.EPOCH);
    }

    private static void tell(
            UUID incident, UUID service, long version, IncidentStatus status, IncidentSeverity severity, Instant at) {
        tell(incident, version, state(incident, service, status, severity), at);
    }

    private static IncidentState state(UUID incident, UUID service, IncidentStatus status, IncidentSeverity severity) {
        return new IncidentState(
                incident,
                1,
                service,
                "Payments",
                "Disk full",
                status,
                severity,
                1,
                null,
                null,
                null,
                Instant.EPOCH,
                null,
                1);
    }

    private static void tell(UUID incident, long version, IncidentState state, Instant at) {
        var event = new IncidentEvent(Happened.TRIGGERED, version, at, Actor.SENDER, null, state);
        host.producer()
                .send(
                        Topics.INCIDENTS.name(),
                        null,
                        "one partition",
                        new UUID(incident.getLeastSignificantBits(), version),
                        IncidentEvent.TYPE,
                        "i",
                        Instant.EPOCH,
                        Json.bytes(event))
                .await();
    }

    @Test
    void anAddressThatTheStatusPageDoesNotHaveIsAnsweredInItsOwnFrameAndNotTheConsoles() {
        for (var path : List.of("/p/nobody", "/p/example/nothing", "/typo")) {
            var answer = client.get(host.httpPort(), "127.0.0.1", path)
                    .putHeader("Accept", "text/html")
                    .send()
                    .await();
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.bodyAsString())
                    .contains("No page at this address")
                    .doesNotContain("Belfry", "/sign-in", "belfry.css");
            assertThat(answer.getHeader("Content-Security-Policy")).contains("style-src 'sha256-");
        }
        var program =
                client.get(host.httpPort(), "127.0.0.1", "/p/nobody").send().await();
        assertThat(program.getHeader("Content-Type")).isEqualTo("application/problem+json");
        var console = client.get(host.httpPort(), "127.0.0.1", "/status/typo")
                .putHeader("Accept", "text/html")
                .send()
                .await();
        assertThat(console.bodyAsString()).contains("belfry.css");
    }

    @Test
    void aComponentShowsTheOpenIncidentOfItsServiceAndForgetsItWhenItIsResolved() {
        component("API", following(SERVICE, 0));
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("API")).isEqualTo("operational"));

        // Nobody outside is told of what is only tried out: it stays open, and the component is operational at the end.
        tell(
                new UUID(5, 6),
                1,
                state(new UUID(5, 6), SERVICE, IncidentStatus.TRIGGERED, IncidentSeverity.SEV1)
                        .asTest(),
                Instant.EPOCH);
        tell(1, IncidentStatus.TRIGGERED, IncidentSeverity.SEV1);
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("API")).isEqualTo("major_outage"));
        assertThat(summary().getJsonObject("status").getString("indicator")).isEqualTo("critical");

        tell(3, IncidentStatus.RESOLVED, IncidentSeverity.SEV1);
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("API")).isEqualTo("operational"));

        var other = UUID.fromString("00000000-0000-7000-8000-000000000002");
        component("Other", following(other, 0));
        tell(2, IncidentStatus.ACKNOWLEDGED, IncidentSeverity.SEV1);
        // Same key, so it is read after the stale one.
        tell(new UUID(5, 6), other, 1, IncidentStatus.TRIGGERED, IncidentSeverity.SEV1);
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Other")).isEqualTo("major_outage"));
        assertThat(statusOf("API")).isEqualTo("operational");
        tell(new UUID(5, 6), other, 2, IncidentStatus.RESOLVED, IncidentSeverity.SEV1);
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Other")).isEqualTo("operational"));
    }

    @Test
    void aComponentFollowsNoIncidentUntilAPersonSwitchesThatOnAndThenOnlyAfterTheirDelay() throws JOSEException {
        var service = new UUID(5, 71);
        var other = new UUID(5, 72);
        var quiet = component("Quiet", new JsonObject().put("services", new JsonArray().add(service.toString())));
        component("Patient", following(service, 60));
        component("Witness", following(other, 0));
        tell(new UUID(5, 73), service, 1, IncidentStatus.TRIGGERED, IncidentSeverity.SEV1, Instant.now());
        tell(new UUID(5, 74), other, 1, IncidentStatus.TRIGGERED, IncidentSeverity.SEV1, Instant.now());
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Witness")).isEqualTo("major_outage"));
        assertThat(statusOf("Quiet")).isEqualTo("operational");
        assertThat(statusOf("Patient")).isEqualTo("operational");
        assertThat(send(HttpMethod.GET, "/p/example", null).bodyAsString()).doesNotContain("Disk full");

        var cookie = session();
        var path = "/status/components/" + quiet + "/following";
        assertThat(form(cookie, path, Map.of("follows", "on", "delay", "0")).statusCode())
                .as("a responder may not")
                .isEqualTo(403);
        var change = new JsonObject().put("name", "Quiet").mergeIn(following(service, 0));
        var changed = send(HttpMethod.PUT, "/api/v1/components/" + quiet, change);
        assertThat(changed.statusCode()).as(changed.bodyAsString()).isEqualTo(200);
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Quiet")).isEqualTo("major_outage"));
        assertThat(statusOf("Patient")).isEqualTo("operational");
        tell(new UUID(5, 73), service, 2, IncidentStatus.RESOLVED, IncidentSeverity.SEV1, Instant.now());
        tell(new UUID(5, 74), other, 2, IncidentStatus.RESOLVED, IncidentSeverity.SEV1, Instant.now());
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Quiet")).isEqualTo("operational"));
    }

    @Test
    void whenTheDelayIsOverTheComponentShowsTheIncidentByItself() {
        var service = new UUID(5, 81);
        component("Delayed", following(service, 10));
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Delayed")).isEqualTo("operational"));
        // Open for nearly the chosen time: nothing else happens until the component changes.
        var opened = Instant.now().minusSeconds(10 * 60 - 3);
        tell(new UUID(5, 82), service, 1, IncidentStatus.TRIGGERED, IncidentSeverity.SEV2, opened);
        tell(new UUID(5, 82), service, 2, IncidentStatus.ACKNOWLEDGED, IncidentSeverity.SEV2, Instant.now());
        assertThat(statusOf("Delayed")).isEqualTo("operational");
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Delayed")).isEqualTo("partial_outage"));
        tell(new UUID(5, 82), service, 3, IncidentStatus.RESOLVED, IncidentSeverity.SEV2, Instant.now());
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Delayed")).isEqualTo("operational"));
    }

    @Test
    void aPublicIncidentIsToldUpdateByUpdateOnThePageAndInTheJson() {
        var component = component("Search", new JsonObject());
        var made = send(
                HttpMethod.POST,
                "/api/v1/status-incidents",
                new JsonObject()
                        .put("statusPage", page)
                        .put("name", "Slow search <b>")
                        .put("impact", "major")
                        .put("body", "We are looking into slow searches.")
                        .put("components", new JsonObject().put(component, "partial_outage")));
        assertThat(made.statusCode()).as(made.bodyAsString()).isEqualTo(201);
        var id = made.bodyAsJsonObject().getString("id");
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Search")).isEqualTo("partial_outage"));

        var told = send(
                HttpMethod.POST,
                "/api/v1/status-incidents/" + id + "/updates",
                new JsonObject().put("status", "resolved").put("body", "A bad index was replaced."));
        assertThat(told.statusCode()).as(told.bodyAsString()).isEqualTo(200);
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Search")).isEqualTo("operational"));

        var all = send(HttpMethod.GET, "/p/example/api/v2/incidents.json", null)
                .bodyAsJsonObject()
                .getJsonArray("incidents");
        var incident = all.stream()
                .map(JsonObject.class::cast)
                .filter(i -> i.getString("name").startsWith("Slow"))
                .findFirst()
                .orElseThrow();
        assertThat(incident.getString("status")).isEqualTo("resolved");
        assertThat(incident.getString("resolved_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(incident.getJsonArray("incident_updates").getJsonObject(0).getString("body"))
                .startsWith("A bad index");
        var html = send(HttpMethod.GET, "/p/example", null);
        assertThat(html.bodyAsString()).contains("Slow search &lt;b&gt;").contains("A bad index was replaced.");
        assertThat(html.getHeader("Content-Security-Policy")).startsWith("default-src 'none'");
    }

    /** What nobody's page links to is asked for all the same. */
    @Test
    void addressesAndChoicesThatNameNothingAreRefusedInWords() throws JOSEException {
        var cookie = session();
        for (var path :
                List.of("/status/no-id/incidents", "/status/incidents/no-id/updates", "/status/components/no-id")) {
            var answer =
                    form(cookie, path, Map.of("name", "n", "body", "b", "impact", "minor", "status", "monitoring"));
            assertThat(answer.statusCode())
                    .as(path + " " + answer.bodyAsString())
                    .isEqualTo(422);
        }
        var component = component("Chosen", new JsonObject());
        var answer = form(
                cookie,
                "/status/" + page + "/incidents",
                Map.of("name", "n", "body", "b", "impact", "minor", "component-" + component, "on fire"));
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(422);
        assertThat(answer.bodyAsString()).contains("is not one of the choices");
        var chosen = form(cookie, "/status/components/" + component, Map.of("status", "partial_outage"));
        assertThat(chosen.statusCode()).isEqualTo(303);
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Chosen")).isEqualTo("partial_outage"));
    }

    private static HttpResponse<Buffer> form(String cookie, String path, Map<String, String> fields) {
        var form = MultiMap.caseInsensitiveMultiMap().add("csrf", "csrf");
        fields.forEach(form::add);
        return client.post(host.httpPort(), "127.0.0.1", path)
                .putHeader("Cookie", cookie)
                .followRedirects(false)
                .sendForm(form)
                .await();
    }

    /** The cookie of somebody who is signed in. */
    private static String session() throws JOSEException {
        var user = new UserEntry(new UUID(9, 3), "Bea Example", "responder", "UTC", true);
        var key = new ECKeyGenerator(Curve.P_256).keyID("status").generate();
        directory(user.key(), UserEntry.TYPE, user);
        directory(
                "signing-key:status",
                SigningKeyEntry.TYPE,
                new SigningKeyEntry("status", key.toPublicJWK().toJSONString()));
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("status").build(),
                new JWTClaimsSet.Builder()
                        .subject(user.id().toString())
                        .jwtID(UUID.randomUUID().toString())
                        .claim("csrf", "csrf")
                        .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
                        .build());
        jwt.sign(new ECDSASigner(key));
        var cookie = "belfry_session=" + jwt.serialize();
        await().atMost(SOON)
                .until(() -> client.get(host.httpPort(), "127.0.0.1", "/status")
                                .putHeader("Cookie", cookie)
                                .followRedirects(false)
                                .send()
                                .await()
                                .statusCode()
                        == 200);
        return cookie;
    }

    private static void directory(String key, String type, Object entry) {
        host.producer()
                .send(
                        Topics.DIRECTORY.name(),
                        null,
                        key,
                        UUID.randomUUID(),
                        type,
                        key,
                        Instant.EPOCH,
                        Json.bytes(entry))
                .await();
    }

    @Test
    void eachUpdateNamesTheComponentsItChangedWithTheStatusTheyHadBefore() {
        var search = component("Index", new JsonObject());
        var mail = component("Outbox", new JsonObject());
        var id = post("Slow index", "major", new JsonObject().put(search, "degraded_performance"));
        update(id, "identified", new JsonObject().put(search, "partial_outage").put(mail, "degraded_performance"));
        update(id, "monitoring", new JsonObject());
        update(id, "resolved", new JsonObject());

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(affected("Slow index"))
                        .containsExactly(
                                "resolved [Index partial_outage operational, Outbox degraded_performance operational]",
                                "monitoring null",
                                "identified [Index degraded_performance partial_outage, Outbox operational degraded_performance]",
                                "investigating [Index operational degraded_performance]"));
        var kept = send(HttpMethod.GET, "/api/v1/status-incidents/" + id, null).bodyAsJsonObject();
        assertThat(kept.getJsonArray("updates")
                        .getJsonObject(3)
                        .getJsonArray("affected")
                        .getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("component", search)
                        .put("before", "operational")
                        .put("after", "degraded_performance"));
    }

    @Test
    void aComponentsTimeMovesWithItsStatusWhateverChangedIt() {
        var service = new UUID(5, 55);
        var id = component("Ledger", following(service, 0));
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Ledger")).isEqualTo("operational"));
        var made = updatedAt("Ledger");
        tell(new UUID(5, 56), service, 1, IncidentStatus.TRIGGERED, IncidentSeverity.SEV2);
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Ledger")).isEqualTo("partial_outage"));
        var byIncident = updatedAt("Ledger");
        assertThat(byIncident).isGreaterThan(made);

        // What changes nothing leaves the time alone; the event of another service shows that it has been read.
        var other = new UUID(5, 57);
        component("Beside", following(other, 0));
        tell(new UUID(5, 56), service, 2, IncidentStatus.ACKNOWLEDGED, IncidentSeverity.SEV2);
        tell(new UUID(5, 58), other, 1, IncidentStatus.TRIGGERED, IncidentSeverity.SEV1);
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Beside")).isEqualTo("major_outage"));
        assertThat(updatedAt("Ledger")).isEqualTo(byIncident);
        tell(new UUID(5, 58), other, 2, IncidentStatus.RESOLVED, IncidentSeverity.SEV1);
        tell(new UUID(5, 56), service, 3, IncidentStatus.RESOLVED, IncidentSeverity.SEV2);
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Ledger")).isEqualTo("operational"));

        var before = updatedAt("Ledger");
        var posted = post("Ledger is slow", "minor", new JsonObject().put(id, "major_outage"));
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Ledger")).isEqualTo("major_outage"));
        assertThat(updatedAt("Ledger")).isGreaterThan(before);
        update(posted, "resolved", new JsonObject());
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf("Ledger")).isEqualTo("operational"));
    }

    /** On a page of its own: what others do to the shared one would show. */
    @Test
    void thePageAndItsJsonAgreeDuringAPostThatNamesNoComponent() {
        var made = send(
                        HttpMethod.POST,
                        "/api/v1/status-pages",
                        new JsonObject().put("name", "Plain").put("slug", "plain"))
                .bodyAsJsonObject()
                .getString("id");
        await().atMost(SOON).until(() -> send(HttpMethod.GET, "/p/plain", null).statusCode() == 200);
        var looks = Map.of(
                "none", "none, All systems operational",
                "minor", "minor, Degraded performance: Logins fail",
                "major", "major, Partial outage: Logins fail",
                "critical", "critical, Major outage: Logins fail");
        for (var impact : List.of("none", "minor", "major", "critical")) {
            var id = post(made, "Logins fail", impact, new JsonObject());
            await().atMost(SOON).untilAsserted(() -> assertThat(look("plain")).isEqualTo(looks.get(impact)));
            update(id, "resolved", new JsonObject());
            await().atMost(SOON).untilAsserted(() -> assertThat(look("plain")).isEqualTo(looks.get("none")));
        }
    }

    /** The indicator of the JSON and the sentence of the page. */
    private static String look(String slug) {
        var indicator = send(HttpMethod.GET, "/p/" + slug + "/api/v2/status.json", null)
                .bodyAsJsonObject()
                .getJsonObject("status")
                .getString("indicator");
        var html = send(HttpMethod.GET, "/p/" + slug, null).bodyAsString();
        return indicator + ", " + html.replaceAll("(?s).*role=\"status\">([^<]*)<.*", "$1");
    }

    private static String post(String name, String impact, JsonObject components) {
        return post(page, name, impact, components);
    }

    private static String post(String on, String name, String impact, JsonObject components) {
        var made = send(
                HttpMethod.POST,
                "/api/v1/status-incidents",
                new JsonObject()
                        .put("statusPage", on)
                        .put("name", name)
                        .put("impact", impact)
                        .put("body", "We are looking into it.")
                        .put("components", components));
        assertThat(made.statusCode()).as(made.bodyAsString()).isEqualTo(201);
        return made.bodyAsJsonObject().getString("id");
    }

    private static void update(String id, String status, JsonObject components) {
        var told = send(
                HttpMethod.POST,
                "/api/v1/status-incidents/" + id + "/updates",
                new JsonObject()
                        .put("status", status)
                        .put("body", "More of it.")
                        .put("components", components));
        assertThat(told.statusCode()).as(told.bodyAsString()).isEqualTo(200);
    }

    /** What each update of a public incident says of components, newest first. */
    private static List<String> affected(String name) {
        return send(HttpMethod.GET, "/p/example/api/v2/incidents.json", null)
                .bodyAsJsonObject()
                .getJsonArray("incidents")
                .stream()
                .map(JsonObject.class::cast)
                .filter(incident -> incident.getString("name").equals(name))
                .flatMap(incident -> incident.getJsonArray("incident_updates").stream())
                .map(JsonObject.class::cast)
                .map(update -> update.getString("status") + " " + words(update.getJsonArray("affected_components")))
                .toList();
    }

    private static @Nullable List<String> words(@Nullable JsonArray components) {
        return components == null
                ? null
                : components.stream()
                        .map(JsonObject.class::cast)
                        .map(one -> one.getString("name") + " " + one.getString("old_status") + " "
                                + one.getString("new_status"))
                        .toList();
    }

    private static String updatedAt(String name) {
        return summary().getJsonArray("components").stream()
                .map(JsonObject.class::cast)
                .filter(component -> component.getString("name").equals(name))
                .map(component -> component.getString("updated_at"))
                .findFirst()
                .orElse("absent");
    }

    @Test
    void headIsAnsweredWhereverGetIs() {
        for (var path : List.of(
                "/",
                "/p/example",
                "/p/example/api/v2/summary.json",
                "/api/v2/status.json",
                "/status.js",
                "/events",
                "/openapi.yaml",
                "/api/v1/components",
                "/api/v1/status-pages/" + page)) {
            var get = path.equals("/events") ? null : send(HttpMethod.GET, path, null);
            var head = client.request(HttpMethod.HEAD, host.httpPort(), "127.0.0.1", path)
                    .bearerTokenAuthentication(VIEWER)
                    .send()
                    .await();
            assertThat(head.statusCode()).as(path).isEqualTo(200);
            assertThat(head.body()).as(path).isNull();
            if (get != null) {
                assertThat(head.getHeader("Content-Type")).as(path).isEqualTo(get.getHeader("Content-Type"));
                assertThat(head.getHeader("ETag")).as(path).isEqualTo(get.getHeader("ETag"));
            }
        }
    }

    @Test
    void readersGetAnEtagAndNothingWhenNothingChanged() {
        var first = client.get(host.httpPort(), "127.0.0.1", "/p/example/api/v2/status.json")
                .send()
                .await();
        assertThat(first.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(first.bodyAsJsonObject().getJsonObject("page").getString("id"))
                .matches("[a-z0-9]{12,13}");
        await().atMost(SOON).untilAsserted(() -> {
            var etag = client.get(host.httpPort(), "127.0.0.1", "/p/example/api/v2/status.json")
                    .send()
                    .await()
                    .getHeader("ETag");
            var again = client.get(host.httpPort(), "127.0.0.1", "/p/example/api/v2/status.json")
                    .putHeader("If-None-Match", etag)
                    .send()
                    .await();
            assertThat(again.statusCode()).isEqualTo(304);
        });
    }

    @Test
    void whoFollowsLiveIsToldOfAChange() {
        var received = new ConcurrentLinkedQueue<String>();
        host.vertx()
                .createHttpClient()
                .request(HttpMethod.GET, host.httpPort(), "127.0.0.1", "/events")
                .onSuccess(request -> request.send()
                        .onSuccess(response -> response.handler(chunk -> received.add(chunk.toString()))));
        await().atMost(SOON).until(() -> !received.isEmpty());
        component("Mail", new JsonObject());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(String.join("", received))
                        .contains("event: update")
                        .contains("\"page\":\"example\""));
    }

    @Test
    void everyBadFieldIsNamed() {
        var answer = send(
                HttpMethod.POST,
                "/api/v1/components",
                new JsonObject().put("statusPage", page).put("name", "").put("position", -1));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.bodyAsString()).contains("name").contains("position");

        var stranger = send(
                HttpMethod.POST,
                "/api/v1/status-incidents",
                new JsonObject()
                        .put("statusPage", page)
                        .put("name", "x")
                        .put("body", "y")
                        .put("components", new JsonObject().put(SERVICE.toString(), "major_outage")));
        assertThat(stranger.statusCode()).isEqualTo(400);
        assertThat(stranger.bodyAsString()).contains("#/components/" + SERVICE);
    }

    @Test
    void nobodyAndAViewerMayNotChangeAnything() {
        var body = new JsonObject().put("name", "x").put("slug", "x");
        assertThat(send(HttpMethod.POST, "/api/v1/status-pages", body, "wrong").statusCode())
                .isEqualTo(401);
        assertThat(send(HttpMethod.POST, "/api/v1/status-pages", body, VIEWER).statusCode())
                .isEqualTo(403);
        assertThat(client.get(host.httpPort(), "127.0.0.1", "/status")
                        .followRedirects(false)
                        .send()
                        .await()
                        .getHeader("Location"))
                .isEqualTo("/sign-in?next=%2Fstatus");
    }

    @Test
    void aPageMayNotTakeTheSlugOfAnother() {
        var pages = client.post(host.httpPort(), "127.0.0.1", "/api/v1/status-pages")
                .bearerTokenAuthentication(TOKEN);
        var one = pages.copy()
                .sendJsonObject(new JsonObject().put("name", "One").put("slug", "one"))
                .await();
        assertThat(one.statusCode()).isEqualTo(201);
        var taken = client.put(
                        host.httpPort(),
                        "127.0.0.1",
                        "/api/v1/status-pages/" + one.bodyAsJsonObject().getString("id"))
                .bearerTokenAuthentication(TOKEN)
                .sendJsonObject(new JsonObject().put("name", "One").put("slug", "example"))
                .await();
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(taken.bodyAsString()).contains("slug");
    }

    @Test
    void anUpdateOfAnOldVersionIsRefusedAndARepeatedCreateMakesOne() {
        var id = component("Versioned", new JsonObject());
        var change = new JsonObject().put("name", "Versioned 2");
        var request = client.put(host.httpPort(), "127.0.0.1", "/api/v1/components/" + id)
                .bearerTokenAuthentication(TOKEN);
        assertThat(request.copy()
                        .putHeader("If-Match", "\"v1\"")
                        .sendJsonObject(change)
                        .await()
                        .statusCode())
                .isEqualTo(200);
        assertThat(request.copy()
                        .putHeader("If-Match", "\"v1\"")
                        .sendJsonObject(change)
                        .await()
                        .statusCode())
                .isEqualTo(412);

        var create = client.post(host.httpPort(), "127.0.0.1", "/api/v1/components")
                .bearerTokenAuthentication(TOKEN)
                .putHeader("Idempotency-Key", "\"8e03978e\"");
        var body = new JsonObject().put("statusPage", page).put("name", "Once");
        var first = create.copy().sendJsonObject(body).await();
        var second = create.copy().sendJsonObject(body).await();
        assertThat(second.bodyAsString()).isEqualTo(first.bodyAsString());
        assertThat(second.getHeader("Idempotency-Replayed")).isEqualTo("true");
        assertThat(create.copy()
                        .sendJsonObject(body.copy().put("name", "Other"))
                        .await()
                        .statusCode())
                .isEqualTo(422);
    }
}
