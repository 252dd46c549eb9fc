package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertSeverity;

/**
 * Datadog's webhook with the template that the console shows, as JSON or as a form; {@code transition} says when it is
 * over. Datadog's own default template has no such member: each of its events is an alert that a person resolves.
 */
public final class Datadog implements OneAlert {
    @Override
    public String format() {
        return "datadog";
    }

    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var macros = Macros.of(event, "");
        var transition = macros.text("TRANSITION", "ALERTTRANSITION");
        var cycle = macros.text("CYCLE", "ALERTCYCLEKEY");
        // Without a cycle only the group of a monitor names the alert; without that, each event is one.
        var key = cycle.isEmpty() ? macros.text("AGGREG", "AGGREGKEY", "ALERTID", "ID") : cycle;
        draft.resolveIf(transition.equalsIgnoreCase("Recovered"))
                .key(key, key.isEmpty() ? "" : macros.text("SCOPE", "ALERTSCOPE"))
                .summary(macros.text("TITLE", "EVENTTITLE"), macros.text("MSG", "BODY"))
                .description(macros.text("MSG", "BODY"))
                .severity(severity(transition, macros.text("PRIORITY"), macros.text("TYPE", "ALERTTYPE")))
                .priority(macros.text("PRIORITY"))
                .source(macros.text("HOST", "HOSTNAME"))
                .at(Fields.moment(event, "date"))
                .detail("transition", transition)
                .detail("alert_id", macros.text("ALERTID"))
                .detail("scope", macros.text("SCOPE", "ALERTSCOPE"))
                .detail("event_type", macros.text("EVENTTYPE"))
                .detail("org", macros.text("ORGNAME"))
                .link(macros.text("LINK", "URL"), "Datadog");
        for (var tag : macros.text("TAGS").split(",", 100)) {
            draft.tag(tag);
        }
    }

    private static AlertSeverity severity(String transition, String priority, String type) {
        if (transition.equalsIgnoreCase("Warn") || transition.equalsIgnoreCase("Re-Warn")) {
            return AlertSeverity.WARNING;
        }
        return switch (priority) {
            case "P1" -> AlertSeverity.CRITICAL;
            case "P2" -> AlertSeverity.ERROR;
            case "P3" -> AlertSeverity.WARNING;
            case "P4", "P5" -> AlertSeverity.INFO;
            default ->
                switch (type) {
                    case "warning" -> AlertSeverity.WARNING;
                    case "success", "info" -> AlertSeverity.INFO;
                    default -> AlertSeverity.ERROR;
                };
        };
    }
}
