package dev.belfry.notifier.account;

import dev.belfry.notifier.seal.Seal;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The {@code provider_account} table, secrets sealed. */
public final class AccountStore {
    static final String ALL = """
            select id, kind, name, settings, secrets, enabled, position, version, created_at
            from provider_account order by position, created_at, id""";
    static final String LOCK = """
            select id, kind, name, settings, secrets, enabled, position, version, created_at
            from provider_account where id = $1 for update""";
    static final String ADD = """
            insert into provider_account (id, kind, name, settings, secrets, enabled, position, version, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, 1, $8) on conflict (id) do nothing""";
    static final String CHANGE = """
            update provider_account
            set name = $2, settings = $3, secrets = $4, enabled = $5, position = $6, version = version + 1
            where id = $1""";
    static final String REMOVE = "delete from provider_account where id = $1";
    static final String OUTDATED = """
            select id, secrets from provider_account where not starts_with(secrets, $1)
            order by id limit 100 for update skip locked""";
    static final String RENEW = "update provider_account set secrets = $2 where id = $1";
    static final String KEYS = "select distinct split_part(secrets, ':', 2) as key from provider_account";

    private final Database database;
    private final Seal seal;

    public AccountStore(Database database, Seal seal) {
        this.database = database;
        this.seal = seal;
    }

    public Future<List<ProviderAccount>> all() {
        return database.query(ALL, Tuple.tuple()).map(this::read);
    }

    Future<Optional<ProviderAccount>> lock(Tx tx, UUID id) {
        return tx.query(LOCK, Tuple.of(id)).map(rows -> read(rows).stream().findFirst());
    }

    Future<Void> add(Tx tx, ProviderAccount account) {
        return tx.query(
                        ADD,
                        Tuple.of(
                                account.id(),
                                account.kind().word(),
                                account.name(),
                                Json.text(account.settings()),
                                sealed(account),
                                account.enabled(),
                                account.position(),
                                account.createdAt().atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }

    Future<Void> change(Tx tx, ProviderAccount account) {
        return tx.query(
                        CHANGE,
                        Tuple.of(
                                account.id(),
                                account.name(),
                                Json.text(account.settings()),
                                sealed(account),
                                account.enabled(),
                                account.position()))
                .mapEmpty();
    }

    Future<Boolean> remove(Tx tx, UUID id) {
        return tx.query(REMOVE, Tuple.of(id)).map(rows -> rows.rowCount() > 0);
    }

    /** The ids of the keys that secrets are sealed under. */
    public Future<Set<String>> keys() {
        return database.query(KEYS, Tuple.tuple()).map(rows -> {
            Set<String> keys = new TreeSet<>();
            rows.forEach(row -> keys.add(row.getString("key")));
            return keys;
        });
    }

    /** Seals under the newest key what is not; answers how many it has renewed, at most 100. */
    public Future<Integer> renew(Tx tx) {
        return tx.query(OUTDATED, Tuple.of(seal.newest())).compose(rows -> {
            Future<Void> all = Future.succeededFuture();
            for (var row : rows) {
                var id = row.getUUID("id");
                var renewed = seal.renew(row.getString("secrets"), place(id));
                all = all.compose(
                        before -> tx.query(RENEW, Tuple.of(id, renewed)).mapEmpty());
            }
            return all.map(rows.size());
        });
    }

    private String sealed(ProviderAccount account) {
        return seal.seal(Json.text(account.secrets()), place(account.id()));
    }

    private static String place(UUID id) {
        return "provider_account.secrets/" + id;
    }

    private List<ProviderAccount> read(RowSet<Row> rows) {
        var accounts = new ArrayList<ProviderAccount>(rows.size());
        for (var row : rows) {
            var id = row.getUUID("id");
            accounts.add(new ProviderAccount(
                    id,
                    AccountKind.of(row.getString("kind")),
                    row.getString("name"),
                    texts(row.getString("settings")),
                    texts(seal.open(row.getString("secrets"), place(id))),
                    row.getBoolean("enabled"),
                    row.getInteger("position"),
                    row.getLong("version"),
                    row.getOffsetDateTime("created_at").toInstant()));
        }
        return accounts;
    }

    private static Map<String, String> texts(String json) {
        Map<String, String> texts = new LinkedHashMap<>();
        new JsonObject(json).forEach(entry -> texts.put(entry.getKey(), String.valueOf(entry.getValue())));
        return texts;
    }
}
