package dev.belfry.ingest.intake;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Divides a request of very many alerts into several that each fit into one record: a body within its bound can say
 * much that is repeated for each alert. What no bound can hold becomes coarser, never silent: the alerts at the end
 * lose their details and links, which stay in the raw body.
 */
final class Portions {
    /** In characters; a record may have four times as many bytes, for what is outside ASCII or escaped. */
    static final int MAX = 1024 * 1024;

    private static final int MAX_WITH_DETAILS = 8 * MAX;
    /** The ids, times and names of members of one alert. */
    private static final int FRAME = 250;

    private Portions() {}

    /** At least one; the first has the request's id and raw body, the others an id each and no body. */
    static List<AcceptedRequest> of(AcceptedRequest request, Supplier<UUID> ids) {
        if (weight(request) <= MAX) {
            return List.of(request);
        }
        var portions = new ArrayList<AcceptedRequest>();
        var alerts = new ArrayList<AlertSignal>();
        int weight = request.raw().length();
        int all = 0;
        for (var whole : request.alerts()) {
            var alert = all > MAX_WITH_DETAILS ? bare(whole) : whole;
            int more = weight(alert);
            if (!alerts.isEmpty() && weight + more > MAX) {
                portions.add(portion(request, portions.isEmpty(), alerts, ids));
                alerts.clear();
                weight = 0;
            }
            alerts.add(alert);
            weight += more;
            all += more;
        }
        portions.add(portion(request, portions.isEmpty(), alerts, ids));
        return portions;
    }

    private static AcceptedRequest portion(
            AcceptedRequest request, boolean first, List<AlertSignal> alerts, Supplier<UUID> ids) {
        return new AcceptedRequest(
                first ? request.id() : ids.get(),
                request.integrationId(),
                request.serviceId(),
                request.format(),
                request.receivedAt(),
                first ? request.raw() : "",
                List.copyOf(alerts));
    }

    private static AlertSignal bare(AlertSignal alert) {
        return new AlertSignal(
                alert.id(),
                alert.action(),
                alert.dedupKey(),
                alert.summary(),
                alert.severity(),
                alert.source(),
                alert.component(),
                alert.occurredAt(),
                Map.of(),
                List.of());
    }

    /** About how many characters the request has as JSON. */
    static int weight(AcceptedRequest request) {
        int weight = FRAME + request.raw().length();
        for (var alert : request.alerts()) {
            weight += weight(alert);
        }
        return weight;
    }

    private static int weight(AlertSignal alert) {
        int weight = FRAME + alert.dedupKey().length() + alert.summary().length();
        weight += weight(alert.details());
        var labels = alert.labels();
        weight += labels == null ? 0 : weight(labels);
        var description = alert.description();
        weight += description == null ? 0 : description.length();
        for (var link : alert.links()) {
            var text = link.text();
            weight += 24 + link.href().length() + (text == null ? 0 : text.length());
        }
        return weight;
    }

    private static int weight(Map<String, String> texts) {
        int weight = 0;
        for (var text : texts.entrySet()) {
            weight += 6 + text.getKey().length() + text.getValue().length();
        }
        return weight;
    }
}
