package dev.belfry.status.announcement;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.status.component.ComponentStatus;
import dev.belfry.status.component.Look;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The tables of public incidents and their updates. */
public final class AnnouncementStore {
    private static final String COLUMNS = """
            select i.*,
                coalesce((select json_agg(json_build_object('id', u.id, 'status', u.status, 'body', u.body,
                    'at', to_char(u.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                    'edited', to_char(u.edited_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                    'affected', coalesce((select json_agg(json_build_object('component', uc.component_id,
                        'before', uc.old_status, 'after', uc.new_status))
                        from status_update_component uc where uc.update_id = u.id), '[]'))
                    order by u.created_at desc, u.id desc)
                    from status_update u where u.incident_id = i.id), '[]') as updates,
                coalesce((select json_object_agg(ic.component_id, ic.status)
                    from status_incident_component ic where ic.incident_id = i.id), '{}') as components
            from status_incident i
            """;
    static final String LIST = COLUMNS + """
            where i.withdrawn_at is null and ($1::uuid is null or i.page_id = $1)
                and ($2::timestamptz is null or (i.created_at, i.id) < ($2, $3))
            order by i.created_at desc, i.id desc limit $4""";
    static final String FIND = COLUMNS + "where i.id = $1 and i.withdrawn_at is null";
    static final String INSERT = """
            insert into status_incident (id, page_id, name, impact, status, created_at, updated_at, monitoring_at, resolved_at)
            select $1, p.id, $3, $4, $5, $6, $6, $7, $8 from status_page p where p.id = $2
            on conflict do nothing""";
    static final String UPDATE = """
            update status_incident set status = $2, updated_at = $3, monitoring_at = $4, resolved_at = $5,
                version = version + 1
            where id = $1 and version = $6 and withdrawn_at is null""";
    static final String CORRECT = """
            update status_incident set name = $3, impact = $4, updated_at = $5, version = version + 1
            where id = $1 and version = $2 and withdrawn_at is null""";
    static final String WITHDRAW = """
            update status_incident set withdrawn_at = $3, updated_at = $3, version = version + 1
            where id = $1 and version = $2 and withdrawn_at is null""";
    static final String REWORD =
            "update status_update set body = $3, edited_at = $4 where id = $1 and incident_id = $2";
    static final String TELL =
            "insert into status_update (id, incident_id, status, body, created_at) values ($1, $2, $3, $4, $5)";
    static final String TELL_OF = """
            insert into status_update_component (update_id, component_id, old_status, new_status)
            select $1, * from unnest($2::uuid[], $3::text[], $4::text[])""";
    static final String AFFECT = """
            insert into status_incident_component (incident_id, component_id, status)
            select $1, c.id, $3 from component c where c.id = $2 and c.page_id = $4
            on conflict (incident_id, component_id) do update set status = excluded.status""";

    /** Newest first, after the given one. */
    public Future<List<Announcement>> list(
            Database database, @Nullable UUID page, @Nullable Instant before, @Nullable UUID beforeId, int limit) {
        return database.query(
                        LIST,
                        Tuple.of(
                                page,
                                before == null ? null : Columns.utc(before),
                                beforeId == null ? page : beforeId,
                                limit))
                .map(AnnouncementStore::list);
    }

    public Future<Optional<Announcement>> find(Database database, UUID id) {
        return database.query(FIND, Tuple.of(id))
                .map(rows -> list(rows).stream().findFirst());
    }

    Future<Optional<Announcement>> find(Tx tx, UUID id) {
        return tx.query(FIND, Tuple.of(id)).map(rows -> list(rows).stream().findFirst());
    }

    /** False when there is no such page. */
    Future<Boolean> insert(Tx tx, Announcement incident) {
        var row = Tuple.of(
                incident.id(),
                incident.statusPage(),
                incident.name(),
                word(incident.impact()),
                word(incident.status()),
                Columns.utc(incident.createdAt()),
                Columns.optionalUtc(incident.monitoringAt()),
                Columns.optionalUtc(incident.resolvedAt()));
        return tx.query(INSERT, row)
                .compose(inserted ->
                        inserted.rowCount() == 1 ? affect(tx, incident).map(true) : Future.succeededFuture(false));
    }

