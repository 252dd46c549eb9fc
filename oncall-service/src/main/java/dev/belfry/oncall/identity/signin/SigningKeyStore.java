package dev.belfry.oncall.identity.signin;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;

/** The one key that signs sessions. */
final class SigningKeyStore {
    static final String INSERT = """
            insert into signing_key (kid, private_jwk, created_at) values ($1, $2, $3)
            on conflict do nothing""";
    static final String KEY = "select private_jwk from signing_key";

    private SigningKeyStore() {}

    /** False when there is a key already. */
    static Future<Boolean> insert(RowStore rows, String kid, String privateJwk, Instant now) {
        return rows.query(INSERT, Tuple.of(kid, privateJwk, Columns.optionalUtc(now)))
                .map(result -> result.rowCount() > 0);
    }

    static Future<String> key(RowStore rows) {
        return rows.query(KEY, Tuple.tuple())
                .map(found -> found.iterator().next().getString("private_jwk"));
    }
}
