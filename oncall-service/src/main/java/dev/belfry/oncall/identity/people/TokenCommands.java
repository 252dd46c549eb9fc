package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.audit.Changes;
import dev.belfry.oncall.identity.directory.Directory;
import dev.belfry.oncall.identity.outcome.Answer;
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

/** Makes and revokes API tokens, and tells the directory in the same transaction. */
public final class TokenCommands {
    private static final int AT_ONCE = 500;

    private final Database database;
    private final InstantSource clock;
    private final Ids ids;
    private final RandomGenerator random;

    public TokenCommands(Database database, InstantSource clock, Ids ids, RandomGenerator random) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
    }

    public Future<Answer<Token>> create(Caller by, UUID id, TokenDraft draft) {
        Instant now = clock.instant();
        List<Answer.Bad> bad = draft.bad(now);
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        Token token = Token.of(id, draft, now, TokenSecret.make(random));
        return database.transact(tx -> unknown(tx, draft)
                .compose(unknown -> unknown.isEmpty()
                        ? save(tx, by, token).map(saved -> new Answer.Done<>(token, 1))
                        : Future.succeededFuture(new Answer.Invalid<>(unknown))));
    }

    /** @param owner whose it must be; null for anybody's */
    public Future<Answer<UUID>> delete(Caller by, UUID id, @Nullable UUID owner) {
        return database.transact(tx -> TokenStore.delete(tx::query, id, owner).compose(deleted -> {
            if (deleted == null) {
                return Future.succeededFuture(new Answer.Missing<>(Token.THING));
            }
            tx.emit(Directory.tokenGone(ids.next(), id));
            return AuditStore.write(tx::query, by, "token.revoked", id, deleted.team(), Map.of("name", deleted.name()))
                    .map(written -> new Answer.Done<>(id, 0));
        }));
    }

    /** Sees to it that this administrator's token exists; however often it is called, it is made once. */
    public Future<Void> bootstrap(String secret) {
        UUID id = Ids.derived("bootstrap-token", TokenSecret.hash(secret));
        TokenDraft draft = new TokenDraft("bootstrap", "admin", null, null, null, null);
        Token token = Token.of(id, draft, clock.instant(), secret);
        return database.transact(tx -> save(tx, Caller.service(), token)).mapEmpty();
    }

    /** Publishes every token again, as its hash. */
    public Future<Void> publish(Tx tx) {
        return publish(tx, new UUID(0, 0));
    }

    private Future<Void> publish(Tx tx, UUID after) {
        return TokenStore.tokens(tx::query, after, AT_ONCE).compose(tokens -> {
            tokens.forEach(token -> tx.emit(Directory.token(ids.next(), token.entry())));
            return tokens.size() < AT_ONCE
                    ? Future.succeededFuture()
                    : publish(tx, tokens.getLast().id());
        });
    }

    private Future<Boolean> save(Tx tx, Caller by, Token token) {
        return TokenStore.insert(tx::query, token).compose(inserted -> {
            if (!inserted) {
                return Future.succeededFuture(false);
            }
            tx.emit(Directory.token(ids.next(), token.entry()));
            return AuditStore.write(
                            tx::query,
                            by,
                            "token.made",
                            token.id(),
                            token.team(),
                            Changes.between(Map.of(), token.withoutSecret()))
                    .map(written -> true);
        });
    }

    private static Future<List<Answer.Bad>> unknown(Tx tx, TokenDraft draft) {
        Set<UUID> people = draft.user() == null ? Set.of() : Set.of(draft.user());
        return PeopleStore.known(tx::query, people).compose(known -> {
            List<Answer.Bad> bad = new ArrayList<>();
            if (known.size() < people.size()) {
                bad.add(new Answer.Bad("/user", "there is no such user"));
            }
            UUID team = draft.team();
            return team == null
                    ? Future.succeededFuture(bad)
                    : TeamStore.team(tx::query, team).map(found -> {
                        if (found == null) {
                            bad.add(new Answer.Bad("/team", "there is no such team"));
                        }
                        return bad;
                    });
        });
    }
}
