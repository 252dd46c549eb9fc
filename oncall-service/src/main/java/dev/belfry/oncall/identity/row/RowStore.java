package dev.belfry.oncall.identity.row;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Something rows can be read from: a transaction or the pool. */
@FunctionalInterface
public interface RowStore {
    Future<RowSet<Row>> query(String sql, Tuple arguments);

    /** All rows as values of the domain. */
    static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        List<T> values = new ArrayList<>(rows.size());
        for (Row row : rows) {
            values.add(read.apply(row));
        }
        return values;
    }

    /** The only row, or null. */
    static <T> @Nullable T one(RowSet<Row> rows, Function<Row, T> read) {
        return rows.size() == 0 ? null : read.apply(rows.iterator().next());
    }
}
