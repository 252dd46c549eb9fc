package dev.belfry.incident.catalog;

import java.util.List;

/**
 * What to paste into a sender so that it reports through an integration.
 *
 * @param sender whose configuration it is
 * @param text ready to be pasted, with the real address and key
 */
public record Snippet(String sender, String text) {

    /** The snippet that fits the integration's type first, then the others: every key takes every format. */
    public static List<Snippet> of(Integration integration, String ingestUrl) {
        var base = ingestUrl.endsWith("/") ? ingestUrl.substring(0, ingestUrl.length() - 1) : ingestUrl;
        var events = new Snippet("PagerDuty Events v2", events(base, integration.routingKey()));
        var alertmanager = new Snippet("Alertmanager", alertmanager(base, integration.routingKey()));
        var generic = new Snippet("Generic JSON", generic(base, integration.routingKey()));
        return switch (integration.type()) {
            case "alertmanager" -> List.of(alertmanager, events, generic);
            case "generic" -> List.of(generic, events, alertmanager);
            default -> List.of(events, alertmanager, generic);
        };
    }

    private static String events(String base, String key) {
        return """
                curl -X POST %s/v2/enqueue \\
                  -H 'Content-Type: application/json' \\
                  -d '{"routing_key":"%s","event_action":"trigger","dedup_key":"disk-db1",
                       "payload":{"summary":"Disk almost full on db1","source":"db1.example.com","severity":"critical"}}'
                """.formatted(base, key);
    }

    private static String alertmanager(String base, String key) {
        return """
                receivers:
                  - name: belfry
                    webhook_configs:
                      - url: %s/v1/webhooks/alertmanager/%s
                        send_resolved: true
                route:
                  receiver: belfry
                """.formatted(base, key);
    }

    private static String generic(String base, String key) {
        return """
                curl -X POST %s/v1/webhooks/generic/%s \\
                  -H 'Content-Type: application/json' \\
                  -d '{"action":"trigger","dedup_key":"disk-db1","summary":"Disk almost full on db1",
                       "severity":"critical","source":"db1.example.com"}'
                """.formatted(base, key);
    }
}
