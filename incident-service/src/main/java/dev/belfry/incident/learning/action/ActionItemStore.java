package dev.belfry.incident.learning.action;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps action items. */
public final class ActionItemStore {
    private static final String SELECT = """
            select a.id, a.incident, i.number, a.title, a.owner, a.owner_name, a.due, a.link, a.created_at, a.created_by,
                a.done_at, a.done_by, a.version
            from action_item a join incident i on i.id = a.incident
            """;

    static final String OF_INCIDENT = SELECT + "where a.incident = $1 order by a.id limit 200";
    static final String ONE = SELECT + "where a.id = $1";
    static final String LOCK = SELECT + "where a.id = $1 for update of a";
    // Those without a day come last; the id makes the order of one day.
    static final String OPEN = SELECT + """
            where a.done_at is null and ($1::uuid is null or a.owner = $1)
              and ($2::date is null or (coalesce(a.due, date '9999-12-31'), a.id) > ($2::date, $3::uuid))
            order by coalesce(a.due, date '9999-12-31'), a.id limit $4""";
    static final String DONE = SELECT + """
            where a.done_at is not null and ($1::uuid is null or a.owner = $1) and ($2::uuid is null or a.id < $2)
            order by a.id desc limit $3""";
    static final String ADD = """
            insert into action_item (id, incident, title, owner, owner_name, due, link, created_at, created_by, version)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)""";
    static final String CHANGE = """
            update action_item set title = $2, owner = $3, owner_name = $4, due = $5, link = $6, done_at = $7, done_by = $8,
                version = version + 1
            where id = $1""";
    static final String REMOVE = "delete from action_item where id = $1";
    static final String COUNT = "select count(*)::int as n from action_item where incident = $1";
    // On the day, and each week after it.
    static final String DUE = """
            select id from action_item
            where done_at is null and owner is not null and due <= $1
              and (reminded_at is null or reminded_at < $2::timestamptz - interval '7 days')
            order by due, id limit $3""";
    static final String REMIND = """
            update action_item set reminded_at = $2
            where id = $1 and done_at is null
              and (reminded_at is null or reminded_at < $2::timestamptz - interval '7 days')
            returning id""";

    private final Database database;

    public ActionItemStore(Database database) {
        this.database = database;
    }

    public Future<List<ActionItem>> of(UUID incident) {
        return database.query(OF_INCIDENT, Tuple.of(incident)).map(ActionItemStore::read);
    }

    public Future<Optional<ActionItem>> find(UUID id) {
        return database.query(ONE, Tuple.of(id)).map(rows -> read(rows).stream().findFirst());
    }

    Future<Optional<ActionItem>> lock(Tx tx, UUID id) {
        return tx.query(LOCK, Tuple.of(id)).map(rows -> read(rows).stream().findFirst());
    }

    /** What is still to be done, what is due first first; behind that one. */
    public Future<List<ActionItem>> open(@Nullable UUID owner, @Nullable ActionItem after, int limit) {
        var due = after == null ? null : after.due() == null ? LocalDate.of(9999, 12, 31) : after.due();
        return database.query(OPEN, Tuple.of(owner, due, after == null ? null : after.id(), limit))
                .map(ActionItemStore::read);
    }

    /** What was done, what was added last first; behind that one. */
    public Future<List<ActionItem>> done(@Nullable UUID owner, @Nullable UUID after, int limit) {
        return database.query(DONE, Tuple.of(owner, after, limit)).map(ActionItemStore::read);
    }

    Future<Integer> count(Tx tx, UUID incident) {
        return tx.query(COUNT, Tuple.of(incident))
                .map(rows -> rows.iterator().next().getInteger("n"));
    }

    Future<Void> add(Tx tx, ActionItem item) {
        var owner = item.owner();
        return tx.query(
                        ADD,
                        Tuple.tuple()
                                .addUUID(item.id())
                                .addUUID(item.incident())
                                .addString(item.title())
                                .addUUID(owner == null ? null : owner.id())
                                .addString(owner == null ? null : owner.name())
                                .addLocalDate(item.due())
                                .addString(item.link())
                                .addOffsetDateTime(Columns.utc(item.createdAt()))
                                .addString(item.createdBy()))
                .mapEmpty();
    }

    Future<Void> change(Tx tx, ActionItem item) {
        var owner = item.owner();
        return tx.query(
                        CHANGE,
                        Tuple.tuple()
                                .addUUID(item.id())
                                .addString(item.title())
                                .addUUID(owner == null ? null : owner.id())
                                .addString(owner == null ? null : owner.name())
                                .addLocalDate(item.due())
                                .addString(item.link())
                                .addOffsetDateTime(Columns.optionalUtc(item.doneAt()))
                                .addString(item.doneBy()))
                .mapEmpty();
    }

    Future<Void> remove(Tx tx, UUID id) {
        return tx.query(REMOVE, Tuple.of(id)).mapEmpty();
    }

    Future<List<UUID>> due(LocalDate today, Instant now, int limit) {
        return database.query(DUE, Tuple.of(today, Columns.utc(now), limit)).map(rows -> {
            var all = new ArrayList<UUID>();
            rows.forEach(row -> all.add(row.getUUID("id")));
            return all;
        });
    }

    /** Whether its owner is still to be reminded; true once a week. */
    Future<Boolean> remind(Tx tx, UUID id, Instant now) {
        return tx.query(REMIND, Tuple.of(id, Columns.utc(now))).map(rows -> rows.size() == 1);
    }

    private static List<ActionItem> read(Iterable<Row> rows) {
        var all = new ArrayList<ActionItem>();
        for (var row : rows) {
            var owner = row.getUUID("owner");
            all.add(new ActionItem(
                    row.getUUID("id"),
                    row.getUUID("incident"),
                    row.getLong("number"),
                    row.getString("title"),
                    owner == null ? null : new ActionItem.Person(owner, row.getString("owner_name")),
                    row.getLocalDate("due"),
                    row.getString("link"),
                    Columns.instant(row, "created_at"),
                    row.getString("created_by"),
                    Columns.optionalInstant(row, "done_at"),
                    row.getString("done_by"),
                    row.getLong("version")));
        }
        return all;
    }
}
