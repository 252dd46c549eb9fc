package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertSeverity;
import java.util.List;

/**
 * Sentry's integration webhooks (event alerts, metric alerts, issues, errors) and its older plugin. An issue is one
 * alert, whatever tells of it. An issue that is resolved, and a metric alert that is, are over; one that is assigned or
 * archived is not, and no news: Sentry assigns by rules, so that is not a person who takes it. Sentry signs with a secret
 * of its own that nobody here knows; the routing key in the address is what counts.
 */
public final class Sentry implements OneAlert {
    @Override
    public String format() {
        return "sentry";
    }

    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var data = event.path("data");
        var action = Fields.text(event, "action");
        switch (resource(incoming.header().apply("Sentry-Hook-Resource"), data)) {
            case "metric_alert" -> metric(action, data, draft);
            case "event_alert" -> error(data.path("event"), draft).detail("rule", Fields.text(data, "triggered_rule"));
            case "error" -> error(data.path("error"), draft);
            case "issue" -> issue(action, data.path("issue"), draft);
            case "installation", "comment" -> draft.nothing();
            default -> plugin(event, draft);
        }
    }

    private static String resource(String header, JsonNode data) {
        if (!header.isEmpty()) {
            return header;
        }
        for (var name : List.of("metric_alert", "issue", "error")) {
            if (data.path(name).isObject()) {
                return name;
            }
        }
        return data.path("event").isObject() ? "event_alert" : "";
    }

    private static void metric(String action, JsonNode data, Draft draft) {
        var alert = data.path("metric_alert");
        boolean resolved = action.equals("resolved");
        draft.resolveIf(resolved)
                .key(key("metric_alert", Fields.text(alert, "id", "identifier")))
                .summary(Fields.text(data, "description_title"), Fields.text(alert, "title"), "Sentry metric alert")
                .description(Fields.text(data, "description_text"))
                .severity(level(resolved ? "info" : action))
                .source(Fields.first(alert, "projects"))
                .at(Fields.time(alert, resolved ? "date_closed" : "date_started"))
                .details(alert.path("alert_rule"), "name", "aggregate", "query")
                .link(Fields.text(data, "web_url"), "Sentry");
    }

    private static Draft error(JsonNode error, Draft draft) {
        for (var tag : error.path("tags")) {
            if (tag.isArray() && tag.size() == 2) {
                draft.detail("tag." + tag.get(0).asText(), Fields.asText(tag.get(1)));
            }
        }
        return draft.key(key("issue", Fields.text(error, "issue_id", "event_id")))
                .summary(Fields.text(error, "title", "message"), "Sentry event")
                .severity(level(Fields.text(error, "level")))
                .source(Fields.text(error, "culprit"))
                .component(Fields.text(error, "project"))
                .at(Fields.moment(error, "datetime", "timestamp"))
                .details(error, "platform", "event_id", "level")
                .link(Fields.text(error, "web_url", "issue_url"), "Sentry");
    }

    private static void issue(String action, JsonNode issue, Draft draft) {
        if (action.equals("assigned") || action.equals("archived") || action.equals("ignored")) {
            draft.nothing();
        }
        draft.resolveIf(action.equals("resolved"))
                .key(key("issue", Fields.text(issue, "id")))
                .summary(Fields.text(issue, "title"), "Sentry issue")
                .severity(level(Fields.text(issue, "level")))
                .source(Fields.text(issue, "culprit"))
                .component(Fields.text(issue.path("project"), "slug"))
                .at(Fields.time(issue, "lastSeen"))
                .details(issue, "shortId", "status", "level", "count", "userCount")
                .link(Fields.text(issue, "web_url", "permalink"), "Sentry");
    }

    private static void plugin(JsonNode event, Draft draft) {
        draft.key(key("issue", Fields.text(event, "id")))
                .summary(Fields.text(event.path("event"), "title"), Fields.text(event, "message"), "Sentry event")
                .severity(level(Fields.text(event, "level")))
                .source(Fields.text(event, "culprit"))
                .component(Fields.text(event, "project_slug", "project"))
                .at(Fields.moment(event.path("event"), "timestamp"))
                .details(event, "project_name", "logger", "level", "triggering_rules")
                .link(Fields.text(event, "url"), "Sentry");
    }

    private static String key(String kind, String id) {
        return id.isEmpty() ? "" : kind + "/" + id;
    }

    private static AlertSeverity level(String word) {
        return switch (word) {
            case "fatal", "critical" -> AlertSeverity.CRITICAL;
            case "warning" -> AlertSeverity.WARNING;
            case "info", "debug" -> AlertSeverity.INFO;
            default -> AlertSeverity.ERROR;
        };
    }
}