    /** Saves what {@link Announcement#told} made; false when somebody else told something meanwhile. */
    Future<Boolean> update(Tx tx, Announcement incident) {
        var row = Tuple.of(
                incident.id(),
                word(incident.status()),
                Columns.utc(incident.updatedAt()),
                Columns.optionalUtc(incident.monitoringAt()),
                Columns.optionalUtc(incident.resolvedAt()),
                incident.version() - 1);
        return tx.query(UPDATE, row)
                .compose(updated ->
                        updated.rowCount() == 1 ? affect(tx, incident).map(true) : Future.succeededFuture(false));
    }

    /** False when somebody else changed it meanwhile. */
    Future<Boolean> correct(Tx tx, Announcement before, String name, Announcement.Impact impact, Instant now) {
        return tx.query(CORRECT, Tuple.of(before.id(), before.version(), name, word(impact), Columns.utc(now)))
                .map(corrected -> corrected.rowCount() == 1);
    }

    Future<Void> reword(Tx tx, Announcement of, UUID update, String body, Instant now) {
        return tx.query(REWORD, Tuple.of(update, of.id(), body, Columns.utc(now)))
                .mapEmpty();
    }

    /** False when somebody else changed it meanwhile. */
    Future<Boolean> withdraw(Tx tx, Announcement before, Instant now) {
        return tx.query(WITHDRAW, Tuple.of(before.id(), before.version(), Columns.utc(now)))
                .map(withdrawn -> withdrawn.rowCount() == 1);
    }

    private Future<Void> affect(Tx tx, Announcement incident) {
        Future<?> done = Future.succeededFuture();
        for (var affected : incident.components().entrySet()) {
            done = done.compose(before -> tx.query(
                    AFFECT,
                    Tuple.of(
                            incident.id(),
                            affected.getKey(),
                            affected.getValue().code(),
                            incident.statusPage())));
        }
        return done.mapEmpty();
    }

    /** Keeps the newest update of a public incident, and what it did to components. */
    Future<Void> tell(Tx tx, Announcement incident, List<Look> affected) {
        var newest = incident.updates().getFirst();
        return tx.query(
                        TELL,
                        Tuple.of(
                                newest.id(),
                                incident.id(),
                                word(newest.status()),
                                newest.body(),
                                Columns.utc(newest.createdAt())))
                .compose(told -> tx.query(
                        TELL_OF,
                        Tuple.tuple()
                                .addUUID(newest.id())
                                .addArrayOfUUID(
                                        affected.stream().map(Look::component).toArray(UUID[]::new))
                                .addArrayOfString(affected.stream()
                                        .map(look -> look.before().code())
                                        .toArray(String[]::new))
                                .addArrayOfString(affected.stream()
                                        .map(look -> look.after().code())
                                        .toArray(String[]::new))))
                .mapEmpty();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<Announcement> list(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(AnnouncementStore::read)
                .toList();
    }

    private static Announcement read(Row row) {
        var updates = ((JsonArray) row.getValue("updates"))
                .stream()
                        .map(JsonObject.class::cast)
                        .map(AnnouncementStore::update)
                        .toList();
        Map<UUID, ComponentStatus> components = new LinkedHashMap<>();
        ((JsonObject) row.getValue("components"))
                .forEach(entry -> components.put(
                        UUID.fromString(entry.getKey()), ComponentStatus.of(String.valueOf(entry.getValue()))));
        return new Announcement(
                row.getUUID("id"),
                row.getLong("version"),
                row.getUUID("page_id"),
                row.getString("name"),
                Announcement.Impact.valueOf(row.getString("impact").toUpperCase(Locale.ROOT)),
                stage(row.getString("status")),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"),
                Columns.optionalInstant(row, "monitoring_at"),
                Columns.optionalInstant(row, "resolved_at"),
                components,
                updates);
    }

    private static Announcement.Update update(JsonObject row) {
        return new Announcement.Update(
                UUID.fromString(row.getString("id")),
                stage(row.getString("status")),
                row.getString("body"),
                Instant.parse(row.getString("at")),
                row.getString("edited") == null ? null : Instant.parse(row.getString("edited")),
                row.getJsonArray("affected").stream()
                        .map(JsonObject.class::cast)
                        .map(look -> new Look(
                                UUID.fromString(look.getString("component")),
                                ComponentStatus.of(look.getString("before")),
                                ComponentStatus.of(look.getString("after"))))
                        .toList());
    }

    private static Announcement.Stage stage(String word) {
        return Announcement.Stage.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
