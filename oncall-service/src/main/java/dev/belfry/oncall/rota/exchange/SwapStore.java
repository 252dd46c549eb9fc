package dev.belfry.oncall.rota.exchange;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Swaps and cover requests in the database. */
final class SwapStore {
    static final String SWAPS = """
            select * from swap where ($1::uuid is null or schedule_id = $1) and id > $2 order by id limit $3""";
    static final String LOCK_SWAP = "select * from swap where id = $1 for update";
    static final String INSERT_SWAP = """
            insert into swap (id, schedule_id, giver_id, give_start, give_end, taker_id, take_start, take_end, note,
                status, offered_by, offered_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'offered', $10, $11)""";
    static final String DECIDE_SWAP = "update swap set status = $2, decided_by = $3, decided_at = $4 where id = $1";

    static final String COVERS = """
            select * from cover_request
            where ($1::uuid is null or schedule_id = $1) and id > $2 order by id limit $3""";
    static final String LOCK_COVER = "select * from cover_request where id = $1 for update";
    static final String INSERT_COVER = """
            insert into cover_request (id, schedule_id, person_id, start_at, end_at, note, status, asked_by, asked_at)
            values ($1, $2, $3, $4, $5, $6, 'open', $7, $8)""";
    static final String DECIDE_COVER = """
            update cover_request
            set status = $2, taken_by = $3, override_id = $4, decided_by = $5, decided_at = $6 where id = $1""";

    static final String OPEN_COVERS = """
            select * from cover_request where status = 'open' and end_at > $1 order by start_at, id limit 200""";
    static final String OPEN_SWAPS = """
            select * from swap where status = 'offered' and (give_end > $1 or take_end > $1)
            order by offered_at, id limit 200""";
    /** What stands open, and what the service once asked for that is not over. */
    static final String STANDING = """
            select * from cover_request
            where schedule_id = $1 and (status = 'open' or (asked_by = $2 and end_at > $3)) order by id limit 1000""";
    /** Once: who is told is told by the one who writes it down. */
    static final String TOLD = """
            update cover_request set told_at = $2
            where id = any($1) and told_at is null returning id""";

    private SwapStore() {}

    static Future<List<Swap>> swaps(RowStore rows, @Nullable UUID schedule, UUID after, int limit) {
        return rows.query(SWAPS, page(schedule, after, limit)).map(found -> RowStore.all(found, SwapStore::swap));
    }

    static Future<List<CoverRequest>> covers(RowStore rows, @Nullable UUID schedule, UUID after, int limit) {
        return rows.query(COVERS, page(schedule, after, limit)).map(found -> RowStore.all(found, SwapStore::cover));
    }

    private static Tuple page(@Nullable UUID schedule, UUID after, int limit) {
        return Tuple.tuple().addUUID(schedule).addUUID(after).addInteger(limit);
    }

    static Future<@Nullable Swap> lockSwap(RowStore rows, UUID id) {
        return rows.query(LOCK_SWAP, Tuple.of(id)).map(found -> RowStore.one(found, SwapStore::swap));
    }

    static Future<@Nullable CoverRequest> lockCover(RowStore rows, UUID id) {
        return rows.query(LOCK_COVER, Tuple.of(id)).map(found -> RowStore.one(found, SwapStore::cover));
    }

    /** Those that can still be taken, the soonest first. */
    static Future<List<CoverRequest>> openCovers(RowStore rows, Instant now) {
        return rows.query(OPEN_COVERS, Tuple.of(Columns.optionalUtc(now)))
                .map(found -> RowStore.all(found, SwapStore::cover));
    }

    static Future<List<Swap>> openSwaps(RowStore rows, Instant now) {
        return rows.query(OPEN_SWAPS, Tuple.of(Columns.optionalUtc(now)))
                .map(found -> RowStore.all(found, SwapStore::swap));
    }

