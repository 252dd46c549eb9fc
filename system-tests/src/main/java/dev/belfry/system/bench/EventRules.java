package dev.belfry.system.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Fifty event rules for all alerts: forty of the form and ten in CEL; one in ten applies. */
final class EventRules {
    private static final int RULES = 50;

    private final Api api;
    private final String console;
    private final List<String> made = new ArrayList<>();

    EventRules(Api api, String console) {
        this.api = api;
        this.console = console;
    }

    void on(boolean wanted) throws InterruptedException {
        if (!wanted) {
            for (var id : made) {
                api.remove(console, "event-rules/" + id);
            }
            made.clear();
            return;
        }
        for (int i = 0; i < RULES; i++) {
            made.add(api.made(console, "event-rules", rule(i)).getString("id"));
        }
    }

    private static JsonObject rule(int i) {
        var rule = new JsonObject()
                .put("name", "Rule " + i)
                .put("actions", new JsonObject().put("labels", new JsonObject().put("team", "team-" + i)));
        if (i % 5 == 4) {
            return rule.put(
                    "condition",
                    i % 10 == 4
                            ? "severity == \"warning\" && labels[?\"alertname\"].orValue(\"\") == \"DiskFull\""
                            : "title.contains(\"network\") && labels[?\"env\"].orValue(\"\") == \"test-" + i + "\"");
        }
        return rule.put(
                "conditions",
                new JsonObject()
                        .put(
                                "of",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("field", "label")
                                                .put("label", "alertname")
                                                .put("operator", "is")
                                                .put("value", "Alert" + i))
                                        .add(new JsonObject()
                                                .put("field", "title")
                                                .put("operator", "contains")
                                                .put("value", "number " + i))));
    }
}
