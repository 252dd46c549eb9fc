package dev.belfry.ingest.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All sources that have the routing key in their address, by their formats and by the names others gave them. */
public final class Sources {
    private static final Map<String, Source> BY_FORMAT = Stream.of(
                    new AlertmanagerWebhook(),
                    new GenericJson(),
                    new GrafanaWebhook(),
                    new CloudWatch(),
                    new AzureMonitor(),
                    new GoogleMonitoring(),
                    new Datadog(),
                    new NewRelic(),
                    new Sentry(),
                    new Zabbix(),
                    NagiosNotification.ofNagios(),
                    NagiosNotification.ofIcinga(),
                    NagiosNotification.ofCheckmk(),
                    new UptimeKuma(),
                    new Splunk(),
                    new Elastic(),
                    new GitHub(),
                    new GitLab(),
                    new CloudEvents(),
                    new GrafanaOnCall(),
                    new GoAlert(),
                    new Site24x7())
            .collect(Collectors.toUnmodifiableMap(Source::format, Function.identity()));

    private Sources() {}

    public static List<Source> webhooks() {
        return List.copyOf(BY_FORMAT.values());
    }

    /** For {@code /v1/webhooks/{format}/{key}}. */
    public static Optional<Source> of(String format) {
        return Optional.ofNullable(BY_FORMAT.get(format));
    }

    /** For Grafana OnCall's {@code /integrations/v1/{type}/{token}/}: what has no format of its own is any JSON. */
    public static Optional<Source> ofOnCall(String type) {
        return switch (type) {
            case "alertmanager", "legacy_alertmanager" -> of("alertmanager");
            case "grafana", "grafana_alerting", "legacy_grafana_alerting" -> of("grafana");
            case "formatted_webhook", "zabbix" -> of("grafana_oncall");
            case "amazon_sns" -> of("cloudwatch");
            case "stackdriver" -> of("gcp");
            case "datadog", "newrelic", "sentry" -> of(type);
            case "webhook",
                    "elastalert",
                    "fabric",
                    "jira",
                    "kapacitor",
                    "pagerduty",
                    "pingdom",
                    "prtg",
                    "uptimerobot" -> of("generic");
            default -> Optional.empty();
        };
    }

    /** For GoAlert's {@code /api/v2/{type}/incoming?token=}. */
    public static Optional<Source> ofGoAlert(String type) {
        return switch (type) {
            case "generic" -> of("goalert");
            case "prometheusalertmanager" -> of("alertmanager");
            case "grafana", "site24x7" -> of(type);
            default -> Optional.empty();
        };
    }
}
