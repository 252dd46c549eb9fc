package dev.belfry.platform.events;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a whole topic into memory, in every replica: a compacted topic from its beginning, or what is new from its end.
 * It has no group and no position: what it builds is lost with the process and built again.
 */
public final class TopicReader {
    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long BACK_OFF_MS = 500;

    private final Vertx vertx;
    private final String topic;
    private final boolean fromBeginning;
    private final Consumer<Event> sink;
    private final KafkaConsumer<String, byte[]> kafka;
    private final Promise<Void> caughtUp = Promise.promise();
    private final Promise<Void> stopped = Promise.promise();
    private Map<TopicPartition, Long> ends = Map.of();
    private volatile boolean started;
    private volatile boolean stopping;

    public TopicReader(Vertx vertx, String bootstrap, String topic, boolean fromBeginning, Consumer<Event> sink) {
        this.vertx = vertx;
        this.topic = topic;
        this.fromBeginning = fromBeginning;
        this.sink = sink;
        this.kafka = KafkaConsumer.create(
                vertx,
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "key.deserializer",
                        StringDeserializer.class.getName(),
                        "value.deserializer",
                        ByteArrayDeserializer.class.getName(),
                        "enable.auto.commit",
                        "false",
                        "auto.offset.reset",
                        "earliest"));
    }

    /** Succeeds when all that was in the topic at the start has been read. */
    public Future<Void> start() {
        started = true;
        begin().onComplete(begun -> {
            if (begun.succeeded()) {
                loop();
            } else if (stopping) {
                stopped.tryComplete();
            } else {
                LOG.atWarn().addKeyValue("topic", topic).setCause(begun.cause()).log("reading waits for the broker");
                vertx.setTimer(BACK_OFF_MS, retry -> start());
            }
        });
        return caughtUp.future();
    }

    public Future<Void> stop() {
        stopping = true;
        if (!started) {
            stopped.tryComplete();
        }
        return stopped.future().transform(done -> kafka.close());
    }

    private Future<Void> begin() {
        return kafka.partitionsFor(topic)
                .map(found -> found.stream()
                        .map(info -> new TopicPartition(topic, info.getPartition()))
                        .collect(Collectors.toSet()))
                .compose(this::assign);
    }

    private Future<Void> assign(Set<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            // A broker that has just started may not know its topics yet; nothing read is not all read.
            return Future.failedFuture(new IllegalStateException("the broker does not know the topic " + topic));
        }
        return kafka.assign(partitions)
                .compose(assigned -> fromBeginning ? kafka.seekToBeginning(partitions) : kafka.seekToEnd(partitions))
                .compose(sought -> kafka.endOffsets(partitions))
                .compose(offsets -> {
                    ends = fromBeginning ? offsets : Map.of();
                    return checkCaughtUp();
                });
    }

    private void loop() {
        if (stopping) {
            stopped.tryComplete();
            return;
        }
        kafka.poll(POLL)
                .compose(records -> {
                    for (int i = 0; i < records.size(); i++) {
                        deliver(Event.of(records.recordAt(i)));
                    }
                    return checkCaughtUp();
                })
                .onComplete(done -> {
                    if (done.succeeded()) {
                        loop();
                    } else {
                        LOG.atWarn()
                                .addKeyValue("topic", topic)
                                .setCause(done.cause())
                                .log("reading pauses");
                        vertx.setTimer(BACK_OFF_MS, retry -> loop());
                    }
                });
    }

    private void deliver(Event event) {
        try {
            sink.accept(event);
        } catch (RuntimeException unreadable) {
            LOG.atError()
                    .addKeyValue("topic", topic)
                    .addKeyValue("offset", event.offset())
                    .setCause(unreadable)
                    .log("a record was not understood and is ignored");
        }
    }

    private Future<Void> checkCaughtUp() {
        if (caughtUp.future().isComplete()) {
            return Future.succeededFuture();
        }
        var behind = ends.entrySet().stream()
                .map(end -> kafka.position(end.getKey()).map(position -> position < end.getValue()))
                .toList();
        return Future.all(behind).map(all -> {
            if (behind.stream().noneMatch(Future::result)) {
                caughtUp.tryComplete();
            }
            return null;
        });
    }
}
