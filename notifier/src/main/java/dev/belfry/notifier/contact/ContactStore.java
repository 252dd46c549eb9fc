package dev.belfry.notifier.contact;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.directory.ContactStatusEntry;
import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Destination;
import dev.belfry.notifier.seal.Seal;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The {@code contact_method} table, addresses and secrets sealed; each change of it tells the directory who can be reached.
 */
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
            set label = $2, address = $3, secret = $4, disabled = null, version = version + 1,
                verified_at = case when $5 then verified_at end
            where id = $1 returning user_id""";
    static final String DISABLE = """
            update contact_method set disabled = $2, version = version + 1
            where id = $1 and disabled is null returning user_id, type, label, version""";
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

    static final String OUTDATED = """
            select id, address, secret from contact_method
            where not starts_with(address, $1) or not starts_with(secret, $1)
            order by id limit 100 for update skip locked""";
    static final String RENEW = """
            update contact_method set address = t.address, secret = t.secret
            from unnest($1::uuid[], $2::text[], $3::text[]) as t (id, address, secret) where contact_method.id = t.id""";
    static final String KEYS = """
            select distinct split_part(address, ':', 2) as key from contact_method where starts_with(address, $1)""";

    private final Database database;
    private final Ids ids;
    private final Seal seal;

    public ContactStore(Database database, Ids ids, Seal seal) {
        this.database = database;
        this.ids = ids;
        this.seal = seal;
    }

    /** The ids of the keys that addresses are sealed under. */
    public Future<Set<String>> keys() {
        return database.query(KEYS, Tuple.of(Seal.PREFIX)).map(rows -> {
            Set<String> keys = new TreeSet<>();
            rows.forEach(row -> keys.add(row.getString("key")));
            return keys;
        });
    }

    /** Seals under the newest key what is not; answers how many it has renewed, at most 100. */
    public Future<Integer> renew(Tx tx) {
        return tx.query(OUTDATED, Tuple.of(seal.newest())).compose(rows -> {
            if (rows.size() == 0) {
                return Future.succeededFuture(0);
            }
            List<UUID> methods = new ArrayList<>();
            List<String> addresses = new ArrayList<>();
            List<@Nullable String> secrets = new ArrayList<>();
            for (var row : rows) {
                var id = row.getUUID("id");
                var secret = row.getString("secret");
                methods.add(id);
                addresses.add(seal.renew(row.getString("address"), addressOf(id)));
                secrets.add(secret == null ? null : seal.renew(secret, secretOf(id)));
            }
            return tx.query(
                            RENEW,
                            Tuple.tuple()
                                    .addArrayOfUUID(methods.toArray(UUID[]::new))
                                    .addArrayOfString(addresses.toArray(String[]::new))
                                    .addArrayOfString(secrets.toArray(String[]::new)))
                    .map(methods.size());
        });
    }

    /** What the address of a contact method is sealed for. */
    private static String addressOf(UUID id) {
        return "contact_method.address/" + id;
    }

    private static String secretOf(UUID id) {
        return "contact_method.secret/" + id;
    }

    /** Where a message through it goes, as it lies in the table. */
    public static Destination destination(
            Seal seal, UUID id, Channel channel, String address, @Nullable String secret) {
        return new Destination(
                channel, seal.open(address, addressOf(id)), secret == null ? null : seal.open(secret, secretOf(id)));
    }

    public Future<List<ContactMethod>> of(UUID user) {
        return database.query(OF_USERS, users(List.of(user))).map(this::all);
    }

    public Future<List<ContactMethod>> of(Tx tx, Collection<UUID> users) {
        return tx.query(OF_USERS, users(users)).map(this::all);
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
                                seal.seal(method.address(), addressOf(method.id())),
                                sealed(method.id(), method.secret()),
                                method.createdAt().atOffset(ZoneOffset.UTC)))
                .compose(added -> tell(tx, method.user()));
    }

    /** @param verified whether what was shown of it still holds */
    public Future<Void> change(
            Tx tx, UUID id, String label, String address, @Nullable String secret, boolean verified) {
        return changed(
                tx, CHANGE, Tuple.of(id, label, seal.seal(address, addressOf(id)), sealed(id, secret), verified));
    }

    private @Nullable String sealed(UUID id, @Nullable String secret) {
        return secret == null ? null : seal.seal(secret, secretOf(id));
    }

    /** Its person is told of it in another way. */
    public Future<Void> disable(Tx tx, UUID id, String why, Instant now) {
        return tx.query(DISABLE, Tuple.of(id, why)).compose(rows -> {
            if (rows.rowCount() == 0) {
                return Future.succeededFuture();
            }
            var row = rows.iterator().next();
            var user = row.getUUID("user_id");
            var method = Channel.of(row.getString("type")).title() + " (" + row.getString("label") + ")";
            var notice = new NoticeRequest(
                    Ids.derived("contact-method.disabled", id, row.getLong("version")),
                    user,
                    "contact_method.disabled",
                    "Pages can no longer reach you by " + method,
                    "It is not used any more: " + why + ".\n\nChange it under \"My notifications\", or add another way"
                            + " to reach you.",
                    "/me",
                    now);
            tx.emit(new Message(
                    notice.id(), Topics.NOTICES.name(), user.toString(), NoticeRequest.TYPE, user.toString(), notice));
            return tell(tx, user);
        });
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

    private List<ContactMethod> all(RowSet<Row> rows) {
        var methods = new ArrayList<ContactMethod>(rows.size());
        for (var row : rows) {
            var id = row.getUUID("id");
            var to = destination(
                    seal, id, Channel.of(row.getString("type")), row.getString("address"), row.getString("secret"));
            methods.add(new ContactMethod(
                    id,
                    row.getUUID("user_id"),
                    to.channel(),
                    row.getString("label"),
                    to.address(),
                    to.secret(),
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
