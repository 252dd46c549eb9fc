package dev.belfry.incident.signal.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.change.Change;
import dev.belfry.incident.catalog.service.Words;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps changes for a quarter of a year. */
public final class ChangeStore {
    private static final Duration KEPT = Duration.ofDays(90);
    private static final int FORGOTTEN_AT_ONCE = 1_000;
    private static final int LONGEST_SUMMARY = 1_024;

    // What tells of a service that is gone is dropped rather than parked.
    static final String ADD = """
            insert into change (id, integration, service, format, received_at, occurred_at, summary, source, details, links,
                                raw)
            select c.id, c.integration, c.service, c.format, c.received_at, c.occurred_at, c.summary, c.source,
                   c.details::jsonb, c.links::jsonb, c.raw
            from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[],
                        $8::text[], $9::text[], $10::text[], $11::text[])
                with ordinality as c (id, integration, service, format, received_at, occurred_at, summary, source, details,
                                      links, raw, position)
            join service s on s.id = c.service
            order by c.position
            on conflict (id) do nothing""";

    static final String FORGET = """
            delete from change where seq in (
                select seq from change where received_at < $1 order by received_at limit $2)""";

    static final String SELECT = """
            select seq, id, integration, service, format, received_at, occurred_at, summary, source,
                   details::text as details, links::text as links
            from change
            """;

    static final String LIST = SELECT + """
            where ($1::uuid is null or service = $1) and ($2::timestamptz is null or received_at >= $2)
              and ($3::bigint is null or seq < $3)
            order by seq desc limit $4""";

    static final String BETWEEN = SELECT + """
            where service = any($1::uuid[]) and received_at >= $2 and ($3::timestamptz is null or received_at <= $3) order by seq desc limit $4""";

    private final Database database;

    public ChangeStore(Database database) {
        this.database = database;
    }

    /** Keeps changes in the given order; one that is known already stays as it is. */
    Future<Void> add(Tx tx, List<Change> changes) {
        var arguments = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(changes, Change::id))
                .addArrayOfUUID(Columns.uuids(changes, Change::integrationId))
                .addArrayOfUUID(Columns.uuids(changes, Change::serviceId))
                .addArrayOfString(Columns.texts(changes, Change::format))
                .addArrayOfOffsetDateTime(Columns.times(changes, Change::receivedAt))
                .addArrayOfOffsetDateTime(Columns.times(changes, Change::occurredAt))
                .addArrayOfString(Columns.texts(changes, one -> summary(one.summary())))
                .addArrayOfString(Columns.texts(changes, one -> storable(one.source())))
                .addArrayOfString(Columns.texts(changes, one -> json(one.details())))
                .addArrayOfString(Columns.texts(changes, one -> json(one.links())))
                .addArrayOfString(Columns.texts(changes, one -> storable(one.raw())));
        var old = Columns.optionalUtc(changes.getLast().receivedAt().minus(KEPT));
        return Future.all(tx.query(ADD, arguments), tx.query(FORGET, Tuple.of(old, FORGOTTEN_AT_ONCE)))
                .mapEmpty();
    }

    /** Newest first. */
    Future<List<ChangeView>> list(@Nullable UUID service, @Nullable Instant since, @Nullable Long before, int limit) {
        return database.query(LIST, Tuple.of(service, Columns.optionalUtc(since), before, limit))
                .map(ChangeStore::views);
    }

    /**
     * What changed on these services within these times, newest first.
     *
     * @param to null for up to now
     */
    public Future<List<ChangeView>> between(Collection<UUID> services, Instant from, @Nullable Instant to, int limit) {
        var arguments = Columns.ids(services)
                .addOffsetDateTime(Columns.utc(from))
                .addOffsetDateTime(Columns.optionalUtc(to))
                .addInteger(limit);
        return database.query(BETWEEN, arguments).map(ChangeStore::views);
    }

    private static List<ChangeView> views(RowSet<Row> rows) {
        var views = new ArrayList<ChangeView>(rows.size());
        for (var row : rows) {
            views.add(new ChangeView(
                    row.getLong("seq"),
                    row.getUUID("id"),
                    row.getUUID("integration"),
                    row.getUUID("service"),
                    row.getString("format"),
                    Columns.instant(row, "received_at"),
                    Columns.optionalInstant(row, "occurred_at"),
                    row.getString("summary"),
                    row.getString("source"),
                    parsed(row.getString("details"), new TypeReference<Map<String, String>>() {}),
                    parsed(row.getString("links"), new TypeReference<List<AlertLink>>() {})));
        }
        return views;
    }

    private static <T> T parsed(String json, TypeReference<T> shape) {
        try {
            return Json.mapper().readValue(json, shape);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException(unreadable.getOriginalMessage(), unreadable);
        }
    }

    private static String summary(String text) {
        var said = text.isBlank() ? "Change without a summary" : Words.text(text);
        return said.length() <= LONGEST_SUMMARY ? said : said.substring(0, LONGEST_SUMMARY - 1) + "…";
    }

    /** jsonb keeps no U+0000, not even escaped. */
    private static String json(Object value) {
        return Json.text(value).replace("\\u0000", "\\ufffd");
    }

    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : Words.text(text);
    }
}
