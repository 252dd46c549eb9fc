package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.contracts.directory.TokenEntry;
import dev.belfry.engines.KafkaProcess;
import dev.belfry.incident.incident.intake.IntakeCommands;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.signal.maintenance.MaintenanceCommands;
import dev.belfry.incident.signal.silence.SilenceCommands;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Json;
import dev.belfry.testing.Engines;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** kill -9 in the middle of each durable timer: what it had begun is undone, and after the next start it is done once. */
@ExtendWith(Engines.class)
class TimerKillIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String TOKEN = "blf_killed_0123456789";

    @TempDir
    private static Path directory;

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PORT = freePort();

    private static KafkaProcess kafka;
    private static Database database;
    private static String address;
    private static KafkaProducer<String, byte[]> producer;
    private static Process service;

    @BeforeAll
    static void open() throws IOException {
        kafka = Engines.startPrivateKafka(directory);
        address = Engines.postgres().uri(Engines.postgres().newDatabase("killed_timers"));
        database = new Database(VERTX, address, 4, InstantSource.system());
        service = start();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
        await().atMost(SOON).ignoreExceptions().until(() -> status() == 401);
        var token = new TokenEntry(UUID.randomUUID(), Sha256.hex(TOKEN), null, "manager robot", "manager", null);
        send(new ProducerRecord<>(Topics.DIRECTORY.name(), token.key(), Json.bytes(token)), TokenEntry.TYPE);
        await().atMost(SOON).ignoreExceptions().until(() -> status() == 200);
    }

    @AfterAll
    static void close() throws InterruptedException {
        service.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        producer.close();
        kafka.close();
        VERTX.close().await();
    }

    /**
     * A timer that waits for an hour.
     *
     * @param held the table that its action needs first: who holds it holds the action in the middle
     * @param done how often it has been done, of $1
     */
    record Armed(String kind, UUID ref, String held, String done, UUID about) {}

    /** How such a timer comes to be. */
    record Kind(String name, Arming arming) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Arming {
        Armed arm();
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind(IncidentCommands.SNOOZE_END, TimerKillIT::snooze),
                new Kind(IncidentCommands.URGENT, TimerKillIT::urgent),
                new Kind(IntakeCommands.EXPIRY, TimerKillIT::expiry),
                new Kind(SilenceCommands.END, TimerKillIT::silenceEnd),
                new Kind(SilenceCommands.LOOK, TimerKillIT::silenceLook),
                new Kind(MaintenanceCommands.END, TimerKillIT::maintenanceEnd));
    }

    @Test
    void everyKindOfTimerIsAmongThem() throws IOException {
        try (var sources = Files.walk(Path.of("src/main/java"))) {
            var armed = sources.filter(file -> file.toString().endsWith(".java"))
                    .mapToLong(file -> text(file).split("host\\.timer\\(", -1).length - 1L)
                    .sum();
            assertThat(kinds()).hasSize((int) armed);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void aTimerWhoseServiceIsKilledWhileItActsIsDoneOnceAfterTheNextStart(Kind kind)
            throws IOException, InterruptedException {
        var armed = kind.arming().arm();
        assertThat(armed.kind()).isEqualTo(kind.name());
        assertThat(waiting(armed)).isEqualTo(1);
        assertThat(done(armed)).isZero();

        var held = Promise.<Void>promise();
        var begun = Promise.<Void>promise();
        var holding = database.transact(
                tx -> tx.query("lock table " + armed.held() + " in access exclusive mode", Tuple.tuple())
                        .compose(locked -> {
                            begun.complete();
                            return held.future();
                        }));
        begun.future().await();
        query("update timer set due_at = now() where kind = $1 and ref = $2", armed.kind(), armed.ref());
        await("the timer is in the middle of its action").atMost(SOON).until(() -> claimed(armed));
        service.destroyForcibly().waitFor();
        held.complete();
        holding.await();
        await("what it had begun is undone").atMost(SOON).until(() -> !claimed(armed));
        assertThat(waiting(armed)).isEqualTo(1);
        assertThat(done(armed)).isZero();

        service = start();
        await("it is done").atMost(SOON).ignoreExceptions().until(() -> done(armed) > 0);
        await("nothing waits any more").atMost(SOON).until(() -> waiting(armed) == 0);
        await("the service answers").atMost(SOON).ignoreExceptions().until(() -> status() == 200);
        assertThat(done(armed)).isEqualTo(1);
    }

    private static final String RESTARTS = "select cycle - 1 as n from incident where id = $1";
    private static final String INCIDENTS = "select count(*) as n from incident where service = $1";

    private static Armed snooze() {
        var incident = UUID.fromString(made(
                        "/api/v1/incidents", Map.of("service", service("Killed snooze", Map.of()), "title", "Snoozed"))
                .getString("id"));
        made("/api/v1/incidents/" + incident + "/snooze", Map.of("duration", "PT1H"));
        return new Armed(IncidentCommands.SNOOZE_END, incident, "incident", RESTARTS, incident);
    }

    private static Armed urgent() {
        var day = LocalDate.now(ZoneOffset.UTC).plusDays(3).getDayOfWeek();
        var hours = Map.of(
                "timeZone",
                "UTC",
                "days",
                List.of(day.name().toLowerCase(Locale.ROOT)),
                "from",
                "09:00",
                "to",
                "17:00");
        var service = service("Killed hours", Map.of("urgency", Map.of("by", "hours", "hours", hours)));
        alert(service, null);
        var incident = only(service);
        return new Armed(IncidentCommands.URGENT, incident, "incident", RESTARTS, incident);
    }

    private static Armed expiry() {
        var service = service("Killed expiry", Map.of());
        alert(service, Instant.now().plus(1, ChronoUnit.HOURS));
        var incident = only(service);
        // It was listened to all the time until after that: only then is silence an answer.
        query("update alert set expires_at = now() where incident = $1", incident);
        query("""
                insert into intake_tick (part, at, deaf_until)
                select part, now() + interval '1 hour', now() - interval '1 day' from generate_series(0, 5) part
                on conflict (part) do update set at = excluded.at, deaf_until = excluded.deaf_until""");
        return new Armed(
                IntakeCommands.EXPIRY,
                service,
                "alert",
                "select count(*) as n from timeline where incident = $1 and kind = 'resolved'",
                incident);
    }

    private static Armed silenceEnd() {
        var service = silenced("Killed silence");
        var silence = query("select id from silence where service = $1", service);
        query("update silence set ends_at = now() where service = $1", service);
        return new Armed(SilenceCommands.END, silence, "silence", INCIDENTS, service);
    }

    private static Armed silenceLook() {
        var service = silenced("Killed look");
        query("delete from timer where kind = 'silence-end'");
        query("update silence set ends_at = now() where service = $1", service);
        query(
                "insert into timer (id, due_at, kind, ref, cycle, step, repeat)"
                        + " values (gen_random_uuid(), now() + interval '1 hour', $1, $2, 0, 0, 0)",
                SilenceCommands.LOOK,
                service);
        return new Armed(SilenceCommands.LOOK, service, "alert", INCIDENTS, service);
    }

    private static Armed maintenanceEnd() {
        var service = service("Killed maintenance", Map.of());
        var now = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
        var window = UUID.fromString(made(
                        "/api/v1/maintenance-windows",
                        Map.of(
                                "name",
                                "Killed",
                                "services",
                                List.of(service),
                                "start",
                                now.minusMinutes(1).toString(),
                                "end",
                                now.plusHours(1).toString(),
                                "timeZone",
                                "UTC"))
                .getString("id"));
        alert(service, null);
        held(service);
        query(
                "update maintenance_window set ends_at = now(), local_end = now() at time zone 'UTC' where id = $1",
                window);
        return new Armed(MaintenanceCommands.END, window, "maintenance_window", INCIDENTS, service);
    }

    /** A service with an alert that a silence holds back. */
    private static UUID silenced(String name) {
        var service = service(name, Map.of());
        made(
                "/api/v1/silences",
                Map.of(
                        "service",
                        service,
                        "endsAt",
                        Instant.now().plus(1, ChronoUnit.HOURS).toString(),
                        "comment",
                        "killed",
                        "matchers",
                        List.of(Map.of("name", "alertname", "value", "disk", "isRegex", false))));
        alert(service, null);
        held(service);
        return service;
    }

    private static void held(UUID service) {
        await().atMost(SOON).until(() -> number("select count(*) as n from alert where service = $1", service) == 1);
        assertThat(number(INCIDENTS, service)).isZero();
    }

    private static UUID only(UUID service) {
        await().atMost(SOON).until(() -> number(INCIDENTS, service) == 1);
        return query("select id from incident where service = $1", service);
    }

    private static UUID service(String name, Map<String, Object> more) {
        var body = new HashMap<>(more);
        body.put("name", name);
        body.put("grouping", "alert");
        return UUID.fromString(made("/api/v1/services", body).getString("id"));
    }

    private static void alert(UUID service, @Nullable Instant expires) {
        var integration = UUID.fromString(
                made("/api/v1/integrations", Map.of("service", service, "name", "Killed door", "type", "events"))
                        .getString("id"));
        var door = new Stand.Door(service, integration);
        var request = SilenceIT.labelled(door, AlertAction.TRIGGER, "disk", expires);
        var partition = Math.floorMod(service.hashCode(), Topics.ALERTS.partitions());
        send(
                new ProducerRecord<>(
                        Topics.ALERTS.name(),
                        partition,
                        service.toString(),
                        Json.bytes(new AlertBatch(List.of(request)))),
                AlertBatch.TYPE);
    }

    private static void send(ProducerRecord<String, byte[]> message, String type) {
        message.headers()
                .add("ce_id", UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8))
                .add("ce_type", type.getBytes(StandardCharsets.UTF_8))
                .add("ce_time", Instant.now().toString().getBytes(StandardCharsets.UTF_8));
        try {
            producer.send(message).get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Whether somebody acts on it at this moment: the row of the timer is theirs. */
    private static boolean claimed(Armed armed) {
        return database.transact(tx -> tx.query(
                                "select id from timer where kind = $1 and ref = $2 for update skip locked",
                                Tuple.of(armed.kind(), armed.ref()))
                        .map(rows -> rows.size() == 0))
                .await();
    }

    private static long waiting(Armed armed) {
        return number("select count(*) as n from timer where kind = $1 and ref = $2", armed.kind(), armed.ref());
    }

    private static long done(Armed armed) {
        return number(armed.done(), armed.about());
    }

    private static long number(String statement, Object... arguments) {
        return database.query(statement, Tuple.from(arguments))
                .await()
                .iterator()
                .next()
                .getLong("n");
    }

    /** The id that it answers; that of nothing when it answers none. */
    private static UUID query(String statement, Object... arguments) {
        var rows = database.query(statement, Tuple.from(arguments)).await();
        return rows.size() == 0 ? new UUID(0, 0) : rows.iterator().next().getUUID("id");
    }

    private static JsonObject made(String path, Map<String, ?> body) {
        var answer = exchange(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return new JsonObject(answer.body());
    }

    private static int status() {
        return exchange(HttpRequest.newBuilder(uri("/api/v1/services"))).statusCode();
    }

    private static HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return HTTP.send(
                    request.timeout(Duration.ofSeconds(20))
                            .header("Authorization", "Bearer " + TOKEN)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + PORT + path);
    }

    private static Process start() throws IOException {
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/killed.log")));
        process.environment()
                .putAll(Map.of(
                        "BELFRY_BIND",
                        "127.0.0.1",
                        "BELFRY_HTTP_PORT",
                        Integer.toString(PORT),
                        "BELFRY_MANAGEMENT_PORT",
                        Integer.toString(freePort()),
                        "BELFRY_DATABASE_URL",
                        address,
                        "BELFRY_KAFKA_BOOTSTRAP",
                        kafka.bootstrap()));
        return process.start();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }
}
