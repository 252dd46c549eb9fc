package dev.belfry.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A PostgreSQL server as a child process, on one data directory and one loopback port for its whole life. */
public final class PostgresEngine implements Engine {
    /** What the server promises about a committed transaction. */
    public enum Durability {
        /** It survives the loss of power. */
        DURABLE,
        /** It survives kill -9 of any process but not of the machine: for tests. */
        FAST
    }

    private static final int MAJOR_VERSION = 18;
    private static final String USER = "postgres";
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(20);

    private final Path directory;
    private final int port;
    private final Durability durability;
    private volatile Child child;

    private PostgresEngine(Path directory, int port, Durability durability) {
        this.directory = directory;
        this.port = port;
        this.durability = durability;
        this.child = launch();
    }

    /** Starts a server, making its data directory where there is none, and returns once it answers; port 0 takes a free one. */
    public static PostgresEngine start(Path directory, int port, Durability durability) {
        return new PostgresEngine(directory.toAbsolutePath(), port == 0 ? Ports.free() : port, durability);
    }

    private Child launch() {
        awaitOrphan();
        Ports.requireFree(port, "PostgreSQL");
        Path home = PostgresBinaries.home();
        try {
            Files.createDirectories(directory);
            initialise(home);
        } catch (IOException e) {
            throw new EngineException("PostgreSQL's directory " + directory + " cannot be made", e);
        }
        // After kill -9 of the server its helpers need a moment to notice; until then a new one refuses to start.
        long deadline = System.nanoTime() + RETRY.toNanos();
        while (true) {
            Child started = Child.start(name() + " on port " + port, "INT", server(home), directory, log());
            try {
                started.awaitReady(this::answers, START);
                return started;
            } catch (EngineException e) {
                boolean leftover = started.output().contains("pre-existing shared memory block");
                if (!leftover || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    /** After kill -9 of the parent the old server is still writing down what it knows; a new one has to wait for that. */
    private void awaitOrphan() {
        try {
            Path lock = data().resolve("postmaster.pid");
            if (Files.exists(lock)) {
                ProcessHandle.of(Long.parseLong(
                                Files.readAllLines(lock).getFirst().strip()))
                        .filter(PostgresEngine::isOrphan)
                        .ifPresent(orphan -> orphan.onExit()
                                .completeOnTimeout(orphan, STOP.toSeconds(), TimeUnit.SECONDS)
                                .join());
            }
        } catch (IOException | NumberFormatException | NoSuchElementException gone) {
            // The old server has just ended; whatever is wrong with the file, the new one tells.
        }
    }

    /** A server whose parent is a JVM is in use; one that was left behind has got init or the like for a parent. */
    private static boolean isOrphan(ProcessHandle process) {
        boolean postgres =
                process.info().command().map(path -> path.endsWith("/postgres")).orElse(false);
        boolean wanted = process.parent()
                .flatMap(parent -> parent.info().command())
                .map(path -> path.endsWith("/java"))
                .orElse(false);
        return postgres && !wanted;
    }

    private Path data() {
        return directory.resolve("data");
    }

    /** Makes the data directory beside its final place, so that a crash meanwhile leaves no half of it. */
    private void initialise(Path home) throws IOException {
        Path version = data().resolve("PG_VERSION");
        if (Files.exists(version)) {
            String found = Files.readString(version).strip();
            if (!found.equals(Integer.toString(MAJOR_VERSION))) {
                throw new EngineException("the data in " + data() + " is of PostgreSQL " + found + ", this is "
                        + MAJOR_VERSION + ": dump it with the old version and restore it");
            }
            return;
        }
        Path fresh = directory.resolve("data.new");
        PostgresBinaries.delete(fresh);
        List<String> command = asOrdinaryUser(home, "initdb");
        command.addAll(List.of("-D", fresh.toString(), "-U", USER, "-A", "trust", "--no-locale", "-E", "UTF8"));
        command.add("--no-instructions");
        if (durability == Durability.FAST) {
            command.add("--no-sync");
        }
        Child initdb = Child.start("PostgreSQL's initdb", "KILL", command, directory, log());
        initdb.awaitSuccess(START);
        Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> server(Path home) {
        List<String> command = asOrdinaryUser(home, "postgres");
        command.addAll(List.of("-D", data().toString(), "-p", Integer.toString(port)));
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "shared_buffers=64MB",
                "max_connections=200",
                "timezone=UTC",
                "log_timezone=UTC"));
        if (durability == Durability.FAST) {
            settings.addAll(List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off"));
        }
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        return command;
    }

    /** PostgreSQL refuses to run as root; a user namespace of its own takes root's powers away and leaves the files' owner. */
    private static List<String> asOrdinaryUser(Path home, String program) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        return command;
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    private boolean answers() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                jdbcUrl(database) + "?connectTimeout=5&socketTimeout=30", user(), password());
    }

    /** Makes an empty database unless there is one of that name. */
    public void createDatabase(String name) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                var query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, name);
            try (var rows = query.executeQuery()) {
                if (!rows.next()) {
                    statement.execute("CREATE DATABASE \"" + name.replace("\"", "\"\"") + "\"");
                }
            }
        } catch (SQLException e) {
            throw new EngineException("the database " + name + " could not be made; PostgreSQL's log is " + log(), e);
        }
    }

    /** The address that the server listens on. */
    public String host() {
        return "127.0.0.1";
    }

    /** The port that the server listens on. */
    public int port() {
        return port;
    }

    /** The superuser that initdb made. */
    public String user() {
        return USER;
    }

    /** Any password does: whoever is on this machine is trusted, and nobody else can connect. */
    public String password() {
        return USER;
    }

    /** The address of a database for JDBC. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port + "/" + database;
    }

    /** The address of a database, user and password included, as libpq and the Vert.x client write it. */
    public String uri(String database) {
        return "postgresql://" + user() + ":" + password() + "@" + host() + ":" + port + "/" + database;
    }

    /** Where the server's output goes. */
    public Path log() {
        return directory.resolve("postgres.log");
    }

    /** The process id of the server. */
    public long pid() {
        return child.pid();
    }

    /** Says whether the server's process runs. */
    public boolean isAlive() {
        return child.isAlive();
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public CompletableFuture<Integer> ended() {
        return child.ended();
    }

    /** Ends the server as a crash would; returns once it is gone. */
    public void kill() {
        child.kill();
    }

    @Override
    public void restart() {
        stop();
        child = launch();
    }

    /** Ends the server in good order, without waiting for its clients; returns once it is gone. */
    public void stop() {
        child.stop("INT", STOP);
    }

    @Override
    public void close() {
        stop();
    }
}
