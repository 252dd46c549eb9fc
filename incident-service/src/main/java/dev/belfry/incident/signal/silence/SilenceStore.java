package dev.belfry.incident.signal.silence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps silences. Whether one is active is decided by the database's clock, as its end is. */
public final class SilenceStore {
    static final String SELECT = """
            select id, service, matchers::text as matchers, starts_at, ends_at, created_by, comment,
                   annotations::text as annotations, version, updated_at
            from silence
            """;

    // Asked by whoever holds the lock of the services: an end that comes later waits for that lock, and then looks.
    static final String ACTIVE = SELECT + """
            where ends_at > statement_timestamp() and starts_at <= statement_timestamp()
              and (service is null or service = any($1::uuid[]))
            order by id""";

    static final String FIND = SELECT + "where id = $1";

    static final String LOCK = SELECT + "where id = $1 for update";

    static final String LIST = SELECT + """
            where ($1::uuid is null or service = $1 or ($2 and service is null))
              and case $3 when 'active' then ends_at > statement_timestamp() and starts_at <= statement_timestamp()
                          when 'pending' then starts_at > statement_timestamp() and ends_at > statement_timestamp()
                          when 'expired' then ends_at <= statement_timestamp()
                          else true end
              and ($4::uuid is null or id < $4)
            order by id desc limit $5""";

    static final String COUNT_UNENDED = """
            select count(*) as unended from silence
            where ends_at > statement_timestamp() and service is not distinct from $1::uuid""";

    static final String ADD = """
            insert into silence (id, service, matchers, starts_at, ends_at, created_by, comment, annotations)
            select $1, $2::uuid, $3::text::jsonb, greatest($4, clock_timestamp()), $5, $6, $7, $8::text::jsonb
            where $5::timestamptz > statement_timestamp()
            on conflict (id) do nothing""";

    static final String CHANGE = """
            update silence set starts_at = $2, ends_at = $3, created_by = $4, comment = $5,
                               annotations = $6::text::jsonb, version = version + 1, updated_at = clock_timestamp()
            where id = $1 and $3::timestamptz > statement_timestamp()""";

    // One that has not begun ends where it begins: it has silenced nothing.
    static final String END = """
            update silence set starts_at = least(starts_at, clock_timestamp()), ends_at = clock_timestamp(),
                               version = version + 1, updated_at = clock_timestamp()
            where id = $1 and ends_at > statement_timestamp() returning version""";

    static final String SERVICES = "select id from service order by id";

    static final String HELD_BACK = """
            select h.id, count(*) as alerts from alert a cross join lateral unnest(a.silenced_by) as h (id)
            where a.status = 'triggered' and a.incident is null group by h.id""";

    private final KeptMatchers kept = new KeptMatchers();
    private final Database database;

    public SilenceStore(Database database) {
        this.database = database;
    }

    /** The active silences of these services, and those of all. */
    public Future<List<Silence>> active(Tx tx, Collection<UUID> services) {
        return tx.query(ACTIVE, Tuple.tuple().addArrayOfUUID(services.toArray(UUID[]::new)))
                .map(this::silences);
    }

    /** The same for those who only look. */
    public Future<List<Silence>> active(UUID service) {
        return database.query(ACTIVE, Tuple.tuple().addArrayOfUUID(new UUID[] {service}))
                .map(this::silences);
    }

    public Future<Optional<Silence>> find(UUID id) {
        return database.query(FIND, Tuple.of(id))
                .map(rows -> silences(rows).stream().findFirst());
    }

    /** One silence as this transaction sees it. */
    public Future<Optional<Silence>> find(Tx tx, UUID id) {
        return tx.query(FIND, Tuple.of(id)).map(rows -> silences(rows).stream().findFirst());
    }

    Future<Optional<Silence>> lock(Tx tx, UUID id) {
        return tx.query(LOCK, Tuple.of(id)).map(rows -> silences(rows).stream().findFirst());
    }

    /**
     * Newest first.
     *
     * @param orAll also those that are for all services
     * @param state null for every state
     */
    public Future<List<Silence>> list(
            @Nullable UUID service, boolean orAll, Silence.@Nullable State state, @Nullable UUID before, int limit) {
        var word = state == null ? null : state.name().toLowerCase(Locale.ROOT);
        return database.query(LIST, Tuple.of(service, orAll, word, before, limit))
                .map(this::silences);
    }

    /** How many silences of a service (or of all) have not ended. */
    Future<Long> unended(Tx tx, @Nullable UUID service) {
        return tx.query(COUNT_UNENDED, Tuple.tuple().addUUID(service))
                .map(rows -> rows.iterator().next().getLong("unended"));
    }

    /** Answers false when it would be over already. */
    Future<Boolean> add(Tx tx, Silence silence) {
        var arguments = Tuple.tuple()
                .addUUID(silence.id())
                .addUUID(silence.service())
                .addString(KeptMatchers.text(silence.matchers()))
                .addOffsetDateTime(Columns.utc(silence.startsAt()))
                .addOffsetDateTime(Columns.utc(silence.endsAt()))
                .addString(silence.createdBy())
                .addString(silence.comment())
                .addString(Json.text(silence.annotations()));
        return tx.query(ADD, arguments).map(rows -> rows.rowCount() == 1);
    }

    /** Changes what may be changed; answers false when it would be over already. */
    Future<Boolean> change(Tx tx, Silence silence) {
        var arguments = Tuple.tuple()
                .addUUID(silence.id())
                .addOffsetDateTime(Columns.utc(silence.startsAt()))
                .addOffsetDateTime(Columns.utc(silence.endsAt()))
                .addString(silence.createdBy())
                .addString(silence.comment())
                .addString(Json.text(silence.annotations()));
        return tx.query(CHANGE, arguments).map(rows -> rows.rowCount() == 1);
    }

    /** Ends it now; answers false when it had ended. */
    Future<Boolean> end(Tx tx, UUID id) {
        return tx.query(END, Tuple.of(id)).map(rows -> rows.size() == 1);
    }

    /** How many firing alerts each silence holds back. */
    Future<Map<UUID, Long>> heldBack() {
        return database.query(HELD_BACK, Tuple.tuple()).map(rows -> {
            var held = new HashMap<UUID, Long>();
            rows.forEach(row -> held.put(row.getUUID("id"), row.getLong("alerts")));
            return held;
        });
    }

    /** Every service: whose alerts a silence of all may have held back. */
    Future<List<UUID>> services(Tx tx) {
        return tx.query(SERVICES, Tuple.tuple()).map(rows -> {
            var ids = new ArrayList<UUID>();
            rows.forEach(row -> ids.add(row.getUUID("id")));
            return ids;
        });
    }

    private List<Silence> silences(RowSet<Row> rows) {
        var all = new ArrayList<Silence>(rows.size());
        for (var row : rows) {
            all.add(new Silence(
                    row.getUUID("id"),
                    row.getUUID("service"),
                    kept.read(row.getString("matchers")),
                    Columns.instant(row, "starts_at"),
                    Columns.instant(row, "ends_at"),
                    row.getString("created_by"),
                    row.getString("comment"),
                    parsed(row.getString("annotations"), new TypeReference<Map<String, String>>() {}),
                    row.getLong("version"),
                    Columns.instant(row, "updated_at")));
        }
        return all;
    }

    private static <T> T parsed(String json, TypeReference<T> shape) {
        try {
            return Json.mapper().readValue(json, shape);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException(unreadable.getOriginalMessage(), unreadable);
        }
    }
}
