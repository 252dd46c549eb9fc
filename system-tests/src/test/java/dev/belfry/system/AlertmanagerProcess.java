package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A real Alertmanager, as Debian packages it. */
final class AlertmanagerProcess implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus-alertmanager");

    private final RunningProcess process;
    private final String url;
    private final Http http = new Http();

    private AlertmanagerProcess(RunningProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts it with that configuration and waits until it answers. */
    static AlertmanagerProcess start(Path directory, String configuration) {
        assertThat(PROGRAM)
                .as("Alertmanager is missing; ./belfry test installs it, or: apt-get install prometheus-alertmanager")
                .isExecutable();
        try {
            var file = Files.writeString(directory.resolve("alertmanager.yml"), configuration);
            int port = freePort();
            var process = RunningProcess.start(
                    directory.resolve("alertmanager.out"),
                    Map.of(),
                    List.of(
                            PROGRAM.toString(),
                            "--config.file=" + file,
                            "--storage.path=" + directory.resolve("alertmanager"),
                            "--web.listen-address=127.0.0.1:" + port,
                            "--cluster.listen-address="));
            var started = new AlertmanagerProcess(process, "http://127.0.0.1:" + port);
            started.awaitReady();
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void awaitReady() {
        await("Alertmanager")
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(Http.NoAnswer.class)
                .until(() -> {
                    assertThat(process.isAlive()).as(process::output).isTrue();
                    return http.get(url + "/-/ready").status() == 200;
                });
    }

    /** The alert fires, as Prometheus would tell it. */
    void fire(Map<String, String> labels, String summary) {
        fire(List.of(labels), summary);
    }

    /** All of them fire in one moment. */
    void fire(List<Map<String, String>> all, String summary) {
        tell(all, summary, Instant.now().plus(Duration.ofHours(1)));
    }

    /** The alert is over. */
    void resolve(Map<String, String> labels, String summary) {
        resolve(List.of(labels), summary);
    }

    /** All of them are over. */
    void resolve(List<Map<String, String>> all, String summary) {
        tell(all, summary, Instant.now().minusMillis(1));
    }

    private void tell(List<Map<String, String>> all, String summary, Instant endsAt) {
        var alerts = new JsonArray();
        for (var labels : all) {
            alerts.add(new JsonObject()
                    .put("labels", new JsonObject(Map.copyOf(labels)))
                    .put("annotations", new JsonObject().put("summary", summary))
                    .put("endsAt", endsAt.toString()));
        }
        var answer = http.post(url + "/api/v2/alerts", alerts.encode(), "application/json");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
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
