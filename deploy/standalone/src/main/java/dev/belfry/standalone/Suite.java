package dev.belfry.standalone;

import dev.belfry.engines.Engine;
import dev.belfry.engines.Guard;
import dev.belfry.engines.KafkaProcess;
import dev.belfry.engines.PostgresEngine;
import dev.belfry.platform.http.TrustedProxies;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Environment;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running suite.
 *
 * <pre>
 *   lock the directory ▸ ports free ▸ PostgreSQL and Kafka ▸ the mailbox ▸ the five services ▸ the edge ▸ the example ▸
 *   ready.json
 * </pre>
 *
 * It stops in the other order; whatever was started before a failure is stopped too.
 */
final class Suite {
    private static final Logger LOG = LoggerFactory.getLogger(Suite.class);
    private static final List<String> DATABASES =
            List.of("belfry_incident", "belfry_oncall", "belfry_notifier", "belfry_status");

    private final Main.Options options;
    private final Map<String, String> environment;
    private final PortLayout ports;
    private final Deque<Runnable> stops = new ArrayDeque<>();
    private String internalSecret = "";
    /** What the console offers beside its own pages: those that only this launcher has, and the operator's. */
    private String links = "";

    private final List<Guard> guards = new ArrayList<>();

    private Suite(Main.Options options, Map<String, String> environment) {
        this.options = options;
        this.environment = environment;
        this.ports = new PortLayout(options.portBase());
    }

    /** @param say takes what a person should read */
    static Suite start(Main.Options options, Map<String, String> environment, Consumer<String> say) {
        var suite = new Suite(options, environment);
        try {
            suite.begin(say);
            return suite;
        } catch (RuntimeException failed) {
            LOG.atError().setCause(failed).log("cannot start");
            suite.stop();
            throw failed;
        }
    }

