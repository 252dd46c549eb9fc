package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.platform.id.Sha256;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * GoAlert's generic API: {@code summary}, {@code details}, {@code action} and {@code dedup} as form, JSON or query. Without
 * a dedup key GoAlert tells alerts apart by summary and details, so that the same two close it again.
 */
public final class GoAlert implements OneAlert {
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
                .key(dedup.isEmpty() ? "auto:" + Sha256.hex(summary + '\n' + details) : dedup)
                .summary(summary, details)
                .description(details)
                .allDetails(event.path("meta").isObject() ? event.path("meta") : null, "");
    }

    /** GoAlert answers without a body. */
    @Override
    public Answer accepted(UUID requestId, Normalised.Accepted accepted) {
        return new Answer(204, "", null, Map.of());
    }
}
