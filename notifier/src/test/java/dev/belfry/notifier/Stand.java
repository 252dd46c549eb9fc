package dev.belfry.notifier;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.contracts.delivery.PageAcknowledged;
import dev.belfry.contracts.directory.ContactStatusEntry;
import dev.belfry.contracts.directory.TokenEntry;
import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentCommand;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.CallLimits;
import dev.belfry.notifier.channel.MailSettings;
import dev.belfry.notifier.seal.Keyring;
import dev.belfry.platform.http.Egress;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.ApiContract;
import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/** The notifier on real engines and a real SMTP server, once for all tests: they keep apart by people of their own. */
final class Stand {
    static final String ADMIN = "blf_admin_0123456789";
    private static final String SECRET = "a-secret-of-more-than-thirty-two-characters";
    static final String KEYS =
            Keyring.line("t1", "a key for tests that is long enough".getBytes(StandardCharsets.UTF_8));
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final AtomicLong NUMBERS = new AtomicLong(1_000);

    private static @Nullable Stand one;

    final Host host;
    final MailHost mail;
    final String database;
    private final int smtpPort;
    private static final ApiContract CONTRACT = ApiContract.load("openapi/notifier.yaml");

    private final HttpClient http = HttpClient.newHttpClient();
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<DeliveryEvent> deliveries = new ArrayList<>();
    private final List<PageAcknowledged> acknowledged = new ArrayList<>();
    private final List<IncidentCommand> commands = new ArrayList<>();
    private final Map<UUID, ContactStatusEntry> statuses = new HashMap<>();

    /** Somebody with a token. */
    record Person(UUID id, String name, String address, String token) {}

    static synchronized Stand get() {
        if (one == null) {
            one = new Stand(freePort());
        }
        return one;
    }

    private Stand(int smtpPort) {
        this.smtpPort = smtpPort;
        mail = new MailHost(smtpPort);
        mail.start();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Engines.kafka(), "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
        database = Engines.postgres().uri(Engines.postgres().newDatabase("notifier"));
        host = NotifierService.start(settings(database, smtpPort, true));
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Engines.kafka(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        var partitions = new ArrayList<TopicPartition>();
        for (var i = 0; i < Topics.DELIVERIES.partitions(); i++) {
            partitions.add(new TopicPartition(Topics.DELIVERIES.name(), i));
            partitions.add(new TopicPartition(Topics.COMMANDS.name(), i));
        }
        partitions.add(new TopicPartition(Topics.DIRECTORY.name(), 0));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        token(ADMIN, "admin", null, "admin robot");
        soon(() -> check(get("/api/v1/channels", ADMIN).statusCode() == 200));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(host::stop));
    }

    static Settings settings(String database, int smtpPort, boolean allowPrivate) {
        var mail = new MailSettings(
                "127.0.0.1", smtpPort, "disabled", false, null, null, "Belfry <belfry@example.net>", null, 64);
        return new Settings(
                HostSettings.forTests("notifier", database, Engines.kafka()).withInboxes(Map.of(), SECRET),
                mail,
                Keyring.of(KEYS),
                allowPrivate ? Egress.ANYWHERE : Egress.PUBLIC,
                CallLimits.USUAL,
                Duration.ofHours(6),
                Duration.ofSeconds(3),
                Duration.ofDays(90));
    }

    /** Another replica on the same database. */
    Host replica() {
        return NotifierService.start(settings(database, smtpPort, true));
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }

    static void check(boolean condition) {
        if (!condition) {
            throw new AssertionError("not yet");
        }
    }

