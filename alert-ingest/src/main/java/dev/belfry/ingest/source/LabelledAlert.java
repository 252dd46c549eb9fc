package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;

/** One alert of the group that Alertmanager's and Grafana's webhooks carry; its own status is the one that counts. */
final class LabelledAlert {
    private LabelledAlert() {}

    static AlertSignal signal(JsonNode group, JsonNode alert, Minting minting) {
        var labels = alert.path("labels");
        var annotations = alert.path("annotations");
        var resolved = Fields.text(alert, "status").equals("resolved");
        var grafana = isGrafana(group);
        var summary = Fields.text(annotations, "summary", "title", "message", "description");
        var description = Fields.text(annotations, "description");
        var draft = new Draft(minting)
                .resolveIf(resolved)
                .key(dedupKey(alert))
                .severity(Fields.severity(Fields.text(labels, "severity", "priority")))
                .source(Fields.text(labels, "instance", "host", "pod"))
                .component(Fields.text(labels, "service", "job"))
                .at(Fields.time(alert, resolved ? "endsAt" : "startsAt"))
                .labels(labels)
                .description(description.equals(summary) && description.indexOf('\n') < 0 ? "" : description)
                .allDetails(labels, "")
                .allDetails(annotations, "annotation.");
        if (group.path("truncatedAlerts").asInt() > 0) {
            draft.details(group, "truncatedAlerts");
        }
        draft.link(Fields.text(annotations, "runbook_url", "runbook"), "Runbook");
        draft.link(Fields.text(annotations, "dashboard_url", "dashboard"), "Dashboard");
        draft.link(Fields.text(alert, "generatorURL"), "Source");
        if (grafana) {
            grafana(alert, labels, draft);
        }
        draft.link(Fields.text(group, "externalURL"), grafana ? "Grafana" : "Alertmanager");
        return draft.summary(
                        summary, Fields.text(labels, "alertname"), Fields.text(group, "title"), "Alert without a name")
                .signal();
    }

    /** Grafana's body is Alertmanager's with a version and members of its own. */
    static boolean isGrafana(JsonNode group) {
        return Fields.text(group, "version").equals("1") || group.has("orgId");
    }

    private static void grafana(JsonNode alert, JsonNode labels, Draft draft) {
        var rule = Fields.text(labels, "rulename");
        boolean rated = !Fields.text(labels, "severity", "priority").isEmpty();
        switch (Fields.text(labels, "alertname")) {
            case "DatasourceNoData" -> {
                draft.summary("No data: " + rule);
                if (!rated) {
                    draft.severity(AlertSeverity.WARNING);
                }
            }
            case "DatasourceError" -> draft.summary("The query failed: " + rule);
            // What the button "Test" sends.
            case "TestAlert" -> draft.severity(AlertSeverity.INFO);
            default -> {
                // its annotations say what it is
            }
        }
        draft.allDetails(alert.path("values").isObject() ? alert.path("values") : null, "value.");
        draft.details(alert, "valueString");
        draft.link(Fields.text(alert, "dashboardURL"), "Dashboard");
        draft.link(Fields.text(alert, "panelURL"), "Panel");
        draft.link(Fields.text(alert, "silenceURL"), "Silence");
        draft.link(Fields.text(alert, "imageURL"), "Image");
    }

    private static String dedupKey(JsonNode alert) {
        var fingerprint = Fields.text(alert, "fingerprint");
        var labels = alert.path("labels");
        return fingerprint.isEmpty() && !labels.isEmpty() ? AlertmanagerWebhook.fingerprint(labels) : fingerprint;
    }
}
