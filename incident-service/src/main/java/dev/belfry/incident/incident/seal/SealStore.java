package dev.belfry.incident.incident.seal;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares timelines with their seals, and keeps how far the daily check is. */
final class SealStore {
    /** Whoever has the row goes on; another replica leaves it to them. */
    static final String LOCK = """
            select begun_at, after, ended_at, timelines, lines, broken, latest_broken from timeline_check
            for update skip locked""";

    static final String CHECK = """
            select begun_at, after, ended_at, timelines, lines, broken, latest_broken from timeline_check""";

    static final String MOVE = """
            update timeline_check set begun_at = $1, after = $2, ended_at = $3, timelines = $4, lines = $5, broken = $6,
                latest_broken = $7""";

    // One snapshot: a line that is added meanwhile is there with its end, or neither is.
    private static final String COMPARE = """
            , line as (
                select t.incident, t.seq, t.seal, t.seal is null and t.seq <= c.sealed_after as before,
                    t.seal is distinct from timeline_seal(lag(t.seal) over (partition by t.incident order by t.seq),
                        t.incident, t.version, t.at, t.kind, t.channel, t.actor_kind, t.actor_id, t.actor_name, t.text,
                        t.data, t.source, t.sequence) as wrong
                from picked p join timeline t on t.incident = p.id cross join timeline_check c),
            found as (
                select incident, count(*) as lines, count(seal) as sealed, count(*) filter (where before) as before,
                    min(seq) filter (where wrong and not before) as broken_at,
                    (array_agg(seal order by seq desc))[1] as seal
                from line group by incident)
            select p.id, p.number, coalesce(f.lines, 0) as lines, coalesce(f.sealed, 0) as sealed,
                coalesce(f.before, 0) as before, f.broken_at, encode(f.seal, 'hex') as seal,
                coalesce(f.sealed, 0) <> coalesce(e.lines, 0) or f.seal is distinct from e.seal as cut,
                b.at as broken_of, b.text as broken_text
            from picked p left join found f on f.incident = p.id left join timeline_end e on e.incident = p.id
                left join timeline b on b.incident = p.id and b.seq = f.broken_at
            order by p.id""";

    static final String OF_INCIDENT = "with picked as (select id, number from incident where id = $1)" + COMPARE;

    static final String PIECE = """
            with picked as (
                select id, number from incident where $1::uuid is null or id > $1 order by id limit $2)""" + COMPARE;

    private final Database database;

    SealStore(Database database) {
        this.database = database;
    }

    Future<Optional<Seals>> of(UUID incident) {
        return database.query(OF_INCIDENT, Tuple.of(incident))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(seals(rows.iterator().next())));
    }

    /** Compares the timelines of the next incidents. */
    Future<SealCheck.Piece> piece(Tx tx, @Nullable UUID after, int limit) {
        return tx.query(PIECE, Tuple.of(after, limit)).map(rows -> {
            var broken = new ArrayList<Long>();
            UUID last = null;
            long lines = 0;
            for (var row : rows) {
                var seals = seals(row);
                lines += seals.lines();
                last = row.getUUID("id");
                if (!seals.intact()) {
                    broken.add(seals.number());
                }
            }
            return new SealCheck.Piece(rows.size(), lines, last, broken);
        });
    }

    Future<Optional<SealCheck>> lock(Tx tx) {
        return tx.query(LOCK, Tuple.tuple())
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(check(rows.iterator().next())));
    }

    Future<SealCheck> check() {
        return database.query(CHECK, Tuple.tuple())
                .map(rows -> check(rows.iterator().next()));
    }

    Future<Void> move(Tx tx, SealCheck check) {
        var arguments = Tuple.of(
                Columns.optionalUtc(check.begunAt()),
                check.after(),
                Columns.optionalUtc(check.endedAt()),
                check.timelines(),
                check.lines(),
                check.broken());
        return tx.query(MOVE, arguments.addArrayOfLong(check.incidents().toArray(Long[]::new)))
                .mapEmpty();
    }

    private static Seals seals(Row row) {
        return new Seals(
                row.getLong("number"),
                row.getLong("lines"),
                row.getLong("sealed"),
                row.getLong("before"),
                broken(row),
                row.getBoolean("cut"),
                row.getString("seal"));
    }

    private static Seals.@Nullable Line broken(Row row) {
        var seq = row.getLong("broken_at");
        return seq == null
                ? null
                : new Seals.Line(seq, Columns.instant(row, "broken_of"), row.getString("broken_text"));
    }

    private static SealCheck check(Row row) {
        return new SealCheck(
                Columns.optionalInstant(row, "begun_at"),
                row.getUUID("after"),
                Columns.optionalInstant(row, "ended_at"),
                row.getLong("timelines"),
                row.getLong("lines"),
                row.getLong("broken"),
                List.of(row.getArrayOfLongs("latest_broken")));
    }
}
