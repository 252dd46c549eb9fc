package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** The whole suite as {@code ./belfry up} runs it, in a process of its own, on one data directory and one set of ports. */
final class SuiteProcess implements AutoCloseable {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path JAR = ROOT.resolve("deploy/standalone/target/standalone.jar");
    private static final Duration READY = Duration.ofSeconds(150);
    private static final int PORTS = 20;
    /** Journeys run side by side, and a suite takes its ports only while it starts. */
    private static final Set<Integer> BASES = ConcurrentHashMap.newKeySet();

    private final Path data;
    private final int portBase;
    private final Map<String, String> variables = new HashMap<>();
    private @Nullable RunningProcess process;
    private int starts;

    private SuiteProcess(Path data, int portBase) {
        this.data = data;
        this.portBase = portBase;
    }

    /** A suite that is not started yet. */
    static SuiteProcess on(Path data) {
        return new SuiteProcess(data, freePortBase());
    }

    /** Its mail goes to this server instead of the built-in mailbox. */
    SuiteProcess sendingMailTo(MailServer mail) {
        return sendingMailTo(mail.port());
    }

    /** Its mail goes to the server at this port. */
    SuiteProcess sendingMailTo(int port) {
        variables.put("BELFRY_SMTP_HOST", "127.0.0.1");
        // Journeys look for the mail of each incident.
        variables.put("BELFRY_DIGEST_WINDOW", "PT0S");
        variables.put("BELFRY_SMTP_PORT", Integer.toString(port));
        variables.put("BELFRY_MAIL_FROM", "belfry@example.net");
        return this;
    }

    /** All of its processes tell the time by this clock. */
    SuiteProcess by(ShiftedClock clock) {
        variables.putAll(clock.variables());
        return this;
    }

    /** Starts it and waits until it is ready. */
    Belfry up() {
        start("--data", data.toString(), "--port-base", Integer.toString(portBase));
        // Not the file alone: after kill -9 there is one that the run before left.
        try {
            await("belfry is ready")
                    .atMost(READY)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() ->
                            output().contains("Ctrl-C stops it") || !running().isAlive());
        } catch (ConditionTimeoutException late) {
            // Its threads tell what it waits for; a JVM prints them to its output.
            running().signal("QUIT");
            await("its threads are printed")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> output().contains("Full thread dump") && output().contains("JNI global refs"));
            throw new AssertionError("not ready after " + READY + ":\n" + output(), late);
        }
        assertThat(running().isAlive()).as(() -> output()).isTrue();
        assertThat(readyFile()).exists();
        return new Belfry(new JsonObject(read(readyFile())));
    }

    /** A further launcher beside this one, such as one that must be refused. */
    static RunningProcess launch(Path output, String... options) {
        return launch(output, Map.of(), options);
    }

    private static RunningProcess launch(Path output, Map<String, String> variables, String... options) {
        assertThat(JAR)
                .as("the launcher is not built; mvn verify builds it first, or by hand: mvn -Dquick package")
                .exists();
        var command = new ArrayList<>(List.of(
                RunningProcess.java(),
                RunningProcess.SHORT_LIVED,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xms128m",
                "-Xmx512m",
                "-Dlogback.configurationFile=belfry-logback.xml",
                "-jar",
                JAR.toString(),
                "up"));
        command.addAll(List.of(options));
        return RunningProcess.start(output, variables, command);
    }

    private void start(String... options) {
        if (process != null) {
            process.close();
        }
        starts++;
        process = launch(data.resolveSibling(data.getFileName() + "-" + starts + ".out"), variables, options);
    }

    private RunningProcess running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    Path data() {
        return data;
    }

    int portBase() {
        return portBase;
    }

    Path readyFile() {
        return data.resolve("ready.json");
    }

    String output() {
        return running().output();
    }

    /** What it prints for a newcomer to paste into a shell. */
    String printedCurl() {
        return output().lines()
                .filter(line -> line.strip().startsWith("curl "))
                .findFirst()
                .orElseThrow()
                .strip();
    }

    /** The administrator's password as it is printed at the first start. */
    String printedPassword() {
        var line = output().lines()
                .filter(text -> text.contains("with the password"))
                .findFirst()
                .orElseThrow();
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    void kill() {
        running().kill();
    }

    void signal(String name) {
        running().signal(name);
    }

    /** The running suite, after it was started again by somebody else. */
    Belfry reopened() {
        return new Belfry(new JsonObject(read(readyFile())));
    }

    /** Sends a signal to an engine's process, {@code kafka} or {@code postgres}: those that run on this data directory. */
    void signal(String engine, String name) {
        // PostgreSQL's backends do not name the directory: they are known by their parent.
        var pids = processes().stream()
                .filter(line -> line.contains(data.resolve(engine).toString()))
                .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(process -> Long.toString(process.pid()))
                .distinct()
                .toList();
        assertThat(pids).as(() -> engine + " runs; found: " + processes()).isNotEmpty();
        pids.forEach(pid -> {
            try {
                // A backend ends by itself as soon as its parent is gone.
                int said = new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
                assertThat(said == 0 || ProcessHandle.of(Long.parseLong(pid)).isEmpty())
                        .isTrue();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        });
    }

    int awaitExit(Duration limit) {
        return running().awaitExit(limit);
    }

    /** The processes whose command line names this data directory: the launcher and its engines. */
    List<String> processes() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(ProcessHandle::pid)
                    .filter(pid -> pid != ProcessHandle.current().pid())
                    .map(pid -> pid + " " + commandLine(pid))
                    .filter(line -> line.contains(data.toString()))
                    .toList();
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A base with enough free ports above it, below those that the system hands out by itself. */
    private static int freePortBase() {
        var random = new Random();
        for (int attempt = 0; attempt < 200; attempt++) {
            int base = 12_000 + PORTS * random.nextInt(500);
            if (BASES.add(base)
                    && Stream.iterate(base, port -> port + 1).limit(PORTS).allMatch(SuiteProcess::isFree)) {
                return base;
            }
        }
        throw new IllegalStateException("no " + PORTS + " free ports in a row");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
