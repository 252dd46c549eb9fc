package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One service alone, as an operator runs it: its jar, and settings from the environment. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(90);

    private final RunningProcess process;
    private final Http http = new Http();

    private ServiceProcess(RunningProcess process) {
        this.process = process;
    }

    static ServiceProcess start(String name, Path output, Map<String, String> settings, String... arguments) {
        var jar = SuiteProcess.ROOT.resolve(name).resolve("target").resolve(name + ".jar");
        assertThat(jar)
                .as(name + " is not built; mvn verify builds it first, or by hand: mvn -Dquick package")
                .exists();
        var command = new ArrayList<>(List.of(
                RunningProcess.java(),
                RunningProcess.SHORT_LIVED,
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-jar",
                jar.toString()));
        command.addAll(List.of(arguments));
        return new ServiceProcess(RunningProcess.start(output, settings, command));
    }

    /** Waits until its management port says that it takes work. */
    void awaitReady(int managementPort) {
        await("ready")
                .atMost(READY)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(Http.NoAnswer.class)
                .until(() -> !process.isAlive()
                        || management(managementPort, "/health/ready").status() == 200);
        assertThat(process.isAlive()).as(process::output).isTrue();
    }

    Http.Answer management(int managementPort, String path) {
        return http.get("http://127.0.0.1:" + managementPort + path);
    }

    long pid() {
        return process.pid();
    }

    void signal(String name) {
        process.signal(name);
    }

    /** Ends it as a crash would; returns once it is gone. */
    void kill() {
        process.kill();
    }

    int awaitExit(Duration limit) {
        return process.awaitExit(limit);
    }

    String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
