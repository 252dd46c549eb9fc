package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.row.RowStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How people sign in, in the database. */
public final class AccountStore {
    static final String BY_EMAIL = "select * from person where lower(email) = lower($1)";
    static final String ACCOUNT = "select * from person where id = $1";
    static final String LOCK = "select * from person where id = $1 for update";
    static final String PASSWORD = "update person set password_hash = $2, must_change_password = $3 where id = $1";
    static final String TOTP = "update person set totp_secret = $2, totp_step = $3 where id = $1";
    static final String TOTP_STEP = "update person set totp_step = $2 where id = $1";
    static final String CLEAR_CODES = "delete from recovery_code where person_id = $1";
    static final String INSERT_CODES =
            "insert into recovery_code (person_id, hash) select $1, hash from unnest($2::text[]) as c (hash)";
    static final String USE_CODE = "delete from recovery_code where person_id = $1 and hash = $2";
    static final String COUNT_CODES = "select count(*) as codes from recovery_code where person_id = $1";

    static final String THEME = "select theme from person where id = $1";
    static final String CHOOSE_THEME = "update person set theme = $2 where id = $1";

    private AccountStore() {}

    /** In which colours the person reads the console. */
    public static Future<String> theme(RowStore rows, UUID id) {
        return rows.query(THEME, Tuple.of(id))
                .map(found -> found.iterator().next().getString("theme"));
    }

    public static Future<Void> chooseTheme(RowStore rows, UUID id, String theme) {
        return rows.query(CHOOSE_THEME, Tuple.of(id, theme)).mapEmpty();
    }

    public static Future<@Nullable Account> byEmail(RowStore rows, String email) {
        return rows.query(BY_EMAIL, Tuple.of(email)).map(found -> RowStore.one(found, AccountStore::account));
    }

    public static Future<@Nullable Account> account(RowStore rows, UUID id, boolean lock) {
        return rows.query(lock ? LOCK : ACCOUNT, Tuple.of(id)).map(found -> RowStore.one(found, AccountStore::account));
    }

    public static Future<Void> password(RowStore rows, UUID id, String hash, boolean mustChange) {
        return rows.query(PASSWORD, Tuple.of(id, hash, mustChange)).mapEmpty();
    }

    /** Sets, or with null takes away, the second factor; recovery codes go with the one they were for. */
    public static Future<Void> totp(RowStore rows, UUID id, @Nullable String secret, long step) {
        return rows.query(TOTP, Tuple.tuple().addUUID(id).addString(secret).addLong(step))
                .compose(done -> rows.query(CLEAR_CODES, Tuple.of(id)))
                .mapEmpty();
    }

    public static Future<Void> totpStep(RowStore rows, UUID id, long step) {
        return rows.query(TOTP_STEP, Tuple.of(id, step)).mapEmpty();
    }

    /** These codes instead of those before. */
    public static Future<Void> codes(RowStore rows, UUID id, List<String> hashes) {
        return rows.query(CLEAR_CODES, Tuple.of(id))
                .compose(cleared -> rows.query(
                        INSERT_CODES, Tuple.tuple().addUUID(id).addArrayOfString(hashes.toArray(String[]::new))))
                .mapEmpty();
    }

    /** False when there is no such code, or it was used. */
    public static Future<Boolean> useCode(RowStore rows, UUID id, String hash) {
        return rows.query(USE_CODE, Tuple.of(id, hash)).map(result -> result.rowCount() > 0);
    }

    public static Future<Integer> countCodes(RowStore rows, UUID id) {
        return rows.query(COUNT_CODES, Tuple.of(id))
                .map(found -> found.iterator().next().getInteger("codes"));
    }

    private static Account account(Row row) {
        return new Account(
                PeopleStore.user(row),
                row.getString("password_hash"),
                row.getBoolean("must_change_password"),
                row.getString("totp_secret"),
                row.getLong("totp_step"));
    }
}
