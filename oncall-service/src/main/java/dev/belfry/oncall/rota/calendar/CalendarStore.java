package dev.belfry.oncall.rota.calendar;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calendar feeds in the database. */
final class CalendarStore {
    static final String INSERT = """
            insert into calendar_feed (id, owner_id, user_id, schedule_id, team_id, hash, created_at)
            values ($1, $2, $3, $4, $5, $6, $7)""";
    static final String FEEDS = """
            select * from calendar_feed where ($1::uuid is null or owner_id = $1) and id > $2 order by id limit $3""";
    static final String COUNT = "select count(*) as feeds from calendar_feed where owner_id is not distinct from $1";
    static final String BY_HASH = "select * from calendar_feed where hash = $1";
    static final String ROTATE = """
            update calendar_feed set hash = $3, rotated_at = $4
            where id = $1 and ($2::uuid is null or owner_id = $2) returning *""";
    static final String DELETE = """
            delete from calendar_feed where id = $1 and ($2::uuid is null or owner_id = $2) returning *""";

    private CalendarStore() {}

    static Future<Void> insert(RowStore rows, CalendarFeed feed, String hash) {
        return rows.query(
                        INSERT,
                        Tuple.tuple()
                                .addUUID(feed.id())
                                .addUUID(feed.owner())
                                .addUUID(feed.kind() == FeedKind.USER ? feed.subject() : null)
                                .addUUID(feed.kind() == FeedKind.SCHEDULE ? feed.subject() : null)
                                .addUUID(feed.kind() == FeedKind.TEAM ? feed.subject() : null)
                                .addString(hash)
                                .addOffsetDateTime(Columns.optionalUtc(feed.createdAt())))
                .mapEmpty();
    }

    /** @param owner whose; null for everybody's */
    static Future<List<CalendarFeed>> feeds(RowStore rows, @Nullable UUID owner, UUID after, int limit) {
        return rows.query(FEEDS, Tuple.tuple().addUUID(owner).addUUID(after).addInteger(limit))
                .map(found -> RowStore.all(found, CalendarStore::feed));
    }

    static Future<Long> count(RowStore rows, @Nullable UUID owner) {
        return rows.query(COUNT, Tuple.tuple().addUUID(owner))
                .map(found -> found.iterator().next().getLong("feeds"));
    }

    static Future<@Nullable CalendarFeed> byHash(RowStore rows, String hash) {
        return rows.query(BY_HASH, Tuple.of(hash)).map(found -> RowStore.one(found, CalendarStore::feed));
    }

    /** @param owner whose it must be; null for anybody's */
    static Future<@Nullable CalendarFeed> rotate(
            RowStore rows, UUID id, @Nullable UUID owner, String hash, Instant now) {
        return rows.query(
                        ROTATE,
                        Tuple.tuple()
                                .addUUID(id)
                                .addUUID(owner)
                                .addString(hash)
                                .addOffsetDateTime(Columns.optionalUtc(now)))
                .map(found -> RowStore.one(found, CalendarStore::feed));
    }

    /** @param owner whose it must be; null for anybody's */
    static Future<@Nullable CalendarFeed> delete(RowStore rows, UUID id, @Nullable UUID owner) {
        return rows.query(DELETE, Tuple.tuple().addUUID(id).addUUID(owner))
                .map(found -> RowStore.one(found, CalendarStore::feed));
    }

    private static CalendarFeed feed(Row row) {
        UUID user = row.getUUID("user_id");
        UUID schedule = row.getUUID("schedule_id");
        UUID team = row.getUUID("team_id");
        FeedKind kind = user != null
                ? FeedKind.USER
                : schedule != null ? FeedKind.SCHEDULE : team != null ? FeedKind.TEAM : FeedKind.ALL;
        UUID subject = user != null ? user : schedule != null ? schedule : team;
        return new CalendarFeed(
                row.getUUID("id"),
                kind,
                subject,
                row.getUUID("owner_id"),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "rotated_at"),
                null,
                null);
    }
}
