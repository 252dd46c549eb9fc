package dev.belfry.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One child process of this JVM whose output goes to a log file and which the kernel ends when this JVM dies. */
final class Child {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final Duration POLL = Duration.ofMillis(25);

    /**
     * The kernel sends the death signal when the <em>thread</em> that started the child ends, not the process. So all
     * children are started by one thread that never ends.
     */
    private static final ExecutorService SPAWNER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("engine-spawner").factory());

    private final String name;
    private final Process process;
    private final Path log;
    /** Where this run's output begins in the log, which earlier runs also wrote to. */
    private final long logStart;

    private Child(String name, Process process, Path log, long logStart) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.logStart = logStart;
    }

    /** Starts the command, to be ended by the signal (such as {@code KILL}) when this JVM dies. */
    static Child start(String name, String deathSignal, List<String> command, Path directory, Path log) {
        List<String> line = new ArrayList<>();
        if (Files.isExecutable(SETPRIV)) {
            line.addAll(List.of(SETPRIV.toString(), "--pdeathsig", deathSignal));
        }
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // What the operator set for JVMs and databases of his own is not meant for ours.
        builder.environment().keySet().removeIf(key -> key.startsWith("PG") || key.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().put("LC_ALL", "C");
        try {
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            return new Child(name, SPAWNER.submit(builder::start).get(), log, logStart);
        } catch (IOException | ExecutionException e) {
            throw new EngineException(name + " could not be started by " + line.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(name + " was interrupted while starting", e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Completes, with the exit code, when the child has ended. */
    CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Waits until the engine answers; fails, with the end of the log, when it exits or the time is over. */
    void awaitReady(BooleanSupplier ready, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (awaitExit(POLL)) {
                throw failure("ended with exit code " + process.exitValue() + " before it was ready");
            }
            if (System.nanoTime() > deadline) {
                EngineException failure = failure("was not ready after " + limit.toSeconds() + " s");
                kill();
                throw failure;
            }
        }
    }

    /** Waits for a child that does its work and ends; fails, with the end of the log, when it did not. */
    void awaitSuccess(Duration limit) {
        if (!awaitExit(limit)) {
            kill();
            throw failure("did not end within " + limit.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw failure("failed with exit code " + process.exitValue());
        }
    }

    /** Waits for the child's end and says whether it came. */
    boolean awaitExit(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new EngineException(name + " was interrupted while being waited for", e);
        }
    }

    /** Sends a signal by its name, such as {@code INT}; the JDK itself can send only TERM and KILL. */
    void signal(String signal) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the child to end by the signal, waits, and ends it by force when it does not. */
    void stop(String signal, Duration limit) {
        if (process.isAlive()) {
            signal(signal);
            if (!awaitExit(limit)) {
                kill();
            }
        }
    }

    /** Ends the child as a crash would, with kill -9, and waits until it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** What this run wrote into the log so far. */
    String output() {
        try (var channel = Files.newByteChannel(log)) {
            channel.position(logStart);
            var buffer = java.nio.ByteBuffer.allocate((int) Math.min(1 << 20, Math.max(0, channel.size() - logStart)));
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
            return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EngineException failure(String what) {
        List<String> lines = output().lines().toList();
        String end = String.join("\n  ", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
        return new EngineException(name + " " + what + "; its log is " + log + " and ends with:\n  " + end);
    }
}
