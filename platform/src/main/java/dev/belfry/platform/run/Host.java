package dev.belfry.platform.run;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.Topics.Topic;
import dev.belfry.contracts.parking.ParkedRecord;
import dev.belfry.platform.access.Access;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Migrations;
import dev.belfry.platform.database.Retention;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import dev.belfry.platform.events.InboxClient;
import dev.belfry.platform.events.OutboxRelay;
import dev.belfry.platform.events.Parked;
import dev.belfry.platform.events.Producer;
import dev.belfry.platform.events.TopicAdmin;
import dev.belfry.platform.events.TopicReader;
import dev.belfry.platform.health.Warnings;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.timer.DueTimer;
import dev.belfry.platform.timer.TimerHandler;
import dev.belfry.platform.timer.Timers;
import dev.belfry.platform.zone.TimeZoneRules;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running service: its parts, and the order in which they start and stop.
 *
 * <pre>
 *   open:  management port ▶ schema ▶ pool
 *   start: topics ▶ producer warm ▶ tables caught up ▶ relay, consumers ▶ HTTP ▶ ready ▶ caught up ▶ timers, sweeps
 *   stop:  not ready ▶ drain ▶ consumers, sweeps, timers ▶ HTTP ▶ relay, producer ▶ tables ▶ pool ▶ management port
 * </pre>
 *
 * The methods block: they are for main threads, tests and the launcher, never for an event loop.
 */
public final class Host {
    private static final Logger LOG = LoggerFactory.getLogger(Host.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration FOREVER = Duration.ofDays(10_000);
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration RETENTION = Duration.ofMinutes(5);
    private static final Duration MEASURE = Duration.ofSeconds(5);

    private final HostSettings settings;
    private final Vertx vertx;
    private final PrometheusMeterRegistry metrics;
    private final InstantSource clock;
    private final Ids ids;
    private final Access access;
    private final Producer producer;
    private final @Nullable Database database;
    private final @Nullable OutboxRelay relay;
    private final @Nullable Timers timers;
    private final Router router;
    private final Doors doors;
    private final Warnings warnings;
    private final SecondLook secondLook;
    private final @Nullable InboxClient inboxes;
    private final List<TopicReader> readers = new ArrayList<>();
    private final Subscriptions subscriptions;
    private final List<Sweep> sweeps = new ArrayList<>();
    private final Map<String, String> retentions = new LinkedHashMap<>();
    private final List<Supplier<Future<Void>>> stops = new ArrayList<>();
    private final AtomicBoolean ready = new AtomicBoolean();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Promise<Void> connected = Promise.promise();
    private Duration patience = START;
    private boolean compression = true;
    private BooleanSupplier canServe = () -> false;
    /** Whether the main port was opened before the database and the broker were asked. */
    private boolean early;

    private volatile boolean wired;

    private Host(HostSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        this.vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setPreferNativeTransport(true)
                        .setEventLoopPoolSize(settings.eventLoops())
                        .setWorkerPoolSize(8)
                        .setMetricsOptions(new MicrometerMetricsOptions()
                                .setEnabled(true)
                                .setDisabledMetricsCategories(quiet(settings))
                                .setLabels(EnumSet.of(
                                        Label.HTTP_METHOD,
                                        Label.HTTP_CODE,
                                        Label.HTTP_ROUTE,
                                        Label.POOL_NAME,
                                        Label.POOL_TYPE))))
                .withMetrics(new MicrometerMetricsFactory(metrics))
                .build();
        this.ids = new Ids(clock, ThreadLocalRandom::current);
        this.access = new Access(clock);
        this.router = Router.router(vertx);
        this.warnings = new Warnings(metrics);
        this.secondLook = new SecondLook(vertx, metrics);
        this.doors = new Doors(vertx, settings, metrics, ready, warnings);
        this.producer = new Producer(vertx, settings.kafkaBootstrap(), settings.name(), clock);
        var url = settings.databaseUrl();
        this.database = url == null ? null : new Database(vertx, url, settings.poolSize(), clock);
        var secret = settings.internalSecret();
        this.inboxes = secret == null ? null : new InboxClient(vertx, settings.inboxes(), secret);
        this.relay = database == null
                ? null
                : new OutboxRelay(
                        vertx,
                        database,
                        producer,
                        inboxes,
                        ids.next(),
                        (row, failure) -> Parked.refused(settings.name(), row, failure),
                        metrics);
        this.timers = database == null
                ? null
                : new Timers(vertx, database, metrics, (timer, failure) -> failing(settings.name(), timer, failure));
        this.subscriptions = new Subscriptions(vertx, settings, database, ids, warnings, metrics);
        if (database != null && relay != null && timers != null) {
            database.onMessagesCommitted(relay::wake);
            database.onTimersCommitted(timers::wake);
        }
        bindJvmMetrics();
    }

