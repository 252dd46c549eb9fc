package dev.belfry.notifier.contact;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.directory.ContactStatusEntry;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The {@code contact_method} table; each change of it tells the directory who can be reached. */
public final class ContactStore {
    static final String OF_USERS = """
            select id, user_id, type, label, address, secret, disabled, verified_at, version, created_at,
                coalesce(extract(epoch from calm_until - clock_timestamp()) * 1000, 0)::bigint as calm_ms
            from contact_method where user_id = any($1) order by type, created_at, id""";
    static final String FIND = """
            select id, user_id, type, label, address, secret, disabled, verified_at, version, created_at,
                coalesce(extract(epoch from calm_until - clock_timestamp()) * 1000, 0)::bigint as calm_ms
            from contact_method where id = $1""";
    static final String LOCK = """
            select id, user_id, type, label, address, secret, disabled, verified_at, version, created_at,
                coalesce(extract(epoch from calm_until - clock_timestamp()) * 1000, 0)::bigint as calm_ms
            from contact_method where id = $1 for update""";
    static final String ADD = """
            insert into contact_method (id, user_id, type, label, address, secret, version, created_at)
            values ($1, $2, $3, $4, $5, $6, 1, $7) on conflict (id) do nothing""";
    static final String CHANGE = """
            update contact_method
            set label = $2, address = $3, disabled = null, version = version + 1,
                verified_at = case when address = $3 then verified_at end
            where id = $1 returning user_id""";
    static final String DISABLE = """
            update contact_method set disabled = $2, version = version + 1
            where id = $1 and disabled is null returning user_id""";
    static final String VERIFY = """
            update contact_method set verified_at = $2, version = version + 1 where id = $1 returning user_id""";
    static final String REMOVE = "delete from contact_method where id = $1 returning user_id";
    /** Two changes of one person's methods are counted one after the other: the record told last is the true one. */
    static final String LOCK_STATUS = "select pg_advisory_xact_lock(hashtextextended('contact-status:' || $1, 0))";

    static final String STATUS = """
            select count(*) filter (where disabled is null) as methods,
                count(*) filter (where disabled is null and verified_at is not null) as verified
            from contact_method where user_id = $1""";

    static final String ALL_STATUSES = """
            select user_id, count(*) filter (where disabled is null) as methods,
                count(*) filter (where disabled is null and verified_at is not null) as verified
            from contact_method group by user_id""";

    private final Database database;
    private final Ids ids;

    public ContactStore(Database database, Ids ids) {
        this.database = database;
        this.ids = ids;
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
                .compose(added -> tell(tx, method.user()));
    }

    public Future<Void> change(Tx tx, UUID id, String label, String address) {
        return changed(tx, CHANGE, Tuple.of(id, label, address));
    }

    public Future<Void> disable(Tx tx, UUID id, String why) {
        return changed(tx, DISABLE, Tuple.of(id, why));
    }

    public Future<Void> verify(Tx tx, UUID id, Instant now) {
        return changed(tx, VERIFY, Tuple.of(id, now.atOffset(ZoneOffset.UTC)));
    }

    public Future<Void> remove(Tx tx, UUID id) {
        return changed(tx, REMOVE, Tuple.of(id));
    }

    private Future<Void> changed(Tx tx, String statement, Tuple arguments) {
        return tx.query(statement, arguments)
                .compose(rows -> rows.rowCount() == 0
                        ? Future.succeededFuture()
                        : tell(tx, rows.iterator().next().getUUID("user_id")));
    }

    /** Tells the directory how many ways there are to the person, never which. */
    private Future<Void> tell(Tx tx, UUID user) {
        return tx.query(LOCK_STATUS, Tuple.of(user.toString()))
                .compose(locked -> tx.query(STATUS, Tuple.of(user)))
                .map(rows -> {
                    var row = rows.iterator().next();
                    tell(tx, new ContactStatusEntry(user, row.getInteger("methods"), row.getInteger("verified")));
                    return null;
                });
    }

    /** Fills the directory anew with who can be reached. */
    public Future<Void> republish(Tx tx) {
        return tx.query(ALL_STATUSES, Tuple.tuple()).map(rows -> {
            rows.forEach(row -> tell(
                    tx,
                    new ContactStatusEntry(
                            row.getUUID("user_id"), row.getInteger("methods"), row.getInteger("verified"))));
            return null;
        });
    }

    private void tell(Tx tx, ContactStatusEntry entry) {
        tx.emit(new Message(
                ids.next(), Topics.DIRECTORY.name(), entry.key(), ContactStatusEntry.TYPE, entry.key(), entry));
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
                    instant(row.getOffsetDateTime("verified_at")),
                    Duration.ofMillis(Math.max(0, row.getLong("calm_ms"))),
                    row.getLong("version"),
                    row.getOffsetDateTime("created_at").toInstant()));
        }
        return methods;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
