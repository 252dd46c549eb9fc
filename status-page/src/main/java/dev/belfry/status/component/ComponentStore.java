package dev.belfry.status.component;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The tables {@code component} and {@code open_incident}. */
public final class ComponentStore {
    static final String LIST = """
            select * from component
            where ($1::uuid is null or page_id = $1) and ($2::uuid is null or id = $2)
            order by page_id, position, id""";
    /**
     * Each component with the severities of the open incidents it follows, when the next of them has been open long
     * enough, and the statuses its open posts give it.
     */
    static final String SOURCES = """
            select c.id, c.page_id, c.status, c.shown,
                array(select distinct o.severity from open_incident o
                    where c.follows_incidents and o.is_open and o.service_id = any(c.services)
                        and o.opened_at + make_interval(mins => c.follow_delay_minutes) <= $2) as severities,
                (select min(o.opened_at + make_interval(mins => c.follow_delay_minutes)) from open_incident o
                    where c.follows_incidents and o.is_open and o.service_id = any(c.services)
                        and o.opened_at + make_interval(mins => c.follow_delay_minutes) > $2) as next_at,
                array(select distinct ic.status from status_incident_component ic
                    join status_incident i on i.id = ic.incident_id and i.resolved_at is null
                        and i.withdrawn_at is null
                    where ic.component_id = c.id) as posted,
                exists(select 1 from maintenance m
                    where m.page_id = c.page_id and m.withdrawn_at is null and m.status in ('in_progress', 'verifying')
                        and c.id = any(m.components)) as maintained
            from component c where c.page_id = any($1)""";

    static final String SHOW = """
            with shown as (
                update component c set shown = n.shown, updated_at = $3
                from unnest($1::uuid[], $2::text[]) as n (id, shown) where c.id = n.id
                returning c.id, c.shown)
            insert into component_change (component_id, at, status) select id, $3, shown from shown
            on conflict (component_id, at) do update set status = excluded.status""";

    /** From the last change before that time on. */
    static final String CHANGES = """
            select h.component_id, h.at, h.status from component_change h
            join component c on c.id = h.component_id and c.page_id = $1
            where h.at >= coalesce(
                (select max(b.at) from component_change b where b.component_id = c.id and b.at <= $2), $2)
            order by h.component_id, h.at limit 20000""";

    /** What no page shows any more; the last change before that time says how the component was then. */
    public static final String FORGET = """
            delete from component_change where (component_id, at) in (
                select h.component_id, h.at from component_change h
                where h.at < $1 and exists(select 1 from component_change n
                    where n.component_id = h.component_id and n.at > h.at and n.at <= $1)
                limit $2)""";

    /** What nothing follows any more. */
    public static final String FORGET_CLOSED = """
            delete from open_incident where id in (
                select id from open_incident where not is_open and updated_at < $1 limit $2)""";

    static final String INSERT = """
            insert into component (id, page_id, name, description, position, status, services, follows_incidents,
                follow_delay_minutes, created_at, updated_at)
            select $1, p.id, $3, $4, $5, $6, $7, $9, $10, $8, $8 from status_page p where p.id = $2
            on conflict do nothing""";
    static final String UPDATE = """
            update component set name = $2, description = $3, position = $4, status = $5, services = $6, updated_at = $7,
                follows_incidents = $9, follow_delay_minutes = $10, version = version + 1
            where id = $1 and ($8::bigint is null or version = $8)""";
    static final String DELETE = "delete from component where id = $1 returning page_id";
    static final String LEARN = """
            insert into open_incident (id, version, service_id, severity, is_open, updated_at, opened_at)
            values ($1, $2, $3, $4, $5, $6, $6)
            on conflict (id) do update set version = excluded.version, severity = excluded.severity,
                is_open = excluded.is_open, updated_at = excluded.updated_at,
                opened_at = case when open_incident.is_open then open_incident.opened_at else excluded.opened_at end
            where open_incident.version < excluded.version""";
    static final String PAGES_OF = "select distinct page_id from component where follows_incidents and services && $1";

    public Future<List<Component>> list(Database database, @Nullable UUID page) {
        return database.query(LIST, Tuple.tuple().addUUID(page).addUUID(null)).map(ComponentStore::list);
    }

    public Future<List<Component>> list(Tx tx, UUID page) {
        return tx.query(LIST, Tuple.tuple().addUUID(page).addUUID(null)).map(ComponentStore::list);
    }

    public Future<Optional<Component>> find(Database database, UUID id) {
        return database.query(LIST, Tuple.tuple().addUUID(null).addUUID(id))
                .map(rows -> list(rows).stream().findFirst());
    }

