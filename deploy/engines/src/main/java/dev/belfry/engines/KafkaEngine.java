package dev.belfry.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** The main class of the broker's own JVM: one KRaft node, broker and controller in one, on loopback. */
public final class KafkaEngine {
    /** How much a partition of a topic that deletes by age keeps at most, beside the segment that is being written. */
    public static final long RETENTION_BYTES = 512L << 20;

    /** Only whole segments are removed: small ones keep the bound. */
    public static final long SEGMENT_BYTES = 64L << 20;

    static final String READY = "kafka engine ready";
    static final String DURABLE = "durable";
    private static final int FAILED = 3;
    /** What must stay reachable: a collected channel is closed, and gives up its lock. */
    private static final List<FileLock> HELD = new CopyOnWriteArrayList<>();

    private KafkaEngine() {}

    /** Runs until SIGTERM or the end of standard input; arguments: data directory, port, controller's port, [durable]. */
    public static void main(String[] args) {
        if (args.length < 3) {
            System.err.println("usage: KafkaEngine DIRECTORY PORT CONTROLLER_PORT [durable]");
            Runtime.getRuntime().halt(2);
        }
        try {
            run(
                    Path.of(args[0]).toAbsolutePath(),
                    Integer.parseInt(args[1]),
                    Integer.parseInt(args[2]),
                    args.length > 3 && args[3].equals(DURABLE));
        } catch (Throwable fault) {
            // An orderly exit after a failed start can hang for many seconds in the half-started broker.
            fault.printStackTrace();
            System.out.println("kafka engine failed: " + fault);
            Runtime.getRuntime().halt(FAILED);
        }
    }

    private static void run(Path directory, int port, int controllerPort, boolean durable) throws Exception {
        Ports.requireFree(port, "the Kafka broker");
        Ports.requireFree(controllerPort, "the Kafka controller");
        lock(Files.createDirectories(directory));
        formatOnce(directory);
        var server = new KafkaRaftServer(
                KafkaConfig.fromProps(settings(directory, port, controllerPort, durable), false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::shutdown));
        exitWithParent();
        server.startup();
        awaitAnswer(port);
        System.out.println(READY);
        server.awaitShutdown();
    }

    /** The settings of a single node that restarts within seconds and whose groups form at once. */
    static Properties settings(Path directory, int port, int controllerPort, boolean durable) {
        var settings = new Properties();
        settings.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
                "controller.listener.names", "CONTROLLER",
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners", "PLAINTEXT://127.0.0.1:" + port,
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs", logs(directory).toString(),
                "auto.create.topics.enable", "false"));
        // The controller keeps the dead broker's session for this long: with the defaults a restart takes 11 to 16 s.
        settings.putAll(Map.of(
                "broker.session.timeout.ms", "1500",
                "broker.heartbeat.interval.ms", "300",
                "controlled.shutdown.enable", "true",
                "group.initial.rebalance.delay.ms", "0",
                "group.min.session.timeout.ms", "1000"));
        settings.putAll(Map.of(
                "default.replication.factor", "1",
                "min.insync.replicas", "1",
                "offsets.topic.num.partitions", "1",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1"));
        // A topic is kept by age, and never fills the disk.
        settings.putAll(Map.of(
                "log.retention.bytes", Long.toString(RETENTION_BYTES),
                "log.segment.bytes", Long.toString(SEGMENT_BYTES)));
        // Sized for a heap of 256 MB: the default cleaner alone takes half of it.
        settings.putAll(Map.of(
                "log.cleaner.dedupe.buffer.size", "8388608",
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2"));
        if (durable) {
            // There is no second replica: what is acknowledged must survive the machine's loss of power on this disk.
            settings.put("log.flush.interval.messages", "1");
        }
        return settings;
    }

    private static Path logs(Path directory) {
        return directory.resolve("log");
    }

    /** The broker has a lock of its own, but takes twenty seconds to say so. The kernel frees this one with the process. */
    private static void lock(Path directory) throws IOException {
        var channel =
                FileChannel.open(directory.resolve("engine.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            throw new EngineException("the directory " + directory + " is in use by another Kafka broker");
        }
        HELD.add(lock);
    }

    private static void formatOnce(Path directory) throws Exception {
        Path logs = Files.createDirectories(logs(directory));
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(System.out, true, StandardCharsets.UTF_8))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(logs.toString())
                .addDirectory(logs.toString())
                // A crash while formatting leaves a directory that only this completes.
                .setIgnoreFormatted(true)
                .run();
    }

    private static void awaitAnswer(int port) throws ExecutionException, InterruptedException, TimeoutException {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port))) {
            admin.describeCluster().nodes().get(30, TimeUnit.SECONDS);
        }
    }

    /** Where the kernel's death signal is not to be had, the end of standard input tells that the parent is gone. */
    private static void exitWithParent() {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            try (InputStream in = System.in) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException gone) {
                System.out.println("standard input is broken: " + gone);
            }
            System.exit(0);
        });
    }
}
