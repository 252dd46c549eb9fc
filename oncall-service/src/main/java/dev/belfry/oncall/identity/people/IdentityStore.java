package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.row.RowStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who people are at the provider they sign in with. */
public final class IdentityStore {
    static final String FIND = "select * from person where oidc_issuer = $1 and oidc_subject = $2";
    static final String BY_EMAIL = "select * from person where lower(email) = lower($1)";
    static final String LINK =
            "update person set oidc_issuer = $2, oidc_subject = $3 where id = $1 and oidc_subject is null";

    private IdentityStore() {}

    public static Future<@Nullable User> find(RowStore rows, String issuer, String subject) {
        return rows.query(FIND, Tuple.of(issuer, subject)).map(found -> RowStore.one(found, PeopleStore::user));
    }

    public static Future<@Nullable User> byEmail(RowStore rows, String email) {
        return rows.query(BY_EMAIL, Tuple.of(email)).map(found -> RowStore.one(found, PeopleStore::user));
    }

    /** False when this person is linked with another account. */
    public static Future<Boolean> link(RowStore rows, UUID id, String issuer, String subject) {
        return rows.query(LINK, Tuple.of(id, issuer, subject)).map(result -> result.rowCount() > 0);
    }
}
