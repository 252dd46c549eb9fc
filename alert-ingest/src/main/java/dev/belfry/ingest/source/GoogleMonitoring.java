package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;

/** Google Cloud Monitoring's webhook, versions 1.0 to 1.2; its incident is over when its state is {@code closed}. */
public final class GoogleMonitoring implements OneAlert {
    @Override
    public String format() {
        return "gcp";
    }

    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var incident = event.path("incident");
        boolean closed = Fields.text(incident, "state").equalsIgnoreCase("closed");
        var policy = Fields.text(incident, "policy_name");
        draft.resolveIf(closed)
                .key(Fields.text(incident, "incident_id"))
                .summary(
                        Fields.text(incident.path("documentation"), "subject"),
                        Fields.text(incident, "summary"),
                        policy,
                        "Google Cloud Monitoring alert")
                .description(Fields.text(incident.path("documentation"), "content"))
                .severity(Fields.severity(Fields.text(incident, "severity")))
                .source(Fields.text(incident, "resource_display_name", "resource_name", "resource_id"))
                .component(Fields.text(incident.path("metric"), "displayName", "type"))
                .at(Fields.moment(incident, closed ? "ended_at" : "started_at"))
                .details(incident, "policy_name", "condition_name", "scoping_project_id", "observed_value")
                .details(incident, "threshold_value", "resource_type_display_name")
                .allDetails(incident.path("resource").get("labels"), "resource.")
                .allDetails(incident.path("metric").get("labels"), "metric.")
                .allDetails(incident.get("policy_user_labels"), "label.")
                .link(Fields.text(incident, "url"), "Google Cloud");
        if (incident.isEmpty()) {
            draft.allDetails(event, "");
        }
    }
}
