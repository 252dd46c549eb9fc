package dev.belfry.platform.database;

import io.vertx.pgclient.PgException;

/** Tells failures that will pass (the database is away) from those that will come again with the same input. */
public final class Faults {
    private Faults() {}

    /**
     * True when the same input would fail again: a bug or bad data. SQLSTATE classes 08 (connection), 25006 (read
     * only), 40 (rollback), 53 (resources), 55 (not in state), 57 (operator intervention) and 58 (system) pass; what
     * does not come from PostgreSQL is deterministic only if it is a plain Java runtime exception.
     */
    public static boolean isDeterministic(Throwable failure) {
        if (failure instanceof PgException pg) {
            var state = pg.getSqlState();
            return state != null && !state.matches("(08|40|53|55|57|58).*|25006");
        }
        return failure instanceof IllegalArgumentException
                || failure instanceof NullPointerException
                || failure instanceof ClassCastException
                || failure instanceof IndexOutOfBoundsException
                || failure instanceof ArithmeticException
                || failure instanceof UnsupportedOperationException
                || failure instanceof java.util.NoSuchElementException
                || failure instanceof java.time.DateTimeException;
    }
}