    /** Who keeps nothing in a database has so many requests that counting each by its route would cost too much. */
    private static Set<String> quiet(HostSettings settings) {
        return settings.databaseUrl() == null ? Set.of(MetricsDomain.HTTP_SERVER.toCategory()) : Set.of();
    }

    @SuppressWarnings("resource") // the binder lives as long as the process
    private void bindJvmMetrics() {
        Gauge.builder("belfry.timezone.rules", () -> 1)
                .tag("version", TimeZoneRules.version())
                .tag("source", TimeZoneRules.source())
                .register(metrics);
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmGcMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
    }

    /**
     * Makes the parts of a service ready to be wired.
     *
     * @param migrations where the service's own schema is on the class path; null without a database
     * @throws RuntimeException when a part does not answer within a minute; nothing is left running then
     */
    public static Host open(HostSettings settings, @Nullable String migrations) {
        return open(settings, migrations, opening -> {});
    }

    /** @param first runs before the database is asked: it may {@link #serveEarly} */
    public static Host open(HostSettings settings, @Nullable String migrations, Consumer<Host> first) {
        // Microseconds: what PostgreSQL keeps, so that a time read back is the time that was written.
        InstantSource clock = () -> Instant.now().truncatedTo(ChronoUnit.MICROS);
        var host = new Host(settings, clock);
        try {
            host.doors.openManagement();
            first.accept(host);
            var url = settings.databaseUrl();
            if (url != null && migrations != null) {
                host.migrate(url, migrations);
            }
            host.table(Topics.DIRECTORY.name(), host.access::learn);
            return host;
        } catch (RuntimeException failed) {
            host.stop();
            throw failed;
        }
    }

    /** Who serves already waits for its database as long as it takes; who does not gives up, to be started again. */
    private void migrate(String url, String migrations) {
        int retries = early ? 0 : Migrations.PATIENT;
        while (true) {
            try {
                if (settings.migrate()) {
                    Migrations.migrate(url, migrations, retries);
                } else {
                    Migrations.requireCurrent(url, migrations, retries);
                }
                return;
            } catch (RuntimeException failed) {
                if (!early
                        || failed instanceof Migrations.Foreign
                        || Thread.currentThread().isInterrupted()) {
                    throw failed;
                }
                LOG.atWarn().setCause(failed).log("the database cannot be used yet: serving what needs none");
                doors.pause(Duration.ofSeconds(3));
            }
        }
    }

    /** What a service's {@code main} is: read the settings, start, stop when told to; {@code migrate} only migrates. */
    public static void main(
            String[] arguments,
            String migrations,
            Function<Environment, HostSettings> read,
            Function<Environment, Host> start) {
        var environment = new Environment(System.getenv());
        try {
            if (arguments.length == 1 && arguments[0].equals("migrate")) {
                if (migrations.isEmpty()) {
                    System.err.println("this service has no database: there is nothing to migrate");
                    System.exit(2);
                }
                var url = read.apply(environment).databaseUrl();
                environment.check();
                Migrations.migrate(url == null ? "" : url, migrations);
                return;
            }
            var host = start.apply(environment);
            Runtime.getRuntime().addShutdownHook(new Thread(host::stop, "stop"));
        } catch (BadSettings bad) {
            bad.problems().forEach(System.err::println);
            System.exit(2);
        } catch (Migrations.Foreign foreign) {
            System.err.println(foreign.getMessage());
            System.exit(2);
        } catch (RuntimeException failed) {
            LOG.atError().setCause(failed).log("cannot start");
            System.err.println("cannot start: " + failed.getMessage());
            System.exit(1);
        }
    }

    public HostSettings settings() {
        return settings;
    }

    public Vertx vertx() {
        return vertx;
    }

    public InstantSource clock() {
        return clock;
    }

    public Ids ids() {
        return ids;
    }

    public Access access() {
        return access;
    }

    public MeterRegistry metrics() {
        return metrics;
    }

    /** For what a {@link #table} does not have yet. */
    public SecondLook secondLook() {
        return secondLook;
    }

    public Producer producer() {
        return producer;
    }

