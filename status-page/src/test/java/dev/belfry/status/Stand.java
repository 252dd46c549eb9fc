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
import dev.belfry.platform.run.Environment;
import dev.belfry.platform.run.Host;
import dev.belfry.testing.ApiContract;
import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A status page on real engines, with one page of the given slug: what its team and its readers ask of it. */
final class Stand implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);
    static final String MANAGER = "blf_manager_0123456789abcdef0123456789abcdef";
    static final String VIEWER = "blf_viewer_0123456789abcdef0123456789abcdef";

    private static final ApiContract CONTRACT = ApiContract.load("openapi/status.yaml");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final String slug;
    final String page;
    private final String database;
    private final String images;
    private Host host;
    private int port;

    Stand(String slug) {
        this(slug, "");
    }

    /** @param images where it keeps the last pages; empty to keep none */
    Stand(String slug, String images) {
        this.slug = slug;
        this.images = images;
        database = Engines.postgres().uri(Engines.postgres().newDatabase("status"));
        port = freePort();
        host = StatusService.start(settings(port, database, Engines.kafka()));
        token(new UUID(9, 1), MANAGER, "manager");
        token(new UUID(9, 2), VIEWER, "viewer");
        await().atMost(SOON)
                .until(() -> send("GET", "/api/v1/status-pages", null).statusCode() == 200);
        page = page("Example Cloud", slug);
    }

    Host host() {
        return host;
    }

    @Override
    public void close() {
        host.stop();
    }

    /** The same again, on the same database and under the same address. */
    void restart() {
        host = StatusService.start(settings(port, database, Engines.kafka()));
    }

    /** While this runs, everything is asked under that port. */
    void at(int otherPort, Runnable steps) {
        int usual = port;
        port = otherPort;
        try {
            steps.run();
        } finally {
            port = usual;
        }
    }

    Settings settings(int http, String databaseUrl, String kafka) {
        return Settings.from(new Environment(Map.of(
                "BELFRY_BIND",
                "127.0.0.1",
                "BELFRY_HTTP_PORT",
                Integer.toString(http),
                "BELFRY_MANAGEMENT_PORT",
                Integer.toString(freePort()),
                "BELFRY_DATABASE_URL",
                databaseUrl,
                "BELFRY_KAFKA_BOOTSTRAP",
                kafka,
                "BELFRY_EVENT_LOOPS",
                "1",
                "BELFRY_STATUS_URL",
                "https://status.example.net",
                "BELFRY_STATUS_IMAGES",
                images)));
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** As a manager; every answer must be one that the contract describes. */
    HttpResponse<String> send(String method, String path, @Nullable JsonObject body, String... headers) {
        return send(MANAGER, method, path, body, headers);
    }

    HttpResponse<String> send(String token, String method, String path, @Nullable JsonObject body, String... headers) {
        var request = HttpRequest.newBuilder(uri(path))
                .timeout(SOON)
                .header("Authorization", "Bearer " + token)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        var answer = exchange(request, BodyHandlers.ofString());
        CONTRACT.check(
                method,
                path.replaceFirst("\\?.*", ""),
                answer.statusCode(),
                header(answer, "Content-Type"),
                answer.body());
        return answer;
    }

    /** As a reader, who is nobody in particular. */
    HttpResponse<byte[]> read(String method, String path, String... headers) {
        var request = HttpRequest.newBuilder(uri(path)).timeout(SOON).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return exchange(request, BodyHandlers.ofByteArray());
    }

    String text(String path) {
        return text(read("GET", path));
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static <T> HttpResponse<T> exchange(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request.build(), handler);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The id of what is made. */
    String made(String path, JsonObject body) {
        var answer = send("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body()).getString("id");
    }

    /** A page of its own: what others do to the shared one would show. */
    String page(String name, String slug) {
        var id = made("/api/v1/status-pages", new JsonObject().put("name", name).put("slug", slug));
        await().atMost(SOON).until(() -> read("GET", "/p/" + slug).statusCode() == 200);
        return id;
    }

    String component(String name, JsonObject more) {
        return component(page, name, more);
    }

    String component(String on, String name, JsonObject more) {
        return made(
                "/api/v1/components",
                new JsonObject().put("statusPage", on).put("name", name).mergeIn(more));
    }

    static JsonObject following(UUID service, int minutes) {
        return new JsonObject()
                .put("services", new JsonArray().add(service.toString()))
                .put("followsIncidents", true)
                .put("followDelayMinutes", minutes);
    }

    String post(String on, String name, String impact, String body, JsonObject components) {
        return made(
                "/api/v1/status-incidents",
                new JsonObject()
                        .put("statusPage", on)
                        .put("name", name)
                        .put("impact", impact)
                        .put("body", body)
                        .put("components", components));
    }

    void update(String id, String status, JsonObject components) {
        var told = send(
                "POST",
                "/api/v1/status-incidents/" + id + "/updates",
                new JsonObject()
                        .put("status", status)
                        .put("body", "More of it.")
                        .put("components", components));
        assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
    }

    JsonObject get(String path) {
        return new JsonObject(send("GET", path, null).body());
    }

    JsonObject summary() {
        return get("/p/" + slug + "/api/v2/summary.json");
    }

    /** A field of a component as readers see it; "absent" for one that they do not see. */
    String shown(String component, String field) {
        return summary().getJsonArray("components").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("name").equals(component))
                .map(each -> each.getString(field))
                .findFirst()
                .orElse("absent");
    }

    void awaitStatus(String component, String status) {
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(shown(component, "status")).as(component).isEqualTo(status));
    }

    static IncidentState state(UUID incident, UUID service, IncidentStatus status, IncidentSeverity severity) {
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

    void happens(UUID incident, UUID service, long version, IncidentStatus status, IncidentSeverity severity) {
        happens(version, state(incident, service, status, severity), Instant.EPOCH);
    }

    /** All of it in one partition, so that it is read in this order. */
    void happens(long version, IncidentState state, Instant at) {
        var event = new IncidentEvent(Happened.TRIGGERED, version, at, Actor.SENDER, null, state);
        publish(
                Topics.INCIDENTS,
                new UUID(state.id().getLeastSignificantBits(), version),
                IncidentEvent.TYPE,
                "one partition",
                event);
    }

    private void token(UUID id, String secret, String role) {
        var entry = new TokenEntry(id, Sha256.hex(secret), null, "test", role, null);
        publish(Topics.DIRECTORY, id, TokenEntry.TYPE, entry.key(), entry);
    }

    private void publish(Topics.Topic topic, UUID id, String type, String key, Object what) {
        host.producer()
                .send(topic.name(), null, key, id, type, key, Instant.EPOCH, Json.bytes(what))
                .await();
    }

    /** The cookie of Bea, who is signed in with that role; her form token is {@code csrf}. */
    String session(String role) {
        var user = new UserEntry(UUID.randomUUID(), "Bea Example", role, "UTC", true);
        publish(Topics.DIRECTORY, UUID.randomUUID(), UserEntry.TYPE, user.key(), user);
        var cookie = "belfry_session=" + signed(user.id());
        await().atMost(SOON)
                .until(() -> read("GET", "/status", "Cookie", cookie).statusCode() == 200);
        return cookie;
    }

    private String signed(UUID user) {
        try {
            var kid = user.toString();
            var key = new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
            publish(
                    Topics.DIRECTORY,
                    UUID.randomUUID(),
                    SigningKeyEntry.TYPE,
                    "signing-key:" + kid,
                    new SigningKeyEntry(kid, key.toPublicJWK().toJSONString()));
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).build(),
                    new JWTClaimsSet.Builder()
                            .subject(user.toString())
                            .jwtID(UUID.randomUUID().toString())
                            .claim("csrf", "csrf")
                            .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
                            .build());
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }

    HttpResponse<String> browse(String cookie, String path) {
        return exchange(
                HttpRequest.newBuilder(uri(path)).timeout(SOON).header("Cookie", cookie), BodyHandlers.ofString());
    }

    HttpResponse<String> form(String cookie, String path, Map<String, String> fields) {
        var body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "csrf=csrf&", ""));
        return exchange(
                HttpRequest.newBuilder(uri(path))
                        .timeout(SOON)
                        .header("Cookie", cookie)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)),
                BodyHandlers.ofString());
    }
}
