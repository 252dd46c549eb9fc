package dev.belfry.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.announcement.AnnouncementAnswer;
import dev.belfry.contracts.announcement.AnnouncementRequest;
import dev.belfry.contracts.announcement.PublicImpact;
import dev.belfry.contracts.announcement.PublicLook;
import dev.belfry.contracts.announcement.PublicStage;
import dev.belfry.contracts.directory.StatusPageEntry;
import dev.belfry.contracts.directory.TokenEntry;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Engines.class)
class RequestIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TOKEN = "blf_request_0123456789abcdef0123456789abcdef";

    private static final Map<UUID, AnnouncementAnswer> ANSWERS = new HashMap<>();
    private static final Map<UUID, StatusPageEntry> DIRECTORY = new HashMap<>();

    private static Host host;
    private static WebClient client;
    private static KafkaConsumer<String, byte[]> consumer;
    private static UUID page;

    @BeforeAll
    static void start() {
        var database = Engines.postgres().newDatabase("status_requests");
        host = StatusService.start(new Settings(
                HostSettings.forTests("status-page", Engines.postgres().uri(database), Engines.kafka()),
                URI.create("https://status.example.net"),
                100,
                ""));
        client = WebClient.create(host.vertx());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Engines.kafka()), new StringDeserializer(), new ByteArrayDeserializer());
        var partitions = Stream.of(Topics.DELIVERIES, Topics.DIRECTORY)
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(number -> new TopicPartition(topic.name(), number)))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var entry = new TokenEntry(new UUID(9, 31), Sha256.hex(TOKEN), null, "test", "manager", null);
        send(Topics.DIRECTORY, entry.key(), entry.id(), TokenEntry.TYPE, entry);
        await().atMost(SOON)
                .until(() -> api(HttpMethod.GET, "/api/v1/status-pages", null).statusCode() == 200);
        page = made(
                "/api/v1/status-pages",
                new JsonObject().put("name", "Asked Cloud").put("slug", "asked"));
    }

    @AfterAll
    static void stop() {
        consumer.close();
        host.stop();
    }

    /** Takes in what the service has told meanwhile. */
    private static void read() {
        for (var told : consumer.poll(Duration.ofMillis(50))) {
            var type = new String(told.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
            if (type.equals(AnnouncementAnswer.TYPE)) {
                var answer = Json.read(told.value(), AnnouncementAnswer.class);
                ANSWERS.put(answer.request(), answer);
            } else if (type.equals(StatusPageEntry.TYPE)) {
                var entry = Json.read(told.value(), StatusPageEntry.class);
                DIRECTORY.put(entry.id(), entry);
            }
        }
    }

    private static StatusPageEntry directory() {
        read();
        return Objects.requireNonNull(DIRECTORY.get(page), "nothing told of the page");
    }

    private static void send(Topics.Topic topic, String key, UUID id, String type, Object data) {
        host.producer()
                .send(topic.name(), null, key, id, type, key, Instant.EPOCH, Json.bytes(data))
                .await();
    }

    private static HttpResponse<Buffer> api(HttpMethod method, String path, @Nullable JsonObject body) {
        var request = client.request(method, host.httpPort(), "127.0.0.1", path).bearerTokenAuthentication(TOKEN);
        return (body == null ? request.send() : request.sendJsonObject(body)).await();
    }

    private static UUID made(String path, JsonObject body) {
        var made = api(HttpMethod.POST, path, body);
        assertThat(made.statusCode()).as(made.bodyAsString()).isEqualTo(201);
        return UUID.fromString(made.bodyAsJsonObject().getString("id"));
    }

    private static UUID component(String name) {
        return made(
                "/api/v1/components",
                new JsonObject().put("statusPage", page.toString()).put("name", name));
    }

    private static AnnouncementAnswer ask(AnnouncementRequest request) {
        send(Topics.REQUESTS, request.incidentId().toString(), request.id(), AnnouncementRequest.TYPE, request);
        await().atMost(SOON).until(() -> {
            read();
            return ANSWERS.containsKey(request.id());
        });
        return Objects.requireNonNull(ANSWERS.get(request.id()));
    }

    private static AnnouncementRequest request(
            UUID incident, UUID page, String text, PublicStage stage, List<AnnouncementRequest.Affected> components) {
        return new AnnouncementRequest(
                UUID.randomUUID(),
                incident,
                page,
                "Searches are slow",
                text,
                stage,
                PublicImpact.MAJOR,
                components,
                Instant.now());
    }

    private static JsonArray posts() {
        return api(HttpMethod.GET, "/p/asked/api/v2/incidents.json", null)
                .bodyAsJsonObject()
                .getJsonArray("incidents");
    }

    private static List<JsonObject> posts(String text) {
        return posts().stream()
                .map(JsonObject.class::cast)
                .filter(post -> post.encode().contains(text))
                .toList();
    }

    @Test
    void theUpdatesOfAnIncidentAreOnePostThatIsClosedWhenItIsResolvedForCustomers() {
        var search = component("Asked search");
        var incident = UUID.randomUUID();
        var first = request(
                incident,
                page,
                "Every third search takes ten seconds.",
                PublicStage.INVESTIGATING,
                List.of(new AnnouncementRequest.Affected(search, PublicLook.PARTIAL_OUTAGE)));
        var answer = ask(first);
        assertThat(answer.refusal()).isNull();
        assertThat(answer.incidentId()).isEqualTo(incident);
        assertThat(answer.link()).startsWith("https://status.example.net/p/asked/incidents/");

        var next = new AnnouncementRequest(
                UUID.randomUUID(),
                incident,
                page,
                "Searches were slow",
                "A bad index was replaced.",
                PublicStage.RESOLVED,
                PublicImpact.MINOR,
                List.of(),
                Instant.now());
        assertThat(ask(next).link()).isEqualTo(answer.link());
        // As after a restart of the broker: what was posted stays as it is.
        send(Topics.REQUESTS, incident.toString(), first.id(), AnnouncementRequest.TYPE, first);
        var last = request(UUID.randomUUID(), page, "Behind all of it.", PublicStage.RESOLVED, List.of());
        ask(new AnnouncementRequest(
                last.id(),
                incident,
                page,
                "Searches were slow",
                last.text(),
                last.stage(),
                PublicImpact.MINOR,
                List.of(),
                last.at()));

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(posts("Every third search")).singleElement().satisfies(post -> {
                assertThat(post.getString("name")).isEqualTo("Searches were slow");
                assertThat(post.getString("impact")).isEqualTo("minor");
                assertThat(post.getString("status")).isEqualTo("resolved");
                assertThat(post.getJsonArray("incident_updates")).hasSize(3);
                assertThat(answer.link()).endsWith(post.getString("id"));
            });
        });
        assertThat(api(HttpMethod.GET, "/api/v1/components/" + search, null)
                        .bodyAsJsonObject()
                        .getString("status"))
                .isEqualTo("operational");
    }

    @Test
    void whatThePageCannotShowIsRefusedInWordsAndNothingIsPosted() {
        var gone = request(UUID.randomUUID(), UUID.randomUUID(), "For nobody.", PublicStage.INVESTIGATING, List.of());
        assertThat(ask(gone).refusal()).isEqualTo("There is no such status page any more");

        var stranger = request(
                UUID.randomUUID(),
                page,
                "Of a stranger.",
                PublicStage.INVESTIGATING,
                List.of(new AnnouncementRequest.Affected(UUID.randomUUID(), PublicLook.MAJOR_OUTAGE)));
        assertThat(ask(stranger).refusal()).isEqualTo("A component that was chosen is no longer on this page");
        assertThat(posts("Of a stranger.")).isEmpty();
    }

    @Test
    void aPostThatWasTakenOffThePageDoesNotComeBackWithTheNextUpdate() {
        var incident = UUID.randomUUID();
        assertThat(ask(request(incident, page, "Posted too early.", PublicStage.INVESTIGATING, List.of()))
                        .refusal())
                .isNull();
        var kept = api(HttpMethod.GET, "/api/v1/status-incidents?statusPage=" + page, null)
                .bodyAsJsonObject()
                .getJsonArray("items")
                .stream()
                .map(JsonObject.class::cast)
                .filter(post -> post.encode().contains("Posted too early."))
                .findFirst()
                .orElseThrow();
        assertThat(api(HttpMethod.DELETE, "/api/v1/status-incidents/" + kept.getString("id"), null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(ask(request(incident, page, "More of it.", PublicStage.IDENTIFIED, List.of()))
                        .refusal())
                .isEqualTo("The post about this incident was taken off the page");
        assertThat(posts("More of it.")).isEmpty();
    }

    @Test
    void whatStandsOnThePageIsToldToTheDirectoryAndAgainWhenItChanges() {
        var cart = component("Asked cart");
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
            var entry = directory();
            assertThat(entry.name()).isEqualTo("Asked Cloud");
            assertThat(entry.components()).contains(new StatusPageEntry.Component(cart, "Asked cart", List.of()));
        });
        assertThat(api(HttpMethod.DELETE, "/api/v1/components/" + cart, null).statusCode())
                .isEqualTo(204);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(directory().components())
                        .noneMatch(component -> component.id().equals(cart)));
    }
}
