package dev.belfry.incident.catalog.sender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Every kind of sender, as it is written down under {@code senders/}. */
public final class Senders {
    private static final List<Sender> ALL = List.of(
                    "events",
                    "alertmanager",
                    "prometheus",
                    "opsgenie",
                    "grafana",
                    "generic",
                    "email",
                    "heartbeat",
                    "cloudwatch",
                    "azure",
                    "gcp",
                    "datadog",
                    "newrelic",
                    "sentry",
                    "zabbix",
                    "nagios",
                    "icinga",
                    "checkmk",
                    "uptimekuma",
                    "splunk",
                    "elastic",
                    "site24x7",
                    "cloudevents",
                    "github",
                    "gitlab",
                    "grafana_oncall",
                    "goalert")
            .stream()
            .map(type -> Sender.read(type, written(type)))
            .toList();

    private Senders() {}

    public static List<Sender> all() {
        return ALL;
    }

    public static Optional<Sender> of(String type) {
        return ALL.stream().filter(sender -> sender.type().equals(type)).findFirst();
    }

    /** A command line that makes an alert. */
    public static String curl(URI ingest, String key) {
        return of("events").orElseThrow().at(ingest, key).snippets().getFirst().text();
    }

    private static String written(String type) {
        var name = "senders/" + type + ".txt";
        try (var in = Senders.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing on the class path: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
