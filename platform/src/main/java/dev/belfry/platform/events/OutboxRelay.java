package dev.belfry.platform.events;

import dev.belfry.platform.database.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what committed to the outbox, in order, and deletes it once the broker has it.
 *
 * <pre>
 *   elect ── advisory lock ──▶ lead: read ──▶ publish ──▶ await acks ──▶ delete ──▶ read …
 *     ▲                         │ connection lost
 *     └─────────────────────────┘
 * </pre>
 *
 * One replica leads: a session advisory lock elects it, and everything it does goes through the connection that holds
 * the lock, so one that lost the lock can no longer delete. A crash between ack and delete publishes again with the
 * same id; consumers drop what they have seen. Woken after each commit, by a coalesced NOTIFY from other replicas (never
 * inside the business transaction: that serialises commits), and by a poll.
 */
public final class OutboxRelay {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final long LOCK = 0x62656c667279L; // "belfry"
    private static final int BATCH = 500;
    private static final long POLL_MS = 250;
    private static final long ELECT_MS = 1_000;
    private static final long NOTIFY_MS = 5;

    static final String ELECT = "select pg_try_advisory_lock($1) as leads";
    static final String READ = """
            select seq, id, topic, key, type, subject, occurred_at, data
            from outbox order by seq limit $1""";
    static final String DELETE = "delete from outbox where seq = any($1)";

    private final Vertx vertx;
    private final Context context;
    private final Database database;
    private final Producer producer;
    private final Counter published;
    private final Counter failures;
    private final AtomicBoolean leads = new AtomicBoolean();
    private final AtomicBoolean notifying = new AtomicBoolean();
    // The rest is touched on the context only.
    private @Nullable PgConnection leader;
    private @Nullable Promise<Void> stopping;
    private boolean running;
    private boolean again;

    public OutboxRelay(Vertx vertx, Database database, Producer producer, MeterRegistry metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.database = database;
        this.producer = producer;
        this.published = metrics.counter("belfry.outbox.published");
        this.failures = metrics.counter("belfry.outbox.failures");
        Gauge.builder("belfry.outbox.leads", leads, flag -> flag.get() ? 1 : 0).register(metrics);
    }

    public void start() {
        context.runOnContext(go -> elect());
    }

    /** Something was committed to the outbox, here. */
    public void wake() {
        if (leads.get()) {
            context.runOnContext(go -> run());
        } else if (notifying.compareAndSet(false, true)) {
            vertx.setTimer(NOTIFY_MS, coalesced -> {
                notifying.set(false);
                database.pool()
                        .query("notify outbox")
                        .execute()
                        .onFailure(lost -> LOG.debug("the leader's poll will find it", lost));
            });
        }
    }

    /** Finishes the batch in hand, then gives the lock back. */
    public Future<Void> stop() {
        var stopped = Promise.<Void>promise();
        context.runOnContext(go -> {
            stopping = stopped;
            if (!running) {
                finish();
            }
        });
        return stopped.future();
    }

    private void elect() {
        if (stopping != null) {
            return;
        }
        PgConnection.connect(vertx, database.options())
                .compose(connection -> connection
                        .preparedQuery(ELECT)
                        .execute(Tuple.of(LOCK))
                        .compose(rows -> rows.iterator().next().getBoolean("leads")
                                ? lead(connection)
                                : connection.close().map(false))
                        .recover(failure -> connection.close().transform(closed -> Future.failedFuture(failure))))
                .onComplete(elected -> {
                    if (elected.failed()) {
                        LOG.debug("no election: the database is away", elected.cause());
                    }
                    if (elected.failed() || !elected.result()) {
                        vertx.setTimer(ELECT_MS, retry -> elect());
                    }
                });
    }

    @SuppressWarnings("ReferenceEquality") // this very connection, not an equal one
    private Future<Boolean> lead(PgConnection connection) {
        if (stopping != null) {
            return connection.close().map(true);
        }
        leader = connection;
        leads.set(true);
        connection.notificationHandler(notification -> run());
        connection.closeHandler(lost -> {
            leads.set(false);
            leader = null;
            vertx.setTimer(ELECT_MS, retry -> elect());
        });
        return connection.query("listen outbox").execute().map(listening -> {
            vertx.setPeriodic(0, POLL_MS, poll -> {
                if (leader == connection) {
                    run();
                } else {
                    vertx.cancelTimer(poll);
                }
            });
            return true;
        });
    }

    private void run() {
        var connection = leader;
        if (connection == null || stopping != null) {
            return;
        }
        if (running) {
            again = true;
            return;
        }
        running = true;
        again = false;
        round(connection).onComplete(done -> {
            running = false;
            if (done.failed()) {
                failures.increment();
                LOG.atWarn().setCause(done.cause()).log("publishing failed; the rows stay and are tried again");
            }
            if (stopping != null) {
                finish();
            } else if (done.succeeded() && (again || done.result() == BATCH)) {
                run();
            }
        });
    }

    private Future<Integer> round(PgConnection connection) {
        return connection
                .preparedQuery(READ)
                .execute(Tuple.of(BATCH))
                .compose(rows -> rows.size() == 0 ? Future.succeededFuture(0) : publish(connection, rows));
    }

    private Future<Integer> publish(PgConnection connection, RowSet<Row> rows) {
        var acks = new ArrayList<Future<Void>>(rows.size());
        var published = new ArrayList<Long>(rows.size());
        for (var row : rows) {
            published.add(row.getLong("seq"));
            acks.add(send(row));
        }
        return Future.all(acks)
                .compose(acked -> connection
                        .preparedQuery(DELETE)
                        .execute(Tuple.tuple().addArrayOfLong(published.toArray(Long[]::new))))
                .map(deleted -> {
                    this.published.increment(rows.size());
                    return rows.size();
                });
    }

    private Future<Void> send(Row row) {
        var data = row.getBuffer("data");
        return producer.send(
                row.getString("topic"),
                null,
                row.getString("key"),
                row.getUUID("id"),
                row.getString("type"),
                row.getString("subject"),
                row.getOffsetDateTime("occurred_at").toInstant(),
                data == null ? null : data.getBytes());
    }

    private void finish() {
        var connection = leader;
        leader = null;
        leads.set(false);
        var stopped = stopping;
        if (stopped == null) {
            return;
        }
        if (connection == null) {
            stopped.tryComplete();
        } else {
            connection.closeHandler(closed -> {});
            connection.close().onComplete(closed -> stopped.tryComplete());
        }
    }
}