    private void begin(Consumer<String> say) {
        var directory = DataDirectory.open(options.data());
        stops.push(directory::close);
        try {
            PortCheck.awaitEngines(ports);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
        PortCheck.requireFree(ports);
        boolean first = !directory.has("example.json");
        var secrets = directory.secrets();
        internalSecret = secrets.internalSecret();

        say.accept("Starting PostgreSQL and Kafka in " + directory.path() + " …");
        var postgres = engines(directory, say);
        var smtp = smtp(directory);
        say.accept("Starting the services …");
        links = Stream.of(
                        smtp.mailbox() == null ? "" : "Mailbox=/mailbox",
                        first || !kept(directory).things().isEmpty() ? "Example data=/example" : "",
                        environment.getOrDefault("BELFRY_CONSOLE_LINKS", ""))
                .filter(link -> !link.isEmpty())
                .collect(Collectors.joining(","));
        services(postgres, secrets, directory.sealKeys(), smtp.variables());
        var example = new Example(ports, secrets.adminToken());
        var edge = EdgeService.start(
                hostSettings("edge", ports.console(), ports.management(0)),
                ports,
                TrustedProxies.from(new Environment(environment)),
                smtp.mailbox(),
                vertx -> new ExamplePages(vertx, () -> kept(directory), () -> remove(example, directory, secrets)));
        edge.readyUnless(this::troubles);
        stops.push(edge::stop);

        if (first) {
            directory.write("example.json", Json.text(example.create()));
        }
        var routingKey = first ? kept(directory).routingKey() : example.keyNow(kept(directory));
        if (!routingKey.isEmpty()) {
            example.awaitKey(routingKey);
        }
        directory.write("ready.json", ready(secrets, routingKey).encodePrettily());
        stops.push(() -> directory.delete("ready.json"));
        Welcome.lines(options, ports, secrets, routingKey, smtp.mailbox() != null, first)
                .forEach(say);
    }

    private static Example.Kept kept(DataDirectory directory) {
        return Json.read(directory.read("example.json"), Example.Kept.class);
    }

    private Example.Kept remove(Example example, DataDirectory directory, DataDirectory.Secrets secrets) {
        var left = example.remove(kept(directory));
        directory.write("example.json", Json.text(left));
        directory.write("ready.json", ready(secrets, left.routingKey()).encodePrettily());
        return left;
    }

    private PostgresEngine engines(DataDirectory directory, Consumer<String> say) {
        var started = together(List.<Callable<Engine>>of(
                () -> {
                    var postgres = PostgresEngine.start(
                            directory.resolve("postgres"), ports.postgres(), PostgresEngine.Durability.DURABLE);
                    DATABASES.forEach(postgres::createDatabase);
                    return postgres;
                },
                () -> KafkaProcess.start(directory.resolve("kafka"), ports.kafka(), ports.kafkaController(), true)));
        for (var engine : started) {
            var guard = Guard.over(engine, line -> {
                LOG.atWarn().log(line);
                say.accept(line);
            });
            guards.add(guard);
            stops.push(guard::close);
        }
        return (PostgresEngine) started.getFirst();
    }

    /** What is wrong with the engines, a line each. */
    private List<String> troubles() {
        return guards.stream().map(Guard::trouble).flatMap(Optional::stream).toList();
    }

    /** How the notifier reaches a mail server, and the built-in one if it is that. */
    private record Smtp(
            Map<String, String> variables,
            @org.jspecify.annotations.Nullable Mailbox mailbox) {}

    private Smtp smtp(DataDirectory directory) {
        var variables = new HashMap<String, String>();
        environment.forEach((name, value) -> {
            if (name.startsWith("BELFRY_SMTP_") || name.equals("BELFRY_MAIL_FROM")) {
                variables.put(name, value);
            }
        });
        if (variables.containsKey("BELFRY_SMTP_HOST")) {
            return new Smtp(variables, null);
        }
        var mailbox = Mailbox.start(directory.resolve("mailbox"), ports.mailbox());
        stops.push(mailbox::close);
        return new Smtp(
                Map.of(
                        "BELFRY_SMTP_HOST", "127.0.0.1",
                        "BELFRY_SMTP_PORT", Integer.toString(ports.mailbox()),
                        "BELFRY_SMTP_STARTTLS", "disabled",
                        "BELFRY_MAIL_FROM", "belfry@example.net"),
                mailbox);
    }

    private void services(
            PostgresEngine postgres, DataDirectory.Secrets secrets, String sealKeys, Map<String, String> smtp) {
        var oncall = new HashMap<>(service(ports.oncall(), 3, postgres.uri("belfry_oncall")));
        oncall.put("BELFRY_BOOTSTRAP_TOKEN", secrets.adminToken());
        oncall.put("BELFRY_BOOTSTRAP_ADMIN_NAME", "Example Admin");
        oncall.put("BELFRY_BOOTSTRAP_ADMIN_EMAIL", Welcome.ADMIN);
        oncall.put("BELFRY_BOOTSTRAP_ADMIN_PASSWORD", secrets.adminPassword());
        var notifier = new HashMap<>(service(ports.notifier(), 4, postgres.uri("belfry_notifier")));
        notifier.putAll(smtp);
        if (notifier.keySet().stream().noneMatch(name -> name.startsWith("BELFRY_SEAL_KEYS"))) {
            notifier.put("BELFRY_SEAL_KEYS", sealKeys);
        }
        var ingest = new HashMap<>(service(ports.ingest(), 1, ""));
        ingest.put(
                "BELFRY_INGEST_SPOOL",
                options.data().toAbsolutePath().resolve("spool").toString());
        var status = new HashMap<>(service(ports.status(), 5, postgres.uri("belfry_status")));
        status.put(
                "BELFRY_STATUS_IMAGES",
                options.data().toAbsolutePath().resolve("status-pages").toString());
        var hosts = together(List.<Callable<Host>>of(
                starting(oncall, env -> dev.belfry.oncall.OncallService.start(dev.belfry.oncall.Settings.from(env))),
                starting(
                        service(ports.incident(), 2, postgres.uri("belfry_incident")),
                        env -> dev.belfry.incident.IncidentService.start(dev.belfry.incident.Settings.from(env))),
                starting(
                        notifier,
                        env -> dev.belfry.notifier.NotifierService.start(dev.belfry.notifier.Settings.from(env))),
                starting(status, env -> dev.belfry.status.StatusService.start(dev.belfry.status.Settings.from(env))),
                starting(ingest, env -> dev.belfry.ingest.IngestService.start(dev.belfry.ingest.Settings.from(env)))));
        stops.push(() -> together(hosts.stream()
                .<Callable<Boolean>>map(host -> () -> {
                    host.stop();
                    return true;
                })
                .toList()));
    }

    private static Callable<Host> starting(Map<String, String> variables, Function<Environment, Host> start) {
        return () -> start.apply(new Environment(variables));
    }

    /** The settings a service alone would have from its environment. What the operator set wins. */
    private Map<String, String> service(int port, int management, String databaseUrl) {
        var variables = new HashMap<String, String>();
        variables.put("BELFRY_EVENT_LOOPS", "1");
        variables.put("BELFRY_INGEST_URL", url(ports.ingest()));
        variables.put("BELFRY_INCIDENT_URL", url(ports.incident()));
        variables.put("BELFRY_STATUS_URL", url(ports.status()));
        variables.put("BELFRY_CONSOLE_URL", url(ports.console()));
        variables.put(
                "BELFRY_INBOXES",
                "incident-service=" + url(ports.incident()) + ",oncall-service=" + url(ports.oncall()) + ",notifier="
                        + url(ports.notifier()) + ",status-page=" + url(ports.status()));
        variables.put("BELFRY_INTERNAL_SECRET", internalSecret);
        environment.forEach((name, value) -> {
            if (name.startsWith("BELFRY_")) {
                variables.put(name, value);
            }
        });
        variables.put("BELFRY_CONSOLE_LINKS", links);
        variables.put("BELFRY_BIND", options.bind());
        variables.put("BELFRY_HTTP_PORT", Integer.toString(port));
        variables.put("BELFRY_MANAGEMENT_PORT", Integer.toString(ports.management(management)));
        variables.put("BELFRY_DATABASE_URL", databaseUrl);
        variables.put("BELFRY_KAFKA_BOOTSTRAP", "127.0.0.1:" + ports.kafka());
        return variables;
    }

    private HostSettings hostSettings(String name, int port, int management) {
        return HostSettings.from(
                new Environment(Map.of(
                        "BELFRY_BIND",
                        options.bind(),
                        "BELFRY_KAFKA_BOOTSTRAP",
                        "127.0.0.1:" + ports.kafka(),
                        "BELFRY_EVENT_LOOPS",
                        "1",
                        "BELFRY_CONSOLE_LINKS",
                        links,
                        "BELFRY_CONSOLE_URL",
                        environment.getOrDefault("BELFRY_CONSOLE_URL", url(ports.console())))),
                name,
                port,
                management,
                false);
    }

    private String url(int port) {
        var host = options.bind().equals("0.0.0.0") ? "127.0.0.1" : options.bind();
        return "http://" + host + ":" + port;
    }

    private JsonObject ready(DataDirectory.Secrets secrets, String routingKey) {
        var names = List.of("edge", "ingest", "incident", "oncall", "notifier", "status");
        var management = new JsonObject();
        for (int i = 0; i < names.size(); i++) {
            management.put(names.get(i), url(ports.management(i)));
        }
        return new JsonObject()
                .put("console", url(ports.console()))
                .put("ingest", url(ports.ingest()))
                .put("incident", url(ports.incident()))
                .put("oncall", url(ports.oncall()))
                .put("notifier", url(ports.notifier()))
                .put("status", url(ports.status()))
                .put("management", management)
                .put("adminToken", secrets.adminToken())
                .put("routingKey", routingKey);
    }

    /** Stops everything that runs, the last started first. */
    void stop() {
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException failed) {
                LOG.atWarn().setCause(failed).log("a part did not stop cleanly");
            }
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /**
     * Runs all at once; when one fails, what the others started is stopped.
     *
     * <p>On platform threads: services that start together initialise the same classes, a virtual thread that waits for
     * another's initialisation keeps its carrier, and with two carriers all of them can wait for the one that has none.
     */
    private static <T> List<T> together(List<? extends Callable<? extends T>> tasks) {
        try (var executor = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("start-", 0).factory())) {
            var futures = tasks.stream().map(executor::submit).toList();
            var results = new ArrayList<T>();
            RuntimeException failure = null;
            for (var future : futures) {
                try {
                    results.add(future.get());
                } catch (ExecutionException failed) {
                    failure = failed.getCause() instanceof RuntimeException cause
                            ? cause
                            : new IllegalStateException(failed.getCause());
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    failure = new IllegalStateException("interrupted", interrupted);
                }
            }
            if (failure == null) {
                return results;
            }
            for (var result : results) {
                if (result instanceof Host host) {
                    host.stop();
                } else if (result instanceof AutoCloseable closeable) {
                    close(closeable);
                }
            }
            throw failure;
        }
    }
}
