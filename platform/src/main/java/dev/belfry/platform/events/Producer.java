package dev.belfry.platform.events;

import static java.util.Map.entry;

import dev.belfry.contracts.Topics.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The one Kafka producer of a service: acks from all replicas, idempotent, in order per key. */
public final class Producer {
    private final KafkaProducer<String, byte[]> kafka;
    private final String source;

    public Producer(Vertx vertx, String bootstrap, String source) {
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
                        entry("linger.ms", "1"),
                        entry("request.timeout.ms", "5000"),
                        entry("delivery.timeout.ms", "10000"),
                        entry("max.block.ms", "2000"),
                        entry("max.request.size", "4194304")));
        // Whoever sends hears of its failure; nobody needs it told a second time.
        kafka.exceptionHandler(failed -> {});
    }

    /** Fetches the metadata of the topics, so that the first send does not wait for it. */
    public Future<Void> warm(List<Topic> topics) {
        return Future.join(topics.stream()
                        .map(topic -> kafka.partitionsFor(topic.name()))
                        .toList())
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
        record.addHeader("content-type", "application/json");
        return kafka.send(record).mapEmpty();
    }

    @SuppressWarnings("NullAway") // a null value is Kafka's tombstone
    private static KafkaProducerRecord<String, byte[]> record(
            String topic, @Nullable Integer partition, String key, byte @Nullable [] data) {
        return partition == null
                ? KafkaProducerRecord.create(topic, key, data)
                : KafkaProducerRecord.create(topic, key, data, partition);
    }

    public Future<Integer> partitions(String topic) {
        return kafka.partitionsFor(topic).map(List::size);
    }

    public Future<Void> close() {
        return kafka.flush().transform(flushed -> kafka.close(5_000));
    }
}
