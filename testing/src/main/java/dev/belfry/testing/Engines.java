package dev.belfry.testing;

import dev.belfry.engines.EngineException;
import dev.belfry.engines.KafkaProcess;
import dev.belfry.engines.PostgresEngine;
import dev.belfry.engines.PostgresEngine.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The PostgreSQL and the Kafka that all tests of one JVM share, each started when first asked for and gone with the JVM.
 * The system property {@code infra} chooses: {@code containers}, {@code embedded}, or {@code auto}, which takes containers
 * where a container engine answers.
 */
public final class Engines implements ParameterResolver {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    /** How to end what was started, in this order. */
    private static final Queue<Runnable> STARTED = new ConcurrentLinkedQueue<>();

    static {
        // Test classes run side by side: what a thread of one throws must not fail what another waits for.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    private static @Nullable Boolean containers;
    private static @Nullable Postgres postgres;
    private static @Nullable String kafka;
    private static @Nullable Path directory;

    /** How a test reaches the shared PostgreSQL, as a user who may do everything. */
    public record Postgres(String host, int port, String user, String password) {
        /** The address of a database for JDBC, to be used with user and password. */
        public String jdbcUrl(String database) {
            return "jdbc:postgresql://" + host + ":" + port + "/" + database;
        }

        /** The address of a database with user and password, as services take it. */
        public String uri(String database) {
            return "postgresql://" + user + ":" + password + "@" + host + ":" + port + "/" + database;
        }

        /** Makes an empty database of the test's own and returns its name, which begins with the prefix. */
        public String newDatabase(String prefix) {
            String name =
                    prefix.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_") + "_" + DATABASES.incrementAndGet();
            try (var connection = DriverManager.getConnection(jdbcUrl("postgres"), user, password);
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE \"" + name + "\"");
                return name;
            } catch (SQLException e) {
                throw new IllegalStateException("the database " + name + " could not be made", e);
            }
        }
    }

    /** The shared PostgreSQL. */
    public static synchronized Postgres postgres() {
        if (postgres == null) {
            postgres = containers() ? containedPostgres() : embeddedPostgres();
        }
        return postgres;
    }

    /** The bootstrap address of the shared Kafka. */
    public static synchronized String kafka() {
        if (kafka == null) {
            kafka = containers() ? containedKafka() : embeddedKafka();
        }
        return kafka;
    }

    /** A PostgreSQL of the test's own, always embedded, to be killed, restarted and closed by the test. */
    public static PostgresEngine startPrivatePostgres(Path dir) {
        return PostgresEngine.start(dir, 0, Durability.FAST);
    }

    /** A Kafka of the test's own, always embedded, to be killed, restarted and closed by the test. */
    public static KafkaProcess startPrivateKafka(Path dir) {
        return retrying(() -> KafkaProcess.start(dir, 0, 0, false));
    }

    private static Postgres embeddedPostgres() {
        PostgresEngine engine =
                retrying(() -> PostgresEngine.start(directory().resolve("postgres"), 0, Durability.FAST));
        STARTED.add(engine::stop);
        return new Postgres(engine.host(), engine.port(), engine.user(), engine.password());
    }

    private static String embeddedKafka() {
        KafkaProcess broker = retrying(() -> KafkaProcess.start(directory().resolve("kafka"), 0, 0, false));
        STARTED.add(broker::kill);
        return broker.bootstrap();
    }

    /** A port that was free when it was chosen can be taken when it is used; with fresh ones that does not happen twice. */
    private static <T> T retrying(java.util.function.Supplier<T> start) {
        try {
            return start.get();
        } catch (EngineException first) {
            System.out.println("starting again: " + first.getMessage());
            return start.get();
        }
    }

    @SuppressWarnings("resource") // Testcontainers removes it when this JVM is gone.
    private static Postgres containedPostgres() {
        var container = new PostgreSQLContainer("postgres:18");
        container.setCommand("postgres", "-c", "fsync=off", "-c", "max_connections=200");
        container.withDatabaseName("postgres").start();
        return new Postgres(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getUsername(),
                container.getPassword());
    }

    @SuppressWarnings("resource") // Testcontainers removes it when this JVM is gone.
    private static String containedKafka() {
        var container = new KafkaContainer("apache/kafka:4.3.1")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000");
        container.start();
        return container.getBootstrapServers();
    }

    private static boolean containers() {
        if (containers == null) {
            String infra = System.getProperty("infra", "auto");
            containers = switch (infra) {
                case "containers" -> true;
                case "embedded" -> false;
                case "auto" -> containerEngineAnswers();
                default ->
                    throw new IllegalArgumentException("infra=" + infra + " is none of auto, containers, embedded");
            };
            System.out.println("infra: " + (containers ? "containers" : "embedded"));
        }
        return containers;
    }

    /** Testcontainers takes more than a second to find that there is none, so look for its door first. */
    private static boolean containerEngineAnswers() {
        return (System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock")))
                && DockerClientFactory.instance().isDockerAvailable();
    }

    private static Path directory() {
        if (directory == null) {
            try {
                Path target = Path.of("target").toAbsolutePath();
                directory = Files.isDirectory(target)
                        ? Files.createTempDirectory(target, "engines-")
                        : Files.createTempDirectory("belfry-engines-");
                Path made = directory;
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                    STARTED.forEach(Runnable::run);
                    delete(made);
                }));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return directory;
    }

    private static void delete(Path root) {
        try (var files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException left) {
            System.out.println("left behind: " + root);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Postgres.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return postgres();
    }
}
