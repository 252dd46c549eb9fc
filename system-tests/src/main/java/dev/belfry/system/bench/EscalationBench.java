package dev.belfry.system.bench;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import dev.belfry.engines.KafkaProcess;
import dev.belfry.engines.Ports;
import dev.belfry.engines.PostgresEngine;
import dev.belfry.platform.events.Producer;
import dev.belfry.platform.events.TopicAdmin;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How exactly oncall-service keeps time: escalations that are due one by one, and thousands due at the same instant; from
 * the due time to the step being made, and to the page being on the log for the notifier. The service is a process of its
 * own; engines and this one share the machine.
 */
final class EscalationBench {
    private static final String TOKEN = "blf_bench_0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int BURST = 6_000;
    private static final int ALONE = 100;
    private static final int POLICIES = 20;
    private static final Duration GAP = Duration.ofMillis(200);

    private final Programs programs;
    private final Figures figures;
    private final Vertx vertx = Vertx.vertx();
    private final Map<UUID, Heard> second = new ConcurrentHashMap<>();
    private final Map<UUID, Boolean> first = new ConcurrentHashMap<>();
    private final AtomicInteger duplicates = new AtomicInteger();
    private int port;

    EscalationBench(Programs programs, Figures figures) {
        this.programs = programs;
        this.figures = figures;
    }

    /** A page of a second step: when it was made, and when it was read from the log. */
    private record Heard(Instant made, Instant read) {}

    void run() throws Exception {
        try (var kafka = KafkaProcess.start(programs.directory(), 0, 0, false);
                var postgres = PostgresEngine.start(
                        programs.directory().resolve("postgres"), 0, PostgresEngine.Durability.DURABLE)) {
            TopicAdmin.createMissing(vertx, kafka.bootstrap(), Topics.ALL).await();
            postgres.createDatabase("oncall");
            var service = service(kafka, postgres);
            Programs.await(Duration.ofMinutes(1), () -> api(HttpMethod.GET, "/users", null) != null);
            listen(kafka);
            var sql = PgBuilder.pool()
                    .connectingTo(postgres.uri("oncall"))
                    .with(new PoolOptions().setMaxSize(2))
                    .using(vertx)
                    .build();
            var producer = new Producer(vertx, kafka.bootstrap(), "bench");
            producer.warm(List.of(Topics.INCIDENTS)).await();
            var policies = policies();
            // What is measured is hot code: the first round is for the compiler.
            for (int round = 0; round < 3; round++) {
                burst(sql, begin(producer, policies, BURST), null);
            }
            alone(sql, begin(producer, policies, ALONE));
            burst(sql, begin(producer, policies, BURST), new Processes(service, kafka, postgres));
            producer.close().await();
        }
    }

    private Process service(KafkaProcess kafka, PostgresEngine postgres) throws IOException {
        port = Ports.free();
        return programs.jar(
                "oncall-service/target/oncall-service.jar",
                Map.of(
                        "BELFRY_HTTP_PORT",
                        Integer.toString(port),
                        "BELFRY_MANAGEMENT_PORT",
                        "0",
                        "BELFRY_KAFKA_BOOTSTRAP",
                        kafka.bootstrap(),
                        "BELFRY_DATABASE_URL",
                        postgres.uri("oncall"),
                        "BELFRY_BOOTSTRAP_TOKEN",
                        TOKEN,
                        "BELFRY_LOG_LEVEL",
                        "WARN"),
                "160m");
    }

    /** Who is on call is looked up, as for most policies; each has its own schedule and two people. */
    private List<UUID> policies() {
        var policies = new ArrayList<UUID>();
        for (int i = 0; i < POLICIES; i++) {
            var one = made("/users", person(2 * i));
            var other = made("/users", person(2 * i + 1));
            var rotation = new JsonObject()
                    .put("unit", "weekly")
                    .put("start", "2026-01-05T09:00")
                    .put("participants", new JsonArray().add(one).add(other));
            var schedule = made(
                    "/schedules",
                    new JsonObject()
                            .put("name", "Schedule " + i)
                            .put("timeZone", "Europe/Berlin")
                            .put("rotation", rotation));
            policies.add(UUID.fromString(made(
                    "/escalation-policies",
                    new JsonObject()
                            .put("name", "Policy " + i)
                            .put("repeats", 1)
                            .put("steps", new JsonArray().add(step("user", one)).add(step("schedule", schedule))))));
        }
        return policies;
    }

