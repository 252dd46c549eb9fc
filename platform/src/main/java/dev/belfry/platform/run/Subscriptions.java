package dev.belfry.platform.run;

import dev.belfry.contracts.Topics.Topic;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.EventConsumer;
import dev.belfry.platform.events.EventHandler;
import dev.belfry.platform.events.InboxRoutes;
import dev.belfry.platform.events.TopicAdmin;
import dev.belfry.platform.health.Warnings;
import dev.belfry.platform.id.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service reads of the event log with effects, and the order in which it begins: first what others decided, then
 * whatever acts on it, so that nobody is paged for what was acknowledged while this service was down.
 */
final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final Duration CATCH_UP = Duration.ofSeconds(20);
    private static final Duration START = Duration.ofSeconds(30);
    private static final long LOOK_MS = 100;

    private record Republish(Topic topic, Function<Tx, Future<Void>> emit) {}

    private final Vertx vertx;
    private final HostSettings settings;
    private final @Nullable Database database;
    private final Ids ids;
    private final Warnings warnings;
    private final MeterRegistry metrics;
    /** Each consumer with the topics that are to be read before it begins. */
    private final Map<EventConsumer, Set<Topic>> consumers = new LinkedHashMap<>();

    private final Map<String, EventHandler> handlers = new HashMap<>();
    private final List<Republish> republished = new ArrayList<>();
    private volatile boolean stopping;

    Subscriptions(
            Vertx vertx,
            HostSettings settings,
            @Nullable Database database,
            Ids ids,
            Warnings warnings,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.settings = settings;
        this.database = database;
        this.ids = ids;
        this.warnings = warnings;
        this.metrics = metrics;
    }

    void consumeAfter(String topic, Set<Topic> others, EventHandler handler) {
        var consumer = new EventConsumer(
                vertx,
                Objects.requireNonNull(database),
                settings.kafkaBootstrap(),
                settings.name(),
                topic,
                handler,
                ids,
                warnings,
                metrics);
        consumers.put(consumer, others);
        handlers.put(topic, handler);
    }

    void republish(Topic topic, Function<Tx, Future<Void>> emit) {
        republished.add(new Republish(topic, emit));
    }

    /** Begins; succeeds when all that others had decided at the start has been read, or after a bounded time. */
    Future<Void> start(Router router) {
        var secret = settings.internalSecret();
        if (database == null) {
            return Future.succeededFuture();
        }
        if (secret != null) {
            new InboxRoutes(database, handlers, secret, metrics).on(router);
        }
        if (settings.reposition()) {
            Host.await(
                    Future.join(consumers.keySet().stream()
                            .map(EventConsumer::reposition)
                            .toList()),
                    START);
        }
        republished.forEach(one -> publishAgain(database, one));
        var first =
                consumers.keySet().stream().filter(one -> others(one).isEmpty()).toList();
        var then = consumers.keySet().stream()
                .filter(one -> !others(one).isEmpty())
                .toList();
        first.forEach(EventConsumer::start);
        return catchUp(first).onComplete(read -> {
            if (!stopping) {
                then.forEach(EventConsumer::start);
            }
        });
    }

    Future<Void> measure(Instant now) {
        return Future.join(
                        consumers.keySet().stream().map(one -> one.measure(now)).toList())
                .mapEmpty();
    }

    Future<Void> stop() {
        stopping = true;
        return Future.join(consumers.keySet().stream().map(EventConsumer::stop).toList())
                .mapEmpty();
    }

    private Set<Topic> others(EventConsumer consumer) {
        return consumers.getOrDefault(consumer, Set.of());
    }

    private void publishAgain(Database database, Republish one) {
        var wanted = settings.republish()
                ? Future.succeededFuture(true)
                : TopicAdmin.isEmpty(vertx, settings.kafkaBootstrap(), one.topic());
        wanted.compose(due -> due ? database.transact(one.emit()).map(true) : Future.succeededFuture(false))
                .onSuccess(done -> {
                    if (done) {
                        LOG.atInfo().addKeyValue("topic", one.topic().name()).log("published again from the database");
                    }
                })
                .onFailure(failed -> LOG.atWarn()
                        .addKeyValue("topic", one.topic().name())
                        .setCause(failed)
                        .log("not published again"));
    }

    /** Succeeds when all that was in these topics at the start has been read, or after a bounded time. */
    private Future<Void> catchUp(List<EventConsumer> reading) {
        var caughtUp = Promise.<Void>promise();
        long until = System.nanoTime() + CATCH_UP.toNanos();
        lookForCatchUp(reading, until, caughtUp);
        return caughtUp.future();
    }

    private void lookForCatchUp(List<EventConsumer> reading, long until, Promise<Void> caughtUp) {
        var all = reading.stream().map(EventConsumer::caughtUp).toList();
        Future.join(all).onComplete(asked -> {
            var behind = new ArrayList<String>();
            for (int i = 0; i < all.size(); i++) {
                if (!Boolean.TRUE.equals(all.get(i).result())) {
                    behind.add(reading.get(i).topic());
                }
            }
            if (behind.isEmpty() || stopping) {
                caughtUp.complete();
            } else if (System.nanoTime() > until) {
                LOG.atWarn()
                        .addKeyValue("topics", behind)
                        .log("acting begins although not all that others decided has been read");
                caughtUp.complete();
            } else {
                vertx.setTimer(LOOK_MS, later -> lookForCatchUp(reading, until, caughtUp));
            }
        });
    }
}
