package dev.belfry.oncall.people;

import dev.belfry.oncall.answer.Answer;
import dev.belfry.oncall.answer.ConstraintStore;
import dev.belfry.oncall.directory.Directory;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Changes people, teams and tokens, and tells the directory in the same transaction. */
public final class PeopleCommands {
    private static final String EMAIL_TAKEN = "another person has this e-mail address";
    private static final String LAST_ADMIN = "this is the last active administrator";
    private static final String TEAM_TAKEN = "another team has this name";

    private final Database database;
    private final InstantSource clock;
    private final Ids ids;
    private final RandomGenerator random;
    private final PasswordCommands passwords;

    public PeopleCommands(
            Database database, InstantSource clock, Ids ids, RandomGenerator random, PasswordCommands passwords) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
        this.passwords = passwords;
    }

    Future<Answer<User>> createUser(UUID id, UserDraft draft) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        User user = draft.user(id, 1);
        return hash(draft.password())
                .compose(hash ->
                        database.<Answer<User>>transact(tx -> PeopleStore.insert(tx::query, user, hash, clock.instant())
                                .map(done -> told(tx, user))))
                .recover(failure -> ConstraintStore.taken(failure, EMAIL_TAKEN));
    }

    Future<Answer<User>> updateUser(UUID id, UserDraft draft, @Nullable Long expected) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        return hash(draft.password())
                .compose(hash -> database.transact(tx -> PeopleStore.user(tx::query, id, true)
                        .compose(before -> change(tx, before, draft, expected, hash))))
                .recover(failure -> ConstraintStore.taken(failure, EMAIL_TAKEN));
    }

    private Future<Answer<User>> change(
            Tx tx, @Nullable User before, UserDraft draft, @Nullable Long expected, @Nullable String hash) {
        if (before == null) {
            return Future.succeededFuture(new Answer.Missing<>("no such user"));
        }
        if (expected != null && expected != before.version()) {
            return Future.succeededFuture(new Answer.Stale<>());
        }
        User after = draft.change(before);
        return needed(tx, before, after)
                .compose(needed -> needed
                        ? Future.succeededFuture(new Answer.Conflict<>(LAST_ADMIN))
                        : PeopleStore.update(tx::query, after, hash).map(done -> told(tx, after)));
    }

    /** Somebody has to be left who can change things, and who is paged when nobody else can be. */
    private static Future<Boolean> needed(Tx tx, User before, @Nullable User after) {
        if (!before.administers() || (after != null && after.administers())) {
            return Future.succeededFuture(false);
        }
        return PeopleStore.lockAdministrators(tx::query).map(all -> all.equals(List.of(before.id())));
    }

    Future<Answer<UUID>> deleteUser(UUID id) {
        return database.transact(tx -> PeopleStore.user(tx::query, id, true).compose(before -> remove(tx, id, before)))
                .recover(failure -> ConstraintStore.inUse(failure, "this person"));
    }

    private Future<Answer<UUID>> remove(Tx tx, UUID id, @Nullable User before) {
        if (before == null) {
            return Future.succeededFuture(new Answer.Missing<>("no such user"));
        }
        return needed(tx, before, null).compose(needed -> {
            if (needed) {
                return Future.succeededFuture(new Answer.Conflict<>(LAST_ADMIN));
            }
            tx.emit(Directory.userGone(ids.next(), id));
            return PeopleStore.delete(tx::query, id).map(deleted -> new Answer.Done<>(id, 0));
        });
    }

    Future<Answer<Team>> createTeam(UUID id, TeamDraft draft) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        Team team = draft.team(id, 1, Map.of());
        return database.transact(tx -> unknown(tx, team)
                        .compose(unknown -> unknown.isEmpty()
                                ? PeopleStore.insert(tx::query, team).map(done -> done(team))
                                : Future.<Answer<Team>>succeededFuture(new Answer.Invalid<>(unknown))))
                .recover(failure -> ConstraintStore.taken(failure, TEAM_TAKEN));
    }

    Future<Answer<Team>> updateTeam(UUID id, TeamDraft draft, @Nullable Long expected) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        return database.transact(tx -> PeopleStore.lockTeam(tx::query, id)
                        .compose(before -> before == null
                                ? Future.<Answer<Team>>succeededFuture(new Answer.Missing<>("no such team"))
                                : expected != null && expected != before.version()
                                        ? Future.<Answer<Team>>succeededFuture(new Answer.Stale<>())
                                        : replace(tx, draft.team(id, before.version() + 1, before.roles()))))
                .recover(failure -> ConstraintStore.taken(failure, TEAM_TAKEN));
    }

    private static Future<Answer<Team>> replace(Tx tx, Team team) {
        return unknown(tx, team)
                .compose(bad -> bad.isEmpty()
                        ? PeopleStore.update(tx::query, team).map(done -> done(team))
                        : Future.succeededFuture(new Answer.Invalid<>(bad)));
    }

    Future<Answer<UUID>> deleteTeam(UUID id) {
        return database.transact(
                tx -> PeopleStore.deleteTeam(tx::query, id).map(deleted -> gone(deleted, id, "no such team")));
    }

    Future<Answer<Token>> createToken(UUID id, TokenDraft draft) {
        Instant now = clock.instant();
        if (draft.expiresAt() != null && !draft.expiresAt().isAfter(now)) {
            return invalid("/expiresAt", "this is in the past");
        }
        Token token = Token.of(
                id, draft.name().strip(), draft.role(), draft.user(), now, draft.expiresAt(), TokenSecret.make(random));
        Set<UUID> named = draft.user() == null ? Set.of() : Set.of(draft.user());
        return database.transact(tx -> PeopleStore.known(tx::query, named)
                .compose(known -> known.size() < named.size()
                        ? invalid("/user", "there is no such user")
                        : save(tx, token).map(saved -> new Answer.Done<>(token, 1))));
    }

    Future<Answer<UUID>> deleteToken(UUID id) {
        return database.transact(tx -> TokenStore.delete(tx::query, id).map(deleted -> {
            if (deleted) {
                tx.emit(Directory.tokenGone(ids.next(), id));
            }
            return gone(deleted, id, "no such token");
        }));
    }

    /** Sees to it that this administrator's token exists; however often it is called, it is made once. */
    public Future<Void> bootstrapToken(String secret) {
        UUID id = Ids.derived("bootstrap-token", TokenSecret.hash(secret));
        Token token = Token.of(id, "bootstrap", "admin", null, clock.instant(), null, secret);
        return database.transact(tx -> save(tx, token)).mapEmpty();
    }

    /** Makes the first administrator; once anybody is there it does nothing. */
    public Future<Void> bootstrapAdmin(String name, String email, @Nullable String password) {
        UserDraft draft = new UserDraft(name, email, null, "admin", true, password);
        return PeopleStore.anybody(database::query)
                .compose(anybody -> anybody
                        ? Future.succeededFuture()
                        // Two replicas that start together use the same id: for one of them it is taken.
                        : createUser(Ids.derived("bootstrap-admin"), draft).mapEmpty());
    }

    private Future<Boolean> save(Tx tx, Token token) {
        return TokenStore.insert(tx::query, token).onSuccess(inserted -> {
            if (inserted) {
                tx.emit(Directory.token(ids.next(), token.entry()));
            }
        });
    }

    private Answer<User> told(Tx tx, User user) {
        tx.emit(Directory.user(ids.next(), user.entry()));
        return new Answer.Done<>(user, user.version());
    }

    private Future<@Nullable String> hash(@Nullable String password) {
        return password == null
                ? Future.succeededFuture(null)
                : passwords.hash(password).map(hash -> hash);
    }

    private static Future<List<Answer.Bad>> unknown(Tx tx, Team team) {
        return PeopleStore.known(tx::query, team.members()).map(known -> {
            List<Answer.Bad> bad = new ArrayList<>();
            for (int i = 0; i < team.members().size(); i++) {
                if (!known.contains(team.members().get(i))) {
                    bad.add(new Answer.Bad("/members/" + i, "there is no such user"));
                }
            }
            return bad;
        });
    }

    private static Answer<Team> done(Team team) {
        return new Answer.Done<>(team, team.version());
    }

    private static <T> Future<Answer<T>> invalid(String pointer, String detail) {
        return Future.succeededFuture(new Answer.Invalid<>(List.of(new Answer.Bad(pointer, detail))));
    }

    private static Answer<UUID> gone(boolean deleted, UUID id, String missing) {
        return deleted ? new Answer.Done<>(id, 0) : new Answer.Missing<>(missing);
    }
}
