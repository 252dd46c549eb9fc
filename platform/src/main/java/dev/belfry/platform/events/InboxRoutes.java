package dev.belfry.platform.events;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.patience.Cause;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /internal/inbox}: takes records of the event log from other services while Kafka is away, and answers 204
 * when their effects have committed.
 *
 * <p>Kafka brings the same records again when it is back; handlers drop what they have seen. Only a caller that knows the
 * shared secret gets in; without a secret there is no inbox.
 */
public final class InboxRoutes {
    static final String PATH = "/internal/inbox";
    private static final Logger LOG = LoggerFactory.getLogger(InboxRoutes.class);
    private static final long MOST_BYTES = 16L * 1024 * 1024;
    private static final int MOST_AT_ONCE = 4;

    private final Database database;
    private final Map<String, EventHandler> handlers;
    private final byte[] expected;
    private final MeterRegistry metrics;
    private int atOnce;

    public InboxRoutes(Database database, Map<String, EventHandler> handlers, String secret, MeterRegistry metrics) {
        this.database = database;
        this.handlers = handlers;
        this.expected = ("Bearer " + secret).getBytes(StandardCharsets.UTF_8);
        this.metrics = metrics;
    }

    public void on(Router router) {
        router.post(PATH)
                .order(-1)
                // Before the body is read, let alone kept.
                .handler((SecurityPolicyHandler) this::admit)
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(this::take);
    }

    private void admit(RoutingContext context) {
        @Nullable String given = context.request().getHeader("Authorization");
        if (given == null || !MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected)) {
            context.response().setStatusCode(401).end();
        } else {
            context.next();
        }
    }

    private void take(RoutingContext context) {
        InboxRecord.Batch batch;
        try {
            batch = Json.read(context.body().buffer().getBytes(), InboxRecord.Batch.class);
        } catch (IllegalArgumentException unreadable) {
            context.response().setStatusCode(400).end();
            return;
        }
        var handler = handlers.get(batch.topic());
        if (handler == null) {
            context.response().setStatusCode(404).end();
            return;
        }
        if (!enter()) {
            context.response().setStatusCode(503).putHeader("Retry-After", "1").end();
            return;
        }
        var events =
                batch.records().stream().map(one -> one.event(batch.topic())).toList();
        handle(handler, events).onComplete(handled -> {
            leave();
            metrics.counter("belfry.inbox.records", "topic", batch.topic()).increment(events.size());
            if (handled.failed()) {
                LOG.atWarn()
                        .addKeyValue("topic", batch.topic())
                        .setCause(handled.cause())
                        .log("not taken in");
            }
            if (handled.failed()) {
                context.response().putHeader("Retry-After", "1");
            }
            context.response().setStatusCode(handled.succeeded() ? 204 : 503).end();
        });
    }

    private synchronized boolean enter() {
        if (atOnce >= MOST_AT_ONCE) {
            return false;
        }
        atOnce++;
        return true;
    }

    private synchronized void leave() {
        atOnce--;
    }

    /** A record that cannot be processed is passed over here: Kafka brings it again, and then it is parked. */
    private Future<Void> handle(EventHandler handler, List<Event> events) {
        return database.transact(tx -> handler.handle(tx, events)).recover(failure -> {
            if (Cause.of(failure) != Cause.CERTAIN) {
                return Future.failedFuture(failure);
            }
            if (events.size() == 1) {
                LOG.atError()
                        .addKeyValue("topic", events.getFirst().topic())
                        .addKeyValue("id", events.getFirst().id())
                        .setCause(failure)
                        .log("a record cannot be processed; it is parked when Kafka brings it");
                return Future.succeededFuture();
            }
            int middle = events.size() / 2;
            return handle(handler, events.subList(0, middle))
                    .compose(done -> handle(handler, events.subList(middle, events.size())));
        });
    }
}
