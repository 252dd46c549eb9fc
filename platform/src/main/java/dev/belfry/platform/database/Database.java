package dev.belfry.platform.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The database of one service: bounded pool, transactions, and the wake-ups that follow a commit. */
public final class Database {
    private static final int MAX_WAITING = 1_000;

    private final Pool pool;
    private final PgConnectOptions options;
    private final InstantSource clock;
    private Runnable messagesCommitted = () -> {};
    private Runnable timersCommitted = () -> {};

    public Database(Vertx vertx, String url, int poolSize, InstantSource clock) {
        this.clock = clock;
        this.options = PgConnectOptions.fromUri(url)
                .setCachePreparedStatements(true)
                .addProperty("statement_timeout", "20000")
                .addProperty("lock_timeout", "10000")
                .addProperty("idle_in_transaction_session_timeout", "30000");
        this.pool = PgBuilder.pool()
                .with(new PoolOptions()
                        .setMaxSize(poolSize)
                        .setMaxWaitQueueSize(MAX_WAITING)
                        .setConnectionTimeout(10)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                        .setIdleTimeout(10)
                        .setIdleTimeoutUnit(TimeUnit.MINUTES))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    /** Called after a commit that left messages in the outbox. */
    public void onMessagesCommitted(Runnable wake) {
        this.messagesCommitted = wake;
    }

    /** Called after a commit that armed timers. */
    public void onTimersCommitted(Runnable wake) {
        this.timersCommitted = wake;
    }

    public Pool pool() {
        return pool;
    }

    public PgConnectOptions options() {
        return options;
    }

    /** A single read outside any transaction. */
    public Future<RowSet<Row>> query(String statement, Tuple arguments) {
        return pool.preparedQuery(statement).execute(arguments);
    }

    /**
     * Runs the work in one transaction; a failed Future rolls back. A deadlock or a serialization failure is tried once
     * more, so the work must not keep state between its calls.
     */
    public <T> Future<T> transact(Function<Tx, Future<T>> work) {
        return attempt(work).recover(failure -> isConflict(failure) ? attempt(work) : Future.failedFuture(failure));
    }

    private <T> Future<T> attempt(Function<Tx, Future<T>> work) {
        return pool.getConnection().compose(connection -> {
            var tx = new Tx(connection);
            return connection
                    .begin()
                    .compose(begun -> guarded(work, tx)
                            .compose(result -> tx.flush(clock.instant().atOffset(ZoneOffset.UTC))
                                    .map(result))
                            .compose(
                                    result -> begun.commit().map(result),
                                    failure ->
                                            begun.rollback().transform(rolledBack -> Future.<T>failedFuture(failure))))
                    .onSuccess(result -> wake(tx))
                    .onComplete(done -> connection.close());
        });
    }

    private static <T> Future<T> guarded(Function<Tx, Future<T>> work, Tx tx) {
        try {
            return work.apply(tx);
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    private void wake(Tx tx) {
        if (tx.hasMessages()) {
            messagesCommitted.run();
        }
        if (tx.hasTimers()) {
            timersCommitted.run();
        }
    }

    private static boolean isConflict(Throwable failure) {
        return failure instanceof PgException pg
                && ("40001".equals(pg.getSqlState()) || "40P01".equals(pg.getSqlState()));
    }
}
