package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real Prometheus, as Debian packages it, that thinks Belfry is its Alertmanager, or watches it. */
final class PrometheusProcess implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");

    private final RunningProcess process;
    private final Path rules;
    private final String address;
    private final Http http = new Http();

    private PrometheusProcess(RunningProcess process, Path rules, String address) {
        this.process = process;
        this.rules = rules;
        this.address = address;
    }

    /**
     * Starts it with one rule that fires at once.
     *
     * @param alertmanagers the part of the configuration that says where alerts go
     */
    static PrometheusProcess start(Path directory, String alertmanagers, String alertname) {
        try {
            var rules = directory.resolve("rules.yml");
            write(rules, alertname, "vector(1)");
            return run(
                    directory,
                    rules,
                    "global:\n  evaluation_interval: 1s\n  external_labels:\n    cluster: eu-1\nrule_files: ['" + rules
                            + "']\n" + alertmanagers);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Starts it with the configuration and the rules of somebody who watches Belfry. */
    static PrometheusProcess watching(Path directory, String configuration, String rules) {
        try {
            return run(directory, Files.writeString(directory.resolve("belfry-rules.yaml"), rules), configuration);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static PrometheusProcess run(Path directory, Path rules, String configuration) throws IOException {
        assertThat(PROGRAM)
                .as("Prometheus is missing; ./belfry test installs it, or: apt-get install prometheus")
                .isExecutable();
        int port = freePort();
        var process = RunningProcess.start(
                directory.resolve("prometheus.out"),
                Map.of(),
                List.of(
                        PROGRAM.toString(),
                        "--config.file=" + Files.writeString(directory.resolve("prometheus.yml"), configuration),
                        "--storage.tsdb.path=" + directory.resolve("prometheus"),
                        "--rules.alert.resend-delay=1s",
                        "--web.listen-address=127.0.0.1:" + port));
        var prometheus = new PrometheusProcess(process, rules, "http://127.0.0.1:" + port);
        await("Prometheus")
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(Http.NoAnswer.class)
                .until(() -> {
                    assertThat(process.isAlive()).as(process::output).isTrue();
                    return prometheus.http.get(prometheus.address + "/-/ready").status() == 200;
                });
        return prometheus;
    }

    /** What the query answers now; fails when Prometheus does not understand it. */
    JsonArray query(String expression) {
        var answer = http.get(address + "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        assertThat(answer.status()).as(expression + ": " + answer.body()).isEqualTo(200);
        return answer.json().getJsonObject("data").getJsonArray("result");
    }

    /** What the rule watches is well again. */
    void recover(String alertname) {
        try {
            write(rules, alertname, "vector(1) > 2");
            process.signal("HUP");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void write(Path rules, String alertname, String expression) throws IOException {
        Files.writeString(rules, """
                groups:
                  - name: journey
                    rules:
                      - alert: %s
                        expr: %s
                        labels: {severity: critical}
                        annotations: {summary: 'Told by Prometheus: {{ $value }}', runbook_url: 'http://rb.example.net/up'}
                """.formatted(alertname, expression));
    }

    String output() {
        return process.output();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
