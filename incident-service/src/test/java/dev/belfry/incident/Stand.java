package dev.belfry.incident;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.announcement.AnnouncementRequest;
import dev.belfry.contracts.directory.ContactStatusEntry;
import dev.belfry.contracts.directory.PolicyEntry;
import dev.belfry.contracts.directory.SigningKeyEntry;
import dev.belfry.contracts.directory.TeamEntry;
import dev.belfry.contracts.directory.TeamRole;
import dev.belfry.contracts.directory.TokenEntry;
import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.contracts.heartbeat.IntakeTick;
import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.ResponseFact;
import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.incident.incident.draft.Endpoint;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.ApiContract;
import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
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

/** The incident service on real engines, once for all tests: they keep apart by services and keys of their own. */
final class Stand {
    static final UUID BEA = UUID.fromString("0198aaaa-0000-7000-8000-000000000001");
    static final UUID TEAM = UUID.fromString("0198aaaa-0000-7000-8000-0000000000f1");
    static final UUID ROB = UUID.fromString("0198aaaa-0000-7000-8000-000000000002");
    static final UUID VIC = UUID.fromString("0198aaaa-0000-7000-8000-000000000003");
    static final String VIEWER = "blf_viewer_0123456789";
    static final String RESPONDER = "blf_responder_0123456789";
    static final String MANAGER = "blf_manager_0123456789";
    /** What a service says that is never too noisy. */
    static final Map<String, Integer> EACH_PAGES = Map.of("flapChanges", 0, "flapMinutes", 15, "stormIncidents", 0);

    private static final String CSRF = "0123456789abcdef0123456789abcdef";

    private static @Nullable Stand one;

    final IngestAnswers ingest = new IngestAnswers();
    final ModelAnswers model = new ModelAnswers();
    final Host host;
    final Instant started = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final ApiContract CONTRACT = ApiContract.load("openapi/incident.yaml");

    private final HttpClient http = HttpClient.newHttpClient();
    private final KafkaProducer<String, byte[]> producer;
    private final List<IncidentEvent> incidents = new CopyOnWriteArrayList<>();
    private final List<EscalationRequest> requests = new ArrayList<>();
    private final List<AnnouncementRequest> posts = new ArrayList<>();
    private final List<NoticeRequest> notices = new ArrayList<>();
    private final List<ResponseFact> facts = new ArrayList<>();
    private final KafkaConsumer<String, byte[]> consumer;
    private final String session;
    private final String responder;
    private final String viewer;

    static synchronized Stand get() {
        if (one == null) {
            one = new Stand();
        }
        return one;
    }

    private Stand() {
        var database = Engines.postgres().uri(Engines.postgres().newDatabase("incident"));
        var settings = new Settings(
                HostSettings.forTests(Settings.NAME, database, Engines.kafka()),
                URI.create("http://in.example.net"),
                ingest.url(),
                Duration.ofDays(30),
                null,
                new Endpoint(model.url(), "stand-model", ModelAnswers.KEY));
        host = IncidentService.start(settings);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Engines.kafka(), "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Engines.kafka(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : List.of(Topics.INCIDENTS, Topics.REQUESTS, Topics.NOTICES)) {
            for (var i = 0; i < topic.partitions(); i++) {
                partitions.add(new TopicPartition(topic.name(), i));
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        token(VIEWER, "viewer");
        token(RESPONDER, "responder");
        token(MANAGER, "manager");
        for (var policy : List.of("Day shift", "Night shift")) {
            var entry = new PolicyEntry(UUID.randomUUID(), policy);
            tell(Topics.DIRECTORY.name(), entry.key(), PolicyEntry.TYPE, entry);
        }
        var team = new TeamEntry(TEAM, "Stand team");
        tell(Topics.DIRECTORY.name(), team.key(), TeamEntry.TYPE, team);
        var key = signingKey();
        session = session(key, BEA, "Bea Example", "manager");
        responder = session(key, ROB, "Rob Example", "responder");
        viewer = session(key, VIC, "Vic Example", "viewer");
        eventually(() -> get("/api/v1/services", MANAGER).statusCode() == 200
                && page("/incidents").statusCode() == 200);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(host::stop));
    }

    private void token(String secret, String role) {
        var entry = new TokenEntry(UUID.randomUUID(), Sha256.hex(secret), null, role + " robot", role, null);
        tell(Topics.DIRECTORY.name(), entry.key(), TokenEntry.TYPE, entry);
    }

    /** How the person of the sessions can be reached, as the directory tells it. */
    void contactStatus(int methods, int verified) {
        var entry = new ContactStatusEntry(BEA, methods, verified);
        tell(Topics.DIRECTORY.name(), entry.key(), ContactStatusEntry.TYPE, entry);
    }