    public boolean hasDatabase() {
        return database != null;
    }

    public Database database() {
        if (database == null) {
            throw new IllegalStateException(settings.name() + " has no database");
        }
        return database;
    }

    /** The routes of the main port; wire them before {@link #start()}. */
    public Router router() {
        return router;
    }

    /** Reads a topic with its position in the database; one replica has each partition. */
    public void consume(String topic, EventHandler handler) {
        consumeAfter(topic, Set.of(), handler);
    }

    /**
     * Reads a topic once the others have been read to the end they had at the start: for records that are acted upon,
     * where a later record of another topic says that nothing is to be done any more.
     */
    public void consumeAfter(String topic, Set<Topic> others, EventHandler handler) {
        database();
        subscriptions.consumeAfter(topic, others, handler);
    }

    /**
     * Does something now and then, in every replica, once what others decided has been read.
     *
     * @param name as in the metrics {@code belfry_sweep_failures_total} and {@code belfry_sweep_age_seconds}
     * @param every from the end of one run to the beginning of the next
     */
    public void sweep(String name, Duration every, Supplier<? extends Future<?>> work) {
        sweeps.add(new Sweep(vertx, name, every, work, new SplittableRandom(), metrics));
    }

    /**
     * Removes what is older than it is kept, a bounded batch at a time.
     *
     * @param what the kind, as in the metric {@code belfry_retention_deleted_total}
     * @param delete deletes rows from before {@code $1} (timestamptz), at most {@code $2} (integer)
     */
    public void retain(String what, Duration keep, String delete) {
        var retention = new Retention(database(), clock, metrics, what, keep, delete);
        retentions.put(what, delete);
        sweep("retention-" + what, RETENTION, retention::run);
    }

    /** The statement by which rows of each kind are removed. */
    public Map<String, String> retentions() {
        return Map.copyOf(retentions);
    }

    /**
     * Says how a compacted topic is filled from this service's database: done at the start when the topic is empty, or
     * when the setting {@code BELFRY_REPUBLISH} asks for it.
     *
     * @param emit emits a record for each thing that the topic holds of this service
     */
    public void republish(Topic topic, Function<Tx, Future<Void>> emit) {
        subscriptions.republish(topic, emit);
    }

    /** Reads a compacted topic into memory from its beginning, in every replica; start waits until it is read. */
    public void table(String topic, Consumer<Event> sink) {
        readers.add(new TopicReader(vertx, settings.kafkaBootstrap(), topic, true, sink));
    }

    /** Sees what is new on a topic, in every replica: for live pages, never for effects. */
    public void tail(String topic, Consumer<Event> sink) {
        readers.add(new TopicReader(vertx, settings.kafkaBootstrap(), topic, false, sink));
    }

    public void timer(String kind, TimerHandler handler) {
        if (timers == null) {
            throw new IllegalStateException(settings.name() + " has no database");
        }
        timers.on(kind, handler);
    }

    /** Runs after HTTP has stopped and before the pool closes. */
    public void onStop(Supplier<Future<Void>> stop) {
        stops.add(stop);
    }

    /**
     * Lets the service start while the broker is away.
     *
     * @param after how long the broker is waited for
     * @param able whether the service knows enough to serve without it; asked once, then
     */
    public void startWithoutBroker(Duration after, BooleanSupplier able) {
        patience = after;
        canServe = able;
    }

    /**
     * Opens the main port now, for what the router has so far; all else is answered 503 until the service has started. From
     * here on the database and the broker are waited for as long as it takes.
     */
    public void serveEarly() {
        router.route().last().handler(context -> {
            if (wired) {
                context.next();
            } else {
                Doors.refuse(
                        context.response().putHeader("Retry-After", "5"),
                        503,
                        "The service is starting: it waits for its database or the broker. Try again in a few seconds.");
            }
        });
        early = true;
        patience = FOREVER;
        doors.openHttp(withHead(router), compression);
        ready.set(true);
    }

    /** What this finds wrong, a line each, is told by the readiness, which is refused meanwhile. */
    public void readyUnless(Supplier<List<String>> troubles) {
        doors.readyUnless(troubles);
    }

    /** For a service whose answers are a line each. */
    public void answerUncompressed() {
        compression = false;
    }

