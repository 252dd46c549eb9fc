package dev.belfry.platform.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The database of one service: bounded pool, transactions, and the wake-ups that follow a commit.
 *
 * <p>No call waits for ever. PostgreSQL ends a statement after eight seconds, so a connection on which nothing arrives
 * for ten is dead, whatever TCP says (a failover without a reset leaves it silent). It is closed, its calls fail, and
 * the pool opens another.
 */
public final class Database {
    private static final int MAX_WAITING = 1_000;
    private static final int STATEMENT_MS = 8_000;
    private static final int LOCK_MS = 5_000;
    private static final int SILENCE_MS = 10_000;
    private static final int CONNECT_MS = 4_000;
    private static final int MOST_CLOSED = 3;
    private static final int AT_ONCE_MS = 1_000;
    /** By then the pool has seen that the connection is gone. */
    private static final int EVICTED_MS = 10;
    /** What changes things goes by keys, however many: a plan for each call would cost as much again as the call. */
    private static final String KEEP_PLANS = "set local plan_cache_mode = force_generic_plan";

    private final Vertx vertx;
    private final Pool pool;
    private final InstantSource clock;
    private Consumer<Set<String>> messagesCommitted = topics -> {};
    private Consumer<Map<String, Duration>> timersCommitted = waits -> {};

    public Database(Vertx vertx, String url, int poolSize, InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
        var options = PgConnectOptions.fromUri(url)
                .setCachePreparedStatements(true)
                .addProperty("statement_timeout", Integer.toString(STATEMENT_MS))
                .addProperty("lock_timeout", Integer.toString(LOCK_MS))
                .addProperty("idle_in_transaction_session_timeout", "15000")
                // Tables begin empty and plans are kept: without it a plan reads whole tables long after they have
                // grown.
                .addProperty("random_page_cost", "1.1");
        this.pool = PgBuilder.pool()
                .with(new NetClientOptions()
                        .setConnectTimeout(CONNECT_MS)
                        .setTcpKeepAlive(true)
                        .setTcpUserTimeout(SILENCE_MS)
                        .setReadIdleTimeout(SILENCE_MS)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS))
                .with(new PoolOptions()
                        .setName("database")
                        // One more: the outbox listens on it for other replicas' commits.
                        .setMaxSize(poolSize + 1)
                        .setMaxWaitQueueSize(MAX_WAITING)
                        .setConnectionTimeout(10)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                        .setIdleTimeout(10)
                        .setIdleTimeoutUnit(TimeUnit.MINUTES))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    /** Called with the topics after a commit that left messages in the outbox. */
    public void onMessagesCommitted(Consumer<Set<String>> wake) {
        this.messagesCommitted = wake;
    }

    /** Called after a commit that armed timers, with each kind and how soon the first of it is due. */
    public void onTimersCommitted(Consumer<Map<String, Duration>> wake) {
        this.timersCommitted = wake;
    }

    public Pool pool() {
        return pool;
    }

    /**
     * A single read outside any transaction, or a statement that may run twice. A connection that has been idle may be
     * closed in the very moment in which it is asked: the statement goes to another one.
     */
    public Future<RowSet<Row>> query(String statement, Tuple arguments) {
        return again(() -> pool.preparedQuery(statement).execute(arguments), MOST_CLOSED);
    }

    /** Only what is closed at once is tried again: what was asked of a silent connection has waited long enough. */
    private <T> Future<T> again(Supplier<Future<T>> asked, int left) {
        var began = clock.millis();
        return asked.get()
                .recover(failure ->
                        left > 0 && failure instanceof ClosedConnectionException && clock.millis() - began < AT_ONCE_MS
                                ? vertx.timer(EVICTED_MS, TimeUnit.MILLISECONDS).compose(gone -> again(asked, left - 1))
                                : Future.failedFuture(failure));
    }

    /**
     * Runs the work in one transaction; a failed Future rolls back. A deadlock or a serialization failure is tried once
     * more, so the work must not keep state between its calls.
     */
    public <T> Future<T> transact(Function<Tx, Future<T>> work) {
        return attempt(work).recover(failure -> isConflict(failure) ? attempt(work) : Future.failedFuture(failure));
    }

    private <T> Future<T> attempt(Function<Tx, Future<T>> work) {
        return again(this::begun, MOST_CLOSED).compose(connection -> {
            var tx = new Tx(connection);
            var begun = Objects.requireNonNull(connection.transaction());
            return keepPlans(connection, work, tx)
                    .compose(result ->
                            tx.flush(clock.instant().atOffset(ZoneOffset.UTC)).map(result))
                    .compose(
                            result -> begun.commit().map(result),
                            failure -> begun.rollback().transform(rolledBack -> Future.<T>failedFuture(failure)))
                    .onSuccess(result -> wake(tx))
                    .onComplete(done -> connection.close());
        });
    }

    private Future<SqlConnection> begun() {
        return pool.getConnection()
                .compose(connection -> connection.begin().map(connection).onFailure(failure -> connection.close()));
    }

    /** Nobody waits for the setting: it travels with the first statement. */
    private static <T> Future<T> keepPlans(SqlConnection connection, Function<Tx, Future<T>> work, Tx tx) {
        var kept = connection.query(KEEP_PLANS).execute();
        return Future.join(guarded(work, tx), kept).map(both -> both.<T>resultAt(0));
    }

    private static <T> Future<T> guarded(Function<Tx, Future<T>> work, Tx tx) {
        try {
            return work.apply(tx);
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    private void wake(Tx tx) {
        if (!tx.topics().isEmpty()) {
            messagesCommitted.accept(tx.topics());
        }
        if (!tx.waits().isEmpty()) {
            timersCommitted.accept(tx.waits());
        }
    }

    private static boolean isConflict(Throwable failure) {
        return failure instanceof PgException pg
                && ("40001".equals(pg.getSqlState()) || "40P01".equals(pg.getSqlState()));
    }
}
