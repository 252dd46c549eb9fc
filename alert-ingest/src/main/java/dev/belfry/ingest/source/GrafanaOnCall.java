package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;

/** Grafana OnCall's "formatted webhook", which its users' own scripts send; state {@code ok} is an end. */
public final class GrafanaOnCall implements OneAlert {
    @Override
    public String format() {
        return "grafana_oncall";
    }

    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var message = Fields.text(event, "message");
        draft.resolveIf(Fields.text(event, "state").equalsIgnoreCase("ok"))
                .key(Fields.text(event, "alert_uid"))
                .summary(Fields.text(event, "title"), message)
                .description(message)
                .severity(Fields.severity(Fields.text(event, "severity")))
                .allDetails(event, "")
                .link(Fields.text(event, "link_to_upstream_details"), "Source")
                .link(Fields.text(event, "image_url"), "Image");
    }
}