    private static JsonObject person(int i) {
        return new JsonObject().put("name", "Person " + i + " Example").put("email", "person" + i + "@example.net");
    }

    private static JsonObject step(String type, String id) {
        var target = new JsonObject().put("type", type).put("id", id);
        return new JsonObject().put("delay", "PT5H").put("targets", new JsonArray().add(target));
    }

    /** Begins so many escalations; each has asked its first step when this returns. */
    private List<UUID> begin(Producer producer, List<UUID> policies, int count) throws InterruptedException {
        var incidents =
                IntStream.range(0, count).mapToObj(i -> UUID.randomUUID()).toList();
        var sent = new ArrayList<Future<Void>>();
        for (int i = 0; i < count; i++) {
            sent.add(tell(producer, incidents.get(i), policies.get(i % POLICIES)));
        }
        Future.all(sent).await();
        Programs.await(Duration.ofMinutes(2), () -> first.keySet().containsAll(incidents));
        return incidents;
    }

    private static Future<Void> tell(Producer producer, UUID id, UUID policy) {
        var now = Instant.now();
        var state = new IncidentState(
                id,
                1,
                new UUID(0, 1),
                "Payments",
                "Every second payment fails",
                IncidentStatus.TRIGGERED,
                IncidentSeverity.SEV1,
                1,
                policy,
                null,
                null,
                now,
                null,
                1);
        var event = new IncidentEvent(Happened.TRIGGERED, 1, now, Actor.SYSTEM, null, state);
        return producer.send(
                Topics.INCIDENTS.name(),
                null,
                id.toString(),
                UUID.randomUUID(),
                IncidentEvent.TYPE,
                id.toString(),
                now,
                Json.bytes(event));
    }

    private void listen(KafkaProcess kafka) {
        KafkaConsumer<String, byte[]> consumer = KafkaConsumer.create(
                vertx,
                Map.of(
                        "bootstrap.servers", kafka.bootstrap(),
                        "key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer",
                        "value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer",
                        "auto.offset.reset", "earliest"));
        consumer.handler(record -> {
            var read = Instant.now();
            var page = Json.read(record.value(), Page.class);
            if (page.step() == 1) {
                first.put(page.incidentId(), true);
            } else if (second.put(page.incidentId(), new Heard(page.at(), read)) != null) {
                duplicates.incrementAndGet();
            }
        });
        var partitions = IntStream.range(0, Topics.PAGES.partitions())
                .mapToObj(part -> new TopicPartition(Topics.PAGES.name(), part))
                .collect(Collectors.toSet());
        consumer.assign(partitions).await();
    }

