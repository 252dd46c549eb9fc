package dev.belfry.platform.events;

import static java.util.Map.entry;

import dev.belfry.contracts.Topics.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The one Kafka producer of a service: acks from all replicas, idempotent, in order per key.
 *
 * <p>A record is handed to Kafka's own client on the thread that has it, and never waits there: without the topic's
 * metadata, or without room in the client, it fails at once, and whoever sends has a way for that. Handing each record to
 * a worker thread, as the Vert.x client does since sending might wait, cost more than sending.
 */
public final class Producer {
    private static final Duration AGAIN = Duration.ofMillis(20);
    private static final int ASKED = 250;

    private final Vertx vertx;
    private final KafkaProducer<String, byte[]> kafka;
    private final String source;
    private final InstantSource clock;

    public Producer(Vertx vertx, String bootstrap, String source, InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.source = source;
        this.kafka = KafkaProducer.create(
                vertx,
                Map.ofEntries(
                        entry("bootstrap.servers", bootstrap),
                        entry("client.id", source),
                        entry("key.serializer", StringSerializer.class.getName()),
                        entry("value.serializer", ByteArraySerializer.class.getName()),
                        entry("acks", "all"),
                        entry("enable.idempotence", "true"),
                        // Who has many small things to tell gathers them; a record has nothing to wait for.
                        entry("linger.ms", "0"),
                        // Buffers of this size are kept and used again.
                        entry("batch.size", "65536"),
                        entry("request.timeout.ms", "5000"),
                        entry("delivery.timeout.ms", "10000"),
                        entry("max.block.ms", "0"),
                        // A topic on which nothing is said for long is still known.
                        entry("metadata.max.idle.ms", "86400000"),
                        entry("max.request.size", "4194304")));
    }

    /** Fetches the metadata of the topics, which {@link #send} needs; asks for five seconds. */
    public Future<Void> warm(List<Topic> topics) {
        return Future.join(
                        topics.stream().map(topic -> partitions(topic.name())).toList())
                .mapEmpty();
    }

    /**
     * Publishes one event; succeeds when the broker has it durably.
     *
     * @param partition null lets the key decide
     * @param data null is a tombstone
     */
    public Future<Void> send(
            String topic,
            @Nullable Integer partition,
            String key,
            UUID id,
            String type,
            String subject,
            Instant time,
            byte @Nullable [] data) {
        var record = record(topic, partition, key, data);
        record.addHeader("ce_specversion", "1.0");
        record.addHeader("ce_id", id.toString());
        record.addHeader("ce_source", "/" + source);
        record.addHeader("ce_type", type);
        record.addHeader("ce_subject", subject);
        record.addHeader("ce_time", time.toString());
        record.addHeader("ce_sentat", clock.instant().toString());
        record.addHeader("content-type", "application/json");
        var context = vertx.getOrCreateContext();
        return Future.future(told -> kafka.unwrap()
                .send(
                        record.record(),
                        (metadata, failure) -> context.runOnContext(back -> {
                            if (failure == null) {
                                told.complete();
                            } else {
                                told.fail(failure);
                            }
                        })));
    }

    @SuppressWarnings("NullAway") // a null value is Kafka's tombstone
    private static KafkaProducerRecord<String, byte[]> record(
            String topic, @Nullable Integer partition, String key, byte @Nullable [] data) {
        return partition == null
                ? KafkaProducerRecord.create(topic, key, data)
                : KafkaProducerRecord.create(topic, key, data, partition);
    }

    /** How many partitions a topic has. */
    public Future<Integer> partitions(String topic) {
        return partitions(topic, ASKED);
    }

    /** The first question only starts to ask the broker: {@code max.block.ms} says that nobody waits. */
    private Future<Integer> partitions(String topic, int times) {
        return kafka.partitionsFor(topic)
                .map(List::size)
                .recover(unknown -> times == 1
                        ? Future.failedFuture(unknown)
                        : vertx.timer(AGAIN.toMillis()).compose(later -> partitions(topic, times - 1)));
    }

    public Future<Void> close() {
        return kafka.flush().transform(flushed -> kafka.close(5_000));
    }
}
