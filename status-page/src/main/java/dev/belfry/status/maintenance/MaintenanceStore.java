package dev.belfry.status.maintenance;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The tables of scheduled maintenance. */
public final class MaintenanceStore {
    private static final String COLUMNS = """
            select m.*,
                coalesce((select json_agg(json_build_object('id', u.id, 'status', u.status, 'body', u.body,
                    'at', to_char(u.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
                    order by u.created_at desc, u.id desc)
                    from maintenance_update u where u.maintenance_id = m.id), '[]') as updates
            from maintenance m
            """;
    /** What is to come and what goes on first, then the newest of what is over. */
    static final String LIST = COLUMNS + """
            where m.withdrawn_at is null and ($1::uuid is null or m.page_id = $1)
            order by (m.completed_at is null) desc, m.scheduled_for desc, m.id desc limit $2""";

    static final String FIND = COLUMNS + "where m.id = $1 and m.withdrawn_at is null";
    static final String INSERT = """
            insert into maintenance (id, page_id, name, status, scheduled_for, scheduled_until, components,
                created_at, updated_at)
            select $1, p.id, $3, 'scheduled', $4, $5, $6, $7, $7 from status_page p where p.id = $2
            on conflict do nothing""";
    static final String UPDATE = """
            update maintenance set status = $3, started_at = $4, completed_at = $5, updated_at = $6,
                version = version + 1
            where id = $1 and version = $2 and withdrawn_at is null""";
    static final String TELL =
            "insert into maintenance_update (id, maintenance_id, status, body, created_at) values ($1, $2, $3, $4, $5)";
    static final String WITHDRAW = """
            update maintenance set withdrawn_at = $3, updated_at = $3, version = version + 1
            where id = $1 and version = $2 and withdrawn_at is null""";

    public Future<List<Maintenance>> list(Database database, @Nullable UUID page, int limit) {
        return database.query(LIST, Tuple.of(page, limit)).map(MaintenanceStore::list);
    }

    public Future<Optional<Maintenance>> find(Database database, UUID id) {
        return database.query(FIND, Tuple.of(id)).map(MaintenanceStore::first);
    }

    Future<Optional<Maintenance>> find(Tx tx, UUID id) {
        return tx.query(FIND, Tuple.of(id)).map(MaintenanceStore::first);
    }

    /** False when there is no such page. */
    Future<Boolean> insert(Tx tx, Maintenance planned) {
        var row = Tuple.tuple()
                .addUUID(planned.id())
                .addUUID(planned.statusPage())
                .addString(planned.name())
                .addOffsetDateTime(Columns.utc(planned.scheduledFor()))
                .addOffsetDateTime(Columns.utc(planned.scheduledUntil()))
                .addArrayOfUUID(planned.components().toArray(UUID[]::new))
                .addOffsetDateTime(Columns.utc(planned.createdAt()));
        return tx.query(INSERT, row)
                .compose(made -> made.rowCount() == 1 ? tell(tx, planned).map(true) : Future.succeededFuture(false));
    }

    /** Saves what {@link Maintenance#told} made; false when somebody else changed it meanwhile. */
    Future<Boolean> update(Tx tx, Maintenance after) {
        var row = Tuple.of(
                after.id(),
                after.version() - 1,
                word(after.status()),
                Columns.optionalUtc(after.startedAt()),
                Columns.optionalUtc(after.completedAt()),
                Columns.utc(after.updatedAt()));
        return tx.query(UPDATE, row)
                .compose(saved -> saved.rowCount() == 1 ? tell(tx, after).map(true) : Future.succeededFuture(false));
    }

    private static Future<Void> tell(Tx tx, Maintenance of) {
        var newest = of.updates().getFirst();
        return tx.query(
                        TELL,
                        Tuple.of(
                                newest.id(),
                                of.id(),
                                word(newest.status()),
                                newest.body(),
                                Columns.utc(newest.createdAt())))
                .mapEmpty();
    }

    /** False when somebody else changed it meanwhile. */
    Future<Boolean> withdraw(Tx tx, Maintenance before, Instant now) {
        return tx.query(WITHDRAW, Tuple.of(before.id(), before.version(), Columns.utc(now)))
                .map(withdrawn -> withdrawn.rowCount() == 1);
    }

    private static Optional<Maintenance> first(RowSet<Row> rows) {
        return list(rows).stream().findFirst();
    }

    private static List<Maintenance> list(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(MaintenanceStore::read)
                .toList();
    }

    private static Maintenance read(Row row) {
        return new Maintenance(
                row.getUUID("id"),
                row.getLong("version"),
                row.getUUID("page_id"),
                row.getString("name"),
                stage(row.getString("status")),
                Columns.instant(row, "scheduled_for"),
                Columns.instant(row, "scheduled_until"),
                Columns.optionalInstant(row, "started_at"),
                Columns.optionalInstant(row, "completed_at"),
                List.of(row.getArrayOfUUIDs("components")),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"),
                ((JsonArray) row.getValue("updates"))
                        .stream()
                                .map(JsonObject.class::cast)
                                .map(MaintenanceStore::said)
                                .toList());
    }

    private static Maintenance.Update said(JsonObject row) {
        return new Maintenance.Update(
                UUID.fromString(row.getString("id")),
                stage(row.getString("status")),
                row.getString("body"),
                Instant.parse(row.getString("at")));
    }

    private static Maintenance.Stage stage(String word) {
        return Maintenance.Stage.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String word(Maintenance.Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }
}