    static Future<List<CoverRequest>> standing(RowStore rows, UUID schedule, String asker, Instant now) {
        return rows.query(STANDING, Tuple.of(schedule, asker, Columns.optionalUtc(now)))
                .map(found -> RowStore.all(found, SwapStore::cover));
    }

    /** Those of them of which nobody was told before. */
    static Future<Set<UUID>> told(RowStore rows, Collection<UUID> covers, Instant now) {
        return rows.query(
                        TOLD,
                        Tuple.tuple()
                                .addArrayOfUUID(covers.toArray(UUID[]::new))
                                .addOffsetDateTime(Columns.optionalUtc(now)))
                .map(found -> Set.copyOf(RowStore.all(found, row -> row.getUUID("id"))));
    }

    static Future<Void> insert(RowStore rows, Swap swap) {
        Tuple arguments = Tuple.tuple().addUUID(swap.id()).addUUID(swap.schedule());
        add(arguments, swap.give());
        add(arguments, swap.take());
        arguments
                .addString(swap.note())
                .addString(swap.offeredBy())
                .addOffsetDateTime(Columns.optionalUtc(swap.offeredAt()));
        return rows.query(INSERT_SWAP, arguments).mapEmpty();
    }

    static Future<Void> insert(RowStore rows, CoverRequest cover) {
        Tuple arguments = Tuple.tuple().addUUID(cover.id()).addUUID(cover.schedule());
        add(arguments, cover.part());
        arguments
                .addString(cover.note())
                .addString(cover.askedBy())
                .addOffsetDateTime(Columns.optionalUtc(cover.askedAt()));
        return rows.query(INSERT_COVER, arguments).mapEmpty();
    }

    private static void add(Tuple arguments, Part part) {
        arguments
                .addUUID(part.user())
                .addOffsetDateTime(Columns.optionalUtc(part.start()))
                .addOffsetDateTime(Columns.optionalUtc(part.end()));
    }

    static Future<Void> decide(RowStore rows, Swap swap) {
        return rows.query(
                        DECIDE_SWAP,
                        Tuple.of(
                                swap.id(),
                                swap.status().name().toLowerCase(Locale.ROOT),
                                swap.decidedBy(),
                                Columns.optionalUtc(swap.decidedAt())))
                .mapEmpty();
    }

    static Future<Void> decide(RowStore rows, CoverRequest cover) {
        return rows.query(
                        DECIDE_COVER,
                        Tuple.tuple()
                                .addUUID(cover.id())
                                .addString(cover.status().name().toLowerCase(Locale.ROOT))
                                .addUUID(cover.takenBy())
                                .addUUID(cover.override())
                                .addString(cover.decidedBy())
                                .addOffsetDateTime(Columns.optionalUtc(cover.decidedAt())))
                .mapEmpty();
    }

    private static Swap swap(Row row) {
        return new Swap(
                row.getUUID("id"),
                row.getUUID("schedule_id"),
                new Part(row.getUUID("giver_id"), Columns.instant(row, "give_start"), Columns.instant(row, "give_end")),
                new Part(row.getUUID("taker_id"), Columns.instant(row, "take_start"), Columns.instant(row, "take_end")),
                row.getString("note"),
                SwapStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("offered_by"),
                Columns.instant(row, "offered_at"),
                row.getString("decided_by"),
                Columns.optionalInstant(row, "decided_at"));
    }

    private static CoverRequest cover(Row row) {
        return new CoverRequest(
                row.getUUID("id"),
                row.getUUID("schedule_id"),
                new Part(row.getUUID("person_id"), Columns.instant(row, "start_at"), Columns.instant(row, "end_at")),
                row.getString("note"),
                CoverStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("asked_by"),
                Columns.instant(row, "asked_at"),
                row.getUUID("taken_by"),
                row.getUUID("override_id"),
                row.getString("decided_by"),
                Columns.optionalInstant(row, "decided_at"));
    }
}