    /** False when there is no such page. */
    public Future<Boolean> insert(Tx tx, Component component) {
        var row = Tuple.tuple()
                .addUUID(component.id())
                .addUUID(component.statusPage())
                .addString(component.name())
                .addString(component.description())
                .addInteger(component.position())
                .addString(component.set().code())
                .addArrayOfUUID(component.services().toArray(UUID[]::new))
                .addOffsetDateTime(Columns.utc(component.createdAt()))
                .addBoolean(component.followsIncidents())
                .addInteger(component.followDelayMinutes());
        return tx.query(INSERT, row).map(inserted -> inserted.rowCount() == 1);
    }

    /** False when its version is another. */
    public Future<Boolean> update(Tx tx, Component component, @Nullable Long version) {
        var row = Tuple.tuple()
                .addUUID(component.id())
                .addString(component.name())
                .addString(component.description())
                .addInteger(component.position())
                .addString(component.set().code())
                .addArrayOfUUID(component.services().toArray(UUID[]::new))
                .addOffsetDateTime(Columns.utc(component.updatedAt()))
                .addValue(version)
                .addBoolean(component.followsIncidents())
                .addInteger(component.followDelayMinutes());
        return tx.query(UPDATE, row).map(updated -> updated.rowCount() == 1);
    }

    public Future<Boolean> delete(Tx tx, UUID id) {
        return tx.query(DELETE, Tuple.of(id)).map(deleted -> deleted.size() == 1);
    }

    /** Remembers how a service's incident stands; an older version changes nothing. */
    public Future<Void> learn(
            Tx tx, UUID incident, long version, UUID service, String severity, boolean open, Instant at) {
        return tx.query(LEARN, Tuple.of(incident, version, service, severity, open, Columns.utc(at)))
                .mapEmpty();
    }

    public Future<List<UUID>> pagesOf(Tx tx, List<UUID> services) {
        return tx.query(PAGES_OF, Tuple.tuple().addArrayOfUUID(services.toArray(UUID[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("page_id"))
                        .toList());
    }

    /**
     * Makes the components of these pages look as what they stand on says; answers how each looked before and looks now.
     * Whoever calls it holds the rows of the pages, so that no other change slips in between. Incidents that have not been
     * open long enough are looked at again when they have.
     */
    public Future<List<Look>> settle(Tx tx, Collection<UUID> pages, Instant now) {
        return tx.query(
                        SOURCES,
                        Tuple.tuple().addArrayOfUUID(pages.toArray(UUID[]::new)).addOffsetDateTime(Columns.utc(now)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> {
                            var next = Columns.optionalInstant(row, "next_at");
                            if (next != null) {
                                tx.arm(FollowTimer.order(row.getUUID("page_id"), now, next));
                            }
                            return look(row);
                        })
                        .toList())
                .compose(looks -> {
                    var changed = looks.stream().filter(Look::changed).toList();
                    return changed.isEmpty()
                            ? Future.succeededFuture(looks)
                            : tx.query(
                                            SHOW,
                                            Tuple.tuple()
                                                    .addArrayOfUUID(changed.stream()
                                                            .map(Look::component)
                                                            .toArray(UUID[]::new))
                                                    .addArrayOfString(changed.stream()
                                                            .map(look ->
                                                                    look.after().code())
                                                            .toArray(String[]::new))
                                                    .addOffsetDateTime(Columns.utc(now)))
                                    .map(looks);
                });
    }

    /** How each component of the page was shown since then, oldest first. */
    public Future<Map<UUID, List<Change>>> changes(Database database, UUID page, Instant since) {
        return database.query(CHANGES, Tuple.of(page, Columns.utc(since)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.groupingBy(
                                row -> row.getUUID("component_id"),
                                Collectors.mapping(
                                        row -> new Change(
                                                Columns.instant(row, "at"),
                                                ComponentStatus.of(row.getString("status"))),
                                        Collectors.toList()))));
    }

    private static Look look(Row row) {
        var status = ComponentStatus.of(row.getString("status"));
        if (row.getBoolean("maintained")) {
            status = status.worse(ComponentStatus.UNDER_MAINTENANCE);
        }
        for (var severity : row.getArrayOfStrings("severities")) {
            status = status.worse(ComponentStatus.under(severity));
        }
        for (var posted : row.getArrayOfStrings("posted")) {
            status = status.worse(ComponentStatus.of(posted));
        }
        return new Look(row.getUUID("id"), ComponentStatus.of(row.getString("shown")), status);
    }

    private static List<Component> list(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(ComponentStore::read)
                .toList();
    }

    private static Component read(Row row) {
        return new Component(
                row.getUUID("id"),
                row.getLong("version"),
                row.getUUID("page_id"),
                row.getString("name"),
                row.getString("description"),
                row.getInteger("position"),
                ComponentStatus.of(row.getString("status")),
                ComponentStatus.of(row.getString("shown")),
                List.of(row.getArrayOfUUIDs("services")),
                row.getBoolean("follows_incidents"),
                row.getInteger("follow_delay_minutes"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
