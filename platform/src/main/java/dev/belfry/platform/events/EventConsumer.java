package dev.belfry.platform.events;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.parking.ParkedRecord;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Faults;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one topic with the position in PostgreSQL, so that each record's effects commit exactly once.
 *
 * <pre>
 *   poll ──▶ per partition, one transaction:
 *              update consumer_offset set next = :to where next = :from     no row ⇒ somebody else went on: seek, drop
 *              effects, outbox rows, timers
 *            commit ──▶ poll
 *   fails the same way again ⇒ halve the batch ⇒ park the one record ⇒ go on
 *   fails because the database is away ⇒ wait, read the position again, seek; nothing is skipped
 * </pre>
 *
 * Kafka's group protocol only assigns partitions. Correctness is the row: a zombie's update matches no row, or waits for
 * the owner's row lock and then matches none.
 */
public final class EventConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(EventConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long BACK_OFF_MS = 500;
    private static final int PARKED_BYTES = 64 * 1024;

    static final String LOAD = """
            insert into consumer_offset (topic, part, next_offset) values ($1, $2, 0)
            on conflict (topic, part) do update set topic = excluded.topic
            returning next_offset""";
    static final String ADVANCE =
            "update consumer_offset set next_offset = $4 where topic = $1 and part = $2 and next_offset = $3";

    private final Vertx vertx;
    private final Database database;
    private final String service;
    private final String topic;
    private final EventHandler handler;
    private final Ids ids;
    private final KafkaConsumer<String, byte[]> kafka;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
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
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.database = database;
        this.service = service;
        this.topic = topic;
        this.handler = handler;
        this.ids = ids;
        this.batches = metrics.timer("belfry.consumer.batch", "topic", topic);
        this.records = metrics.counter("belfry.consumer.records", "topic", topic);
        this.parked = metrics.counter("belfry.consumer.parked", "topic", topic);
        this.kafka = KafkaConsumer.create(
                vertx,
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        service + "." + topic,
                        "client.id",
                        service + "." + topic,
                        "key.deserializer",
                        StringDeserializer.class.getName(),
                        "value.deserializer",
                        ByteArrayDeserializer.class.getName(),
                        "enable.auto.commit",
                        "false",
                        "auto.offset.reset",
                        "earliest",
                        "session.timeout.ms",
                        "6000",
                        "heartbeat.interval.ms",
                        "2000",
                        "max.poll.records",
                        "500"));
    }

    public void start() {
        started = true;
        kafka.partitionsRevokedHandler(revoked -> positions.keySet().removeAll(revoked));
        kafka.subscribe(Set.of(topic)).onComplete(subscribed -> loop());
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
        var all = byPartition.entrySet().stream()
                .map(partition -> partition(partition.getKey(), partition.getValue()))
                .toList();
        return Future.join(all).mapEmpty();
    }

    private Future<Void> partition(TopicPartition partition, List<Event> events) {
        Long from = positions.get(partition);
        // Assignment and seek are asynchronous: what was polled before the seek starts too early.
        if (from == null || events.getFirst().offset() < from) {
            return seek(partition);
        }
        return apply(partition, from, events).recover(failure -> {
            // The commit may or may not have happened: only the row knows.
            positions.remove(partition);
            LOG.atWarn().addKeyValue("partition", partition).setCause(failure).log("a batch failed; it is read again");
            return delay(BACK_OFF_MS).compose(waited -> seek(partition));
        });
    }

    /** Takes the position from the row and reads on from there; what was polled before is dropped. */
    private Future<Void> seek(TopicPartition partition) {
        // Should this fail, the next poll must not go on after what is dropped here.
        positions.remove(partition);
        return database.query(LOAD, Tuple.of(topic, partition.getPartition()))
                .map(rows -> rows.iterator().next().getLong("next_offset"))
                .compose(next -> kafka.seek(partition, next).map(sought -> {
                    positions.put(partition, next);
                    return null;
                }));
    }

    private Future<Void> apply(TopicPartition partition, long from, List<Event> events) {
        long to = events.getLast().offset() + 1;
        var sample = Timer.start();
        return database.transact(tx -> advance(tx, partition, from, to)
                        .compose(mine -> mine ? handler.handle(tx, events).map(true) : Future.succeededFuture(false)))
                .compose(mine -> {
                    if (!mine) {
                        return seek(partition);
                    }
                    positions.put(partition, to);
                    records.increment(events.size());
                    sample.stop(batches);
                    return Future.succeededFuture();
                })
                .recover(failure -> Faults.isDeterministic(failure)
                        ? divide(partition, from, events, failure)
                        : Future.failedFuture(failure));
    }

    private Future<Void> divide(TopicPartition partition, long from, List<Event> events, Throwable failure) {
        if (events.size() == 1) {
            return park(partition, from, events.getFirst(), failure);
        }
        int middle = events.size() / 2;
        return apply(partition, from, events.subList(0, middle)).compose(first -> {
            long next = events.get(middle - 1).offset() + 1;
            Long position = positions.get(partition);
            // Unless somebody else went on: then the position was read again, and the rest comes with the next poll.
            return position != null && position == next
                    ? apply(partition, next, events.subList(middle, events.size()))
                    : Future.succeededFuture();
        });
    }

    private Future<Void> park(TopicPartition partition, long from, Event event, Throwable failure) {
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
                .compose(mine -> {
                    if (!mine) {
                        return seek(partition);
                    }
                    positions.put(partition, to);
                    parked.increment();
                    return Future.succeededFuture();
                });
    }

    private Message parked(Event event, Throwable failure) {
        int length = Math.min(event.data().length(), PARKED_BYTES);
        return new Message(
                ids.next(),
                Topics.PARKING.name(),
                event.topic() + "-" + event.partition(),
                ParkedRecord.TYPE,
                event.key(),
                new ParkedRecord(
                        service,
                        event.topic(),
                        event.partition(),
                        event.offset(),
                        event.key(),
                        event.type(),
                        describe(failure),
                        event.data().getString(0, length, "UTF-8")));
    }

    private static String describe(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    private Future<Boolean> advance(Tx tx, TopicPartition partition, long from, long to) {
        return tx.query(ADVANCE, Tuple.of(topic, partition.getPartition(), from, to))
                .map(updated -> updated.rowCount() == 1);
    }

    private Future<Void> delay(long ms) {
        var waited = Promise.<Void>promise();
        vertx.setTimer(ms, done -> waited.complete());
        return waited.future();
    }
}
