package dev.belfry.engines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No engine outlives the process that started it. */
@Timeout(180)
class ParentDeathIT {
    @TempDir
    Path directory;

    @Test
    void bothEnginesDieWhenTheirParentIsKilled() throws Exception {
        Process parent = java(Parent.class, directory.toString());
        List<ProcessHandle> engines = Arrays.stream(line(parent, "pids ").split(" "))
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
        assertThat(engines).hasSize(2).allMatch(ProcessHandle::isAlive);

        parent.destroyForcibly().waitFor();

        await().atMost(Duration.ofSeconds(20)).until(() -> engines.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aNewServerTakesOverAtOnceWhenTheParentWasKilled() throws Exception {
        Process parent = java(Parent.class, directory.toString());
        line(parent, "pids ");
        Path home = directory.resolve("postgres");
        int port = Integer.parseInt(
                Files.readAllLines(home.resolve("data/postmaster.pid")).get(3).strip());

        parent.destroyForcibly().waitFor();

        try (var postgres = PostgresEngine.start(home, port, PostgresEngine.Durability.FAST)) {
            assertThat(postgres.isAlive()).isTrue();
        }
    }

    @Test
    void theBrokerEndsInGoodOrderWhenItsStandardInputEnds() throws Exception {
        Process broker = java(
                KafkaEngine.class,
                directory.toString(),
                Integer.toString(Ports.free()),
                Integer.toString(Ports.free()));
        line(broker, KafkaEngine.READY);

        broker.getOutputStream().close();

        await().atMost(Duration.ofSeconds(20)).until(() -> !broker.isAlive());
        assertThat(broker.exitValue()).isZero();
    }

    private static Process java(Class<?> main, String... arguments) throws IOException {
        var command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=dev/belfry/engines/broker-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** What follows the start of the first line that begins so. */
    private static String line(Process process, String start) throws IOException {
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(start)) {
                return line.substring(start.length());
            }
            System.out.println(line);
        }
        throw new AssertionError("the process ended without saying \"" + start + "\"");
    }
}
