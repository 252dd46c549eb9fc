package dev.belfry.status.page;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The table {@code status_page}. */
public final class StatusPageStore {
    static final String INSERT = """
            insert into status_page (id, name, slug, domain, time_zone, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $6) on conflict do nothing returning *""";
    static final String UPDATE = """
            update status_page set name = $2, slug = $3, domain = $4, time_zone = $5, updated_at = $6,
                version = version + 1, revision = revision + 1
            where id = $1 and ($7::bigint is null or version = $7) returning *""";
    static final String ALL = "select * from status_page order by created_at, id";
    static final String FIND = "select * from status_page where id = $1";
    static final String LOCK = "select id from status_page where id = any($1) order by id for update";
    static final String TOUCH =
            "update status_page set revision = revision + 1, updated_at = $2 where id = any($1) returning id";

    public Future<Optional<StatusPage>> insert(Tx tx, StatusPage page) {
        return tx.query(
                        INSERT,
                        Tuple.of(
                                page.id(),
                                page.name(),
                                page.slug(),
                                page.domain(),
                                page.timeZone(),
                                Columns.utc(page.createdAt())))
                .map(StatusPageStore::first);
    }

    /** Whether a change was refused because another page has its slug or domain. */
    static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refused && "23505".equals(refused.getSqlState());
    }

    /** Empty when there is none, or its version is another. */
    public Future<Optional<StatusPage>> update(Tx tx, StatusPage page, @Nullable Long version) {
        return tx.query(
                        UPDATE,
                        Tuple.of(
                                page.id(),
                                page.name(),
                                page.slug(),
                                page.domain(),
                                page.timeZone(),
                                Columns.utc(page.updatedAt()),
                                version))
                .map(StatusPageStore::first);
    }

    public Future<List<StatusPage>> all(Database database) {
        return database.query(ALL, Tuple.tuple()).map(StatusPageStore::list);
    }

    public Future<Optional<StatusPage>> find(Database database, UUID id) {
        return database.query(FIND, Tuple.of(id)).map(StatusPageStore::first);
    }

    /** Holds these pages until the end of the transaction: one change of what they show at a time. */
    public Future<Void> lock(Tx tx, List<UUID> pages) {
        return tx.query(LOCK, Tuple.tuple().addArrayOfUUID(pages.toArray(UUID[]::new)))
                .mapEmpty();
    }

    public Future<Optional<StatusPage>> find(Tx tx, UUID id) {
        return tx.query(FIND, Tuple.of(id)).map(StatusPageStore::first);
    }

    /** Something on these pages changed. */
    public Future<Void> touch(Tx tx, List<UUID> pages, Instant now) {
        return tx.query(
                        TOUCH,
                        Tuple.tuple().addArrayOfUUID(pages.toArray(UUID[]::new)).addOffsetDateTime(Columns.utc(now)))
                .mapEmpty();
    }

    private static Optional<StatusPage> first(RowSet<Row> rows) {
        return list(rows).stream().findFirst();
    }

    private static List<StatusPage> list(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(StatusPageStore::read)
                .toList();
    }

    private static StatusPage read(Row row) {
        return new StatusPage(
                row.getUUID("id"),
                row.getLong("version"),
                row.getLong("revision"),
                row.getString("name"),
                row.getString("slug"),
                row.getString("domain"),
                row.getString("time_zone"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
