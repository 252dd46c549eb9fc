package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Splunk's webhook alert action. Splunk tells of no end; a search that knows of one says so in its row, by a field
 * {@code event_action} with {@code resolve}. A field {@code dedup_key} tells the alerts of one search apart.
 */
public final class Splunk implements OneAlert {
    @Override
    public String format() {
        return "splunk";
    }

    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var result = event.path("result");
        var search = Fields.text(event, "search_name");
        draft.resolveIf(Fields.text(result, "event_action").equals("resolve"))
                .key(search, Fields.text(result, "dedup_key"))
                .summary(Fields.text(result, "summary"), search, Fields.text(result, "_raw"), "Splunk alert")
                .severity(Fields.severity(Fields.text(result, "severity", "urgency")))
                .source(Fields.text(result, "host", "source"))
                .component(Fields.text(event, "app"))
                .at(Fields.moment(result, "_time"))
                .details(event, "sid", "app", "owner")
                .allDetails(result, "")
                .link(Fields.text(event, "results_link"), "Splunk");
    }
}
