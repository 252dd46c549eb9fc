package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertSeverity;

/**
 * Azure Monitor's common alert schema. Only the essentials are relied on, because the context differs from one signal
 * to the next; {@code monitorCondition} says when it is over.
 */
public final class AzureMonitor implements OneAlert {
    @Override
    public String format() {
        return "azure";
    }

    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var data = event.path("data");
        var essentials = data.path("essentials");
        boolean resolved = Fields.text(essentials, "monitorCondition").equalsIgnoreCase("Resolved");
        draft.resolveIf(resolved)
                .key(Fields.text(essentials, "alertId"))
                .summary(Fields.text(essentials, "alertRule"), Fields.text(event, "schemaId"), "Azure Monitor alert")
                .description(Fields.text(essentials, "description"))
                .severity(severity(Fields.text(essentials, "severity")))
                .source(Fields.first(essentials, "configurationItems"))
                .component(Fields.text(essentials, "monitoringService"))
                .at(Fields.time(essentials, resolved ? "resolvedDateTime" : "firedDateTime"))
                .details(essentials, "severity", "signalType", "alertTargetIDs", "originAlertId")
                .link(Fields.text(essentials, "investigationLink"), "Azure");
        var condition =
                data.path("alertContext").path("condition").path("allOf").path(0);
        draft.details(condition, "metricName", "operator", "threshold", "timeAggregation", "metricValue")
                .allDetails(data.get("customProperties"), "property.");
        if (essentials.isEmpty()) {
            draft.allDetails(event, "");
        }
    }

    private static AlertSeverity severity(String word) {
        return switch (word) {
            case "Sev0" -> AlertSeverity.CRITICAL;
            case "Sev2" -> AlertSeverity.WARNING;
            case "Sev3", "Sev4" -> AlertSeverity.INFO;
            default -> AlertSeverity.ERROR;
        };
    }
}
