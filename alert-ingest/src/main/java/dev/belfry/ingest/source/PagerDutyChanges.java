package dev.belfry.ingest.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** PagerDuty's change events, {@code POST /v2/change/enqueue}: they page nobody. */
public final class PagerDutyChanges implements Source {
    @Override
    public String format() {
        return "pagerduty_change";
    }

    @Override
    public Normalised read(Incoming incoming, Minting minting) {
        var tree = Fields.tree(incoming);
        if (tree.isEmpty() || !tree.get().isObject()) {
            return Normalised.unreadable("JSON parse error");
        }
        var event = tree.get();
        var payload = event.path("payload");
        var key = Fields.text(event, "routing_key");
        var faults = new ArrayList<Refusal.Fault>();
        if (key.isEmpty()) {
            faults.add(PagerDutyWords.missing("routing_key"));
        } else if (key.length() != PagerDutyWords.KEY_LENGTH) {
            faults.add(PagerDutyWords.wrongLength("routing_key"));
        }
        if (Fields.text(payload, "summary").isEmpty()) {
            faults.add(PagerDutyWords.missing("payload.summary"));
        }
        if (!faults.isEmpty()) {
            return Normalised.invalid(faults);
        }
        var draft = new Draft(minting)
                .summary(Fields.text(payload, "summary"))
                .source(Fields.text(payload, "source"))
                .at(Fields.time(payload, "timestamp"))
                .allDetails(payload.get("custom_details"), "");
        for (var link : event.path("links")) {
            draft.link(Fields.text(link, "href"), Fields.text(link, "text"));
        }
        for (var image : event.path("images")) {
            draft.image(image);
        }
        return Normalised.Accepted.changes(key, List.of(draft.change()));
    }

    /** Clients read an id that PagerDuty's documents do not name. */
    @Override
    public Answer accepted(UUID requestId, Normalised.Accepted accepted) {
        return Answer.json(
                202, Map.of("status", "success", "message", "Change event processed", "id", requestId.toString()));
    }

    @Override
    public Answer refused(Refusal refusal) {
        return PagerDutyWords.refused(refusal, 429);
    }
}
