package dev.belfry.incident.incident.ending;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds incidents that end by themselves now. */
final class EndingStore {
    static final String OVER = "select id from incident where resolves_at <= $1 order by resolves_at limit $2";

    static final String QUIET = """
            select id from incident where flaps_until <= $1 and resolves_at is null order by flaps_until limit $2""";

    private static final String SILENT = """
            select i.id, greatest(i.created_at, t.at, a.seen) as since
            from incident i
            join service s on s.id = i.service and s.forgotten_minutes is not null
            left join lateral (
                select at from timeline where incident = i.id and actor_kind = 'user'
                order by at desc, sequence desc, seq desc limit 1) t on true
            left join lateral (select max(last_seen) as seen from alert where incident = i.id) a on true
            where i.status <> 'resolved' and i.status <> 'snoozed'
              and greatest(i.created_at, t.at, a.seen) <= $1::timestamptz - s.forgotten_minutes * interval '1 minute'
            """;

    static final String FORGOTTEN = SILENT + "order by since limit $2";

    static final String STILL_FORGOTTEN = SILENT + "and i.id = $2";

    private final Database database;

    EndingStore(Database database) {
        this.database = database;
    }

    /** One of which nothing has been heard. */
    record Silent(UUID incident, Instant since) {}

    /** Those whose last alert has resolved long enough ago. */
    Future<List<UUID>> over(Instant now, int limit) {
        return ids(OVER, now, limit);
    }

    /** Those that have flapped, and of which an alert has fired without a change for long enough. */
    Future<List<UUID>> quiet(Instant now, int limit) {
        return ids(QUIET, now, limit);
    }

    private Future<List<UUID>> ids(String statement, Instant now, int limit) {
        return database.query(statement, Tuple.of(Columns.utc(now), limit)).map(rows -> {
            var all = new ArrayList<UUID>(rows.size());
            rows.forEach(row -> all.add(row.getUUID("id")));
            return all;
        });
    }

    Future<List<Silent>> forgotten(Instant now, int limit) {
        return database.query(FORGOTTEN, Tuple.of(Columns.utc(now), limit)).map(EndingStore::silent);
    }

    Future<Optional<Silent>> stillForgotten(Tx tx, Instant now, UUID incident) {
        return tx.query(STILL_FORGOTTEN, Tuple.of(Columns.utc(now), incident))
                .map(rows -> silent(rows).stream().findFirst());
    }

    private static List<Silent> silent(RowSet<Row> rows) {
        var all = new ArrayList<Silent>(rows.size());
        rows.forEach(row -> all.add(new Silent(row.getUUID("id"), Columns.instant(row, "since"))));
        return all;
    }
}
