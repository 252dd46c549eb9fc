package dev.belfry.platform.events;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of the event log as it travels to {@code /internal/inbox} while Kafka is away.
 *
 * @param data the JSON that Kafka will bring later, as text; null is a tombstone
 */
record InboxRecord(
        UUID id,
        String key,
        String type,
        @Nullable String subject,
        Instant time,
        @Nullable String data) {

    /** What one request carries: records of one topic in the order of the outbox. */
    record Batch(String topic, List<InboxRecord> records) {}

    static InboxRecord of(OutboxRow row) {
        var data = row.data();
        return new InboxRecord(
                row.id(),
                row.key(),
                row.type(),
                row.subject(),
                row.time(),
                data == null ? null : data.toString("UTF-8"));
    }

    /** It has no place in the log yet: partition and offset are -1. */
    Event event(String topic) {
        return new Event(
                topic,
                -1,
                -1,
                key,
                id,
                type,
                subject,
                time,
                Duration.ZERO,
                data == null ? Buffer.buffer() : Buffer.buffer(data));
    }
}
