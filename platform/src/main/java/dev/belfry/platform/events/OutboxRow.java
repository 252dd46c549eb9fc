package dev.belfry.platform.events;

import dev.belfry.platform.database.Columns;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message of the outbox.
 *
 * @param data JSON; null is a tombstone
 */
public record OutboxRow(
        long seq,
        UUID id,
        String topic,
        String key,
        String type,
        String subject,
        Instant time,
        @Nullable Buffer data) {
    static final String COLUMNS = "seq, id, topic, key, type, subject, occurred_at, data";

    static OutboxRow of(Row row) {
        return new OutboxRow(
                row.getLong("seq"),
                row.getUUID("id"),
                row.getString("topic"),
                row.getString("key"),
                row.getString("type"),
                row.getString("subject"),
                Columns.instant(row, "occurred_at"),
                row.getBuffer("data"));
    }
}
