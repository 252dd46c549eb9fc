package dev.belfry.incident.compat.alertmanager;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** What Belfry says of itself where an Alertmanager is expected. */
final class Pretence {
    /** Clients only compare it with their own and warn when major or minor differ. */
    private static final String VERSION = "0.34.0";

    private Pretence() {}

    /** The status, with a configuration that says what happens here and that Alertmanager's own parser can read. */
    static JsonObject status(List<String> receivers, Instant started) {
        return new JsonObject()
                .put("cluster", new JsonObject().put("peers", new JsonArray()).put("status", "disabled"))
                .put("config", new JsonObject().put("original", config(receivers)))
                .put("uptime", Times.text(started))
                .put(
                        "versionInfo",
                        new JsonObject()
                                .put("branch", "HEAD")
                                .put("buildDate", "")
                                .put("buildUser", "")
                                .put("goVersion", "")
                                .put("revision", "belfry")
                                .put("version", VERSION));
    }

    static JsonArray receivers(List<String> receivers) {
        var all = new JsonArray();
        receivers.forEach(
                name -> all.add(new JsonObject().put("labels", new JsonObject()).put("name", name)));
        return all;
    }

    private static String config(List<String> receivers) {
        var yaml = new StringBuilder(
                        "# Belfry stands here for an Alertmanager: alerts open incidents of the service,\n")
                .append("# and its escalation policy says who is paged.\n")
                .append("route:\n  receiver: ")
                .append(Answer.quoted(receivers.getFirst()))
                .append("\n  group_by: [\"alertname\"]\nreceivers:\n");
        receivers.forEach(
                name -> yaml.append("- name: ").append(Answer.quoted(name)).append('\n'));
        return yaml.toString();
    }
}
