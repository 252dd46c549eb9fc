package dev.belfry.ingest.source;

import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.json.Json;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How webhooks that have no words of their own are answered: a small object, and problem details (RFC 9457). */
final class Webhook {
    private Webhook() {}

    static Answer accepted(UUID requestId, List<AlertSignal> alerts) {
        return Answer.json(
                202,
                Map.of(
                        "status", "accepted",
                        "id", requestId.toString(),
                        "alerts",
                                alerts.stream()
                                        .map(alert ->
                                                Map.of("id", alert.id().toString(), "dedup_key", alert.dedupKey()))
                                        .toList()));
    }

    static Answer refused(Refusal refusal) {
        var problem = switch (refusal) {
            case Refusal.Unreadable unreadable -> Problem.of(400, unreadable.detail());
            case Refusal.Invalid invalid ->
                Problem.invalid(invalid.faults().stream()
                        .map(fault -> new Problem.Field(fault.pointer(), fault.words()))
                        .toList());
            case Refusal.UnknownKey unknown ->
                Problem.of(401, "No integration has this routing key. Copy the address anew from the service's page.");
            case Refusal.Forged forged -> Problem.of(403, forged.detail());
            case Refusal.Unsupported unsupported -> Problem.of(415, unsupported.detail());
            case Refusal.TooLarge large ->
                Problem.of(413, "The body must not be larger than " + large.maxBytes() + " bytes.");
            case Refusal.TooSlow slow -> Problem.of(408, "The body did not come in time.");
            // 503, because Alertmanager retries only 5xx.
            case Refusal.Busy busy -> Problem.of(503, "The alert could not be made durable. Send it again.");
        };
        return new Answer(
                problem.status(), Problem.MEDIA_TYPE, Json.mapper().convertValue(problem, Json.MAP), Map.of());
    }
}
