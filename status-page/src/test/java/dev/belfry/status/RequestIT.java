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
import dev.belfry.platform.json.Json;
import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Engines.class)
class RequestIT {
    private static final Map<UUID, AnnouncementAnswer> ANSWERS = new HashMap<>();
    private static final Map<UUID, StatusPageEntry> DIRECTORY = new HashMap<>();

    private static Stand stand;
    private static UUID page;
    private static KafkaConsumer<String, byte[]> consumer;

    @BeforeAll
    static void open() {
        stand = new Stand("asked");
        page = UUID.fromString(stand.page);
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Engines.kafka()), new StringDeserializer(), new ByteArrayDeserializer());
        var partitions = Stream.of(Topics.DELIVERIES, Topics.DIRECTORY)
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(number -> new TopicPartition(topic.name(), number)))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    @AfterAll
    static void close() {
        consumer.close();
        stand.close();
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

    private static void send(AnnouncementRequest request) {
        var incident = request.incidentId().toString();
        stand.host()
                .producer()
                .send(
                        Topics.REQUESTS.name(),
                        null,
                        incident,
                        request.id(),
                        AnnouncementRequest.TYPE,
                        incident,
                        Instant.EPOCH,
                        Json.bytes(request))
                .await();
    }

    private static UUID component(String name) {
        return UUID.fromString(stand.component(name, new JsonObject()));
    }

    private static AnnouncementAnswer ask(AnnouncementRequest request) {
        send(request);
        await().atMost(Stand.SOON).until(() -> {
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
        return stand.get("/p/asked/api/v2/incidents.json").getJsonArray("incidents");
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
        send(first);
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

        await().atMost(Stand.SOON).untilAsserted(() -> {
            assertThat(posts("Every third search")).singleElement().satisfies(post -> {
                assertThat(post.getString("name")).isEqualTo("Searches were slow");
                assertThat(post.getString("impact")).isEqualTo("minor");
                assertThat(post.getString("status")).isEqualTo("resolved");
                assertThat(post.getJsonArray("incident_updates")).hasSize(3);
                assertThat(answer.link()).endsWith(post.getString("id"));
            });
        });
        assertThat(stand.get("/api/v1/components/" + search).getString("status"))
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
        var kept = stand.get("/api/v1/status-incidents?statusPage=" + page).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(post -> post.encode().contains("Posted too early."))
                .findFirst()
                .orElseThrow();
        assertThat(stand.send("DELETE", "/api/v1/status-incidents/" + kept.getString("id"), null)
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
        await().atMost(Stand.SOON).ignoreExceptions().untilAsserted(() -> {
            var entry = directory();
            assertThat(entry.name()).isEqualTo("Example Cloud");
            assertThat(entry.components()).contains(new StatusPageEntry.Component(cart, "Asked cart", List.of()));
        });
        assertThat(stand.send("DELETE", "/api/v1/components/" + cart, null).statusCode())
                .isEqualTo(204);
        await().atMost(Stand.SOON)
                .untilAsserted(() -> assertThat(directory().components())
                        .noneMatch(component -> component.id().equals(cart)));
    }
}
