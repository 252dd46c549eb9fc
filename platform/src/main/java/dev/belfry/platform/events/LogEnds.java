package dev.belfry.platform.events;

import dev.belfry.platform.database.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a topic ends, beside where this service is in it: what is to be caught up with, the lag, and an emptied log. */
final class LogEnds {
    private static final Logger LOG = LoggerFactory.getLogger(LogEnds.class);
    static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    static final String POSITIONS = "select part, next_offset from consumer_offset where topic = $1";

    static final String REPOSITION = """
            update consumer_offset set next_offset = $3 where topic = $1 and part = $2 and next_offset > $4""";

    private final KafkaConsumer<String, byte[]> kafka;
    private final Database database;
    private final String topic;
    private final AtomicLong lagRecords = new AtomicLong();
    private final AtomicLong lagMillis = new AtomicLong();
    private final AtomicLong emptied = new AtomicLong();
    /** The ends at the start, of partitions that hold anything. */
    private volatile Map<Integer, Long> atStart = Map.of();

    LogEnds(KafkaConsumer<String, byte[]> kafka, Database database, String topic, MeterRegistry metrics) {
        this.kafka = kafka;
        this.database = database;
        this.topic = topic;
        Gauge.builder("belfry.consumer.lag.records", lagRecords, AtomicLong::get)
                .tag("topic", topic)
                .register(metrics);
        Gauge.builder("belfry.consumer.lag.seconds", lagMillis, lag -> lag.get() / 1_000.0)
                .tag("topic", topic)
                .register(metrics);
        Gauge.builder("belfry.consumer.emptied", emptied, AtomicLong::get)
                .description("1 when the log ends before this service's position")
                .tag("topic", topic)
                .register(metrics);
    }

    /** What a partition holds: the offset of its first record, and the one its next record will have. */
    private record Extent(int part, long begin, long end) {}

    private Future<List<Extent>> extents() {
        return kafka.partitionsFor(topic)
                .map(found -> found.stream()
                        .map(info -> new TopicPartition(topic, info.getPartition()))
                        .collect(Collectors.toSet()))
                .compose(partitions -> kafka.beginningOffsets(partitions)
                        .compose(begins -> kafka.endOffsets(partitions)
                                .map(ends -> partitions.stream()
                                        .map(one -> new Extent(
                                                one.getPartition(),
                                                begins.getOrDefault(one, 0L),
                                                ends.getOrDefault(one, 0L)))
                                        .toList())));
    }

    Future<Void> remember() {
        return extents().map(all -> {
            atStart = all.stream()
                    .filter(one -> one.end() > one.begin())
                    .collect(Collectors.toMap(Extent::part, Extent::end));
            return null;
        });
    }

    Future<Void> reposition() {
        return extents()
                .compose(all -> Future.join(all.stream()
                        .map(one -> database.query(REPOSITION, Tuple.of(topic, one.part(), one.begin(), one.end()))
                                .onSuccess(updated -> {
                                    if (updated.rowCount() > 0) {
                                        LOG.warn(
                                                "{}, partition {}: reading goes on at its beginning, {}",
                                                topic,
                                                one.part(),
                                                one.begin());
                                    }
                                }))
                        .toList()))
                .mapEmpty();
    }

    /** The rows are what all replicas have processed together, whoever has which partition. */
    Future<Boolean> areReached() {
        var wanted = atStart;
        return database.query(POSITIONS, Tuple.of(topic)).map(rows -> {
            var missing = new HashMap<>(wanted);
            rows.forEach(row -> missing.computeIfPresent(
                    row.getInteger("part"), (part, end) -> row.getLong("next_offset") >= end ? null : end));
            return missing.isEmpty();
        });
    }

    /** True when the log ends before this position. */
    Future<Boolean> isBehind(TopicPartition partition, long next) {
        if (next == 0) {
            return Future.succeededFuture(false);
        }
        return kafka.endOffsets(partition).map(end -> {
            emptied.set(end < next ? 1 : 0);
            return end < next;
        });
    }

    Future<Void> measure(Map<TopicPartition, Long> positions, Map<TopicPartition, Instant> reached, Instant now) {
        if (positions.isEmpty()) {
            lagRecords.set(0);
            lagMillis.set(0);
            return Future.succeededFuture();
        }
        return kafka.endOffsets(positions.keySet()).map(found -> {
            long behind = 0;
            long late = 0;
            for (var end : found.entrySet()) {
                long lag = end.getValue() - positions.getOrDefault(end.getKey(), 0L);
                var last = reached.get(end.getKey());
                if (lag > 0) {
                    behind += lag;
                    late = Math.max(
                            late, last == null ? 0 : Duration.between(last, now).toMillis());
                }
            }
            lagRecords.set(behind);
            lagMillis.set(late);
            return null;
        });
    }
}
