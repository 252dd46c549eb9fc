package dev.belfry.notifier.contact;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The {@code contact_method} table. */
public final class ContactStore {
    static final String OF_USERS = """
            select id, user_id, type, label, address, secret, disabled, version, created_at
            from contact_method where user_id = any($1) order by type, created_at, id""";
    static final String FIND = """
            select id, user_id, type, label, address, secret, disabled, version, created_at
            from contact_method where id = $1""";
    static final String LOCK = """
            select id, user_id, type, label, address, secret, disabled, version, created_at
            from contact_method where id = $1 for update""";
    static final String ADD = """
            insert into contact_method (id, user_id, type, label, address, secret, version, created_at)
            values ($1, $2, $3, $4, $5, $6, 1, $7) on conflict (id) do nothing""";
    static final String CHANGE = """
            update contact_method set label = $2, address = $3, disabled = null, version = version + 1
            where id = $1""";
    static final String DISABLE =
            "update contact_method set disabled = $2, version = version + 1 where id = $1 and disabled is null";
    static final String REMOVE = "delete from contact_method where id = $1";

    private final Database database;

    public ContactStore(Database database) {
        this.database = database;
    }

    public Future<List<ContactMethod>> of(UUID user) {
        return database.query(OF_USERS, users(List.of(user))).map(ContactStore::all);
    }

    public Future<List<ContactMethod>> of(Tx tx, Collection<UUID> users) {
        return tx.query(OF_USERS, users(users)).map(ContactStore::all);
    }

    public Future<Optional<ContactMethod>> find(UUID id) {
        return database.query(FIND, Tuple.of(id)).map(rows -> all(rows).stream().findFirst());
    }

    public Future<Optional<ContactMethod>> lock(Tx tx, UUID id) {
        return tx.query(LOCK, Tuple.of(id)).map(rows -> all(rows).stream().findFirst());
    }

    public Future<Void> add(Tx tx, ContactMethod method) {
        return tx.query(
                        ADD,
                        Tuple.of(
                                method.id(),
                                method.user(),
                                method.type().word(),
                                method.label(),
                                method.address(),
                                method.secret(),
                                method.createdAt().atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }

    public Future<Void> change(Tx tx, UUID id, String label, String address) {
        return tx.query(CHANGE, Tuple.of(id, label, address)).mapEmpty();
    }

    public Future<Void> disable(Tx tx, UUID id, String why) {
        return tx.query(DISABLE, Tuple.of(id, why)).mapEmpty();
    }

    public Future<Void> remove(Tx tx, UUID id) {
        return tx.query(REMOVE, Tuple.of(id)).mapEmpty();
    }

    private static Tuple users(Collection<UUID> users) {
        return Tuple.tuple().addArrayOfUUID(users.toArray(UUID[]::new));
    }

    private static List<ContactMethod> all(RowSet<Row> rows) {
        var methods = new ArrayList<ContactMethod>(rows.size());
        for (var row : rows) {
            methods.add(new ContactMethod(
                    row.getUUID("id"),
                    row.getUUID("user_id"),
                    Channel.of(row.getString("type")),
                    row.getString("label"),
                    row.getString("address"),
                    row.getString("secret"),
                    row.getString("disabled"),
                    row.getLong("version"),
                    row.getOffsetDateTime("created_at").toInstant()));
        }
        return methods;
    }
}
