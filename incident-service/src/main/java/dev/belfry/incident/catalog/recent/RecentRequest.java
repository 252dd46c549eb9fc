package dev.belfry.incident.catalog.recent;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertCommand;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.change.Change;
import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.incident.catalog.service.RoutingKey;
import dev.belfry.incident.catalog.service.Words;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is kept for those who look whether their sender is heard.
 *
 * @param seq its number among those of its integration that were kept; -1 until it is kept
 * @param raw the body without the routing key; only the beginning of a long one
 * @param length of the whole body
 * @param told what it was taken for, the first of many
 * @param alerts how many there were
 */
public record RecentRequest(
        long seq,
        UUID integration,
        String format,
        Instant receivedAt,
        String raw,
        int length,
        List<Told> told,
        int alerts) {
    static final int LONGEST_BODY = 64 * 1024;
    private static final int MOST_TOLD = 20;
    private static final int LONGEST_WORDS = 300;

    /** Alerts that were accepted. */
    public static RecentRequest of(AcceptedRequest request) {
        var told = request.alerts().stream()
                .limit(MOST_TOLD)
                .map(RecentRequest::told)
                .toList();
        return of(
                request.integrationId(),
                request.format(),
                request.receivedAt(),
                request.raw(),
                told,
                request.alerts().size());
    }

    private static Told told(AlertSignal signal) {
        return new Told(
                signal.action().name().toLowerCase(Locale.ROOT),
                words(signal.dedupKey()),
                words(signal.summary()),
                signal.severity().name().toLowerCase(Locale.ROOT));
    }

    /** A change that was reported. */
    public static RecentRequest of(Change change) {
        var told = new Told("change", null, words(change.summary()), null);
        return of(change.integrationId(), change.format(), change.receivedAt(), change.raw(), List.of(told), 0);
    }

    /** Something asked for in Opsgenie's words. */
    public static RecentRequest of(AlertCommand command) {
        var verb = command.verb().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        var note = Objects.requireNonNullElse(command.note(), Objects.requireNonNullElse(command.text(), ""));
        var told = new Told(verb, words(command.identifier()), words(note), null);
        return of(command.integrationId(), "opsgenie", command.receivedAt(), "", List.of(told), 0);
    }

    /** A ping that came with the integration's key; null when it came with that of a heartbeat. */
    public static @Nullable RecentRequest of(HeartbeatPing ping) {
        var integration = ping.integrationId();
        if (integration == null) {
            return null;
        }
        var kind = ping.kind().name().toLowerCase(Locale.ROOT);
        var told = new Told("ping", null, words(ping.slug() == null ? kind : ping.slug() + ": " + kind), null);
        var body = Objects.requireNonNullElse(ping.body(), "");
        return of(integration, "heartbeat", ping.receivedAt(), body, List.of(told), 0);
    }

    private static RecentRequest of(
            UUID integration, String format, Instant at, String body, List<Told> told, int alerts) {
        var raw = RoutingKey.hidden(body);
        return new RecentRequest(
                -1,
                integration,
                Words.text(format),
                at,
                Words.text(raw.length() <= LONGEST_BODY ? raw : raw.substring(0, LONGEST_BODY)),
                raw.length(),
                told,
                alerts);
    }

    private static String words(String text) {
        return Words.text(text.length() <= LONGEST_WORDS ? text : text.substring(0, LONGEST_WORDS - 1) + "…");
    }
}
