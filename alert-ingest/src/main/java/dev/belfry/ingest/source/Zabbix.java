package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Zabbix, by a media type that sends its macros as members of an object: {@code EVENT.ID} or {@code event_id}. The id
 * of the problem is also that of its recovery, and {@code EVENT.VALUE} 0 is one, for events of triggers, of items that
 * fail and of services; discovery and registration only inform.
 */
public final class Zabbix implements OneAlert {
    @Override
    public String format() {
        return "zabbix";
    }

    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var macros = Macros.of(event, "");
        var source = macros.text("EVENTSOURCE", "SOURCE");
        boolean informs = source.equals("1") || source.equals("2");
        draft.action(informs ? AlertAction.TRIGGER : action(macros))
                .key(macros.text("EVENTID"))
                .summary(macros.text("EVENTNAME", "NAME", "TRIGGERNAME", "SUBJECT"), "Zabbix event")
                .description(macros.text("MESSAGE", "ALERTMESSAGE", "TRIGGERDESCRIPTION"))
                .severity(
                        informs ? AlertSeverity.INFO : severity(macros.text("EVENTNSEVERITY", "NSEVERITY", "SEVERITY")))
                .source(macros.text("HOSTNAME", "HOSTHOST", "HOST"))
                .component(macros.text("HOSTGROUP", "GROUP"))
                .detail("ip", macros.text("HOSTIP", "IP"))
                .detail("trigger", macros.text("TRIGGERID"))
                .detail("operational data", macros.text("EVENTOPDATA", "OPDATA"))
                .detail("author", macros.text("USERFULLNAME", "USERNAME", "EVENTUPDATEUSER"))
                .detail("comment", macros.text("EVENTUPDATEMESSAGE", "UPDATEMESSAGE"))
                .detail("update", macros.text("EVENTUPDATEACTION", "UPDATEACTION"))
                .detail("recovered by", macros.text("EVENTRECOVERYID", "RECOVERYID"))
                .link(macros.text("TRIGGERURL", "URL"), "Zabbix");
        tags(macros.text("EVENTTAGSJSON", "TAGSJSON", "TAGS"), draft);
    }

    private static AlertAction action(Macros macros) {
        if (macros.text("EVENTVALUE", "VALUE").equals("0")) {
            return AlertAction.RESOLVE;
        }
        // A list of what was done, such as "acknowledged, commented".
        var done = List.of(macros.text("EVENTUPDATEACTION", "UPDATEACTION").split(", ?", 20));
        return macros.text("EVENTUPDATESTATUS", "UPDATESTATUS").equals("1") && done.contains("acknowledged")
                ? AlertAction.ACKNOWLEDGE
                : AlertAction.TRIGGER;
    }

    /** Not classified, information, warning, average, high, disaster. */
    private static AlertSeverity severity(String number) {
        return switch (number) {
            case "0", "1" -> AlertSeverity.INFO;
            case "2", "3" -> AlertSeverity.WARNING;
            case "4" -> AlertSeverity.ERROR;
            case "5" -> AlertSeverity.CRITICAL;
            default -> Fields.severity(number);
        };
    }

    private static void tags(String json, Draft draft) {
        for (var tag : Fields.tree(json.getBytes(StandardCharsets.UTF_8)).orElse(Forms.object())) {
            var name = Fields.text(tag, "tag");
            var value = Fields.text(tag, "value");
            draft.tag(value.isEmpty() ? name : name + ":" + value);
            draft.detail("tag." + name, value);
        }
    }
}
