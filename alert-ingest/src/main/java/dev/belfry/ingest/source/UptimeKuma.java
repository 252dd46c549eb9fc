package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertSeverity;
import java.util.List;
import java.util.Optional;

/**
 * Uptime Kuma's webhook: JSON, form data with the JSON in {@code data}, or GET with the members in the query. Status 0
 * is down and 1 is up; maintenance is no news. A message without a monitor, which is a test or a certificate that will
 * expire, informs. A tag {@code severity} of the monitor says how bad it is.
 */
public final class UptimeKuma implements OneAlert {
    @Override
    public String format() {
        return "uptimekuma";
    }

    @Override
    public Normalised read(Incoming incoming, Minting minting) {
        var tree = incoming.method().equals("GET")
                ? query(incoming)
                : Forms.tree(incoming).map(body -> body.path("data").isTextual() ? Forms.inner(body, "data") : body);
        return tree.isEmpty() || tree.get().isEmpty()
                ? Normalised.unreadable("The body is neither a JSON object nor a form with one.")
                : each(tree.get(), incoming, minting);
    }

    private static Optional<JsonNode> query(Incoming incoming) {
        var members = Forms.object();
        for (var name : List.of("msg", "heartbeat", "monitor")) {
            var value = incoming.query().apply(name);
            if (!value.isEmpty()) {
                members.put(name, value);
            }
        }
        return Optional.of(members);
    }

    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var heartbeat = Forms.inner(event, "heartbeat");
        var monitor = Forms.inner(event, "monitor");
        var id = Fields.text(monitor, "id");
        var name = Fields.text(monitor, "pathName", "name");
        var message = Fields.text(heartbeat, "msg");
        var status = Fields.text(heartbeat, "status");
        draft.resolveIf(status.equals("1"))
                .key(id.isEmpty() ? Fields.text(heartbeat, "monitorID") : id)
                .summary(message.isEmpty() || name.isEmpty() ? Fields.text(event, "msg") : name + ": " + message, name)
                .severity(
                        switch (status) {
                            case "" -> AlertSeverity.INFO;
                            case "2" -> AlertSeverity.WARNING;
                            default -> AlertSeverity.ERROR;
                        })
                .source(Fields.text(monitor, "hostname", "url"))
                .component(name)
                // Its clock is UTC, whatever its time zone says beside it.
                .at(Fields.time(Fields.text(heartbeat, "time") + "Z"))
                .details(heartbeat, "ping", "duration", "retries")
                .details(monitor, "type", "hostname", "port", "url")
                .link(Fields.text(monitor, "url"), "Monitored address");
        for (var tag : monitor.path("tags")) {
            var value = Fields.text(tag, "value");
            draft.tag(value.isEmpty() ? Fields.text(tag, "name") : Fields.text(tag, "name") + ":" + value);
            if (Fields.text(tag, "name").equals("severity") && status.equals("0")) {
                draft.severity(Fields.severity(value));
            }
        }
        if (status.equals("3")) {
            draft.nothing();
        }
    }
}
