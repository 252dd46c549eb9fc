package dev.belfry.incident.incident.timeline;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps timelines: lines are only ever added. */
public final class TimelineStore {
    /** For those who do not hold the incidents already; always in the order of ids. */
    static final String LOCK = "select id from incident where id = any($1::uuid[]) order by id for no key update";

    // What tells of an incident nobody knows (any more) is dropped rather than parked, and so is an event that comes
    // again.
    // Each line is sealed over the one before it: those of a batch one after another for each incident.
    static final String ADD = """
            with recursive told as materialized (
                select e.*, row_number() over (partition by e.incident order by e.position) as nth
                from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::uuid[],
                            $8::text[], $9::text[], $10::text[], $11::uuid[], $12::int[])
                    with ordinality as e (incident, version, at, kind, channel, actor_kind, actor_id, actor_name, text, data,
                        source, sequence, position)
                join incident i on i.id = e.incident
                where e.source is null or not exists (select 1 from timeline t where t.source = e.source)),
            chain as (
                select t.*, coalesce(e.lines, 0) + 1 as lines, timeline_seal(e.seal, t.incident, t.version, t.at, t.kind,
                    t.channel, t.actor_kind, t.actor_id, t.actor_name, t.text, t.data::jsonb, t.source, t.sequence) as seal
                from told t left join timeline_end e on e.incident = t.incident where t.nth = 1
                union all
                select t.*, c.lines + 1, timeline_seal(c.seal, t.incident, t.version, t.at, t.kind,
                    t.channel, t.actor_kind, t.actor_id, t.actor_name, t.text, t.data::jsonb, t.source, t.sequence)
                from chain c join told t on t.incident = c.incident and t.nth = c.nth + 1),
            written as (
                insert into timeline (incident, version, at, kind, channel, actor_kind, actor_id, actor_name, text, data,
                    source, sequence, seal)
                select incident, version, at, kind, channel, actor_kind, actor_id, actor_name, text, data::jsonb,
                    source, sequence, seal
                from chain order by position),
            ends as (select distinct on (incident) incident, lines, nth, seal from chain order by incident, nth desc),
            kept as (
                insert into timeline_end (incident, lines, latest, seal)
                select incident, lines, nth, seal from ends order by incident
                on conflict (incident) do update set lines = excluded.lines, latest = excluded.latest, seal = excluded.seal
                where timeline_end.lines = excluded.lines - excluded.latest
                returning incident)
            select (select count(*) from ends) - (select count(*) from kept) as crossed""";

    private static final String COLUMNS = """
            select seq, sequence, version, at, kind, channel, actor_kind, actor_id, actor_name, text, data::text as data, source
            from timeline where incident = $1
            """;

    static final String OF_INCIDENT = COLUMNS + """
            and (at, sequence, seq) > ($2::timestamptz, $3::int, $4::bigint)
            order by at, sequence, seq limit $5""";

    static final String LAST_OF_INCIDENT = COLUMNS + "order by at desc, sequence desc, seq desc limit $2";

    private final Database database;

    public TimelineStore(Database database) {
        this.database = database;
    }

    /** Adds lines in the given order. */
    public Future<Void> add(Tx tx, List<Entry> entries) {
        return entries.isEmpty()
                ? Future.succeededFuture()
                : tx.query(LOCK, Tuple.tuple().addArrayOfUUID(Columns.uuids(entries, Entry::incidentId)))
                        .compose(locked -> addLocked(tx, entries));
    }

    /** The same for incidents that this transaction has locked, or has made. */
    public Future<Void> addLocked(Tx tx, List<Entry> entries) {
        if (entries.isEmpty()) {
            return Future.succeededFuture();
        }
        var once = once(entries);
        var arguments = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(once, Entry::incidentId))
                .addArrayOfLong(Columns.longs(once, Entry::version))
                .addArrayOfOffsetDateTime(Columns.times(once, Entry::at))
                .addArrayOfString(Columns.texts(once, Entry::kind))
                .addArrayOfString(Columns.texts(once, Entry::channel))
                .addArrayOfString(Columns.texts(once, e -> e.by().kind()))
                .addArrayOfUUID(Columns.uuids(once, e -> e.by().userId()))
                .addArrayOfString(Columns.texts(once, e -> storable(e.by().name())))
                .addArrayOfString(Columns.texts(once, e -> storable(e.text())))
                .addArrayOfString(Columns.texts(once, e -> Json.text(e.data())))
                .addArrayOfUUID(Columns.uuids(
                        once, e -> e.source() == null ? null : e.source().id()))
                .addArrayOfInteger(Columns.integers(
                        once, e -> e.source() == null ? 0 : e.source().sequence()));
        return tx.query(ADD, arguments)
                .compose(rows -> rows.iterator().next().getLong("crossed") == 0
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new IllegalStateException("lines were added to a timeline that was not locked")));
    }

    private static List<Entry> once(List<Entry> entries) {
        var sources = new HashSet<UUID>();
        return entries.stream()
                .filter(entry ->
                        entry.source() == null || sources.add(entry.source().id()))
                .toList();
    }

    /** Adds what people did, and tells others of it once the transaction has committed. */
    public Future<Void> add(Tx tx, Deed deed) {
        tx.emit(deed.message());
        return add(tx, List.of(deed.entry()));
    }

    /** The lines after one of them, or from the start, oldest first. */
    public Future<List<TimelineEntry>> list(UUID incidentId, @Nullable Place after, int limit) {
        var from = after == null ? Place.START : after;
        var arguments = Tuple.of(incidentId, Columns.utc(from.at()), from.sequence(), from.seq(), limit);
        return database.query(OF_INCIDENT, arguments).map(TimelineStore::read);
    }

    /** The newest lines, newest first. */
    public Future<List<TimelineEntry>> newest(UUID incidentId, int limit) {
        return database.query(LAST_OF_INCIDENT, Tuple.of(incidentId, limit)).map(TimelineStore::read);
    }

    private static List<TimelineEntry> read(Iterable<Row> rows) {
        var entries = new ArrayList<TimelineEntry>();
        for (var row : rows) {
            @SuppressWarnings("unchecked") // written by add(), a map of words
            Map<String, String> data = Json.read(row.getString("data"), Map.class);
            entries.add(new TimelineEntry(
                    row.getLong("seq"),
                    row.getInteger("sequence"),
                    row.getLong("version"),
                    Columns.instant(row, "at"),
                    row.getString("kind"),
                    new Actor(row.getString("actor_kind"), row.getUUID("actor_id"), row.getString("actor_name")),
                    row.getString("channel"),
                    row.getString("text"),
                    data,
                    row.getUUID("source")));
        }
        return entries;
    }

    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
