package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import java.util.Locale;

/**
 * The notifications of Nagios and its kin, Icinga and Checkmk: the names of their macros as form fields or members. A
 * host or a service of it is one alert. Flapping is an alert of its own, because its end says nothing of the state;
 * downtimes are no news.
 */
public final class NagiosNotification implements OneAlert {
    private final String format;
    private final String prefix;

    private NagiosNotification(String format, String prefix) {
        this.format = format;
        this.prefix = prefix;
    }

    public static NagiosNotification ofNagios() {
        return new NagiosNotification("nagios", "NAGIOS");
    }

    public static NagiosNotification ofIcinga() {
        return new NagiosNotification("icinga", "ICINGA");
    }

    public static NagiosNotification ofCheckmk() {
        return new NagiosNotification("checkmk", "NOTIFY");
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var macros = Macros.of(event, prefix);
        var type = macros.text("NOTIFICATIONTYPE", "TYPE").toUpperCase(Locale.ROOT);
        var host = macros.text("HOSTNAME", "HOSTDISPLAYNAME", "HOSTALIAS", "HOSTADDRESS");
        var service = macros.text("SERVICEDESC", "SERVICENAME", "SERVICEDISPLAYNAME");
        var state = service.isEmpty() ? macros.text("HOSTSTATE") : macros.text("SERVICESTATE");
        var output = service.isEmpty() ? macros.text("HOSTOUTPUT") : macros.text("SERVICEOUTPUT");
        boolean well = state.equalsIgnoreCase("OK") || state.equalsIgnoreCase("UP");
        var key = host.isEmpty() || service.isEmpty() ? host : host + "/" + service;
        draft.key(key)
                .severity(well ? AlertSeverity.INFO : severity(state))
                .source(host)
                .component(service)
                .at(Fields.moment(event, "TIMET", "NAGIOS_TIMET", "icinga.timet", "NOTIFY_MICROTIME"))
                .description(service.isEmpty() ? macros.text("LONGHOSTOUTPUT") : macros.text("LONGSERVICEOUTPUT"))
                .detail("type", type)
                .detail("state", state)
                .detail("output", output)
                .detail("address", macros.text("HOSTADDRESS"))
                .detail(
                        "last state",
                        service.isEmpty() ? macros.text("LASTHOSTSTATE") : macros.text("LASTSERVICESTATE"))
                .detail("performance data", macros.text("SERVICEPERFDATA", "HOSTPERFDATA"))
                .detail("author", macros.text("NOTIFICATIONAUTHOR"))
                .detail("comment", macros.text("NOTIFICATIONCOMMENT"))
                .detail("site", macros.text("OMDSITE"))
                .link(macros.text("SERVICEURL", "HOSTURL", "SERVICEACTIONURL", "HOSTACTIONURL"), "Monitoring");
        switch (type) {
            case "PROBLEM" -> draft.action(AlertAction.TRIGGER);
            case "RECOVERY" -> draft.action(AlertAction.RESOLVE);
            case "ACKNOWLEDGEMENT" -> draft.action(AlertAction.ACKNOWLEDGE);
            case "FLAPPINGSTART" -> draft.key(aside(key, "flapping")).severity(AlertSeverity.WARNING);
            case "FLAPPINGSTOP", "FLAPPINGEND", "FLAPPINGDISABLED" ->
                draft.key(aside(key, "flapping")).action(AlertAction.RESOLVE);
            case "DOWNTIMESTART", "DOWNTIMEEND", "DOWNTIMECANCELLED", "DOWNTIMEREMOVED" -> draft.nothing();
            case "CUSTOM" -> draft.key(aside(key, "custom"));
            default -> draft.resolveIf(well);
        }
        var what = service.isEmpty() ? host : service + " on " + host;
        var says = type.equals("FLAPPINGSTART")
                ? "flaps"
                : type.startsWith("FLAPPING") ? "flaps no more" : state.isEmpty() ? "" : "is " + state;
        var text = output.isEmpty() ? macros.text("NOTIFICATIONCOMMENT") : output;
        draft.summary((what + " " + says).strip() + (text.isEmpty() || what.isEmpty() ? text : ": " + text));
    }

    private static String aside(String key, String what) {
        return key.isEmpty() ? "" : key + "/" + what;
    }

    private static AlertSeverity severity(String state) {
        return switch (state.toUpperCase(Locale.ROOT)) {
            case "CRITICAL", "DOWN" -> AlertSeverity.CRITICAL;
            case "WARNING" -> AlertSeverity.WARNING;
            default -> AlertSeverity.ERROR;
        };
    }
}
