package dev.belfry.platform.events;

import dev.belfry.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecord;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * One record of the event log: CloudEvents 1.0 in binary mode, the attributes in {@code ce_*} headers.
 *
 * @param behind how far the clock of whoever sent it was behind that of the log; negative when it was ahead, zero when unknown
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
        Duration behind,
        Buffer data) {

    /** Clocks that differ by less are taken to be right: a record takes its time to the broker. */
    private static final Duration RIGHT = Duration.ofSeconds(1);

    private static final UUID NO_ID = new UUID(0, 0);

    /** @throws IllegalArgumentException when the data is not JSON of that shape */
    public <T> T as(Class<T> shape) {
        return Json.read(data.getBytes(), shape);
    }

    /** When something was that the sender knows by its own clock, by the clock of the log. */
    public Instant byTheLog(Instant sendersTime) {
        return behind.abs().compareTo(RIGHT) > 0 ? sendersTime.plus(behind) : sendersTime;
    }

    public boolean deleted() {
        return data.length() == 0;
    }

    /** Reads leniently: a record that is no CloudEvent has type "" and fails, or not, in the handler that knows. */
    static Event of(KafkaConsumerRecord<String, byte[]> record) {
        var id = NO_ID;
        var type = "";
        String subject = null;
        var appended = Instant.ofEpochMilli(record.timestamp());
        var time = appended;
        var sent = appended;
        // Kafka's own headers, because a header without a value is no fault to it, and one to its Vert.x wrapping.
        for (var header : record.record().headers()) {
            if (header.value() == null) {
                continue;
            }
            var value = new String(header.value(), StandardCharsets.UTF_8);
            switch (header.key()) {
                case "ce_id" -> id = uuid(value);
                case "ce_type" -> type = value;
                case "ce_subject" -> subject = value;
                case "ce_time" -> time = instant(value, time);
                case "ce_sentat" -> sent = instant(value, sent);
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
                record.timestampType() == TimestampType.LOG_APPEND_TIME
                        ? Duration.between(sent, appended)
                        : Duration.ZERO,
                record.value() == null ? Buffer.buffer() : Buffer.buffer(record.value()));
    }

    private static UUID uuid(String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException notAUuid) {
            return NO_ID;
        }
    }

    private static Instant instant(String value, Instant fallback) {
        try {
            return Instant.parse(value);
        } catch (DateTimeException notATime) {
            return fallback;
        }
    }
}
