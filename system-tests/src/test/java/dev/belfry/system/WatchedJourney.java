package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.platform.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** A Prometheus that is set up as deploy/watch says sees all that the rules and the dashboards ask for. */
class WatchedJourney {
    private static final Path WATCH = SuiteProcess.ROOT.resolve("deploy/watch");
    private static final Duration SEEN = Duration.ofSeconds(40);
    private static final Pattern SELECTOR = Pattern.compile("([a-z_:][a-zA-Z0-9_:]*)\\{([^}]*)}");
    private static final Pattern BARE = Pattern.compile("\\b((?:belfry|vertx|jvm|process|system)_\\w+|up)\\b(?!\\{)");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~?)\"([^\"]*)\"");
    private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");
    private static final Pattern SHOWN = Pattern.compile("\\{\\{ ?(?:\\$labels\\.)?(\\w+) ?}}");

    @Test
    void everyQueryOfTheRulesAndTheDashboardsFindsItsMetricsInARunningSuite(@TempDir Path directory)
            throws IOException {
        var rule = new JsonObject(
                new Yaml().<Map<String, Object>>load(Files.readString(WATCH.resolve("prometheus-rule.yaml"))));
        try (var mail = MailServer.start();
                var suite = SuiteProcess.on(directory.resolve("data")).sendingMailTo(mail)) {
            var belfry = suite.up();
            page(belfry);
            try (var prometheus = PrometheusProcess.watching(
                    directory, configuration(suite), rule.getJsonObject("spec").encode())) {
                await("all are scraped, and what was done is seen").atMost(SEEN).untilAsserted(() -> {
                    assertThat(prometheus.query("up == 1"))
                            .as(prometheus::output)
                            .hasSize(6);
                    assertThat(prometheus.query("belfry_deliveries_total > 0")).isNotEmpty();
                });
                var queries = rules(rule);
                queries.putAll(dashboards());
                assertThat(queries).hasSizeGreaterThan(70);
                var wrong = new ArrayList<String>();
                queries.forEach((where, query) -> wrong.addAll(wrong(prometheus, where, query)));
                assertThat(wrong).isEmpty();
                documented(prometheus);
            }
        }
    }

    /** Belfry has something to measure: a page that arrived, and a request that was refused. */
    private static void page(Belfry belfry) {
        var http = new Http();
        assertThat(http.post(belfry.ingest() + "/v2/enqueue", "[]", "application/json")
                        .status())
                .isEqualTo(400);
        var alert = new JsonObject()
                .put("routing_key", belfry.routingKey())
                .put("event_action", "trigger")
                .put("dedup_key", "watched")
                .put(
                        "payload",
                        new JsonObject()
                                .put("summary", "Somebody watches")
                                .put("source", "journey")
                                .put("severity", "critical"));
        assertThat(http.send("POST", belfry.ingest() + "/v2/enqueue", alert).status())
                .isEqualTo(202);
        await("the page is sent")
                .atMost(Belfry.SOON)
                .until(() -> belfry.deliveries().stream()
                        .anyMatch(one -> one.getString("status").equals("sent")));
    }

    /** The configuration as it is, with the ports of this suite and less patience. */
    private static String configuration(SuiteProcess suite) throws IOException {
        var configuration = Files.readString(WATCH.resolve("prometheus.yml")).replace(": 15s", ": 1s");
        for (int service = 0; service < 6; service++) {
            configuration = configuration.replace(
                    "127.0.0.1:" + (8090 + service), "127.0.0.1:" + (suite.portBase() + 10 + service));
        }
        return configuration;
    }

    private static Map<String, Query> rules(JsonObject rule) {
        var queries = new TreeMap<String, Query>();
        objects(rule.getJsonObject("spec"), "groups")
                .flatMap(group -> objects(group, "rules"))
                .forEach(one -> queries.put(
                        one.getString("alert"),
                        new Query(
                                one.getString("expr"),
                                one.getJsonObject("annotations").getString("summary"))));
        return queries;
    }

    private static Map<String, Query> dashboards() throws IOException {
        var queries = new TreeMap<String, Query>();
        try (var files = Files.list(WATCH.resolve("dashboards"))) {
            for (var file : files.toList()) {
                var dashboard = Json.mapper().readTree(Files.readString(file));
                for (var panel : dashboard.path("panels")) {
                    for (var target : panel.path("targets")) {
                        queries.put(
                                file.getFileName() + ": " + panel.path("title").asText() + " "
                                        + target.path("refId").asText(),
                                new Query(
                                        target.path("expr").asText().replace("$job", ".*"),
                                        target.path("legendFormat").asText()));
                    }
                }
                for (var variable : dashboard.at("/templating/list")) {
                    var asked = variable.path("definition").asText();
                    if (!asked.isEmpty()) {
                        var named = asked.replaceAll("label_values\\((\\w+), (\\w+)\\)", "count($1{$2!=\"\"})");
                        queries.put(
                                file.getFileName() + ": "
                                        + variable.path("name").asText(),
                                new Query(named, ""));
                    }
                }
            }
        }
        return queries;
    }

    /** A query, and the text that is shown beside what it answers. */
    private record Query(String expression, String shown) {}

    /** What of the query is not there: metrics, values that are asked for, labels. */
    private static List<String> wrong(PrometheusProcess prometheus, String where, Query query) {
        prometheus.query(query.expression());
        var wrong = new ArrayList<String>();
        var bare = BARE.matcher(query.expression());
        while (bare.find()) {
            wrong.add(where + ": write " + bare.group() + " with {}");
        }
        var metrics = new TreeSet<String>();
        var labels = new TreeSet<String>();
        var selectors = SELECTOR.matcher(query.expression());
        while (selectors.find()) {
            metrics.add(selectors.group(1));
            var asked = MATCHER.matcher(selectors.group(2))
                    .replaceAll(one -> one.group(2).equals("=") ? one.group() : one.group(1) + "!=\"\"");
            var selector = selectors.group(1) + "{" + asked + "}";
            if (prometheus.query("count(" + selector + ")").isEmpty()) {
                wrong.add(where + ": nothing is " + selector);
            }
        }
        for (var grouped : List.of(BY.matcher(query.expression()), SHOWN.matcher(query.shown()))) {
            while (grouped.find()) {
                labels.addAll(List.of(grouped.group(1).split(", ?", -1)));
            }
        }
        for (var label : labels) {
            var having = "count({__name__=~\"" + String.join("|", metrics) + "\"," + label + "!=\"\"})";
            if (prometheus.query(having).isEmpty()) {
                wrong.add(where + ": nothing has the label " + label);
            }
        }
        return wrong;
    }

    /** Whatever Belfry measures is in docs/metrics.md, by the name under which it is seen. */
    private static void documented(PrometheusProcess prometheus) throws IOException {
        var document = Files.readString(SuiteProcess.ROOT.resolve("docs/metrics.md"));
        var seen = prometheus.query("count by (__name__) ({__name__=~\"belfry_.+\"})").stream()
                .map(one -> ((JsonObject) one).getJsonObject("metric").getString("__name__"))
                .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(seen)
                .hasSizeGreaterThan(50)
                .allSatisfy(name -> assertThat(document).containsPattern("`" + name + "[`{]"));
    }

    private static Stream<JsonObject> objects(JsonObject of, String name) {
        return of.getJsonArray(name).stream().map(JsonObject.class::cast);
    }
}
