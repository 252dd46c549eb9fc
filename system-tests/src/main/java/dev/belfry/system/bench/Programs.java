package dev.belfry.system.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The programs a benchmark runs, as an operator runs them; all are ended with it. */
final class Programs implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xms64m");

    private final Path root;
    private final List<Process> running = new ArrayList<>();
    private final Map<Process, Path> outputs = new HashMap<>();
    private final List<Path> directories = new ArrayList<>();

    Programs(Path root) {
        this.root = root;
    }

    Path directory() throws IOException {
        var directory = Files.createTempDirectory("belfry-bench");
        directories.add(directory);
        return directory;
    }

    Path root() {
        return root;
    }

    /** What a program has printed. */
    Path output(Process process) {
        return Objects.requireNonNull(outputs.get(process));
    }

    Process jar(String jar, Map<String, String> environment, String heap, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-Xmx" + heap);
        if (jar.contains("standalone")) {
            command.add("-Dlogback.configurationFile=belfry-logback.xml");
        }
        command.addAll(List.of("-jar", root.resolve(jar).toString()));
        command.addAll(List.of(arguments));
        return start(command, environment);
    }

    /** Runs a class of this module in a JVM of its own. */
    Process main(Class<?> type, String heap, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-Xmx" + heap, "-cp", System.getProperty("java.class.path"), type.getName()));
        command.addAll(List.of(arguments));
        return start(command, Map.of());
    }

    /** Any other program. */
    Process command(List<String> command) throws IOException {
        return start(command, Map.of());
    }

    private Process start(List<String> command, Map<String, String> environment) throws IOException {
        var output = directory().resolve("output.log");
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        var process = builder.start();
        running.add(process);
        outputs.put(process, output);
        return process;
    }

    /** Starts the whole suite and waits until it is ready. */
    JsonObject suite(Path data, int portBase, Map<String, String> environment)
            throws IOException, InterruptedException {
        var ready = data.resolve("ready.json");
        // One that was killed leaves it behind.
        Files.deleteIfExists(ready);
        var process = jar(
                "deploy/standalone/target/standalone.jar",
                environment,
                "512m",
                "up",
                "--data",
                data.toString(),
                "--port-base",
                Integer.toString(portBase));
        await(Duration.ofMinutes(2), () -> Files.exists(ready) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("the suite did not start; see " + data + "/logs");
        }
        return new JsonObject(Files.readString(ready));
    }

    static void await(Duration deadline, java.util.function.BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("nothing within " + deadline);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Seconds of CPU a process and its children have used, from /proc (Linux, 100 ticks a second). */
    static double cpuSeconds(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    /** Resident mebibytes of a process and all below it. */
    static double residentMebibytes(ProcessHandle process) throws IOException {
        double total = resident(process.pid());
        for (var child : process.descendants().toList()) {
            total += resident(child.pid());
        }
        return total;
    }

    /** Proportional set size: memory that processes share counts once. */
    private static double resident(long pid) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                    .sum();
        }
    }

    void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        running.remove(process);
    }

    Process last() {
        return running.getLast();
    }

    @Override
    public void close() throws IOException {
        try {
            for (var process : List.copyOf(running)) {
                stop(process);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (var directory : directories) {
            if (Files.exists(directory)) {
                try (var files = Files.walk(directory)) {
                    files.sorted(Comparator.reverseOrder())
                            .forEach(path -> path.toFile().delete());
                }
            }
        }
        directories.clear();
    }
}