    /** Topics, producer and tables; a broker that is away is asked again until it is back. */
    private Future<Void> connect() {
        var topics = settings.createTopics()
                ? TopicAdmin.createMissing(vertx, settings.kafkaBootstrap(), Topics.ALL)
                : Future.<Void>succeededFuture();
        return topics.compose(created -> producer.warm(Topics.ALL))
                .compose(
                        warm -> Future.all(
                                        readers.stream().map(TopicReader::start).toList())
                                .mapEmpty(),
                        away -> {
                            var again = Promise.<Void>promise();
                            if (stopped.get()) {
                                return Future.failedFuture(away);
                            }
                            vertx.setTimer(1_000, retry -> connect().onComplete(again));
                            return again.future();
                        });
    }

    private void reachBroker() {
        connect().onComplete(connected);
        try {
            await(connected.future(), patience);
        } catch (RuntimeException away) {
            if (canServe.getAsBoolean()) {
                LOG.atWarn().setCause(away).log("the broker is away: starting without it");
            } else if (patience.compareTo(START) < 0) {
                await(connected.future(), START.minus(patience));
            } else {
                throw away;
            }
        }
    }

    /** Succeeds when all tables have been read. */
    public Future<Void> connected() {
        return connected.future();
    }

    /** Answers HEAD wherever GET is answered; the body is left out by the server (RFC 9110 §9.3.2). */
    public static Router withHead(Router router) {
        router.getRoutes().stream()
                .filter(route -> route.methods() != null && route.methods().contains(HttpMethod.GET))
                .forEach(route -> route.method(HttpMethod.HEAD));
        return router;
    }

    public void start() {
        try {
            reachBroker();
            if (relay != null) {
                relay.start();
            }
            subscriptions.start(router).onComplete(read -> act());
            withHead(router);
            wired = true;
            if (!early) {
                doors.openHttp(router, compression);
            }
            ready.set(true);
            LOG.atInfo()
                    .addKeyValue("service", settings.name())
                    .addKeyValue("port", httpPort())
                    .log("ready");
        } catch (RuntimeException failed) {
            stop();
            throw failed;
        }
    }

    /** Timers and sweeps begin when what others decided has been read. */
    private void act() {
        if (!stopped.get()) {
            if (timers != null) {
                timers.start();
                sweep("timers", Timers.every(), timers::look);
                sweep("consumer-lag", MEASURE, () -> subscriptions.measure(clock.instant()));
            }
            sweeps.forEach(Sweep::start);
        }
    }

    private static Message failing(String service, DueTimer timer, Throwable failure) {
        return Parked.message(
                Ids.derived("failing-timer", timer.id(), timer.dueAt()),
                new ParkedRecord(
                        service,
                        "timer",
                        -1,
                        0,
                        timer.ref().toString(),
                        timer.kind(),
                        "a timer keeps failing and is tried once an hour: " + Parked.describe(failure),
                        timer.toString()));
    }

    /** Stops all parts in order; a part that does not stop in time is left behind. */
    public void stop() {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        boolean wasReady = ready.getAndSet(false);
        if (wasReady && settings.drain().isPositive()) {
            doors.pause(settings.drain());
        }
        step("consumers", subscriptions::stop);
        step("sweeps", () -> Future.join(sweeps.stream().map(Sweep::stop).toList()));
        step("timers", () -> timers == null ? Future.succeededFuture() : timers.stop());
        step("http", doors::closeHttp);
        stops.forEach(stop -> step("service", stop::get));
        step("relay", () -> relay == null ? Future.succeededFuture() : relay.stop());
        step("inboxes", () -> inboxes == null ? Future.succeededFuture() : inboxes.close());
        step("producer", producer::close);
        step("tables", () -> Future.join(readers.stream().map(TopicReader::stop).toList()));
        step(
                "pool",
                () -> database == null
                        ? Future.succeededFuture()
                        : database.pool().close());
        step("vertx", vertx::close);
    }

    public int httpPort() {
        return doors.httpPort();
    }

    public int managementPort() {
        return doors.managementPort();
    }

    private void step(String name, Supplier<Future<?>> stop) {
        try {
            await(stop.get(), STEP);
        } catch (RuntimeException failed) {
            LOG.atWarn().addKeyValue("part", name).setCause(failed).log("did not stop in time");
        }
    }

    /** Waits on a thread that may block. */
    static <T> T await(Future<T> future, Duration deadline) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (java.util.concurrent.ExecutionException failed) {
            throw new IllegalStateException(String.valueOf(failed.getCause()), failed.getCause());
        } catch (java.util.concurrent.TimeoutException late) {
            throw new IllegalStateException("no answer within " + deadline, late);
        }
    }
}
