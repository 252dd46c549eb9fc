package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import java.util.Locale;

/** New Relic's workflow webhook with its default template, and the older one of notification channels. */
public final class NewRelic implements OneAlert {
    @Override
    public String format() {
        return "newrelic";
    }

    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var title = Fields.first(event, "title");
        draft.action(action(Fields.text(event, "state", "current_state")))
                .key(Fields.text(event, "id", "issueId", "incident_id"))
                .summary(title, Fields.text(event, "condition_name"), Fields.first(event, "alertConditionNames"))
                .summary("New Relic issue")
                .description(Fields.text(event, "details"))
                .severity(severity(Fields.text(event, "priority", "severity")))
                .source(Fields.first(event, "impactedEntities"))
                .component(Fields.first(event, "alertPolicyNames"))
                .at(Fields.moment(event, "updatedAt", "timestamp", "createdAt"))
                .details(event, "state", "trigger", "totalIncidents", "isCorrelated", "workflowName", "policy_name")
                .details(event, "impactedEntities", "alertConditionNames", "alertPolicyNames")
                .link(Fields.text(event, "issueUrl", "issuePageUrl", "incident_url"), "New Relic")
                .link(Fields.text(event, "runbook_url"), "Runbook");
    }

    private static AlertAction action(String state) {
        return switch (state.toUpperCase(Locale.ROOT)) {
            case "CLOSED" -> AlertAction.RESOLVE;
            case "ACKNOWLEDGED" -> AlertAction.ACKNOWLEDGE;
            default -> AlertAction.TRIGGER;
        };
    }

    private static AlertSeverity severity(String priority) {
        return switch (priority.toUpperCase(Locale.ROOT)) {
            case "CRITICAL" -> AlertSeverity.CRITICAL;
            case "MEDIUM", "WARNING" -> AlertSeverity.WARNING;
            case "LOW", "INFO" -> AlertSeverity.INFO;
            default -> AlertSeverity.ERROR;
        };
    }
}
