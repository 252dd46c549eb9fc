package dev.belfry.platform.events;

import static dev.belfry.platform.events.Sample.await;
import static dev.belfry.platform.events.Sample.effect;
import static dev.belfry.platform.events.Sample.effects;
import static dev.belfry.platform.events.Sample.produce;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.parking.ParkedRecord;
import dev.belfry.platform.run.Host;
import dev.belfry.testing.Engines;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Engines.class)
class EventConsumerIT {
    private static final Duration SOON = Duration.ofSeconds(40);

    private String database;
    private Host host;
    private String topic;

    @BeforeEach
    void open() {
        database = Engines.postgres().newDatabase("consumer");
        host = Sample.host("sample", database);
        topic = Sample.topic(host, 2);
    }

    @AfterEach
    void stop() {
        host.stop();
    }

    private static Future<Void> each(dev.belfry.platform.database.Tx tx, List<Event> batch) {
        Future<Void> all = Future.succeededFuture();
        for (var event : batch) {
            all = all.compose(before -> effect(tx, event.as(String.class)));
        }
        return all;
    }

    @Test
    void everyRecordIsAppliedOnceAndInTheOrderOfItsKey() {
        host.consume(topic, EventConsumerIT::each);
        host.start();
        IntStream.range(0, 200).forEach(i -> produce(host, topic, "k" + i % 3, "\"" + i % 3 + ":" + i + "\""));

        await().atMost(SOON).untilAsserted(() -> assertThat(effects(host)).hasSize(200));
        assertThat(effects(host)).doesNotHaveDuplicates();
        for (int key = 0; key < 3; key++) {
            var prefix = key + ":";
            assertThat(effects(host).stream()
                            .filter(what -> what.startsWith(prefix))
                            .map(what -> Integer.parseInt(what.substring(2))))
                    .isSorted();
        }
    }

    @Test
    void aRestartGoesOnWhereTheTransactionsEnded() {
        host.consume(topic, EventConsumerIT::each);
        host.start();
        produce(host, topic, "a", "\"1\"");
        await().atMost(SOON).untilAsserted(() -> assertThat(effects(host)).containsExactly("1"));
        host.stop();

        var next = Sample.host("sample", database);
        next.consume(topic, EventConsumerIT::each);
        produce(next, topic, "a", "\"2\"");
        next.start();
        await().atMost(SOON).untilAsserted(() -> assertThat(effects(next)).containsExactly("1", "2"));
        next.stop();
    }

