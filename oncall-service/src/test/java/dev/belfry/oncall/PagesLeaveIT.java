package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.incident;
import static dev.belfry.oncall.OncallHarness.step;
import static dev.belfry.oncall.OncallHarness.target;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.belfry.contracts.Topics;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import dev.belfry.engines.KafkaProcess;
import dev.belfry.platform.json.Json;
import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A step counts only when its pages have left: Kafka is frozen, and the notifier takes nothing past it. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesLeaveIT {
    private static final String SECRET = "a-secret-of-more-than-thirty-two-characters";

    private final HttpClient http = HttpClient.newHttpClient();
    private KafkaProcess kafka;
    private Notifier notifier;
    private OncallHarness house;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        kafka = Engines.startPrivateKafka(directory);
        notifier = new Notifier();
        house = new OncallHarness(
                null,
                kafka.bootstrap(),
                settings -> settings.withInboxes(Map.of("notifier", notifier.address()), SECRET));
    }

    @AfterAll
    void close() {
        house.close();
        notifier.server.stop(0);
        kafka.close();
        http.close();
    }

    /** The notifier's door past Kafka; it takes pages only while it is open. */
    private static final class Notifier {
        private final HttpServer server;
        private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
        private volatile boolean open;

        private record Arrival(Page page, long nanos) {}

        Notifier() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/internal/inbox", this::take);
            server.start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        private void take(HttpExchange call) throws IOException {
            JsonObject body = new JsonObject(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            boolean takes = open;
            if (takes) {
                body.getJsonArray("records").stream()
                        .map(record -> Json.read(((JsonObject) record).getString("data"), Page.class))
                        .forEach(page -> arrivals.add(new Arrival(page, System.nanoTime())));
            }
            call.sendResponseHeaders(takes ? 204 : 503, -1);
            call.close();
        }

        private List<Arrival> of(UUID incident) {
            return arrivals.stream()
                    .filter(arrival -> arrival.page().incidentId().equals(incident))
                    .toList();
        }
    }

    @Test
    void theNextStepWaitsUntilThePagesBeforeItHaveLeftAndThenItsWholeTime() throws Exception {
        UUID policy = house.policy(
                0,
                step("PT1S", target("user", house.user("Ana Example"))),
                step("PT1H", target("user", house.user("Bea Example"))));
        UUID incident = UUID.randomUUID();
        freeze();
        try {
            hand(triggered(incident, policy));
            eventually(() -> rows("outbox where topic = 'pages.v1' and subject = '" + incident
                            + "' and occurred_at < clock_timestamp() - interval '4 seconds'")
                    == 1);
            assertThat(escalation(incident).getInteger("step")).isEqualTo(1);
            assertThat(escalation(incident).getJsonArray("paged")).hasSize(1);
            assertThat(facts(incident, "put_off")).isOne();

            notifier.open = true;
            eventually(() -> notifier.of(incident).size() == 2);
            assertThat(notifier.of(incident))
                    .extracting(arrival -> arrival.page().step())
                    .containsExactly(1, 2);
            assertThat(notifier.of(incident).getLast().nanos()
                            - notifier.of(incident).getFirst().nanos())
                    .as("the first step has its whole time once its page has left")
                    .isGreaterThan(Duration.ofMillis(900).toNanos());
            assertThat(facts(incident, "put_off")).as("told once").isOne();
        } finally {
            thaw();
        }
    }

    @Test
    void whatIsAcknowledgedBeforeItsPageHasLeftPagesNobody() throws Exception {
        UUID policy = house.policy(0, step("PT1H", target("user", house.user("Cid Example"))));
        UUID incident = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        freeze();
        try {
            hand(triggered(incident, policy));
            assertThat(rows("outbox where topic = 'pages.v1' and subject = '" + incident + "'"))
                    .isOne();
            hand(acknowledged(incident, policy));
            assertThat(rows("outbox where topic = 'pages.v1' and subject = '" + incident + "'"))
                    .isZero();
            assertThat(facts(incident, "withdrawn")).isOne();
            assertThat(escalation(incident)
                            .getJsonArray("paged")
                            .getJsonObject(0)
                            .getString("outcome"))
                    .isEqualTo("withdrawn");

            notifier.open = true;
            hand(triggered(other, policy));
            eventually(() -> notifier.of(other).size() == 1);
            assertThat(notifier.of(incident)).isEmpty();
        } finally {
            thaw();
        }
    }

    @Test
    void whatIsAcknowledgedInTheSameMomentPagesNobody() throws Exception {
        UUID policy = house.policy(0, step("PT1H", target("user", house.user("Dot Example"))));
        UUID incident = UUID.randomUUID();
        notifier.open = true;
        hand(triggered(incident, policy), acknowledged(incident, policy));
        assertThat(facts(incident, "withdrawn")).isOne();
        UUID other = UUID.randomUUID();
        hand(triggered(other, policy));
        eventually(() -> house.pages(other).size() == 1);
        assertThat(house.pages(incident)).isEmpty();
    }

    private static IncidentEvent triggered(UUID incident, UUID policy) {
        return event(Happened.TRIGGERED, 1, incident(incident, 1, IncidentStatus.TRIGGERED, policy));
    }

    private static IncidentEvent acknowledged(UUID incident, UUID policy) {
        return event(Happened.ACKNOWLEDGED, 2, incident(incident, 1, IncidentStatus.ACKNOWLEDGED, policy));
    }

    private static IncidentEvent event(Happened happened, long version, IncidentState incident) {
        return new IncidentEvent(
                happened, version, Instant.parse("2026-01-05T09:00:00Z"), Actor.SYSTEM, null, incident);
    }

    private void freeze() throws Exception {
        notifier.open = false;
        signal("-STOP");
    }

    private void thaw() throws Exception {
        signal("-CONT");
        eventually(() -> rows("outbox") == 0);
    }

    private void signal(String signal) throws Exception {
        new ProcessBuilder("kill", signal, Long.toString(kafka.pid())).start().waitFor();
    }

    /** What incident-service would say past Kafka, in one request. */
    private void hand(IncidentEvent... events) throws Exception {
        JsonArray records = new JsonArray();
        for (IncidentEvent event : events) {
            String incident = event.incident().id().toString();
            records.add(new JsonObject()
                    .put("id", UUID.randomUUID().toString())
                    .put("key", incident)
                    .put("type", IncidentEvent.TYPE)
                    .put("subject", incident)
                    .put("time", "2026-01-05T09:00:00Z")
                    .put("data", Json.text(event)));
        }
        String body = new JsonObject()
                .put("topic", Topics.INCIDENTS.name())
                .put("records", records)
                .encode();
        URI inbox = URI.create("http://127.0.0.1:" + house.host().httpPort() + "/internal/inbox");
        assertThat(http.send(
                                HttpRequest.newBuilder(inbox)
                                        .header("Authorization", "Bearer " + SECRET)
                                        .POST(HttpRequest.BodyPublishers.ofString(body))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
    }

    private JsonObject escalation(UUID incident) {
        return house.items("/api/v1/escalations?incident=" + incident).getFirst();
    }

    private int facts(UUID incident, String kind) {
        return rows("escalation_fact where fact ->> 'incidentId' = '" + incident + "' and fact ->> 'kind' = '" + kind
                + "'");
    }

    private int rows(String from) {
        return house.sql("select 1 from " + from);
    }
}
