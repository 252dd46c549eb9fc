package dev.belfry.platform.events;

import static java.util.Map.entry;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.parking.ParkedRecord;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.health.Warnings;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.patience.Patience;
import dev.belfry.platform.patience.Patience.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecords;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one topic with the position in PostgreSQL, so that each record's effects commit exactly once.
 *
 * <pre>
 *   poll ──▶ per partition, one transaction (few records of several partitions share one):
 *              update consumer_offset set next = :to where next = :from     no row ⇒ somebody else went on: seek, drop
 *              effects, outbox rows, timers
 *            commit ──▶ poll
 *   a failure ⇒ {@link Patience}: this partition waits, or half of the batch is tried, or the one record is parked
 * </pre>
 *
 * Kafka's group protocol only assigns partitions. Correctness is the row: a zombie's update matches no row, or waits for
 * the owner's row lock and then matches none. While one partition waits, the others go on.
 */
public final class EventConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(EventConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long BACK_OFF_MS = 500;
    private static final int PARKED_BYTES = 64 * 1024;
    /** More records than these are worth a transaction a partition, side by side. */
    private static final int FEW = 50;

    static final String LOAD = """
            insert into consumer_offset (topic, part, next_offset) values ($1, $2, 0)
            on conflict (topic, part) do update set topic = excluded.topic
            returning next_offset""";
    static final String ADVANCE =
            "update consumer_offset set next_offset = $4 where topic = $1 and part = $2 and next_offset = $3";

    /** What failed at a position: so many records from there are tried next, for the so-many-th time. */
    private record Trouble(long from, int size, int failures) {}

    private final Vertx vertx;
    private final Database database;
    private final String service;
    private final String topic;
    private final EventHandler handler;
    private final Ids ids;
    private final Warnings warnings;
    private final KafkaConsumer<String, byte[]> kafka;
    private final LogEnds ends;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Trouble> troubles = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Instant> reached = new ConcurrentHashMap<>();
    private final Timer batches;
    private final Counter records;
    private final Counter parked;
    private final Promise<Void> stopped = Promise.promise();
    private volatile boolean stopping;
    private volatile boolean started;

    public EventConsumer(
            Vertx vertx,
            Database database,
            String bootstrap,
            String service,
            String topic,
            EventHandler handler,
            Ids ids,
            Warnings warnings,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.database = database;
        this.service = service;
        this.topic = topic;
        this.handler = handler;
        this.ids = ids;
        this.warnings = warnings;
        this.batches = metrics.timer("belfry.consumer.batch", "topic", topic);
        this.records = metrics.counter("belfry.consumer.records", "topic", topic);
        this.parked = metrics.counter("belfry.consumer.parked", "topic", topic);
        this.kafka = KafkaConsumer.create(
                vertx,
                Map.ofEntries(
                        entry("bootstrap.servers", bootstrap),
                        entry("group.id", service + "." + topic),
                        entry("client.id", service + "." + topic),
                        entry("key.deserializer", StringDeserializer.class.getName()),
                        entry("value.deserializer", ByteArrayDeserializer.class.getName()),
                        entry("enable.auto.commit", "false"),
                        entry("auto.offset.reset", "earliest"),
                        entry("session.timeout.ms", "6000"),
                        entry("heartbeat.interval.ms", "2000"),
                        entry("default.api.timeout.ms", "5000"),
                        entry("max.poll.records", "500")));
        this.ends = new LogEnds(kafka, database, topic, metrics);
    }

    public String topic() {
        return topic;
    }

    /** Where the log ends before the position, because Kafka was emptied: goes back to the log's beginning. */
    public Future<Void> reposition() {
        return ends.reposition();
    }

    /** Begins to read; what this replica has caught up with is asked of {@link #caughtUp}. */
    public void start() {
        started = true;
        kafka.partitionsRevokedHandler(revoked -> {
            positions.keySet().removeAll(revoked);
            troubles.keySet().removeAll(revoked);
            reached.keySet().removeAll(revoked);
        });
        ends.remember().onComplete(known -> kafka.subscribe(Set.of(topic)).onComplete(subscribed -> loop()));
    }

    /** True when all replicas together have processed what was in the topic when this one started. */
    public Future<Boolean> caughtUp() {
        return ends.areReached();
    }

    /** Measures how far behind this replica's partitions are. */
    public Future<Void> measure(Instant now) {
        return started && !stopping
                ? ends.measure(Map.copyOf(positions), Map.copyOf(reached), now)
                : Future.succeededFuture();
    }

    /** Finishes the batch in hand, then leaves the group. */
    public Future<Void> stop() {
        stopping = true;
        if (!started) {
            stopped.tryComplete();
        }
        return stopped.future().transform(done -> kafka.close());
    }

    private void loop() {
        if (stopping) {
            stopped.tryComplete();
            return;
        }
        kafka.poll(POLL).compose(this::process).onComplete(done -> {
            if (done.succeeded()) {
                loop();
            } else {
                // What was polled is gone from Kafka's point of view: every partition goes back to its row.
                positions.clear();
                LOG.atWarn().addKeyValue("topic", topic).setCause(done.cause()).log("consuming pauses");
                vertx.setTimer(BACK_OFF_MS, retry -> loop());
            }
        });
    }

    private Future<Void> process(KafkaConsumerRecords<String, byte[]> polled) {
        var byPartition = new LinkedHashMap<TopicPartition, List<Event>>();
        for (int i = 0; i < polled.size(); i++) {
            var event = Event.of(polled.recordAt(i));
            byPartition
                    .computeIfAbsent(new TopicPartition(topic, event.partition()), first -> new ArrayList<>())
                    .add(event);
        }
        boolean few = byPartition.size() > 1 && polled.size() <= FEW;
        return few && byPartition.entrySet().stream().allMatch(one -> isCalm(one.getKey(), one.getValue()))
                ? together(byPartition).recover(failure -> eachAlone(byPartition))
                : eachAlone(byPartition);
    }

    private boolean isCalm(TopicPartition partition, List<Event> events) {
        return !troubles.containsKey(partition)
                && Objects.equals(positions.get(partition), events.getFirst().offset());
    }

    /** One commit for all; it fails as a whole when one record fails, or one partition has another owner by now. */
    private Future<Void> together(Map<TopicPartition, List<Event>> polled) {
        var all = polled.values().stream().flatMap(List::stream).toList();
        var sample = Timer.start();
        return database.transact(tx -> Future.all(polled.entrySet().stream()
                                .map(one -> advance(
                                        tx,
                                        one.getKey(),
                                        one.getValue().getFirst().offset(),
                                        end(one.getValue())))
                                .toList())
                        .compose(mine -> mine.list().contains(false)
                                ? Future.failedFuture("a partition has another owner")
                                : handler.handle(tx, all)))
                .onSuccess(done -> {
                    records.increment(all.size());
                    sample.stop(batches);
                    polled.forEach(this::reached);
                });
    }

    private Future<Void> eachAlone(Map<TopicPartition, List<Event>> polled) {
        var all = polled.entrySet().stream()
                .map(partition -> partition(partition.getKey(), partition.getValue()))
                .toList();
        return Future.join(all).mapEmpty();
    }

    private static long end(List<Event> events) {
        return events.getLast().offset() + 1;
    }

    private void reached(TopicPartition partition, List<Event> applied) {
        positions.put(partition, end(applied));
        reached.put(partition, applied.getLast().time());
        troubles.remove(partition);
    }

    private Future<Void> partition(TopicPartition partition, List<Event> events) {
        Long from = positions.get(partition);
        // Assignment and seek are asynchronous: what was polled before the seek starts too early.
        if (from == null || events.getFirst().offset() < from) {
            return seek(partition);
        }
        return apply(partition, from, events);
    }

    /** Takes the position from the row and reads on from there; what was polled before is dropped. */
    private Future<Void> seek(TopicPartition partition) {
        // Should this fail, the next poll must not go on after what is dropped here.
        positions.remove(partition);
        return database.query(LOAD, Tuple.of(topic, partition.getPartition()))
                .map(rows -> rows.iterator().next().getLong("next_offset"))
                .compose(next -> ends.isBehind(partition, next)
                        .compose(emptied -> emptied ? emptied(partition, next) : seek(partition, next)));
    }

    private Future<Void> seek(TopicPartition partition, long next) {
        warnings.clear(partition.toString());
        return kafka.seek(partition, next).map(sought -> {
            positions.put(partition, next);
            return null;
        });
    }

    /** Applies the events in as many transactions as their trouble demands; what is left then comes with a later poll. */
    private Future<Void> apply(TopicPartition partition, long from, List<Event> events) {
        var trouble = troubles.get(partition);
        int size = events.size();
        int failures = 0;
        if (trouble != null && trouble.from() == from) {
            size = Math.min(trouble.size(), size);
            failures = trouble.size() == size ? trouble.failures() : 0;
        }
        return apply(partition, from, events, size, failures);
    }

    private Future<Void> apply(TopicPartition partition, long from, List<Event> events, int size, int failures) {
        var batch = events.subList(0, size);
        long to = end(batch);
        var sample = Timer.start();
        return database.transact(tx -> advance(tx, partition, from, to)
                        .compose(mine -> mine ? handler.handle(tx, batch).map(true) : Future.succeededFuture(false)))
                .transform(applied -> {
                    if (applied.failed()) {
                        return failed(partition, from, events, size, failures + 1, applied.cause());
                    }
                    if (!applied.result()) {
                        return seek(partition);
                    }
                    records.increment(size);
                    sample.stop(batches);
                    return advanced(partition, to, events, size);
                });
    }

    private Future<Void> advanced(TopicPartition partition, long to, List<Event> events, int done) {
        reached(partition, events.subList(0, done));
        return done == events.size()
                ? Future.succeededFuture()
                : apply(partition, to, events.subList(done, events.size()));
    }

    private Future<Void> failed(
            TopicPartition partition, long from, List<Event> events, int size, int failures, Throwable failure) {
        return switch (Patience.after(failure, failures, size)) {
            case Verdict.Halve half -> {
                troubles.put(partition, new Trouble(from, size / 2, 0));
                yield apply(partition, from, events);
            }
            case Verdict.SetAside aside -> park(partition, from, events, failure);
            case Verdict.Wait wait -> {
                troubles.put(partition, new Trouble(from, size, wait.counts() ? failures : failures - 1));
                LOG.atWarn()
                        .addKeyValue("partition", partition)
                        .addKeyValue("records", size)
                        .addKeyValue("failures", failures)
                        .setCause(failure)
                        .log("a batch failed; it is read again");
                yield readAgain(partition, wait.delay());
            }
        };
    }

    /** The partition rests while the others go on. The commit may or may not have happened: only the row knows. */
    private Future<Void> readAgain(TopicPartition partition, Duration delay) {
        positions.remove(partition);
        return kafka.pause(partition).map(paused -> {
            vertx.setTimer(Math.max(1, delay.toMillis()), later -> {
                if (!stopping) {
                    seek(partition)
                            .onFailure(away -> LOG.debug("the position is read again with the next batch", away))
                            .eventually(() -> kafka.resume(partition));
                }
            });
            return null;
        });
    }

    private Future<Void> park(TopicPartition partition, long from, List<Event> events, Throwable failure) {
        var event = events.getFirst();
        LOG.atError()
                .addKeyValue("partition", partition)
                .addKeyValue("offset", event.offset())
                .setCause(failure)
                .log("a record cannot be processed and is parked");
        long to = event.offset() + 1;
        return database.transact(tx -> advance(tx, partition, from, to).map(mine -> {
                    // What fails on the parking topic itself is only logged: parking it again would go on for ever.
                    if (mine && !topic.equals(Topics.PARKING.name())) {
                        tx.emit(parked(event, failure));
                    }
                    return mine;
                }))
                .transform(done -> {
                    if (done.failed()) {
                        return readAgain(partition, Duration.ofMillis(BACK_OFF_MS));
                    }
                    if (!done.result()) {
                        return seek(partition);
                    }
                    parked.increment();
                    return advanced(partition, to, events, 1);
                });
    }

    private Message parked(Event event, Throwable failure) {
        int length = Math.min(event.data().length(), PARKED_BYTES);
        return Parked.message(
                ids.next(),
                new ParkedRecord(
                        service,
                        event.topic(),
                        event.partition(),
                        event.offset(),
                        event.key(),
                        event.type(),
                        Parked.describe(failure),
                        event.data().getString(0, length, "UTF-8")));
    }

    /** The log ends before the position: Kafka was emptied or restored. Reading on would skip or repeat, so it waits. */
    private Future<Void> emptied(TopicPartition partition, long next) {
        var text = topic + ", partition " + partition.getPartition() + ", ends before this service's position " + next
                + ": was Kafka emptied? Nothing is read there until the service is started once with"
                + " BELFRY_REPOSITION=true.";
        LOG.error(text);
        warnings.raise(partition.toString(), text);
        var report = Parked.message(
                Ids.derived("emptied", service, topic, partition.getPartition(), next),
                new ParkedRecord(
                        service, topic, partition.getPartition(), next, "", "belfry.position.beyond.end", text, ""));
        return database.transact(tx -> {
                    tx.emit(report);
                    return Future.succeededFuture();
                })
                .compose(said -> readAgain(partition, LogEnds.LOOK_AGAIN));
    }

    private Future<Boolean> advance(Tx tx, TopicPartition partition, long from, long to) {
        return tx.query(ADVANCE, Tuple.of(topic, partition.getPartition(), from, to))
                .map(updated -> updated.rowCount() == 1);
    }
}
