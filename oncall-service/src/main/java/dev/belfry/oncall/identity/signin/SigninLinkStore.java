package dev.belfry.oncall.identity.signin;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Links to sign in with, by the hash of their two halves. */
public final class SigninLinkStore {
    /** Those that no longer work. */
    public static final String EXPIRE = """
            delete from sign_in_link where ctid = any(array(
                select ctid from sign_in_link where expires_at < $1 limit $2))""";

    static final String ADD = "insert into sign_in_link (hash, person_id, expires_at) values ($1, $2, $3)";
    static final String USE = "delete from sign_in_link where hash = $1 and expires_at > $2 returning person_id";

    private SigninLinkStore() {}

    static Future<Void> add(RowStore rows, String hash, UUID person, Instant expiresAt) {
        return rows.query(ADD, Tuple.of(hash, person, Columns.utc(expiresAt))).mapEmpty();
    }

    /** Whose link it was, which works no longer then; null when there is none that works. */
    static Future<@Nullable UUID> use(RowStore rows, String hash, Instant now) {
        return rows.query(USE, Tuple.of(hash, Columns.utc(now)))
                .map(found -> RowStore.one(found, row -> row.getUUID("person_id")));
    }
}
