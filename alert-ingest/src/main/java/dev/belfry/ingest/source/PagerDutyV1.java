package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * PagerDuty Events API v1, {@code POST /generic/2010-04-15/create_event.json}, which old senders speak: 200 where v2 says
 * 202, and 403 for "come back later".
 */
public final class PagerDutyV1 implements Source {
    private static final Set<String> TYPES = Set.of("trigger", "acknowledge", "resolve");

    @Override
    public String format() {
        return "pagerduty_v1";
    }

    @Override
    public Normalised read(Incoming incoming, Minting minting) {
        var tree = Fields.tree(incoming);
        if (tree.isEmpty() || !tree.get().isObject()) {
            return Normalised.unreadable("JSON parse error");
        }
        var event = tree.get();
        var faults = faults(event);
        return faults.isEmpty()
                ? Normalised.Accepted.alerts(
                        Fields.text(event, "service_key"),
                        List.of(draft(event, minting).signal()))
                : Normalised.invalid(faults);
    }

    private static List<Refusal.Fault> faults(JsonNode event) {
        var faults = new ArrayList<Refusal.Fault>();
        var key = Fields.text(event, "service_key");
        var type = Fields.text(event, "event_type");
        if (key.isEmpty()) {
            faults.add(PagerDutyWords.missing("service_key"));
        } else if (key.length() != PagerDutyWords.KEY_LENGTH) {
            faults.add(PagerDutyWords.wrongLength("service_key"));
        }
        if (!TYPES.contains(type)) {
            faults.add(new Refusal.Fault(
                    "#/event_type", "event_type is invalid (must be one of: trigger acknowledge resolve)"));
        }
        if (type.equals("trigger") && Fields.text(event, "description").isEmpty()) {
            faults.add(PagerDutyWords.missing("description"));
        }
        if (!type.equals("trigger")
                && TYPES.contains(type)
                && Fields.text(event, "incident_key").isEmpty()) {
            faults.add(PagerDutyWords.missing("incident_key"));
        }
        if (Fields.text(event, "incident_key").length() > Fields.MAX_DEDUP_KEY) {
            faults.add(new Refusal.Fault(
                    "#/incident_key", "Length of 'incident_key' is incorrect (should be at most 255 characters)"));
        }
        return faults;
    }

    private static Draft draft(JsonNode event, Minting minting) {
        var client = Fields.text(event, "client");
        var draft = new Draft(minting)
                .action(AlertAction.valueOf(Fields.text(event, "event_type").toUpperCase(Locale.ROOT)))
                .key(Fields.text(event, "incident_key"))
                .summary(Fields.text(event, "description"))
                .source(client)
                .allDetails(event.get("details"), "");
        for (var context : event.path("contexts")) {
            if (Fields.text(context, "type").equals("image")) {
                draft.image(context);
            } else {
                draft.link(Fields.text(context, "href", "src"), Fields.text(context, "text", "alt"));
            }
        }
        return draft.link(Fields.text(event, "client_url"), client);
    }

    @Override
    public Answer accepted(UUID requestId, Normalised.Accepted accepted) {
        return Answer.json(
                200,
                Map.of(
                        "status", "success",
                        "message", "Event processed",
                        "incident_key", accepted.alerts().getFirst().dedupKey()));
    }

    @Override
    public Answer refused(Refusal refusal) {
        return PagerDutyWords.refused(refusal, 403);
    }
}
