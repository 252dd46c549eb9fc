package dev.belfry.oncall;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.contracts.delivery.PageAcknowledged;
import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.escalation.EscalationWords;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentCommand;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.incident.RequestedParty;
import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.contracts.page.Page;
import dev.belfry.oncall.identity.oidc.OidcSettings;
import dev.belfry.platform.http.TrustedProxies;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.ApiContract;
import dev.belfry.testing.Engines;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real on-call service on a database of its own, with the event log before and after it. */
final class OncallHarness implements AutoCloseable {
    private static final ApiContract CONTRACT = ApiContract.load("openapi/oncall.yaml");

    static final String TOKEN = "blf_bootstrap_0123456789abcdefghijklmnopqrstuvwxyz";
    static final String ADMIN_EMAIL = "root@example.net";
    static final String PASSWORD = "correct horse battery staple";

    private final String databaseUrl;
    private final Vertx vertx = Vertx.vertx();
    private final WebClient web = WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));
    private final io.vertx.sqlclient.Pool sql;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> heard = new ArrayList<>();
    private final List<Host> hosts = new CopyOnWriteArrayList<>();

    private final @Nullable OidcSettings oidc;
    private final String bootstrap;
    private final UnaryOperator<HostSettings> settings;

    OncallHarness() {
        this(null);
    }

    /** @param oidc the provider people sign in with */
    OncallHarness(@Nullable OidcSettings oidc) {
        this(oidc, Engines.kafka(), settings -> settings);
    }

    /** @param console where people reach the console */
    OncallHarness(@Nullable OidcSettings oidc, URI console) {
        this(oidc, Engines.kafka(), settings -> settings.reachedAt(console));
    }

    OncallHarness(@Nullable OidcSettings oidc, String bootstrap, UnaryOperator<HostSettings> settings) {
        this.oidc = oidc;
        this.settings = settings;
        this.bootstrap = bootstrap;
        var postgres = Engines.postgres();
        databaseUrl = postgres.uri(postgres.newDatabase("oncall"));
        sql = io.vertx.pgclient.PgBuilder.pool()
                .connectingTo(databaseUrl)
                .using(vertx)
                .build();
        Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrap);
        start();
        producer = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer());
        Set<TopicPartition> partitions =
                List.of(Topics.PAGES, Topics.COMMANDS, Topics.ESCALATIONS, Topics.NOTICES, Topics.DIRECTORY).stream()
                        .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .collect(Collectors.toSet());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        eventually(() -> get("/api/v1/users").statusCode() == 200);
    }

    /** Starts a replica; all share the database. */
    Host start() {
        Host host = OncallService.start(new Settings(
                settings.apply(HostSettings.forTests("oncall-service", databaseUrl, bootstrap)),
                TOKEN,
                new Settings.Admin("Root Example", ADMIN_EMAIL, PASSWORD),
                Settings.AUDIT_KEPT,
                Settings.COVERAGE_AHEAD,
                oidc,
                true,
                TrustedProxies.of("127.0.0.0/8")));
        hosts.add(host);
        return host;
    }

    void stop(Host host) {
        hosts.remove(host);
        host.stop();
    }

    Host host() {
        return hosts.getFirst();
    }

    WebClient web() {
        return web;
    }

    String databaseUrl() {
        return databaseUrl;
    }

    // --- the API

    HttpResponse<?> get(String path) {
        return send(HttpMethod.GET, path, null, Map.of());
    }

    List<JsonObject> items(String path) {
        JsonArray items = get(path).bodyAsJsonObject().getJsonArray("items");
        return items.stream().map(JsonObject.class::cast).toList();
    }

    HttpResponse<?> send(HttpMethod method, String path, @Nullable JsonObject body, Map<String, String> headers) {
        var request = web.request(method, host().httpPort(), "127.0.0.1", path).bearerTokenAuthentication(TOKEN);
        headers.forEach(request::putHeader);
        return described(method, path, (body == null ? request.send() : request.sendJsonObject(body)).await());
    }

    /** Every answer must be one that the contract describes. */
    static HttpResponse<?> described(HttpMethod method, String path, HttpResponse<?> answer) {
        String body = answer.bodyAsString();
        CONTRACT.check(
                method.name(),
                path.replaceFirst("\\?.*", ""),
                answer.statusCode(),
                String.valueOf(answer.getHeader("Content-Type")),
                body == null ? "" : body);
        return answer;
    }

    UUID create(String path, JsonObject body) {
        HttpResponse<?> response = send(HttpMethod.POST, path, body, Map.of());
        if (response.statusCode() != 201) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.bodyAsString());
        }
        return UUID.fromString(response.bodyAsJsonObject().getString("id"));
    }

    UUID user(String name) {
        return create(
                "/api/v1/users",
                new JsonObject()
                        .put("name", name)
                        .put(
                                "email",
                                name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "." + fresh()
                                        + "@example.net"));
    }

    UUID schedule(UUID... people) {
        JsonArray participants = new JsonArray();
        for (UUID person : people) {
            participants.add(person.toString());
        }
        return create(
                "/api/v1/schedules",
                new JsonObject()
                        .put("name", "Schedule " + fresh())
                        .put("timeZone", "Europe/Berlin")
                        .put(
                                "rotation",
                                new JsonObject()
                                        .put("unit", "weekly")
                                        .put("start", "2026-01-05T09:00")
                                        .put("participants", participants)));
    }

    static JsonObject step(String delay, JsonObject... targets) {
        return new JsonObject().put("delay", delay).put("targets", new JsonArray(List.of(targets)));
    }

    static JsonObject target(String type, UUID id) {
        return new JsonObject().put("type", type).put("id", id.toString());
    }

    static JsonObject policyBody(int repeats, JsonObject... steps) {
        return new JsonObject()
                .put("name", "Policy " + fresh())
                .put("repeats", repeats)
                .put("steps", new JsonArray(List.of(steps)));
    }

    UUID policy(int repeats, JsonObject... steps) {
        return create("/api/v1/escalation-policies", policyBody(repeats, steps));
    }

    static String fresh() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** Breaks, or reads, what only a fault could break. */
    int sql(String statement) {
        return sql.query(statement).execute().await().rowCount();
    }

    String metrics() {
        return web.get(host().managementPort(), "127.0.0.1", "/metrics")
                .send()
                .await()
                .bodyAsString();
    }

    // --- the event log

    static IncidentState incident(UUID id, int cycle, IncidentStatus status, @Nullable UUID policy) {
        return incident(id, cycle, status, policy, IncidentSeverity.SEV1);
    }

    static IncidentState incident(
            UUID id, int cycle, IncidentStatus status, @Nullable UUID policy, IncidentSeverity severity) {
        return new IncidentState(
                id,
                1042,
                new UUID(0, 1),
                "Payments",
                "Checkout is down",
                status,
                severity,
                cycle,
                policy,
                null,
                null,
                Instant.parse("2026-01-05T09:00:00Z"),
                null,
                1);
    }

    void tell(Happened happened, long version, IncidentState incident) {
        IncidentEvent event = new IncidentEvent(
                happened, version, Instant.parse("2026-01-05T09:00:00Z"), Actor.SYSTEM, null, incident);
        publish(Topics.INCIDENTS.name(), incident.id().toString(), IncidentEvent.TYPE, event);
    }

    void undeliverable(Page page) {
        became(page, DeliveryState.UNDELIVERABLE, "no contact method");
    }

    void became(Page page, DeliveryState state, String detail) {
        DeliveryEvent event = new DeliveryEvent(
                UUID.randomUUID(),
                page.id(),
                page.incidentId(),
                page.cycle(),
                page.userId(),
                "none",
                state,
                detail,
                Instant.parse("2026-01-05T09:00:00Z"));
        publish(Topics.DELIVERIES.name(), page.incidentId().toString(), DeliveryEvent.TYPE, event);
    }

    void publish(String topic, String key, String type, Object data) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, Json.bytes(data));
        Map.of("ce_specversion", "1.0", "ce_id", UUID.randomUUID().toString(), "ce_source", "test", "ce_type", type)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
        producer.flush();
    }

    /** The pages of an incident so far, in the order they were asked for. */
    List<Page> pages(UUID incident) {
        return heard(Topics.PAGES.name(), Page.class).stream()
                .filter(page -> page.incidentId().equals(incident))
                .sorted(Comparator.comparing(Page::at))
                .toList();
    }

    /** What a person was told so far that is no page. */
    List<NoticeRequest> notices(UUID user) {
        return heard(Topics.NOTICES.name(), NoticeRequest.class).stream()
                .filter(notice -> notice.userId().equals(user))
                .toList();
    }

    /** What was asked of an incident. */
    List<IncidentCommand> commands(UUID incident) {
        return heard(Topics.COMMANDS.name(), IncidentCommand.class).stream()
                .filter(command -> command.incidentId().equals(incident))
                .toList();
    }

    /** What the escalations of an incident did, each once and in order. */
    List<EscalationFact> facts(UUID incident) {
        return heard(Topics.ESCALATIONS.name(), EscalationFact.class).stream()
                .filter(fact -> fact.incidentId().equals(incident))
                .distinct()
                .sorted(Comparator.comparing(EscalationFact::at).thenComparingInt(EscalationFact::sequence))
                .toList();
    }

    /** The same, as people read it. */
    List<String> told(UUID incident) {
        return facts(incident).stream().map(EscalationWords::of).toList();
    }

    /** The person of the page acknowledges it: one of everyone. */
    void acknowledge(Page page, String name) {
        PageAcknowledged event = new PageAcknowledged(
                page.id(), page.incidentId(), page.cycle(), page.userId(), name, Instant.parse("2026-01-05T09:00:00Z"));
        publish(Topics.DELIVERIES.name(), page.incidentId().toString(), PageAcknowledged.TYPE, event);
    }

    /** A sender asks for others than those whose turn it is. */
    EscalationRequest ask(UUID incident, RequestedParty party, String named) {
        EscalationRequest request = new EscalationRequest(
                UUID.randomUUID(),
                incident,
                1,
                Actor.user(null, "Sender Example"),
                Instant.parse("2026-01-05T09:00:00Z"),
                party,
                named);
        ask(request);
        return request;
    }

    /** The same request may arrive more than once. */
    void ask(EscalationRequest request) {
        publish(Topics.REQUESTS.name(), request.incidentId().toString(), EscalationRequest.TYPE, request);
    }

    /** The newest directory entry with this key; empty for a tombstone or none. */
    Optional<JsonObject> directory(String key) {
        poll();
        return heard.stream()
                .filter(record -> record.topic().equals(Topics.DIRECTORY.name()) && key.equals(record.key()))
                .reduce((before, after) -> after)
                .filter(record -> record.value() != null && record.value().length > 0)
                .map(record -> new JsonObject(new String(record.value(), StandardCharsets.UTF_8)));
    }

    private <T> List<T> heard(String topic, Class<T> type) {
        poll();
        return heard.stream()
                .filter(record -> record.topic().equals(topic))
                .map(record -> Json.read(record.value(), type))
                .toList();
    }

    private void poll() {
        consumer.poll(Duration.ofMillis(100)).forEach(heard::add);
    }

    static void eventually(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }

    @Override
    public void close() {
        hosts.forEach(Host::stop);
        producer.close();
        consumer.close();
        vertx.close().await();
    }
}