    private ECKey signingKey() {
        try {
            var key = new ECKeyGenerator(Curve.P_256).keyID("test").generate();
            var entry = new SigningKeyEntry("test", key.toPublicJWK().toJSONString());
            tell(Topics.DIRECTORY.name(), "signing-key:test", SigningKeyEntry.TYPE, entry);
            return key;
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private String session(ECKey key, UUID id, String name, String role) {
        var teams = id.equals(BEA) ? List.<TeamRole>of() : List.of(new TeamRole(TEAM, "responder"));
        var person = new UserEntry(id, name, role, "Europe/Berlin", true, teams);
        tell(Topics.DIRECTORY.name(), person.key(), UserEntry.TYPE, person);
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("test").build(),
                    new JWTClaimsSet.Builder()
                            .subject(id.toString())
                            .jwtID(UUID.randomUUID().toString())
                            .claim("csrf", CSRF)
                            .claim("name", name)
                            .claim("role", role)
                            .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
                            .build());
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Puts one event on the log, as another service does. */
    void tell(String topic, String key, String type, Object data) {
        tell(topic, key, type, Json.bytes(data));
    }

    void tell(String topic, String key, String type, byte[] data) {
        send(new ProducerRecord<>(topic, key, data), type);
    }

    /** An event that may arrive twice. */
    void tell(String topic, String key, String type, UUID id, Object data) {
        send(new ProducerRecord<>(topic, key, Json.bytes(data)), type, id);
    }

    private void send(ProducerRecord<String, byte[]> record, String type) {
        send(record, type, UUID.randomUUID());
    }

    private void send(ProducerRecord<String, byte[]> record, String type, UUID id) {
        record.headers()
                .add("ce_id", id.toString().getBytes(StandardCharsets.UTF_8))
                .add("ce_type", type.getBytes(StandardCharsets.UTF_8))
                .add("ce_time", Instant.now().toString().getBytes(StandardCharsets.UTF_8));
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Puts one event on the log where alert-ingest puts all of a service, so that their order holds. */
    void accepted(UUID service, String type, Object data) {
        tell(Math.floorMod(service.hashCode(), Topics.ALERTS.partitions()), service.toString(), type, data);
    }

    /** The time of a partition of the alerts passes. */
    void tick(int partition, IntakeTick tick) {
        tell(partition, "tick", IntakeTick.TYPE, tick);
    }

    private void tell(int partition, String key, String type, Object data) {
        send(new ProducerRecord<>(Topics.ALERTS.name(), partition, key, Json.bytes(data)), type);
    }

    /** What a sender says about one service, accepted by alert-ingest. */
    void accepted(UUID service, AcceptedRequest... requests) {
        accepted(service, AlertBatch.TYPE, new AlertBatch(List.of(requests)));
    }

    /** The same from a node whose clock is off by so much. */
    void acceptedBy(Duration off, UUID service, AcceptedRequest request) {
        var record = new ProducerRecord<>(
                Topics.ALERTS.name(),
                Math.floorMod(service.hashCode(), Topics.ALERTS.partitions()),
                service.toString(),
                Json.bytes(new AlertBatch(
                        List.of(request.receivedAt(request.receivedAt().plus(off))))));
        record.headers().add("ce_sentat", Instant.now().plus(off).toString().getBytes(StandardCharsets.UTF_8));
        send(record, AlertBatch.TYPE);
    }

    static AcceptedRequest request(UUID integration, UUID service, AlertAction action, String... keys) {
        var signals = new ArrayList<AlertSignal>();
        for (var key : keys) {
            signals.add(new AlertSignal(
                    UUID.randomUUID(),
                    action,
                    key,
                    key + " is bad",
                    AlertSeverity.CRITICAL,
                    "db1.example.com",
                    null,
                    null,
                    Map.of("zone", "a"),
                    List.of()));
        }
        return new AcceptedRequest(
                UUID.randomUUID(), integration, service, "generic", Instant.now(), "{\"as\":\"it came\"}", signals);
    }

    /** A service with one integration whose incidents all page, however many there are; answers both ids. */
    Door door(String name, String grouping) {
        var service =
                post("/api/v1/services", MANAGER, Map.of("name", name, "grouping", grouping, "noise", EACH_PAGES));
        var serviceId = json(service).getString("id");
        var integration = post(
                "/api/v1/integrations",
                MANAGER,
                Map.of("service", serviceId, "name", name + " door", "type", "events"));
        return new Door(
                UUID.fromString(serviceId), UUID.fromString(json(integration).getString("id")));
    }

    record Door(UUID service, UUID integration) {}

    /** The events so far of the incidents of one service. */
    synchronized List<IncidentEvent> eventsOf(UUID service) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
            var type = new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
            if (type.equals(IncidentEvent.TYPE)) {
                incidents.add(Json.read(record.value(), IncidentEvent.class));
            } else if (type.equals(EscalationRequest.TYPE)) {
                requests.add(Json.read(record.value(), EscalationRequest.class));
            } else if (type.equals(AnnouncementRequest.TYPE)) {
                posts.add(Json.read(record.value(), AnnouncementRequest.class));
            } else if (type.equals(NoticeRequest.TYPE)) {
                notices.add(Json.read(record.value(), NoticeRequest.class));
            } else if (type.equals(ResponseFact.TYPE)) {
                facts.add(Json.read(record.value(), ResponseFact.class));
            }
        }
        return incidents.stream()
                .filter(event -> event.incident().serviceId().equals(service))
                .toList();
    }

    /** What was asked of on-call about an incident. */
    synchronized List<EscalationRequest> requestsOf(IncidentEvent of) {
        eventsOf(of.incident().serviceId());
        return requests.stream()
                .filter(request -> request.incidentId().equals(of.incident().id()))
                .toList();
    }

    /** What the status page was asked to post about an incident. */
    synchronized List<AnnouncementRequest> postsOf(UUID incident) {
        eventsOf(incident);
        return posts.stream()
                .filter(request -> request.incidentId().equals(incident))
                .toList();
    }

    /** What a person was notified of about an incident. */
    List<NoticeRequest> noticesTo(UUID person, long number) {
        return noticesTo(person, "/incidents/" + number);
    }

    /** What a person was notified of with a link to that page. */
    synchronized List<NoticeRequest> noticesTo(UUID person, String path) {
        eventsOf(person);
        return notices.stream()
                .filter(notice -> notice.userId().equals(person) && path.equals(notice.path()))
                .toList();
    }

    /** What others were told that people did about an incident. */
    synchronized List<String> factsOf(long number) {
        eventsOf(BEA);
        return facts.stream()
                .filter(fact -> fact.number() == number)
                .map(ResponseFact::kind)
                .toList();
    }

    /** Waits for an event of that kind about the service. */
    IncidentEvent await(UUID service, Happened happened) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> eventsOf(service).stream()
                                .filter(event -> event.happened() == happened)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    static void eventually(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
    }

    HttpResponse<String> get(String path, String token) {
        return send(request(path, token).GET());
    }

    HttpResponse<String> post(String path, String token, Object body, String... headers) {
        var request = request(path, token).POST(HttpRequest.BodyPublishers.ofString(Json.text(body)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** A POST without any body, as {@code curl -X POST} sends it. */
    HttpResponse<String> postNothing(String path, String token) {
        return send(HttpRequest.newBuilder(address(path))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    HttpResponse<String> method(String method, String path, String token, Object body, String... headers) {
        var request = request(path, token).method(method, HttpRequest.BodyPublishers.ofString(Json.text(body)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** What a sender's own client asks, with its own key and never a token. */
    HttpResponse<String> client(String method, String path, String authorization, String body, String... headers) {
        var request = HttpRequest.newBuilder(address(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    /** A page as Bea sees it, who is a manager. */
    HttpResponse<String> page(String path) {
        return page(session, path);
    }

    HttpResponse<String> pageAsViewer(String path) {
        return page(viewer, path);
    }

    HttpResponse<String> pageAsResponder(String path) {
        return page(responder, path);
    }

    private HttpResponse<String> page(String as, String path) {
        return send(HttpRequest.newBuilder(address(path))
                .header("Cookie", "belfry_session=" + as)
                .GET());
    }

    /** The lines of a stream of events as Bea's browser reads them, for as long as anybody does. */
    List<String> stream(String path) {
        var lines = new CopyOnWriteArrayList<String>();
        var request = HttpRequest.newBuilder(address(path))
                .header("Cookie", "belfry_session=" + session)
                .GET()
                .build();
        http.sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                .thenAcceptAsync(
                        response -> response.body().forEach(lines::add),
                        line -> Thread.ofVirtual().start(line));
        return lines;
    }

    /** A form as Bea sends it; {@code fields} is URL-encoded. */
    HttpResponse<String> form(String path, String fields) {
        return form(session, path, fields);
    }

    HttpResponse<String> formAsViewer(String path, String fields) {
        return form(viewer, path, fields);
    }

    HttpResponse<String> formAsResponder(String path, String fields) {
        return form(responder, path, fields);
    }

    private HttpResponse<String> form(String as, String path, String fields) {
        return send(HttpRequest.newBuilder(address(path))
                .header("Cookie", "belfry_session=" + as)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("csrf=" + CSRF + "&" + fields)));
    }

    /** A form that another site makes Bea's browser send. */
    HttpResponse<String> forged(String path) {
        return send(HttpRequest.newBuilder(address(path))
                .header("Cookie", "belfry_session=" + session)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("csrf=guessed")));
    }

    HttpResponse<String> anonymous(String path) {
        return send(HttpRequest.newBuilder(address(path)).GET());
    }

    /** What only somebody can do who owns the database: past what keeps timelines as they were written. */
    void tamper(String sql, UUID incident) {
        host.database()
                .transact(tx -> tx.query("set local session_replication_role = replica", Tuple.tuple())
                        .compose(off -> tx.query(sql, Tuple.of(incident))))
                .await();
    }

    static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(address(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + host.httpPort() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CONTRACT.checked(
                    http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