    @Test
    void whatASenderWithAWrongClockSaysIsUnderstoodByTheClockOfTheLog() {
        var seen = new ConcurrentLinkedQueue<Event>();
        host.tail(Topics.REQUESTS.name(), seen::add);
        host.start();
        for (var off : List.of(Duration.ofMinutes(-1), Duration.ofMinutes(10), Duration.ZERO)) {
            var producer = new Producer(
                    host.vertx(), Engines.kafka(), "wrong", () -> Instant.now().plus(off));
            var id = host.ids().next();
            var said = Instant.now().plus(off).minusSeconds(5);
            await(producer.warm(List.of(Topics.REQUESTS))
                    .compose(warm -> producer.send(
                            Topics.REQUESTS.name(), null, "a", id, "sample", "a", said, "1".getBytes(UTF_8))));
            await(producer.close());
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(seen)
                            .filteredOn(event -> event.id().equals(id))
                            .singleElement()
                            .satisfies(event -> assertThat(event.byTheLog(said))
                                    .isCloseTo(said.minus(off), within(3, ChronoUnit.SECONDS))));
        }
    }

    @Test
    void aPoisonedRecordIsParkedAndThePartitionGoesOn() {
        var parked = new ConcurrentLinkedQueue<ParkedRecord>();
        host.tail(Topics.PARKING.name(), event -> parked.add(event.as(ParkedRecord.class)));
        host.consume(topic, EventConsumerIT::each);
        host.start();
        for (int i = 0; i < 20; i++) {
            produce(host, topic, "a", i == 7 ? "{not json" : "\"" + i + "\"");
        }

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(effects(host)).hasSize(19).doesNotHaveDuplicates());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(parked).anySatisfy(record -> {
                    assertThat(record.topic()).isEqualTo(topic);
                    assertThat(record.consumer()).isEqualTo("sample");
                    assertThat(record.data()).isEqualTo("{not json");
                }));
    }

    @Test
    void fewRecordsOfSeveralPartitionsShareACommitAndAPoisonedOneAmongThemIsParkedAlone() {
        var parked = new ConcurrentLinkedQueue<ParkedRecord>();
        var shared = new AtomicInteger();
        var poison = new AtomicInteger();
        host.tail(Topics.PARKING.name(), event -> parked.add(event.as(ParkedRecord.class)));
        host.consume(topic, (tx, batch) -> {
            var partitions = batch.stream().map(Event::partition).distinct().count();
            var poisoned =
                    batch.stream().anyMatch(event -> event.data().toString().startsWith("{"));
            shared.addAndGet(partitions > 1 ? 1 : 0);
            poison.addAndGet(partitions > 1 && poisoned ? 1 : 0);
            return each(tx, batch);
        });
        host.start();
        int made = 0;
        while (poison.get() == 0 && made < 5_000) {
            for (int i = 0; i < 10; i++, made++) {
                produce(host, topic, "k" + i, made % 100 == 7 ? "{not json" : "\"" + made + "\"");
            }
        }
        int all = made;

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(effects(host).size() + parked.size()).isGreaterThanOrEqualTo(all));
        assertThat(effects(host)).doesNotHaveDuplicates().hasSize(all - (all + 92) / 100);
        assertThat(shared.get()).isPositive();
        assertThat(poison.get()).isPositive();
    }

    /** Whoever else writes to the log: a header without a value is legal there, and must cost no record. */
    @Test
    void aRecordWithAnEmptyHeaderCostsNeitherItselfNorItsNeighbours() {
        produce(host, topic, "a", "\"before\"");
        try (var foreign = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", Engines.kafka()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            var record = new ProducerRecord<>(topic, "a", "\"foreign\"".getBytes(StandardCharsets.UTF_8));
            record.headers().add("ce_id", null).add("traceparent", null);
            foreign.send(record);
        }
        produce(host, topic, "a", "\"after\"");
        host.consume(topic, EventConsumerIT::each);
        host.start();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(effects(host)).containsExactly("before", "foreign", "after"));
    }

    /** The connection dies between the effects and the commit: nothing of the batch stays, and it is applied again. */
    @Test
    void aBatchWhoseConnectionDiesBeforeItsCommitIsAppliedOnce() {
        var deaths = new AtomicInteger();
        host.consume(
                topic,
                (tx, batch) -> each(tx, batch)
                        .compose(done -> tx.query("select pg_backend_pid() as pid", Tuple.tuple()))
                        .compose(rows -> {
                            int pid = rows.iterator().next().getInteger("pid");
                            return deaths.getAndIncrement() < 3
                                    ? host.database()
                                            .query("select pg_terminate_backend($1)", Tuple.of(pid))
                                            .mapEmpty()
                                    : Future.succeededFuture();
                        }));
        host.start();
        IntStream.range(0, 10).forEach(i -> produce(host, topic, "a", "\"" + i + "\""));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(effects(host)).hasSize(10).doesNotHaveDuplicates());
        assertThat(deaths.get()).isGreaterThan(3);
    }

    /** Two owners of one partition, as after a pause longer than the session: the row lets only one of them win. */
    @Test
    void aZombieCanOnlyLose() {
        var handled = new AtomicInteger();
        host.consume(topic, (tx, batch) -> {
            // The first time, somebody else moves the position before this transaction can.
            if (handled.getAndIncrement() == 0) {
                return Future.failedFuture(new java.io.IOException("paused"));
            }
            return each(tx, batch);
        });
        produce(host, topic, "a", "\"taken by another\"");
        host.start();
        await().atMost(SOON).until(() -> handled.get() >= 1);
        produce(host, topic, "a", "\"mine\"");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(effects(host)).contains("mine").doesNotHaveDuplicates());

        var position = await(host.database()
                .query("select sum(next_offset)::bigint as n from consumer_offset where topic = $1", Tuple.of(topic)));
        assertThat(position.iterator().next().getLong("n")).isEqualTo(2);

        // Now the row is ahead of what this process thinks: its next batch must not be applied.
        await(host.database()
                .query("update consumer_offset set next_offset = next_offset + 1 where topic = $1", Tuple.of(topic)));
        produce(host, topic, "a", "\"already applied by another\"");
        produce(host, topic, "a", "\"next\"");
        await().atMost(SOON).untilAsserted(() -> assertThat(effects(host)).contains("next"));
        assertThat(effects(host)).doesNotContain("already applied by another").doesNotHaveDuplicates();
    }

    /** Our own statement timeout on one record: it is tried a few times, parked, and neither its neighbours nor other
     * partitions wait for it. */
    @Test
    void aRecordThatAlwaysTakesTooLongIsParkedAndNobodyWaitsForIt() {
        var parked = new ConcurrentLinkedQueue<ParkedRecord>();
        host.tail(Topics.PARKING.name(), event -> parked.add(event.as(ParkedRecord.class)));
        host.consume(
                topic,
                (tx, batch) -> each(tx, batch)
                        .compose(done -> batch.stream()
                                        .anyMatch(
                                                event -> event.as(String.class).equals("slow"))
                                ? tx.query("set local statement_timeout = '20ms'", Tuple.tuple())
                                        .compose(set -> tx.query("select pg_sleep(1)", Tuple.tuple()))
                                        .mapEmpty()
                                : Future.succeededFuture()));
        for (int i = 0; i < 8; i++) {
            produce(host, topic, "a", "\"before " + i + "\"");
        }
        produce(host, topic, "a", "\"slow\"");
        produce(host, topic, "a", "\"after\"");
        host.start();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(parked).anySatisfy(record -> {
                    assertThat(record.topic()).isEqualTo(topic);
                    assertThat(record.data()).isEqualTo("\"slow\"");
                }));
        await().atMost(SOON).untilAsserted(() -> assertThat(effects(host)).contains("after"));
        assertThat(effects(host)).hasSize(9).doesNotHaveDuplicates().doesNotContain("slow");
    }

    @Test
    void whileOnePartitionIsInTroubleTheOthersGoOn() {
        host.consume(
                topic,
                (tx, batch) -> batch.stream().anyMatch(event -> event.partition() == 0)
                        ? Future.failedFuture(new IllegalStateException("nobody foresaw this"))
                        : each(tx, batch));
        await(host.producer().partitions(topic));
        send(0, "stuck");
        for (int i = 0; i < 5; i++) {
            send(1, "free " + i);
        }
        host.start();

        await().atMost(SOON).untilAsserted(() -> assertThat(effects(host)).hasSize(5));
        assertThat(effects(host)).allMatch(what -> what.startsWith("free"));
    }

    /** Kafka came back empty: that is said, nothing is skipped or repeated, and the documented setting mends it. */
    @Test
    void aLogThatEndsBeforeThePositionIsNoticedAndMendedByRepositioning() throws Exception {
        host.consume(topic, EventConsumerIT::each);
        produce(host, topic, "a", "\"0\"");
        await(host.database().query("insert into consumer_offset values ($1, 0, 500), ($1, 1, 500)", Tuple.of(topic)));
        host.start();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(readiness()).contains("ends before this service's position"));
        assertThat(readiness()).startsWith("ready");
        assertThat(effects(host)).isEmpty();
        host.stop();

        host = Host.open(Sample.settings("sample", database).repositioning(), "db/sample");
        host.consume(topic, EventConsumerIT::each);
        host.start();
        await().atMost(SOON).untilAsserted(() -> assertThat(effects(host)).containsExactly("0"));
        assertThat(readiness()).matches("ready\\ntime zone rules: \\d{4}[a-z], .+\\n");
        assertThat(managed("/metrics")).containsPattern("belfry_timezone_rules\\{[^}]*version=\"\\d{4}[a-z]\"[^}]*} 1");
    }

    private void send(int partition, String what) {
        await(host.producer()
                .send(
                        topic,
                        partition,
                        "k",
                        host.ids().next(),
                        "sample",
                        "k",
                        host.clock().instant(),
                        ("\"" + what + "\"").getBytes(StandardCharsets.UTF_8)));
    }

    private String readiness() throws Exception {
        return managed("/health/ready");
    }

    private String managed(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.managementPort() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
