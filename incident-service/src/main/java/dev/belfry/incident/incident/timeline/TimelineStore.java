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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps timelines: lines are only ever added. */
public final class TimelineStore {
    // What tells of an incident nobody knows (any more) is dropped rather than parked.
    // An event that comes again adds no line.
    static final String ADD = """
            insert into timeline (incident, version, at, kind, actor_kind, actor_id, actor_name, text, data, source, sequence)
            select i.id, e.version, e.at, e.kind, e.actor_kind, e.actor_id, e.actor_name, e.text, e.data::jsonb, e.source,
                e.sequence
            from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::uuid[], $7::text[],
                        $8::text[], $9::text[], $10::uuid[], $11::int[])
                with ordinality as e (incident, version, at, kind, actor_kind, actor_id, actor_name, text, data, source,
                    sequence, position)
            join incident i on i.id = e.incident
            order by e.position
            on conflict (source) do nothing""";

    private static final String COLUMNS = """
            select seq, sequence, version, at, kind, actor_kind, actor_id, actor_name, text, data::text as data
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
        if (entries.isEmpty()) {
            return Future.succeededFuture();
        }
        var arguments = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(entries, Entry::incidentId))
                .addArrayOfLong(Columns.longs(entries, Entry::version))
                .addArrayOfOffsetDateTime(Columns.times(entries, Entry::at))
                .addArrayOfString(Columns.texts(entries, Entry::kind))
                .addArrayOfString(Columns.texts(entries, e -> e.by().kind()))
                .addArrayOfUUID(Columns.uuids(entries, e -> e.by().userId()))
                .addArrayOfString(Columns.texts(entries, e -> storable(e.by().name())))
                .addArrayOfString(Columns.texts(entries, e -> storable(e.text())))
                .addArrayOfString(Columns.texts(entries, e -> Json.text(e.data())))
                .addArrayOfUUID(Columns.uuids(
                        entries, e -> e.source() == null ? null : e.source().id()))
                .addArrayOfInteger(Columns.integers(
                        entries, e -> e.source() == null ? 0 : e.source().sequence()));
        return tx.query(ADD, arguments).mapEmpty();
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
                    row.getString("text"),
                    data));
        }
        return entries;
    }

    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
