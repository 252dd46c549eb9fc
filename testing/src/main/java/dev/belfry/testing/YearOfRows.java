package dev.belfry.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A year of a service's database in fast motion: each day brings rows, and the service's own statements remove what is older
 * than a month. What is removed must keep tables and indexes as large as they were after two months, and of every other
 * table somebody must have said why it may grow.
 */
public final class YearOfRows {
    private static final Instant FIRST_OF_JANUARY = Instant.parse("2027-01-01T00:00:00Z");
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int DAYS = 365;
    private static final int BATCH = 1_000;

    private final String database;
    private final List<String> removals;
    private final List<String> rows = new ArrayList<>();
    private final Map<String, String> otherwise = new TreeMap<>();

    /**
     * @param database the name of a database of {@link Engines#postgres()} with nothing in it but the service's schema
     * @param removals statements that delete what is from before {@code $1} (timestamptz), at most {@code $2} (integer)
     */
    public YearOfRows(String database, Iterable<String> removals) {
        this.database = database;
        this.removals = new ArrayList<>();
        removals.forEach(this.removals::add);
    }

    /**
     * Rows of one day.
     *
     * @param insert puts them into one table, as from the day that begins at {@code $1} (timestamptz)
     */
    public YearOfRows eachDay(String insert) {
        rows.add(insert);
        return this;
    }

    /**
     * Tables that no statement prunes by time.
     *
     * @param because why they do not grow, or are kept for ever
     */
    public YearOfRows otherwise(String because, String... tables) {
        for (var table : tables) {
            otherwise.put(table, because);
        }
        return this;
    }

    /** Fails where a table grows though it should not, or nobody has said what becomes of it. */
    public void check() {
        var postgres = Engines.postgres();
        try (var connection =
                        DriverManager.getConnection(postgres.jdbcUrl(database), postgres.user(), postgres.password());
                var sql = connection.createStatement()) {
            prepare(sql);
            live(sql, 0, 60);
            var before = sizes(connection);
            live(sql, 60, DAYS);
            var after = sizes(connection);
            System.out.println("after 60 days and after a year, bytes: " + before + " " + after);
            compare(before, after, counts(sql, after.keySet()));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void prepare(Statement sql) throws SQLException {
        for (int i = 0; i < rows.size(); i++) {
            sql.execute("prepare rows_" + i + " (timestamptz) as " + rows.get(i));
        }
        for (int i = 0; i < removals.size(); i++) {
            sql.execute("prepare removal_" + i + " (timestamptz, int) as " + removals.get(i));
        }
    }

    private void live(Statement sql, int from, int to) throws SQLException {
        for (int day = from; day < to; day++) {
            var morning = FIRST_OF_JANUARY.plus(Duration.ofDays(day));
            for (int i = 0; i < rows.size(); i++) {
                sql.execute("execute rows_" + i + " ('" + morning + "')");
            }
            for (int i = 0; i < removals.size(); i++) {
                while (sql.executeUpdate("execute removal_" + i + " ('" + morning.minus(KEPT) + "', " + BATCH + ")")
                        == BATCH) {}
            }
            if (day % 10 == 9) {
                sql.execute("vacuum");
            }
        }
    }

    /** Of each table with its indexes; Flyway's own aside. */
    private static Map<String, Long> sizes(Connection connection) throws SQLException {
        var sizes = new TreeMap<String, Long>();
        try (var query = connection.createStatement();
                var found = query.executeQuery("select relname, pg_total_relation_size(oid) from pg_class"
                        + " where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
                        + " and relname <> 'flyway_schema_history'")) {
            while (found.next()) {
                sizes.put(found.getString(1), found.getLong(2));
            }
        }
        return sizes;
    }

    private static Map<String, Long> counts(Statement sql, Set<String> tables) throws SQLException {
        var counts = new TreeMap<String, Long>();
        for (var table : tables) {
            try (var found = sql.executeQuery("select count(*) from \"" + table + "\"")) {
                found.next();
                counts.put(table, found.getLong(1));
            }
        }
        return counts;
    }

    private void compare(Map<String, Long> before, Map<String, Long> after, Map<String, Long> counts) {
        var wrong = new ArrayList<String>();
        after.forEach((table, bytes) -> {
            boolean explained = otherwise.containsKey(table);
            if (explained) {
                return;
            }
            if (counts.getOrDefault(table, 0L) == 0) {
                wrong.add(table + ": no rows come in this test, and nobody says what becomes of it");
            } else if (bytes > before.getOrDefault(table, 0L) * 5 / 4) {
                wrong.add(table + " grew from " + before.get(table) + " to " + bytes + " bytes");
            }
        });
        var gone = new TreeSet<>(otherwise.keySet());
        gone.removeAll(after.keySet());
        gone.forEach(table -> wrong.add(table + " is explained and does not exist"));
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("\n", wrong));
        }
    }
}
