package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * Kibana's webhook connector with the template that the console shows, and Watcher's webhook action. The action group
 * {@code recovered} is Kibana's word for an end; a watch says {@code resolved} in a member {@code status}.
 */
public final class Elastic implements OneAlert {
    @Override
    public String format() {
        return "elastic";
    }

    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var macros = Macros.of(event, "");
        var rule = macros.text("RULEID", "WATCHID");
        boolean over = macros.text("ACTIONGROUP", "ALERTACTIONGROUP").equals("recovered")
                || macros.text("STATUS").toLowerCase(Locale.ROOT).equals("resolved");
        var name = macros.text("RULENAME", "WATCHID");
        var reason = macros.text("REASON", "CONTEXTREASON", "MESSAGE");
        draft.resolveIf(over)
                .key(rule, macros.text("ALERTID"))
                .summary(name.isEmpty() || reason.isEmpty() ? name + reason : name + ": " + reason, "Elastic alert")
                .description(reason)
                .severity(Fields.severity(macros.text("SEVERITY")))
                .source(macros.text("ALERTID", "HOST"))
                .component(macros.text("SERVICE"))
                .at(Fields.moment(event, "date", "timestamp", "execution_time"))
                .detail("action_group", macros.text("ACTIONGROUP", "ALERTACTIONGROUP"))
                .detail("alert_uuid", macros.text("ALERTUUID"))
                .detail("flapping", macros.text("FLAPPING", "ALERTFLAPPING"))
                .allDetails(event.path("payload").isObject() ? event.path("payload") : null, "payload.")
                .link(macros.text("URL", "RULEURL"), "Kibana");
        for (var tag : event.path("tags")) {
            draft.tag(tag.isNull() ? "" : tag.asText());
        }
    }
}
