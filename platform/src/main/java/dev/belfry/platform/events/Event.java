package dev.belfry.platform.events;

import dev.belfry.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecord;
import io.vertx.kafka.client.producer.KafkaHeader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One record of the event log: CloudEvents 1.0 in binary mode, the attributes in {@code ce_*} headers.
 *
 * @param data JSON; empty for a tombstone
 */
public record Event(
        String topic,
        int partition,
        long offset,
        String key,
        UUID id,
        String type,
        @Nullable String subject,
        Instant time,
        Buffer data) {

    private static final UUID NO_ID = new UUID(0, 0);

    /** @throws IllegalArgumentException when the data is not JSON of that shape */
    public <T> T as(Class<T> shape) {
        return Json.read(data.getBytes(), shape);
    }

    public boolean deleted() {
        return data.length() == 0;
    }

    /** Reads leniently: a record that is no CloudEvent has type "" and fails, or not, in the handler that knows. */
    static Event of(KafkaConsumerRecord<String, byte[]> record) {
        var id = NO_ID;
        var type = "";
        String subject = null;
        var time = Instant.ofEpochMilli(record.timestamp());
        for (var header : record.headers()) {
            switch (header.key()) {
                case "ce_id" -> id = uuid(header);
                case "ce_type" -> type = header.value().toString();
                case "ce_subject" -> subject = header.value().toString();
                case "ce_time" -> time = instant(header, time);
                default -> {}
            }
        }
        return new Event(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key() == null ? "" : record.key(),
                id,
                type,
                subject,
                time,
                record.value() == null ? Buffer.buffer() : Buffer.buffer(record.value()));
    }

    private static UUID uuid(KafkaHeader header) {
        try {
            return UUID.fromString(header.value().toString());
        } catch (IllegalArgumentException notAUuid) {
            return NO_ID;
        }
    }

    private static Instant instant(KafkaHeader header, Instant fallback) {
        try {
            return Instant.parse(header.value().toString());
        } catch (DateTimeException notATime) {
            return fallback;
        }
    }
}
