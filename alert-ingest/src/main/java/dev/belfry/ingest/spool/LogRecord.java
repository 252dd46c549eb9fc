package dev.belfry.ingest.spool;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.UUID;

/**
 * A record of {@code alerts.v1} as it is told to the broker, whether at once or after a stay on disk: the same id, the
 * same bytes.
 *
 * @param key of the record, and its CloudEvents subject: the service
 */
public record LogRecord(int partition, String key, UUID id, String type, Instant time, Buffer data) {}
