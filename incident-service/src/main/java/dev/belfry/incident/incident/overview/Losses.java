package dev.belfry.incident.incident.overview;

import java.util.ArrayList;

/**
 * What goes, or stands in the way, when a service is removed.
 *
 * @param incidents open ones
 * @param past those that are over
 */
public record Losses(
        long incidents, long past, long integrations, long heartbeats, long rules, long silences, long windows) {
    static final Losses NONE = new Losses(0, 0, 0, 0, 0, 0, 0);

    /** What stands in the way, in words; empty when nothing does. */
    public String inTheWay() {
        var parts = new ArrayList<String>();
        add(parts, incidents, "open incident");
        add(parts, past, "incident in its history");
        add(parts, integrations, "integration");
        add(parts, heartbeats, "heartbeat");
        return String.join(", ", parts);
    }

    /** What goes with it, in words; empty when nothing does. */
    public String lost() {
        var parts = new ArrayList<String>();
        add(parts, rules, "event rule");
        add(parts, silences, "silence");
        add(parts, windows, "maintenance window");
        return String.join(", ", parts);
    }

    private static void add(ArrayList<String> parts, long count, String what) {
        if (count > 0) {
            var plural = what.equals("incident in its history") ? "incidents in its history" : what + "s";
            parts.add(count + " " + (count == 1 ? what : plural));
        }
    }
}
