package dev.belfry.incident.alert;

import dev.belfry.contracts.alert.AlertSeverity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a batch must know of an alert; its words stay in the database and are only written.
 *
 * @param count how often its sender said it fires
 * @param resolvedAt null while it fires
 * @param first what it began with, when it began in this batch
 * @param latest the newest trigger of this batch, whose words replace the older ones
 */
public record Alert(
        UUID id,
        AlertKey key,
        UUID serviceId,
        UUID incidentId,
        AlertSeverity severity,
        long count,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable Instant resolvedAt,
        @Nullable Heard first,
        @Nullable Heard latest) {

    /** An alert that fires for the first time. */
    public static Alert begun(UUID id, UUID serviceId, UUID incidentId, Heard heard) {
        var at = heard.request().receivedAt();
        return new Alert(
                id, heard.key(), serviceId, incidentId, heard.signal().severity(), 1, at, at, null, heard, heard);
    }

    /** Whether it fires. */
    public boolean open() {
        return resolvedAt == null;
    }

    /** Its sender says again that it fires. */
    Alert repeated(Heard heard) {
        var worse = heard.signal().severity().compareTo(severity) < 0
                ? heard.signal().severity()
                : severity;
        return new Alert(
                id,
                key,
                serviceId,
                incidentId,
                worse,
                count + 1,
                firstSeen,
                later(lastSeen, heard.request().receivedAt()),
                resolvedAt,
                first,
                heard);
    }

    /** A trigger that was overtaken by a resolve: it only counts. */
    Alert counted() {
        return new Alert(
                id, key, serviceId, incidentId, severity, count + 1, firstSeen, lastSeen, resolvedAt, first, latest);
    }

    /** It fires no more. */
    Alert resolved(Instant at) {
        return new Alert(
                id, key, serviceId, incidentId, severity, count, firstSeen, later(lastSeen, at), at, first, latest);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
