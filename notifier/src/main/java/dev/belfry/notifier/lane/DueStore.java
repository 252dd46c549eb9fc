package dev.belfry.notifier.lane;

import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The table {@code delivery}, asked in which lanes something is due. */
final class DueStore {
    static final String DUE = """
            select l.lane from unnest($1::text[]) as l (lane)
            where exists (
                select from delivery
                where lane = l.lane and status in ('pending', 'sending', 'deferred')
                    and due_at <= statement_timestamp() + $2::bigint * interval '1 millisecond')""";

    private final Database database;

    DueStore(Database database) {
        this.database = database;
    }

    /** Those in which something is due by then. */
    Future<List<String>> due(Collection<String> lanes, Duration within) {
        return database.query(
                        DUE,
                        Tuple.tuple()
                                .addArrayOfString(lanes.toArray(String[]::new))
                                .addLong(within.toMillis()))
                .map(rows -> {
                    List<String> due = new ArrayList<>(rows.size());
                    rows.forEach(row -> due.add(row.getString("lane")));
                    return due;
                });
    }
}
