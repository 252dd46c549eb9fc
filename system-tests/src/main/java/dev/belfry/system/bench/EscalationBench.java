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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.server.SMTPServer;

/**
 * How exactly oncall-service keeps time: escalations that are due one by one, and thousands due at the same instant; from
 * the due time to the step being made, to the page being on the log for the notifier, and to the mail server having the
 * mail. Both services are processes of their own; engines and this one share the machine.
 */
final class EscalationBench {
    private static final String TOKEN = "blf_bench_0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int BURST = 6_000;
    private static final int ALONE = 100;
    private static final int POLICIES = 200;
    private static final Pattern INCIDENT = Pattern.compile("case ([0-9a-f-]{36})");
    private static final String DEADLOCK = "40P01";
    private static final Duration GAP = Duration.ofMillis(200);

    private final Programs programs;
    private final Figures figures;
    private final Vertx vertx = Vertx.vertx();
    private final Map<UUID, Heard> second = new ConcurrentHashMap<>();
    private final Map<UUID, Boolean> first = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> mailed = new ConcurrentHashMap<>();
    private final AtomicInteger duplicateMails = new AtomicInteger();
    private final AtomicInteger duplicates = new AtomicInteger();
    private final Api api = new Api(TOKEN);
    private int port;
    private int notifierPort;

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
            postgres.createDatabase("notifier");
            var service = service(kafka, postgres);
            int smtpPort = Ports.free();
            var smtp = SMTPServer.port(smtpPort)
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .maxConnections(1_000)
                    .messageHandler((context, from, to, data) -> arrived(to, data))
                    .build();
            smtp.start();
            var notifier = notifier(kafka, postgres, smtpPort);
            listen(kafka);
            var sql = PgBuilder.pool()
                    .connectingTo(postgres.uri("oncall"))
                    .with(new PoolOptions().setMaxSize(2))
                    .using(vertx)
                    .build();
            var producer = new Producer(vertx, kafka.bootstrap(), "bench", java.time.InstantSource.system());
            producer.warm(List.of(Topics.INCIDENTS)).await();
            var policies = policies();
            // What is measured is hot code: the first round is for the compiler.
            for (int round = 0; round < 3; round++) {
                burst(sql, begin(producer, policies, BURST), null);
            }
            alone(sql, begin(producer, policies, ALONE));
            burst(sql, begin(producer, policies, BURST), new Processes(service, notifier, kafka, postgres));
            producer.close().await();
            smtp.stop();
        }
    }

    /** Pages of the first step go to people who have no other part. */
    private void arrived(String to, byte[] mail) {
        var now = Instant.now();
        var found = INCIDENT.matcher(new String(mail, StandardCharsets.UTF_8));
        if (!to.startsWith("first") && found.find()) {
            if (mailed.put(UUID.fromString(found.group(1)), now) != null) {
                duplicateMails.incrementAndGet();
            }
        }
    }

    private Process notifier(KafkaProcess kafka, PostgresEngine postgres, int smtpPort) throws IOException {
        notifierPort = Ports.free();
        var environment = new HashMap<>(environment(kafka, notifierPort, postgres.uri("notifier")));
        environment.putAll(Map.of(
                // A digest would hide what is measured.
                "BELFRY_DIGEST_WINDOW", "PT0S",
                "BELFRY_SEAL_KEYS", "k1:" + Base64.getEncoder().encodeToString(new byte[32]),
                "BELFRY_SMTP_HOST", "127.0.0.1",
                "BELFRY_SMTP_PORT", Integer.toString(smtpPort),
                "BELFRY_SMTP_STARTTLS", "disabled",
                "BELFRY_MAIL_FROM", "belfry@example.net"));
        return programs.jar("notifier/target/notifier.jar", environment, "160m");
    }

    private static Map<String, String> environment(KafkaProcess kafka, int port, String database) {
        return Map.of(
                "BELFRY_HTTP_PORT",
                Integer.toString(port),
                "BELFRY_MANAGEMENT_PORT",
                "0",
                "BELFRY_KAFKA_BOOTSTRAP",
                kafka.bootstrap(),
                "BELFRY_DATABASE_URL",
                database,
                "BELFRY_LOG_LEVEL",
                "WARN");
    }

    private Process service(KafkaProcess kafka, PostgresEngine postgres) throws IOException {
        port = Ports.free();
        var environment = new HashMap<>(environment(kafka, port, postgres.uri("oncall")));
        environment.put("BELFRY_BOOTSTRAP_TOKEN", TOKEN);
        return programs.jar("oncall-service/target/oncall-service.jar", environment, "160m");
    }

    /** Who is on call is looked up, as for most policies; each has its own schedule and people. */
    private List<UUID> policies() throws InterruptedException {
        var oncall = "http://127.0.0.1:" + port;
        var notifier = "http://127.0.0.1:" + notifierPort;
        var policies = new ArrayList<UUID>();
        for (int i = 0; i < POLICIES; i++) {
            var begun = api.person(oncall, notifier, "First " + i + " Example", "first" + i + "@example.net");
            var one = api.person(oncall, notifier, "One " + i + " Example", "one" + i + "@example.net");
            var other = api.person(oncall, notifier, "Other " + i + " Example", "other" + i + "@example.net");
            var rotation = new JsonObject()
                    .put("unit", "weekly")
                    .put("start", "2026-01-05T09:00")
                    .put("participants", new JsonArray().add(one).add(other));
            var schedule = api.made(
                    oncall,
                    "schedules",
                    new JsonObject()
                            .put("name", "Schedule " + i)
                            .put("timeZone", "Europe/Berlin")
                            .put("rotation", rotation));
            var steps = new JsonArray()
                    .add(Api.step("user", begun, "PT5H"))
                    .add(Api.step("schedule", schedule.getString("id"), "PT5H"));
            policies.add(UUID.fromString(api.made(
                            oncall,
                            "escalation-policies",
                            new JsonObject()
                                    .put("name", "Policy " + i)
                                    .put("repeats", 1)
                                    .put("steps", steps))
                    .getString("id")));
        }
        return policies;
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
                "Every second payment fails, case " + id,
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
        Programs.await(Duration.ofMinutes(3), () -> mailed.keySet().containsAll(incidents));
        if (measured == null) {
            return;
        }
        var cpu = measured.cpu().minus(before);
        var due = incidents.stream().collect(Collectors.toMap(id -> id, id -> at));
        var more = Map.of(
                "how", BURST + " escalations due at one instant, " + POLICIES + " policies, schedules looked up",
                "duplicates", duplicates.get() + duplicateMails.get(),
                "serviceCpuMicros", micros(cpu.service()),
                "notifierCpuMicros", micros(cpu.notifier()),
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
        figures.writeLatencies(
                "escalation.burst.mailed",
                incidents.stream()
                        .mapToDouble(id -> Duration.between(at, Objects.requireNonNull(mailed.get(id)))
                                        .toNanos()
                                / 1e6)
                        .toArray(),
                more);
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

    /**
     * The clock of the database is that of this machine. What has just asked its first step may still be written by the
     * service, in another order: the database ends one of the two then, and this one tries again.
     */
    private static void due(Pool sql, String at, String which) {
        for (int attempt = 0; ; attempt++) {
            try {
                move(sql, at, which);
                return;
            } catch (PgException fault) {
                if (!fault.getSqlState().equals(DEADLOCK) || attempt == 5) {
                    throw fault;
                }
            }
        }
    }

    private static void move(Pool sql, String at, String which) {
        sql.query("with changed as (update escalation e set next_at = " + at + " " + which
                        + " returning e.id, e.next_at) update timer t set due_at = c.next_at from changed c"
                        + " where t.kind = 'escalation-step' and t.ref = c.id")
                .execute()
                .await();
    }

    /** Seconds of CPU used. */
    private record Cpu(double service, double notifier, double postgres, double kafka) {
        static final Cpu NONE = new Cpu(0, 0, 0, 0);

        Cpu minus(Cpu before) {
            return new Cpu(
                    service - before.service,
                    notifier - before.notifier,
                    postgres - before.postgres,
                    kafka - before.kafka);
        }
    }

    private record Processes(Process service, Process notifier, KafkaProcess kafka, PostgresEngine postgres) {
        Cpu cpu() throws IOException {
            double server = Programs.cpuSeconds(postgres.pid());
            for (var child :
                    ProcessHandle.of(postgres.pid()).orElseThrow().children().toList()) {
                server += Programs.cpuSeconds(child.pid());
            }
            return new Cpu(
                    Programs.cpuSeconds(service.pid()),
                    Programs.cpuSeconds(notifier.pid()),
                    server,
                    Programs.cpuSeconds(kafka.pid()));
        }
    }
}
