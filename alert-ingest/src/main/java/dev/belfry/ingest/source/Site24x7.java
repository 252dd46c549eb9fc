package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertSeverity;

/** Site24x7's webhook, which GoAlert has an address of its own for; status {@code UP} is an end. */
public final class Site24x7 implements OneAlert {
    @Override
    public String format() {
        return "site24x7";
    }

    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var status = Fields.text(event, "STATUS");
        var name = Fields.text(event, "MONITORNAME");
        var reason = Fields.text(event, "INCIDENT_REASON");
        draft.resolveIf(status.equals("UP"))
                .key(Fields.text(event, "MONITOR_ID", "MONITORNAME"))
                .summary(name.isEmpty() ? reason : name + " is " + status + (reason.isEmpty() ? "" : ": " + reason))
                .severity(
                        switch (status) {
                            case "DOWN", "CRITICAL" -> AlertSeverity.CRITICAL;
                            case "TROUBLE" -> AlertSeverity.WARNING;
                            default -> AlertSeverity.ERROR;
                        })
                .source(Fields.text(event, "MONITORURL", "MONITORNAME"))
                .component(Fields.text(event, "MONITOR_GROUPNAME"))
                .at(Fields.moment(event, "OUTAGE_TIME_UNIX_FORMAT", "INCIDENT_TIME_ISO"))
                .allDetails(event, "")
                .link(Fields.text(event, "MONITOR_DASHBOARD_LINK"), "Site24x7");
    }
}