    private void alone(Pool sql, List<UUID> incidents) throws InterruptedException, IOException {
        var start = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.MILLIS);
        var due = new ConcurrentHashMap<UUID, Instant>();
        for (int i = 0; i < incidents.size(); i++) {
            due.put(incidents.get(i), start.plus(GAP.multipliedBy(i)));
        }
        var rows = due.entrySet().stream()
                .map(one -> "('" + one.getKey() + "'::uuid, '" + one.getValue() + "'::timestamptz)")
                .collect(Collectors.joining(", "));
        due(sql, "v.at", "from (values " + rows + ") as v (incident, at) where e.incident_id = v.incident");
        Programs.await(Duration.ofMinutes(2), () -> second.keySet().containsAll(incidents));
        lateness(
                "escalation.idle", due, Map.of("how", "one due every " + GAP.toMillis() + " ms, " + ALONE + " in all"));
    }

    /** @param measured null for a round that only warms up */
    private void burst(Pool sql, List<UUID> incidents, @Nullable Processes measured)
            throws InterruptedException, IOException {
        var at = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.MILLIS);
        due(sql, "'" + at + "'", "where e.step = 1 and e.status = 'running'");
        var before = measured == null ? Cpu.NONE : measured.cpu();
        var load = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        Programs.await(Duration.ofMinutes(3), () -> second.keySet().containsAll(incidents));
        if (measured == null) {
            return;
        }
        var cpu = measured.cpu().minus(before);
        var due = incidents.stream().collect(Collectors.toMap(id -> id, id -> at));
        var more = Map.of(
                "how", BURST + " escalations due at one instant, " + POLICIES + " policies, schedules looked up",
                "duplicates", duplicates.get(),
                "serviceCpuMicros", micros(cpu.service()),
                "postgresCpuMicros", micros(cpu.postgres()),
                "brokerCpuMicros", micros(cpu.kafka()),
                "loadBefore", load);
        double last = incidents.stream()
                        .mapToLong(id -> Duration.between(at, heard(id).read()).toMillis())
                        .max()
                        .orElseThrow()
                / 1000.0;
        figures.write("escalation.burst.all", last, "s", more);
        lateness("escalation.burst", due, more);
    }

    private Heard heard(UUID incident) {
        return Objects.requireNonNull(second.get(incident));
    }

    private static double micros(double seconds) {
        return Math.round(seconds * 1e7 / BURST) / 10.0;
    }

    private void lateness(String name, Map<UUID, Instant> due, Map<String, ?> more) throws IOException {
        figures.writeLatencies(name + ".made", late(due, Heard::made), more);
        figures.writeLatencies(name + ".on-the-log", late(due, Heard::read), more);
    }

    private double[] late(Map<UUID, Instant> due, Function<Heard, Instant> which) {
        return due.entrySet().stream()
                .mapToDouble(one -> Duration.between(one.getValue(), which.apply(heard(one.getKey())))
                                .toNanos()
                        / 1e6)
                .toArray();
    }

    /** The clock of the database is that of this machine. */
    private static void due(Pool sql, String at, String which) {
        sql.query("with changed as (update escalation e set next_at = " + at + " " + which
                        + " returning e.id, e.next_at) update timer t set due_at = c.next_at from changed c"
                        + " where t.kind = 'escalation-step' and t.ref = c.id")
                .execute()
                .await();
    }

    /** Seconds of CPU used. */
    private record Cpu(double service, double postgres, double kafka) {
        static final Cpu NONE = new Cpu(0, 0, 0);

        Cpu minus(Cpu before) {
            return new Cpu(service - before.service, postgres - before.postgres, kafka - before.kafka);
        }
    }

    private record Processes(Process service, KafkaProcess kafka, PostgresEngine postgres) {
        Cpu cpu() throws IOException {
            double server = Programs.cpuSeconds(postgres.pid());
            for (var child :
                    ProcessHandle.of(postgres.pid()).orElseThrow().children().toList()) {
                server += Programs.cpuSeconds(child.pid());
            }
            return new Cpu(Programs.cpuSeconds(service.pid()), server, Programs.cpuSeconds(kafka.pid()));
        }
    }

    private String made(String path, JsonObject body) {
        var answer = api(HttpMethod.POST, path, body);
        if (answer == null) {
            throw new IllegalStateException(path + " was refused");
        }
        return answer.getString("id");
    }

    /** Null when it was not done. */
    private @Nullable JsonObject api(HttpMethod method, String path, @Nullable JsonObject body) {
        var answer = vertx.createHttpClient()
                .request(method, port, "127.0.0.1", "/api/v1" + path)
                .compose(request -> request.putHeader("Authorization", "Bearer " + TOKEN)
                        .putHeader("Content-Type", "application/json")
                        .send(body == null ? "" : body.encode()))
                .compose(response -> response.body().map(text -> response.statusCode() < 300 ? text : null))
                .otherwiseEmpty()
                .await();
        return answer == null ? null : answer.toJsonObject();
    }
}
