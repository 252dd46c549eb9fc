package dev.belfry.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A program that a journey started: what it says, how it ends, and that it ends with the journey at the latest. */
final class RunningProcess implements AutoCloseable {
    /** For a JVM that lives for a minute or two: optimising its code would take more processor time than it saves. */
    static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    private static final Duration FORCE = Duration.ofSeconds(30);

    static {
        // Journeys run side by side: what a thread of one throws must not fail what another waits for. A mail server
        // whose
        // client was killed throws.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    private final Process process;
    private final Path output;
    private final Thread lastResort;

    private RunningProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
        this.lastResort = new Thread(process::destroyForcibly, "last-resort");
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Starts it with the variables added to this JVM's, of which those that configure Belfry are taken away. */
    static RunningProcess start(Path output, Map<String, String> variables, List<String> command) {
        var line = new ArrayList<String>();
        // A shell's background job has SIGINT ignored, and children inherit that; a person's terminal has not.
        if (Files.isExecutable(Path.of("/usr/bin/env"))) {
            line.addAll(List.of("/usr/bin/env", "--default-signal=INT,TERM"));
        }
        line.addAll(command);
        var builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(output.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("BELFRY_"));
        builder.environment().putAll(variables);
        try {
            return new RunningProcess(builder.start(), output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The JDK of this JVM, which is the one the build chose. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it printed so far, on both streams. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Sends a signal by its name, such as {@code INT}. */
    void signal(String name) {
        try {
            int code = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid())
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid() + " failed");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Ends it as a crash would; returns once it is gone. */
    void kill() {
        process.destroyForcibly();
        awaitExit(FORCE);
    }

    /** Waits for its end and answers its exit code; fails, with its output, when it does not end. */
    int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + ":\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            try {
                if (!process.waitFor(FORCE.toSeconds(), TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (InterruptedException interrupted) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException shuttingDown) {
            // Then the hook runs, and finds nothing to do.
        }
    }
}
