package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.platform.id.Sha256;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * GoAlert's generic API: {@code summary}, {@code details}, {@code action} and {@code dedup} as form, JSON or query. Without
 * a dedup key GoAlert tells alerts apart by summary and details, so that the same two close it again.
 */
public final class GoAlert implements OneAlert {
    private static final String AUTO = "auto:";
    private static final String[] KEY = {"token", "integrationKey", "integration_key", "key"};

    @Override
    public String format() {
        return "goalert";
    }

    @Override
    public Normalised read(Incoming incoming, Minting minting) {
        var tree = Forms.tree(incoming);
        if (tree.isPresent() && !tree.get().isObject()) {
            return Normalised.unreadable("The body is neither a JSON object nor a form.");
        }
        var event = Forms.object();
        for (var name : List.of("summary", "details", "action", "dedup")) {
            var value = tree.map(body -> Fields.text(body, name)).orElse("");
            var given = value.isEmpty() ? incoming.query().apply(name) : value;
            if (!given.isEmpty()) {
                event.put(name, given);
            }
        }
        tree.ifPresent(body -> event.set("meta", body.path("meta")));
        return event.isEmpty()
                ? Normalised.unreadable("The request has neither summary nor details.")
                : each(event, incoming, minting);
    }

    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var summary = Fields.text(event, "summary");
        var details = Fields.text(event, "details");
        var dedup = Fields.text(event, "dedup");
        draft.resolveIf(Fields.text(event, "action").equals("close"))
                .key(dedup.isEmpty() ? AUTO + Sha256.hex(summary + '\n' + details) : dedup)
                .summary(summary, details)
                .description(details)
                .allDetails(event.path("meta").isObject() ? event.path("meta") : null, "");
    }

    /** GoAlert answers without a body. */
    @Override
    public Answer accepted(UUID requestId, Normalised.Accepted accepted) {
        return new Answer(204, "", null, Map.of());
    }

    /** Its answer for those who accept JSON: the alert. It has no number yet. */
    public static Answer alert(Normalised.Accepted accepted, UUID service, Instant now) {
        var alert = accepted.alerts().getFirst();
        var key = alert.dedupKey();
        var json = new LinkedHashMap<String, Object>();
        json.put("_id", 0);
        json.put("status", alert.action() == AlertAction.RESOLVE ? "closed" : "triggered");
        json.put("summary", alert.summary());
        json.put("details", Objects.requireNonNullElse(alert.description(), ""));
        json.put("source", "generic");
        json.put("service_id", service.toString());
        json.put("created_at", now.toString());
        json.put("dedup", key.startsWith(AUTO) ? null : Map.of("Type", "user", "Version", 1, "Payload", key));
        return Answer.json(200, json);
    }

    /**
     * The routing key where GoAlert looks for one: in the query, then in the form.
     *
     * @param body the request, which has no key in its path
     */
    public static Optional<String> key(Incoming body) {
        for (var name : KEY) {
            var key = body.query().apply(name);
            if (!key.isEmpty()) {
                return Optional.of(key);
            }
        }
        if (!body.contentType().toLowerCase(Locale.ROOT).contains("form")) {
            return Optional.empty();
        }
        var key = Forms.tree(body).map(form -> Fields.text(form, KEY)).orElse("");
        return key.isEmpty() ? Optional.empty() : Optional.of(key);
    }
}
