package dev.belfry.engines;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A Kafka broker in a child JVM, on one data directory and one pair of loopback ports for its whole life. */
public final class KafkaProcess implements Engine {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Path directory;
    private final int port;
    private final int controllerPort;
    private final boolean durable;
    private final String classPath;
    private volatile Child child;

    private KafkaProcess(Path directory, int port, int controllerPort, boolean durable, String classPath) {
        this.directory = directory;
        this.port = port;
        this.controllerPort = controllerPort;
        this.durable = durable;
        this.classPath = classPath;
        this.child = launch();
    }

    /** Starts a broker with this JVM's class path and returns once it answers; port 0 takes a free one. */
    public static KafkaProcess start(Path directory, int port, int controllerPort, boolean durable) {
        return start(directory, port, controllerPort, durable, System.getProperty("java.class.path"));
    }

    /** Starts a broker from the given class path, which may be one jar whose manifest names the others. */
    public static KafkaProcess start(Path directory, int port, int controllerPort, boolean durable, String classPath) {
        return new KafkaProcess(
                directory.toAbsolutePath(),
                port == 0 ? Ports.free() : port,
                controllerPort == 0 ? Ports.free() : controllerPort,
                durable,
                classPath);
    }

    private Child launch() {
        Ports.requireFree(port, "the Kafka broker");
        Ports.requireFree(controllerPort, "the Kafka controller");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new EngineException("the Kafka broker's directory " + directory + " cannot be made", e);
        }
        Child started = Child.start("the Kafka broker on port " + port, "KILL", command(), directory, log());
        started.awaitReady(() -> isReady(started), START);
        return started;
    }

    private static boolean isReady(Child broker) {
        String output = broker.output();
        if (output.contains("Address already in use")) {
            // Somebody took the port after it was looked at; the broker would go on for long before it gives up.
            broker.kill();
            throw broker.failure("found its port taken");
        }
        return output.contains(KafkaEngine.READY);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms64m",
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=dev/belfry/engines/broker-logback.xml",
                "-cp",
                absolute(classPath),
                KafkaEngine.class.getName(),
                directory.toString(),
                Integer.toString(port),
                Integer.toString(controllerPort)));
        if (durable) {
            command.add(KafkaEngine.DURABLE);
        }
        // Who limits the compiler of this JVM, as tests do that live for seconds, limits the broker's too.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:TieredStopAtLevel="))
                .forEach(argument -> command.add(1, argument));
        return command;
    }

    /** The child runs in its data directory, where a relative class path would lead nowhere. */
    private static String absolute(String classPath) {
        return String.join(
                java.io.File.pathSeparator,
                java.util.Arrays.stream(classPath.split(java.io.File.pathSeparator, -1))
                        .filter(entry -> !entry.isEmpty())
                        .map(entry -> new java.io.File(entry).getAbsolutePath())
                        .toList());
    }

    /** What clients connect to, such as {@code 127.0.0.1:9092}. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** The port that clients connect to. */
    public int port() {
        return port;
    }

    /** Where the broker's output goes. */
    public Path log() {
        return directory.resolve("kafka.log");
    }

    /** The process id of the broker's JVM. */
    public long pid() {
        return child.pid();
    }

    /** Says whether the broker's process runs. */
    public boolean isAlive() {
        return child.isAlive();
    }

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public CompletableFuture<Integer> ended() {
        return child.ended();
    }

    /** Ends the broker as a crash would; returns once it is gone. */
    public void kill() {
        child.kill();
    }

    @Override
    public void restart() {
        stop();
        child = launch();
    }

    /** Ends the broker in good order; returns once it is gone. */
    public void stop() {
        child.stop("TERM", STOP);
    }

    @Override
    public void close() {
        stop();
    }
}
