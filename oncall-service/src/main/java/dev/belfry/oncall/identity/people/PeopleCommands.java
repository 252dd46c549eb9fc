package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.access.SessionStore;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.audit.Changes;
import dev.belfry.oncall.identity.directory.Directory;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.outcome.ConstraintStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes people, and tells the directory in the same transaction. */
public final class PeopleCommands {
    private static final int AT_ONCE = 500;

    private static final String EMAIL_TAKEN = "another person has this e-mail address";
    private static final String LAST_ADMIN = "this is the last active administrator";

    private final Database database;
    private final InstantSource clock;
    private final Ids ids;
    private final PasswordCommands passwords;
    private final DepartureCommands departure;

    public PeopleCommands(
            Database database, InstantSource clock, Ids ids, PasswordCommands passwords, DepartureCommands departure) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.passwords = passwords;
        this.departure = departure;
    }

    public Future<Answer<User>> create(Caller by, UUID id, UserDraft draft) {
        return create(by, id, draft, tx -> Future.succeededFuture());
    }

    /** @param also what else is to be done with it, or not at all */
    public Future<Answer<User>> create(Caller by, UUID id, UserDraft draft, Function<Tx, Future<Void>> also) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        User user = draft.user(id, 1);
        return hash(draft.password())
                .compose(hash -> database.transact(tx -> PeopleStore.insert(tx::query, user, hash, clock.instant())
                        .compose(done -> turned(tx, id, true, user.active()))
                        .compose(done -> temporary(tx, id, draft))
                        .compose(done -> also.apply(tx))
                        .compose(done -> saved(tx, by, "user.made", null, user, hash != null))))
                .recover(failure -> ConstraintStore.taken(failure, EMAIL_TAKEN));
    }

    public Future<Answer<User>> update(Caller by, UUID id, UserDraft draft, @Nullable Long expected) {
        return update(by, id, draft, expected, tx -> Future.succeededFuture());
    }

    /** @param also what else is to be done with it, or not at all */
    public Future<Answer<User>> update(
            Caller by, UUID id, UserDraft draft, @Nullable Long expected, Function<Tx, Future<Void>> also) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        return hash(draft.password())
                .compose(hash -> database.transact(tx -> PeopleStore.user(tx::query, id, true)
                        .compose(before -> change(tx, by, before, draft, expected, hash))
                        .compose(answer -> answer instanceof Answer.Done<User>
                                ? also.apply(tx).map(answer)
                                : Future.succeededFuture(answer))))
                .recover(failure -> ConstraintStore.taken(failure, EMAIL_TAKEN));
    }

    private Future<Answer<User>> change(
            Tx tx, Caller by, @Nullable User before, UserDraft draft, @Nullable Long expected, @Nullable String hash) {
        if (before == null) {
            return Future.succeededFuture(new Answer.Missing<>(User.THING));
        }
        if (expected != null && expected != before.version()) {
            return Future.succeededFuture(new Answer.Stale<>());
        }
        User after = draft.change(before);
        return needed(tx, before, after)
                .compose(needed -> needed
                        ? Future.succeededFuture(new Answer.Conflict<>(LAST_ADMIN))
                        : PeopleStore.update(tx::query, after, hash)
                                .compose(done -> turned(tx, after.id(), before.active(), after.active()))
                                .compose(done -> temporary(tx, after.id(), draft))
                                .compose(done -> end(tx, after, hash != null))
                                .compose(done -> saved(tx, by, "user.changed", before, after, hash != null)));
    }

    /** Who may no longer sign in, or has a new password, is signed out everywhere. */
    private Future<Integer> end(Tx tx, User after, boolean passwordSet) {
        return after.active() && !passwordSet
                ? Future.succeededFuture(0)
                : SessionStore.end(tx, ids, after.id(), null, null);
    }

    /** Whoever is deactivated is on call for nobody from this moment on. */
    private Future<Void> turned(Tx tx, UUID person, boolean before, boolean after) {
        if (before == after) {
            return Future.succeededFuture();
        }
        return PeopleStore.active(tx::query, person, after, clock.instant())
                .compose(done -> after ? Future.succeededFuture() : departure.without(tx, person));
    }

    private static Future<Void> temporary(Tx tx, UUID person, UserDraft draft) {
        return draft.password() == null
                ? Future.succeededFuture()
                : PeopleStore.mustChangePassword(tx::query, person, Boolean.TRUE.equals(draft.mustChangePassword()));
    }

    /** For who has lost their authenticator and their recovery codes. */
    Future<Answer<UUID>> removeSecondFactor(Caller by, UUID id) {
        return database.transact(tx -> AccountStore.account(tx::query, id, true)
                .compose(account -> account == null
                        ? Future.succeededFuture(new Answer.Missing<>(User.THING))
                        : AccountStore.totp(tx::query, id, null, account.totpStep())
                                .compose(done -> SessionStore.end(tx, ids, id, null, null))
                                .compose(done -> AuditStore.write(
                                        tx::query, by, "user.second-factor-removed", id, null, Map.of()))
                                .map(written -> new Answer.Done<>(id, 0))));
    }

    /** Somebody has to be left who can change things, and who is paged when nobody else can be. */
    private static Future<Boolean> needed(Tx tx, User before, @Nullable User after) {
        if (!before.administers() || (after != null && after.administers())) {
            return Future.succeededFuture(false);
        }
        return PeopleStore.lockAdministrators(tx::query).map(all -> all.equals(List.of(before.id())));
    }

    Future<Answer<UUID>> delete(Caller by, UUID id) {
        return database.transact(
                        tx -> PeopleStore.user(tx::query, id, true).compose(before -> remove(tx, by, id, before)))
                .recover(failure -> ConstraintStore.inUse(failure, "this person"));
    }

    private Future<Answer<UUID>> remove(Tx tx, Caller by, UUID id, @Nullable User before) {
        if (before == null) {
            return Future.succeededFuture(new Answer.Missing<>(User.THING));
        }
        return needed(tx, before, null).compose(needed -> {
            if (needed) {
                return Future.succeededFuture(new Answer.Conflict<>(LAST_ADMIN));
            }
            tx.emit(Directory.userGone(ids.next(), id));
            return departure
                    .without(tx, id)
                    .compose(done -> PeopleStore.delete(tx::query, id))
                    .compose(deleted -> AuditStore.write(
                            tx::query, by, "user.removed", id, null, Changes.between(before, Map.of())))
                    .map(written -> new Answer.Done<>(id, 0));
        });
    }

    /** Makes the first administrator; once anybody is there it does nothing. */
    public Future<Void> bootstrapAdmin(String name, String email, @Nullable String password) {
        UserDraft draft = new UserDraft(name, email, null, "admin", true, password, false);
        return PeopleStore.anybody(database::query)
                .compose(anybody -> anybody
                        ? Future.succeededFuture()
                        // Two replicas that start together use the same id: for one of them it is taken.
                        : create(Caller.service(), Ids.derived("bootstrap-admin"), draft)
                                .mapEmpty());
    }

    /** Publishes everybody again. */
    public Future<Void> publish(Tx tx) {
        return publish(tx, new UUID(0, 0));
    }

    private Future<Void> publish(Tx tx, UUID after) {
        return PeopleStore.after(tx::query, after, AT_ONCE)
                .compose(people -> PeopleStore.entries(tx::query, people).compose(entries -> {
                    entries.forEach(entry -> tx.emit(Directory.user(ids.next(), entry)));
                    return people.size() < AT_ONCE ? Future.succeededFuture() : publish(tx, people.getLast());
                }));
    }

    private Future<Answer<User>> saved(
            Tx tx, Caller by, String action, @Nullable User before, User after, boolean passwordSet) {
        Map<String, Object> detail = new LinkedHashMap<>(Changes.between(before == null ? Map.of() : before, after));
        if (passwordSet) {
            detail.put("password", "set");
        }
        return PeopleStore.entries(tx::query, List.of(after.id()))
                .compose(entries -> {
                    entries.forEach(entry -> tx.emit(Directory.user(ids.next(), entry)));
                    return AuditStore.write(tx::query, by, action, after.id(), null, detail);
                })
                .map(written -> new Answer.Done<>(after, after.version()));
    }

    private Future<@Nullable String> hash(@Nullable String password) {
        return password == null
                ? Future.succeededFuture(null)
                : passwords.hash(password).map(hash -> hash);
    }
}
