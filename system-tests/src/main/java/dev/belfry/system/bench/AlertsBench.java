package dev.belfry.system.bench;

import dev.belfry.system.bench.Load.Target;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How many alerts a second the whole suite takes from the webhook into PostgreSQL: bodies of 100 as Prometheus posts them,
 * each alert ten times, on twenty services that group their alerts. Load, suite and engines share the machine.
 */
final class AlertsBench {
    private static final int PORT_BASE = 28_180;
    private static final int SERVICES = 20;
    private static final int BODY = 100;
    private static final int DIFFERENT = 20_000;
    private static final int ALERTS = 200_000;

    private final Programs programs;
    private final Figures figures;
    private final Vertx vertx = Vertx.vertx();
    private final Load load = new Load(vertx, 16);
    private final HttpClient http = HttpClient.newHttpClient();

    AlertsBench(Programs programs, Figures figures) {
        this.programs = programs;
        this.figures = figures;
    }

    void run() throws Exception {
        var suite = programs.suite(
                programs.directory().resolve("data"),
                PORT_BASE,
                Map.of("BELFRY_INGEST_PER_SECOND", "1000000", "BELFRY_INGEST_STORM_ALERTS", "1000000"));
        var keys = services(suite);
        var metrics = URI.create(suite.getJsonObject("management").getString("incident") + "/metrics");
        // Compiling hot code takes a core for the first rounds.
        for (int round = 0; round < 2; round++) {
            round(suite, keys, metrics, round);
        }
        var rules = new EventRules(new Api(suite.getString("adminToken")), suite.getString("console"));
        for (int round = 2; round < 8; round++) {
            // One round without event rules and one with them, so that both have the same machine.
            boolean ruled = round % 2 == 1;
            rules.on(ruled);
            double cpu = cpu();
            double seconds = round(suite, keys, metrics, round);
            figures.write(
                    ruled ? "alerts.into-postgresql.with-50-rules" : "alerts.into-postgresql",
                    ALERTS / seconds,
                    "alerts/s",
                    Map.of(
                            "how",
                            ALERTS + " alerts of " + DIFFERENT + " keys, all new in each round, in bodies of " + BODY
                                    + ", from the first request to the last commit",
                            "cpuMicros",
                            Math.round((cpu() - cpu) * 1e7 / ALERTS) / 10.0));
        }
    }

    /** Answers the seconds from the first request to the last alert being counted. */
    private double round(JsonObject suite, List<String> keys, URI metrics, int round) throws Exception {
        double before = counted(metrics);
        int port = URI.create(suite.getString("ingest")).getPort();
        var targets = new ArrayList<Target>();
        for (int i = 0; i < ALERTS / BODY; i++) {
            int body = i;
            targets.add(new Target(
                    port,
                    "/alertmanager/" + keys.get(i % SERVICES) + "/api/v2/alerts",
                    any -> body(round, body % (DIFFERENT / BODY))));
        }
        long start = System.nanoTime();
        int refused = load.each(targets, Duration.ofMinutes(5)).refused();
        if (refused > 0) {
            throw new IllegalStateException(refused + " bodies were refused");
        }
        Programs.await(Duration.ofMinutes(5), () -> counted(metrics) - before >= ALERTS);
        return (System.nanoTime() - start) / 1e9;
    }

    private static Buffer body(int round, int number) {
        var alerts = new JsonArray();
        for (int i = 0; i < BODY; i++) {
            alerts.add(new JsonObject()
                    .put(
                            "labels",
                            new JsonObject()
                                    .put("alertname", "DiskFull")
                                    .put("severity", "warning")
                                    .put("round", Integer.toString(round))
                                    .put("instance", "host-" + (number * BODY + i) + ".example.net"))
                    .put("annotations", new JsonObject().put("summary", "The disk is nearly full")));
        }
        return alerts.toBuffer();
    }

    /** All alerts that incident-service has counted, whatever came of them. */
    private double counted(URI metrics) {
        try {
            return http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("belfry_alerts_total"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException away) {
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Seconds of CPU of the suite with its engines. */
    private double cpu() throws IOException {
        double sum = Programs.cpuSeconds(programs.last().pid());
        for (var child : programs.last().descendants().toList()) {
            sum += Programs.cpuSeconds(child.pid());
        }
        return sum;
    }

    private static List<String> services(JsonObject suite) throws InterruptedException {
        var api = new Api(suite.getString("adminToken"));
        var keys = new ArrayList<String>();
        for (int i = 0; i < SERVICES; i++) {
            keys.add(api.service(suite.getString("console"), "Service " + i, "service", null));
        }
        return keys;
    }
}
