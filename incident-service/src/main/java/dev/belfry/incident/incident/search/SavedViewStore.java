package dev.belfry.incident.incident.search;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps saved views. */
public final class SavedViewStore {
    static final String LIST = """
            select id, owner, owner_name, shared, name, query, created_at from saved_view
            where shared or owner = $1 order by name, id limit 200""";

    // The lock makes the count hold for two who save at once.
    static final String ADD = """
            with mine as materialized (
                select count(*) as n from (select 1 from saved_view where owner = $2 for no key update) v)
            insert into saved_view (id, owner, owner_name, shared, name, query, created_at)
            select $1, $2, $3, $4, $5, $6, $7 from mine where n < $8
            on conflict (owner, name) do nothing""";

    static final String REMOVE = "delete from saved_view where id = $1 and (owner = $2 or (shared and $3))";

    private final Database database;

    public SavedViewStore(Database database) {
        this.database = database;
    }

    /** Those of this person, and those of everybody, by name. */
    public Future<List<SavedView>> of(@Nullable UUID person) {
        return database.query(LIST, Tuple.of(person)).map(rows -> {
            var views = new ArrayList<SavedView>();
            for (Row row : rows) {
                views.add(new SavedView(
                        row.getUUID("id"),
                        row.getUUID("owner"),
                        row.getString("owner_name"),
                        row.getBoolean("shared"),
                        row.getString("name"),
                        row.getString("query"),
                        Columns.instant(row, "created_at")));
            }
            return views;
        });
    }

    /** False when the person has one of that name, or as many as one may have. */
    public Future<Boolean> add(SavedView view) {
        return database.query(
                        ADD,
                        Tuple.tuple()
                                .addUUID(view.id())
                                .addUUID(view.owner())
                                .addString(view.ownerName())
                                .addBoolean(view.shared())
                                .addString(view.name())
                                .addString(view.query())
                                .addOffsetDateTime(Columns.utc(view.createdAt()))
                                .addInteger(SavedView.MOST))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * False when there is none that this person may remove.
     *
     * @param ofOthers whether those that others share may go, too
     */
    public Future<Boolean> remove(UUID id, @Nullable UUID person, boolean ofOthers) {
        return database.query(REMOVE, Tuple.of(id, person, ofOthers)).map(rows -> rows.rowCount() == 1);
    }
}
