package dev.belfry.system;

import static dev.belfry.system.Belfry.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real senders move to Belfry by changing one URL: Prometheus, amtool, and Alertmanager by three of its receivers. */
class SendersJourney {
    private static final Path AMTOOL = Path.of("/usr/bin/amtool");

    @Test
    void prometheusAmtoolAndAlertmanagerNeedNothingButAnotherUrl(@TempDir Path directory) throws Exception {
        try (var suite = SuiteProcess.on(directory.resolve("data"))) {
            var belfry = suite.up();
            prometheusTellsBelfryDirectly(Files.createDirectories(directory.resolve("prometheus")), belfry);
            everyVerbOfAmtoolWorks(directory, belfry);
            alertmanagerTellsByEachReceiver(Files.createDirectories(directory.resolve("alertmanager")), belfry);
        }
    }

    private static void awaitIncident(Belfry belfry, String title, String status) {
        await(title + " is " + status)
                .atMost(SOON)
                .untilAsserted(() -> assertThat(belfry.incidents()).anySatisfy(incident -> {
                    assertThat(incident.title()).contains(title);
                    assertThat(incident.status()).isEqualTo(status);
                }));
    }

    private static void prometheusTellsBelfryDirectly(Path directory, Belfry belfry) {
        var address = belfry.ingest().replace("http://", "");
        var alertmanagers = """
                alerting:
                  alertmanagers:
                    - static_configs: [{targets: ['%s']}]
                      path_prefix: /alertmanager/%s
                """.formatted(address, belfry.routingKey());
        try (var prometheus = PrometheusProcess.start(directory, alertmanagers, "TargetDown")) {
            awaitIncident(belfry, "Told by Prometheus: 1", "triggered");
            prometheus.recover("TargetDown");
            awaitIncident(belfry, "Told by Prometheus: 1", "resolved");
            assertThat(prometheus.output()).doesNotContain("Error sending alert");
        }
    }

    private static String amtool(Belfry belfry, String... arguments) throws IOException, InterruptedException {
        assertThat(AMTOOL)
                .as("amtool comes with Debian's prometheus-alertmanager")
                .isExecutable();
        var command = new ArrayList<>(List.of(
                AMTOOL.toString(),
                "--no-version-check",
                "--alertmanager.url=" + belfry.ingest() + "/alertmanager/" + belfry.routingKey()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(command + "\n" + output).isZero();
        return output;
    }

    private static void everyVerbOfAmtoolWorks(Path directory, Belfry belfry) throws Exception {
        var id = amtool(
                        belfry,
                        "silence",
                        "add",
                        "alertname=ByHand",
                        "instance=~db.*",
                        "-c",
                        "maintenance",
                        "-a",
                        "bea")
                .strip();
        assertThat(amtool(belfry, "silence", "query"))
                .contains(id.substring(0, 8))
                .contains("maintenance");
        amtool(
                belfry,
                "alert",
                "add",
                "ByHand",
                "instance=db1",
                "severity=critical",
                "--annotation=summary=Added by hand");
        await("the alert is known and silenced").atMost(SOON).untilAsserted(() -> {
            assertThat(amtool(belfry, "alert", "query", "--silenced")).contains("ByHand");
            assertThat(amtool(belfry, "alert", "query")).doesNotContain("ByHand");
        });
        assertThat(belfry.incidents()).noneMatch(incident -> incident.title().contains("Added by hand"));

        amtool(belfry, "silence", "update", id, "-d", "2h");
        var exported = amtool(belfry, "silence", "query", "-o", "json");
        amtool(belfry, "silence", "expire", id);
        awaitIncident(belfry, "Added by hand", "triggered");

        var file = directory.resolve("silences.json");
        var silences = new JsonArray(exported);
        silences.getJsonObject(0).remove("id");
        silences.getJsonObject(0).getJsonArray("matchers").getJsonObject(0).put("value", "SomethingElse");
        Files.writeString(file, silences.encode());
        amtool(belfry, "silence", "import", file.toString());
        assertThat(amtool(belfry, "silence", "query")).contains("SomethingElse");

        amtool(belfry, "cluster", "show");
        assertThat(amtool(belfry, "config", "show")).contains("route");
        amtool(belfry, "config", "routes", "show");
        amtool(belfry, "config", "routes", "test", "alertname=A");
    }

    private static void alertmanagerTellsByEachReceiver(Path directory, Belfry belfry) {
        var configuration = """
                route:
                  receiver: all
                  group_by: [alertname]
                  group_wait: 100ms
                  group_interval: 500ms
                  repeat_interval: 1h
                receivers:
                  - name: all
                    webhook_configs:
                      - url: %1$s/v1/webhooks/alertmanager/%2$s
                    pagerduty_configs:
                      - url: %1$s/v2/enqueue
                        routing_key: %2$s
                        description: 'by pagerduty: {{ .CommonAnnotations.summary }}'
                    opsgenie_configs:
                      - api_url: %1$s/
                        api_key: %2$s
                        message: 'by opsgenie: {{ .CommonAnnotations.summary }}'
                        update_alerts: true
                """.formatted(belfry.ingest(), belfry.routingKey());
        var labels = Map.of("alertname", "Threefold", "severity", "critical");
        try (var alertmanager = AlertmanagerProcess.start(directory, configuration)) {
            alertmanager.fire(labels, "three ways");
            // The group key is the same, so PagerDuty's and Opsgenie's alert are one, as they are one cause.
            for (var title : List.of("three ways", "by")) {
                awaitIncident(belfry, title, "triggered");
            }
            alertmanager.resolve(labels, "three ways");
            await("all are over")
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(belfry.incidents())
                            .filteredOn(incident -> incident.title().contains("three ways"))
                            .isNotEmpty()
                            .allSatisfy(
                                    incident -> assertThat(incident.status()).isEqualTo("resolved")));
        }
    }
}