    static void soon(ThrowingRunnable assertion) {
        Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(20)).untilAsserted(assertion);
    }

    /** A responder with a token, without any contact method. */
    Person person(String name) {
        return person(name, "responder");
    }

    Person person(String name, String role) {
        var id = UUID.randomUUID();
        var person = new Person(
                id,
                name + " Example",
                name.toLowerCase(java.util.Locale.ROOT) + "-" + id.toString().substring(0, 8) + "@example.net",
                "blf_" + id);
        var entry = new UserEntry(id, person.name(), role, "UTC", true);
        tell(Topics.DIRECTORY.name(), entry.key(), UserEntry.TYPE, entry);
        token(person.token(), role, id, person.name());
        soon(() -> check(get("/api/v1/contact-methods", person.token()).statusCode() == 200));
        return person;
    }

    /** They leave. */
    void deactivate(Person person) {
        var entry = new UserEntry(person.id(), person.name(), "responder", "UTC", false);
        tell(Topics.DIRECTORY.name(), entry.key(), UserEntry.TYPE, entry);
    }

    /** A responder whose mail arrives. */
    Person mailed(String name) {
        var person = person(name);
        var added = post(
                "/api/v1/contact-methods",
                person.token(),
                Map.of("type", "email", "label", "Work mail", "address", person.address()));
        check(added.statusCode() == 201);
        return person;
    }

    /** People with a mail address and without a sign-in, many at once. */
    List<Person> crowd(int size) {
        var people = new ArrayList<Person>(size);
        for (var i = 0; i < size; i++) {
            var id = UUID.randomUUID();
            people.add(new Person(id, "Crowd " + i, "crowd-" + id + "@example.net", ""));
        }
        sql(
                "insert into contact_method (id, user_id, type, label, address, created_at)"
                        + " select uuidv7(), id, 'email', 'Mail', 'crowd-' || id || '@example.net', now()"
                        + " from unnest($1::uuid[]) as t (id)",
                Tuple.tuple().addArrayOfUUID(people.stream().map(Person::id).toArray(UUID[]::new)));
        return people;
    }

    private void token(String secret, String role, @Nullable UUID user, String name) {
        var entry = new TokenEntry(UUID.randomUUID(), Sha256.hex(secret), user, name, role, null);
        tell(Topics.DIRECTORY.name(), entry.key(), TokenEntry.TYPE, entry);
    }

    static IncidentState incident(String title, IncidentStatus status, int cycle) {
        return new IncidentState(
                UUID.randomUUID(),
                NUMBERS.incrementAndGet(),
                UUID.randomUUID(),
                "Payments",
                title,
                status,
                IncidentSeverity.SEV1,
                cycle,
                null,
                null,
                null,
                Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS),
                null,
                1);
    }

    static Page page(Person person, IncidentState incident) {
        return new Page(
                Ids.derived("page", incident.id(), incident.cycle(), 1, 0, person.id()),
                incident.id(),
                incident.cycle(),
                1,
                0,
                person.id(),
                "step 1 of \"Payments\": on call in \"Payments weekly\"",
                Instant.now(),
                incident);
    }

    Page send(Person person, String title) {
        var page = page(person, incident(title, IncidentStatus.TRIGGERED, 1));
        send(page);
        return page;
    }

    void send(Page page) {
        tell(Topics.PAGES.name(), page.userId().toString(), Page.TYPE, page);
    }

    Page sendLater(Person person, String title) {
        var page = page(person, incident(title, IncidentStatus.TRIGGERED, 1));
        var record = new ProducerRecord<>(Topics.PAGES.name(), page.userId().toString(), Json.bytes(page));
        record.headers()
                .add("ce_id", UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8))
                .add("ce_type", Page.TYPE.getBytes(StandardCharsets.UTF_8))
                .add("ce_time", Instant.now().toString().getBytes(StandardCharsets.UTF_8));
        producer.send(record);
        return page;
    }

    /** The incident of the page moves on. */
    void happens(Page page, Happened happened, IncidentStatus status, int cycle, long version, Actor by) {
        var event = event(page, happened, status, cycle, version, by);
        tell(Topics.INCIDENTS.name(), page.incidentId().toString(), IncidentEvent.TYPE, event);
    }

    /** The incident of the page is acknowledged, and one replica is told past a silent Kafka. */
    void acknowledgedPastKafka(Host told, Page page, Actor by) {
        var event = event(page, Happened.ACKNOWLEDGED, IncidentStatus.ACKNOWLEDGED, page.cycle(), 2, by);
        var key = page.incidentId().toString();
        var record = Map.of(
                "id",
                UUID.randomUUID(),
                "key",
                key,
                "type",
                IncidentEvent.TYPE,
                "subject",
                key,
                "time",
                Instant.now(),
                "data",
                Json.text(event));
        var body = Json.text(Map.of("topic", Topics.INCIDENTS.name(), "records", List.of(record)));
        var taken =
                request(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + told.httpPort() + "/internal/inbox"))
                        .header("Authorization", "Bearer " + SECRET)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
        check(taken.statusCode() == 204);
    }

    private static IncidentEvent event(
            Page page, Happened happened, IncidentStatus status, int cycle, long version, Actor by) {
        var before = page.incident();
        var state = new IncidentState(
                before.id(),
                before.number(),
                before.serviceId(),
                before.serviceName(),
                before.title(),
                status,
                before.severity(),
                cycle,
                null,
                null,
                null,
                before.createdAt(),
                null,
                1);
        return new IncidentEvent(happened, version, Instant.now(), by, null, state);
    }

    /** Puts one event on the log, as another service does. */
    void tell(String topic, String key, String type, Object data) {
        var record = new ProducerRecord<>(topic, key, Json.bytes(data));
        record.headers()
                .add("ce_id", UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8))
                .add("ce_type", type.getBytes(StandardCharsets.UTF_8))
                .add("ce_time", Instant.now().toString().getBytes(StandardCharsets.UTF_8));
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private synchronized void poll() {
        for (var record : consumer.poll(Duration.ofMillis(2))) {
            if (record.topic().equals(Topics.DELIVERIES.name())) {
                var type = new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
                if (type.equals(DeliveryEvent.TYPE)) {
                    deliveries.add(Json.read(record.value(), DeliveryEvent.class));
                } else {
                    acknowledged.add(Json.read(record.value(), PageAcknowledged.class));
                }
            } else if (record.topic().equals(Topics.DIRECTORY.name())) {
                if (record.key().startsWith("contact-status:")) {
                    var status = Json.read(record.value(), ContactStatusEntry.class);
                    statuses.put(status.userId(), status);
                }
            } else {
                commands.add(Json.read(record.value(), IncidentCommand.class));
            }
        }
    }

    synchronized List<DeliveryEvent> events(Page page) {
        poll();
        return deliveries.stream()
                .filter(event -> event.pageId().equals(page.id()))
                .toList();
    }

    /** The people who have acknowledged a page that asked everyone. */
    synchronized List<PageAcknowledged> acknowledged(Page page) {
        poll();
        return acknowledged.stream()
                .filter(one -> one.pageId().equals(page.id()))
                .toList();
    }

    /** The newest that the directory was told of how the person can be reached. */
    synchronized Optional<ContactStatusEntry> contactStatus(Person person) {
        poll();
        return Optional.ofNullable(statuses.get(person.id()));
    }

    synchronized List<IncidentCommand> commands(Page page) {
        poll();
        return commands.stream()
                .filter(command -> command.incidentId().equals(page.incidentId()))
                .toList();
    }

    /** What has arrived for the person. */
    List<MimeMessage> mailOf(Person person) {
        return mail.arrived().stream()
                .filter(one -> one.to().equals(person.address()))
                .map(MailHost.Arrived::message)
                .toList();
    }

    MimeMessage awaitMail(Person person) {
        soon(() -> check(!mailOf(person).isEmpty()));
        return mailOf(person).getFirst();
    }

    List<Row> sql(String statement, Tuple arguments) {
        try {
            var rows = new ArrayList<Row>();
            host.database()
                    .query(statement, arguments)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .forEach(rows::add);
            return rows;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    HttpResponse<String> get(String path, String token) {
        return request(request(path, token).GET());
    }

    HttpResponse<String> post(String path, String token, Object body) {
        return method("POST", path, token, body);
    }

    HttpResponse<String> method(String method, String path, String token, Object body, String... headers) {
        var request = request(path, token).method(method, HttpRequest.BodyPublishers.ofString(Json.text(body)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request(request);
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(address(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    /** Looks at a page with a form that needs no sign-in, and sends the form without filling anything in. */
    String press(String path) {
        var shown = browse("GET", path, null, null);
        var cookie = shown.headers().firstValue("Set-Cookie").orElseThrow().split(";", -1)[0];
        return browse("POST", path, cookie, "csrf=" + cookie.substring(cookie.indexOf('=') + 1))
                .body();
    }

    HttpResponse<String> browse(String method, String path, @Nullable String cookie, @Nullable String form) {
        var request = HttpRequest.newBuilder(address(path));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        return request(request.method(
                method,
                form == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(form)));
    }

    /** The cookie of a signed-in person; the form token is {@code csrf}. */
    String session(Person person) {
        return session(person, "responder");
    }

    String session(Person person, String role) {
        return Session.cookie(this, person, role);
    }

    static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + host.httpPort() + path);
    }

    private HttpResponse<String> request(HttpRequest.Builder request) {
        try {
            return CONTRACT.checked(
                    http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
