package dev.belfry.standalone;

import java.util.ArrayList;
import java.util.List;

/** What a newcomer reads when the suite is ready. */
final class Welcome {
    static final String ADMIN = "admin@example.net";

    private Welcome() {}

    static List<String> lines(
            Main.Options options,
            PortLayout ports,
            DataDirectory.Secrets secrets,
            String routingKey,
            boolean mailbox,
            boolean first) {
        var host = options.bind().equals("0.0.0.0") ? "127.0.0.1" : options.bind();
        var base = "http://" + host + ":";
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add("belfry is ready");
        lines.add("  console       " + base + ports.console());
        lines.add("  sign in as    " + ADMIN + " with the password "
                + (first ? secrets.adminPassword() : "in " + options.data().resolve("secrets.json")));
        lines.add("  alerts go to  " + base + ports.ingest()
                + "  (as to PagerDuty, Opsgenie, an Alertmanager, or a webhook; see Services)");
        lines.add("  status page   " + base + ports.status());
        lines.add(
                mailbox
                        ? "  mail          " + base + ports.console() + "/mailbox  (no SMTP server is configured)"
                        : "  mail          through the SMTP server you configured");
        lines.add("  API           " + base + ports.console() + "/api/openapi.yaml");
        lines.add("");
        if (routingKey.isEmpty()) {
            return ended(lines, options);
        }
        lines.add("Page somebody:");
        lines.add("  curl -X POST " + base + ports.ingest() + "/v2/enqueue -H 'Content-Type: application/json' -d '"
                + "{\"routing_key\":\"" + routingKey + "\",\"event_action\":\"trigger\",\"dedup_key\":\"demo\","
                + "\"payload\":{\"summary\":\"Checkout is failing for every second customer\","
                + "\"source\":\"demo\",\"severity\":\"critical\"}}'");
        lines.add("");
        return ended(lines, options);
    }

    private static List<String> ended(List<String> lines, Main.Options options) {
        lines.add("Ctrl-C stops it. Everything is kept in " + options.data());
        return lines;
    }
}
