package dev.belfry.platform.events;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what committed to the outbox, a {@link OutboxLane} for each topic, so that no topic stands in front of another.
 *
 * <p>One replica leads: the holder of the {@link OutboxLease}. A crash between ack and delete publishes again with the
 * same id; consumers drop what they have seen. The leader is woken after each commit of its own, by a coalesced NOTIFY
 * from other replicas (never inside the business transaction: that serialises commits), and by a poll.
 */
public final class OutboxRelay {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final long POLL_MS = 250;
    private static final long NOTIFY_MS = 5;
    private static final int GAUGES_EVERY = 20;

    /** The topics that have something to publish, without reading all rows: one index look-up for each. */
    static final String TOPICS = """
            with recursive waiting (topic) as (
                (select topic from outbox where set_aside_at is null order by topic limit 1)
                union all
                select (select topic from outbox
                    where set_aside_at is null and topic > waiting.topic order by topic limit 1)
                from waiting where waiting.topic is not null)
            select topic from waiting where topic is not null""";

    static final String DEPTH = """
            select topic, count(*) filter (where set_aside_at is null) as depth,
                count(*) filter (where set_aside_at is not null) as aside,
                coalesce(extract(epoch from clock_timestamp()
                    - min(occurred_at) filter (where set_aside_at is null)), 0)::float8 as age
            from outbox group by topic""";

    /** How many messages of a topic wait, how old the oldest is in seconds, and how many are set aside. */
    private record Depth(long waiting, double age, long aside) {
        private static final Depth NONE = new Depth(0, 0, 0);
    }

    private final Vertx vertx;
    private final Context context;
    private final Database database;
    private final Producer producer;
    private final @Nullable InboxClient inboxes;
    private final BiFunction<OutboxRow, Throwable, Message> report;
    private final MeterRegistry metrics;
    private final OutboxLease lease;
    private final Map<String, OutboxLane> lanes = new ConcurrentHashMap<>();
    private final Map<String, Depth> depths = new ConcurrentHashMap<>();
    private final Set<String> toNotify = new ConcurrentSkipListSet<>();
    private final AtomicBoolean notifying = new AtomicBoolean();
    // The rest is touched on the context only.
    private @Nullable SqlConnection listener;
    private boolean listening;
    private boolean stopping;
    private boolean looking;
    private int looks;

    /**
     * @param inboxes the way past Kafka; null when there is none
     * @param report what is said about a message the broker refuses
     */
    public OutboxRelay(
            Vertx vertx,
            Database database,
            Producer producer,
            @Nullable InboxClient inboxes,
            UUID replica,
            BiFunction<OutboxRow, Throwable, Message> report,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.database = database;
        this.producer = producer;
        this.inboxes = inboxes;
        this.report = report;
        this.metrics = metrics;
        this.lease = new OutboxLease(database, replica);
        Gauge.builder("belfry.outbox.leads", lease, held -> held.leads() ? 1 : 0)
                .register(metrics);
    }

    public void start() {
        context.runOnContext(go -> {
            renew();
            vertx.setPeriodic(POLL_MS, POLL_MS, poll -> {
                if (stopping) {
                    vertx.cancelTimer(poll);
                } else {
                    look();
                }
            });
        });
    }

    /** Something was committed to the outbox for these topics, here. */
    public void wake(Set<String> topics) {
        if (lease.leads()) {
            topics.forEach(topic -> lane(topic).wake());
            return;
        }
        toNotify.addAll(topics);
        if (notifying.compareAndSet(false, true)) {
            vertx.setTimer(NOTIFY_MS, coalesced -> {
                notifying.set(false);
                var told = String.join(",", toNotify);
                toNotify.clear();
                database.query("select pg_notify('outbox', $1)", Tuple.of(told))
                        .onFailure(lost -> LOG.debug("the leader's poll will find it", lost));
            });
        }
    }

    /** Gives what is under way two seconds to be acknowledged, then gives the lease back. */
    public Future<Void> stop() {
        var stopped = Promise.<Void>promise();
        context.runOnContext(go -> {
            stopping = true;
            closeListener();
            awaitIdle(20, stopped);
        });
        return stopped.future();
    }

