package dev.belfry.incident.compat.opsgenie;

import dev.belfry.incident.catalog.service.Words;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps queries with a name; each statement is one change. */
public final class SavedSearchStore {
    static final int MOST = 100;

    static final String SELECT = """
            select id, service, name, description, query, created_at, updated_at from opsgenie_search
            """;

    static final String LIST = SELECT + "where service = $1 order by name limit $2";

    static final String BY_ID = SELECT + "where service = $1 and id::text = $2";

    static final String BY_NAME = SELECT + "where service = $1 and name = $2";

    static final String ADD = """
            insert into opsgenie_search (id, service, name, description, query, created_at, updated_at)
            select $1, $2, $3, $4, $5, $6, $6
            where (select count(*) from opsgenie_search where service = $2) < $7
            on conflict do nothing returning id""";

    static final String CHANGE = """
            update opsgenie_search set name = $3, description = $4, query = $5, updated_at = $6
            where service = $1 and id = $2
              and not exists (select 1 from opsgenie_search o where o.service = $1 and o.name = $3 and o.id <> $2)
            returning id""";

    static final String REMOVE = "delete from opsgenie_search where service = $1 and id = $2";

    private final Database database;

    public SavedSearchStore(Database database) {
        this.database = database;
    }

    Future<List<SavedSearch>> list(UUID service) {
        return database.query(LIST, Tuple.of(service, MOST)).map(SavedSearchStore::searches);
    }

    Future<Optional<SavedSearch>> find(UUID service, String identifier, boolean byName) {
        return database.query(byName ? BY_NAME : BY_ID, Tuple.of(service, Words.text(identifier)))
                .map(rows -> searches(rows).stream().findFirst());
    }

    /** Answers false when the name is taken or there are too many. */
    Future<Boolean> add(SavedSearch search) {
        return database.query(
                        ADD,
                        Tuple.of(
                                search.id(),
                                search.serviceId(),
                                Words.text(search.name()),
                                Words.text(search.description()),
                                Words.text(search.query()),
                                Columns.utc(search.createdAt()),
                                MOST))
                .map(rows -> rows.size() == 1);
    }

    /** Answers false when the name is taken or the search is gone. */
    Future<Boolean> change(SavedSearch search, Instant now) {
        return database.query(
                        CHANGE,
                        Tuple.of(
                                search.serviceId(),
                                search.id(),
                                Words.text(search.name()),
                                Words.text(search.description()),
                                Words.text(search.query()),
                                Columns.utc(now)))
                .map(rows -> rows.size() == 1);
    }

    Future<Void> remove(SavedSearch search) {
        return database.query(REMOVE, Tuple.of(search.serviceId(), search.id())).mapEmpty();
    }

    private static List<SavedSearch> searches(RowSet<Row> rows) {
        var all = new ArrayList<SavedSearch>(rows.size());
        for (var row : rows) {
            all.add(new SavedSearch(
                    row.getUUID("id"),
                    row.getUUID("service"),
                    row.getString("name"),
                    row.getString("description"),
                    row.getString("query"),
                    Columns.instant(row, "created_at"),
                    Columns.instant(row, "updated_at")));
        }
        return all;
    }
}
