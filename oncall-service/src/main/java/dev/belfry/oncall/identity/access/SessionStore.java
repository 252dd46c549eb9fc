package dev.belfry.oncall.identity.access;

import dev.belfry.contracts.directory.RevokedSessionEntry;
import dev.belfry.oncall.identity.directory.Directory;
import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions in the database: what a person sees of them, and how they are ended everywhere. */
public final class SessionStore {
    /** What is past is of no use to anybody: it goes when its person signs in again. */
    static final String CLEAR = "delete from session where person_id = $1 and expires_at < $2";

    static final String INSERT = """
            insert into session (id, person_id, created_at, last_seen_at, expires_at, address, user_agent)
            values ($1, $2, $3, $3, $4, $5, $6)""";
    static final String OF = """
            select * from session where person_id = $1 and expires_at > $2 and ended_at is null
            order by last_seen_at desc, id limit 200""";
    /** The row stays until the session would have expired, so that its end can be published again. */
    static final String END = """
            update session set ended_at = clock_timestamp()
            where person_id = $1 and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3)
                and ended_at is null
            returning id, expires_at""";

    /** A link that waits to be used is as good as a session. */
    static final String END_LINKS = "delete from sign_in_link where person_id = $1";

    static final String ENDED = "select id, expires_at from session where ended_at is not null and expires_at > $1";

    private SessionStore() {}

    public static Future<Void> insert(RowStore rows, Session session) {
        return rows.query(CLEAR, Tuple.of(session.person(), Columns.optionalUtc(session.createdAt())))
                .compose(cleared -> rows.query(
                        INSERT,
                        Tuple.tuple()
                                .addUUID(session.id())
                                .addUUID(session.person())
                                .addOffsetDateTime(Columns.optionalUtc(session.createdAt()))
                                .addOffsetDateTime(Columns.optionalUtc(session.expiresAt()))
                                .addString(session.address())
                                .addString(session.userAgent())))
                .mapEmpty();
    }

    /** The sessions of a person that still count, the one used last first. */
    public static Future<List<Session>> of(RowStore rows, UUID person, Instant now) {
        return rows.query(OF, Tuple.of(person, Columns.optionalUtc(now)))
                .map(found -> RowStore.all(found, SessionStore::session));
    }

    /**
     * Ends sessions of a person everywhere, and with all of them the links that wait to be used; how many sessions there were.
     *
     * @param only the one to end; null for all
     * @param except the one that stays
     */
    public static Future<Integer> end(Tx tx, Ids ids, UUID person, @Nullable UUID only, @Nullable UUID except) {
        return (only == null ? tx.query(END_LINKS, Tuple.of(person)) : Future.succeededFuture())
                .compose(links -> tx.query(
                        END, Tuple.tuple().addUUID(person).addUUID(only).addUUID(except)))
                .map(ended -> {
                    revoked(tx, ids, ended);
                    return ended.rowCount();
                });
    }

    /** Publishes again which sessions were ended before their time. */
    public static Future<Void> publishEnded(Tx tx, Ids ids, Instant now) {
        return tx.query(ENDED, Tuple.of(Columns.optionalUtc(now))).map(ended -> {
            revoked(tx, ids, ended);
            return null;
        });
    }

    private static void revoked(Tx tx, Ids ids, RowSet<Row> ended) {
        for (Row row : ended) {
            tx.emit(Directory.revoked(
                    ids.next(), new RevokedSessionEntry(row.getUUID("id"), Columns.instant(row, "expires_at"))));
        }
    }

    private static Session session(Row row) {
        return new Session(
                row.getUUID("id"),
                row.getUUID("person_id"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "last_seen_at"),
                Columns.instant(row, "expires_at"),
                row.getString("address"),
                row.getString("user_agent"));
    }
}