    private void awaitIdle(int looks, Promise<Void> stopped) {
        if (looks == 0 || lanes.values().stream().allMatch(OutboxLane::isIdle)) {
            lease.release().onComplete(released -> stopped.complete());
        } else {
            vertx.setTimer(100, later -> awaitIdle(looks - 1, stopped));
        }
    }

    private OutboxLane lane(String topic) {
        return lanes.computeIfAbsent(
                topic,
                first -> new OutboxLane(
                        vertx,
                        database,
                        producer,
                        topic,
                        inboxes != null && !inboxes.readers(topic).isEmpty() ? inboxes : null,
                        () -> !stopping && lease.leads(),
                        report,
                        metrics));
    }

    private void renew() {
        if (stopping) {
            return;
        }
        lease.renew().onComplete(renewed -> {
            if (renewed.failed()) {
                LOG.atWarn().setCause(renewed.cause()).log("nobody knows who publishes: the database is away");
            } else if (renewed.result()) {
                listen();
            } else {
                closeListener();
            }
            vertx.setTimer(OutboxLease.RENEW_MS, next -> renew());
        });
    }

    private void look() {
        if (looking || !lease.leads()) {
            return;
        }
        looking = true;
        database.query(TOPICS, Tuple.tuple())
                .compose(rows -> {
                    rows.forEach(row -> lane(row.getString("topic")).wake());
                    return looks++ % GAUGES_EVERY == 0 ? measure() : Future.succeededFuture();
                })
                .onComplete(done -> looking = false);
    }

    private Future<Void> measure() {
        return database.query(DEPTH, Tuple.tuple()).map(rows -> {
            depths.replaceAll((topic, before) -> Depth.NONE);
            rows.forEach(row -> {
                var topic = row.getString("topic");
                if (depths.put(topic, new Depth(row.getLong("depth"), row.getDouble("age"), row.getLong("aside")))
                        == null) {
                    gauge(topic);
                }
            });
            return null;
        });
    }

    private void gauge(String topic) {
        Gauge.builder("belfry.outbox.depth", depths, all -> depth(topic).waiting())
                .tag("topic", topic)
                .register(metrics);
        Gauge.builder("belfry.outbox.age.seconds", depths, all -> depth(topic).age())
                .tag("topic", topic)
                .register(metrics);
        Gauge.builder("belfry.outbox.aside", depths, all -> depth(topic).aside())
                .tag("topic", topic)
                .register(metrics);
    }

    private Depth depth(String topic) {
        return depths.getOrDefault(topic, Depth.NONE);
    }

    /** Hears other replicas' commits. Without it the poll finds them, so a failure only costs a quarter of a second. */
    private void listen() {
        if (listening || stopping) {
            return;
        }
        listening = true;
        database.pool()
                .getConnection()
                .compose(connection -> {
                    listener = connection;
                    connection.closeHandler(lost -> forgetListener());
                    PgConnection.cast(connection).notificationHandler(told -> {
                        for (var topic : List.of(told.getPayload().split(","))) {
                            if (!topic.isEmpty()) {
                                lane(topic).wake();
                            }
                        }
                    });
                    return connection.query("listen outbox").execute();
                })
                .onComplete(done -> {
                    if (done.succeeded()) {
                        keepAlive();
                    } else {
                        closeListener();
                    }
                });
    }

    /** A connection on which nothing arrives counts as dead: asking now and then shows that it lives. */
    private void keepAlive() {
        vertx.setTimer(3_000, later -> {
            var connection = listener;
            if (connection != null) {
                connection.query("select 1").execute().onComplete(done -> {
                    if (done.succeeded()) {
                        keepAlive();
                    } else {
                        closeListener();
                    }
                });
            }
        });
    }

    private void closeListener() {
        var connection = listener;
        forgetListener();
        if (connection != null) {
            connection.query("unlisten *").execute().onComplete(done -> connection.close());
        }
    }

    private void forgetListener() {
        listener = null;
        listening = false;
    }
}
