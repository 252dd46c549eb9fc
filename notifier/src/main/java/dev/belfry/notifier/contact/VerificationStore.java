package dev.belfry.notifier.contact;

import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The {@code contact_verification} table: codes that were sent, by their hash. */
public final class VerificationStore {
    public static final String EXPIRE = """
            delete from contact_verification where ctid = any(array(select ctid from contact_verification where sent_at < $1 limit $2))""";

    /** One after the other for a person, so that two requests at once are two codes to be counted. */
    static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('contact-code:' || $1, 0))";

    static final String SENT =
            "select contact_method, sent_at from contact_verification where user_id = $1 and sent_at > $2";
    static final String FORGET = "delete from contact_verification where user_id = $1 and sent_at <= $2";
    static final String ADD = """
            insert into contact_verification (id, contact_method, user_id, code_hash, sent_at, expires_at)
            values ($1, $2, $3, $4, $5, $6)""";
    static final String NEWEST = """
            select * from contact_verification where contact_method = $1 order by sent_at desc, id desc limit 1 for update""";
    static final String TRIED = "update contact_verification set tries = tries + 1 where id = $1";
    static final String END = "update contact_verification set expires_at = sent_at where id = $1";

    /** What was sent to the person since then; what is older is forgotten. */
    Future<List<Verification.SentCode>> sent(Tx tx, UUID user, Instant since) {
        return tx.query(LOCK, Tuple.of(user.toString()))
                .compose(locked -> tx.query(FORGET, Tuple.of(user, time(since))))
                .compose(forgotten -> tx.query(SENT, Tuple.of(user, time(since))))
                .map(rows -> {
                    List<Verification.SentCode> sent = new ArrayList<>(rows.size());
                    rows.forEach(row -> sent.add(
                            new Verification.SentCode(row.getUUID("contact_method"), instant(row, "sent_at"))));
                    return sent;
                });
    }

    Future<Void> add(Tx tx, Verification verification) {
        return tx.query(
                        ADD,
                        Tuple.of(
                                verification.id(),
                                verification.method(),
                                verification.user(),
                                verification.hash(),
                                time(verification.sentAt()),
                                time(verification.expiresAt())))
                .mapEmpty();
    }

    Future<Optional<Verification>> newest(Tx tx, UUID method) {
        return tx.query(NEWEST, Tuple.of(method)).map(rows -> {
            var found = rows.iterator();
            return found.hasNext() ? Optional.of(verification(found.next())) : Optional.empty();
        });
    }

    Future<Void> tried(Tx tx, UUID id) {
        return tx.query(TRIED, Tuple.of(id)).mapEmpty();
    }

    /** A code counts once. */
    Future<Void> end(Tx tx, UUID id) {
        return tx.query(END, Tuple.of(id)).mapEmpty();
    }

    private static Verification verification(Row row) {
        return new Verification(
                row.getUUID("id"),
                row.getUUID("contact_method"),
                row.getUUID("user_id"),
                row.getString("code_hash"),
                row.getInteger("tries"),
                instant(row, "sent_at"),
                instant(row, "expires_at"));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
