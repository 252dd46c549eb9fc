package dev.belfry.oncall.identity.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.belfry.contracts.directory.SigningKeyEntry;
import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.access.Session;
import dev.belfry.oncall.identity.access.SessionStore;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.directory.Directory;
import dev.belfry.oncall.identity.people.Account;
import dev.belfry.oncall.identity.people.AccountStore;
import dev.belfry.oncall.identity.people.PasswordCommands;
import dev.belfry.oncall.identity.people.User;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Signs people in and out: password, then the code of an authenticator, then a new password, as far as each is needed. */
public final class SigninCommands {
    private static final Duration BUSY = Duration.ofSeconds(5);
    private static final String CODE = "code";
    private static final String PASSWORD = "password";
    private static final String USER = "user";

    private final Database database;
    private final InstantSource clock;
    private final Ids ids;
    private final RandomGenerator random;
    private final PasswordCommands passwords;
    private final Guessing guessing;
    private final Counter wrong;
    private final Counter throttled;
    private @Nullable SessionToken tokens;

    public SigninCommands(
            Database database,
            InstantSource clock,
            Ids ids,
            RandomGenerator random,
            PasswordCommands passwords,
            Guessing guessing,
            MeterRegistry metrics) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
        this.passwords = passwords;
        this.guessing = guessing;
        this.wrong = metrics.counter("belfry.signin.refused", "reason", "wrong");
        this.throttled = metrics.counter("belfry.signin.refused", "reason", "throttled");
    }

    /** Where somebody signs in from. */
    public record Place(String address, String userAgent) {}

    /** Makes the signing key when there is none, and tells its public half; call it once before anybody signs in. */
    public Future<Void> prepare() {
        ECKey key = newKey();
        return database.transact(tx -> SigningKeyStore.insert(
                                tx::query, key.getKeyID(), key.toJSONString(), clock.instant())
                        .onSuccess(inserted -> {
                            if (inserted) {
                                tx.emit(Directory.signingKey(
                                        ids.next(),
                                        new SigningKeyEntry(
                                                key.getKeyID(),
                                                key.toPublicJWK().toJSONString())));
                            }
                        }))
                .compose(done -> SigningKeyStore.key(database::query))
                .onSuccess(kept -> tokens = SessionToken.of(kept))
                .mapEmpty();
    }

    /** Publishes the public half of the signing key again, and which sessions were ended before their time. */
    public Future<Void> publish(Tx tx) {
        return SigningKeyStore.key(tx::query).compose(kept -> {
            var key = SessionToken.publicKey(kept);
            tx.emit(Directory.signingKey(ids.next(), key));
            return SessionStore.publishEnded(tx, ids, clock.instant());
        });
    }

    Future<Attempt> signIn(String email, String password, Place place) {
        String account = email.strip().toLowerCase(Locale.ROOT);
        if (passwords.busy()) {
            return tooMany(BUSY);
        }
        return AccountStore.byEmail(database::query, account)
                .compose(found -> known(guessing, found, account, place).compose(known -> {
                    Duration wait = guessing.attempt(account, place.address(), known, clock.instant());
                    return wait.isPositive() ? tooMany(wait) : compare(found, account, password, place);
                }));
    }

    private Future<Attempt> compare(@Nullable Account found, String account, String password, Place place) {
        return passwords
                .matches(password, found == null ? null : found.passwordHash())
                .compose(matches -> {
                    if (!matches || found == null || !found.user().active()) {
                        return refused(found, account, "password", place);
                    }
                    guessing.passed(account, place.address());
                    return database.transact(
                            tx -> AccountStore.account(tx::query, found.user().id(), true)
                                    .compose(locked -> proceed(tx, locked, place, "password")));
                });
    }

    /**
     * Whether this one is no stranger to the account, so that what strangers do from everywhere does not keep them out; asked
     * only when strangers do too much.
     */
    Future<Boolean> known(Guessing counted, @Nullable Account found, String account, Place place) {
        if (found == null || !counted.isUnderAttack(account, clock.instant())) {
            return Future.succeededFuture(false);
        }
        return found.totpSecret() != null
                ? Future.succeededFuture(true)
                : SessionStore.of(database::query, found.user().id(), clock.instant())
                        .map(sessions -> sessions.stream()
                                .map(session -> Guessing.network(session.address()))
                                .anyMatch(Guessing.network(place.address())::equals));
    }

    /** The second step: a code of the authenticator, or a recovery code. */
    Future<Attempt> code(String step, String code, Place place) {
        UUID person = person(step, CODE);
        if (person == null) {
            return Future.succeededFuture(new Attempt.TooLate());
        }
        Duration wait = guessing.attempt("code:" + person, place.address(), false, clock.instant());
        if (wait.isPositive()) {
            return tooMany(wait);
        }
        return database.transact(tx -> AccountStore.account(tx::query, person, true)
                .compose(account -> account == null || account.totpSecret() == null
                        ? Future.<Attempt>succeededFuture(new Attempt.TooLate())
                        : check(tx, account, code).compose(right -> {
                            if (!right) {
                                return refused(account, account.user().email(), "code", place);
                            }
                            guessing.passed("code:" + person, place.address());
                            return admit(tx, account, place, "second factor");
                        })));
    }

    private Future<Boolean> check(Tx tx, Account account, String code) {
        UUID person = account.user().id();
        if (RecoveryCode.looksLike(code)) {
            return AccountStore.useCode(tx::query, person, RecoveryCode.hash(code));
        }
        String secret = account.totpSecret();
        Long step = secret == null
                ? null
                : Totp.match(secret, code.replaceAll("\\s", ""), clock.instant(), account.totpStep());
        return step == null
                ? Future.succeededFuture(false)
                : AccountStore.totpStep(tx::query, person, step).map(true);
    }

    /** The last step of who came with a password that somebody else had chosen. */
    Future<Attempt> newPassword(String step, String password, Place place) {
        UUID person = person(step, PASSWORD);
        if (person == null) {
            return Future.succeededFuture(new Attempt.TooLate());
        }
        return passwords
                .hash(password)
                .compose(hash -> database.transact(tx -> AccountStore.account(tx::query, person, true)
                        .compose(account -> {
                            if (account == null || !account.mustChangePassword()) {
                                return Future.succeededFuture(new Attempt.TooLate());
                            }
                            Caller by = Caller.person(person, account.user().name(), place.address());
                            return AccountStore.password(tx::query, person, hash, false)
                                    .compose(done -> SessionStore.end(tx, ids, person, null, null))
                                    .compose(ended -> AuditStore.write(
                                            tx::query, by, "user.password-changed", person, null, Map.of()))
                                    .compose(written -> session(tx, account.user(), place, "password"))
                                    .map(in -> in);
                        })));
    }

    /** @param by what they have shown so far, for the log */
    Future<Attempt> proceed(Tx tx, @Nullable Account account, Place place, String by) {
        if (account == null || !account.user().active()) {
            return Future.succeededFuture(new Attempt.Wrong());
        }
        return account.totpSecret() == null
                ? admit(tx, account, place, by)
                : Future.succeededFuture(new Attempt.CodeNeeded(step(account, CODE)));
    }

    private Future<Attempt> admit(Tx tx, Account account, Place place, String by) {
        if (!account.user().active()) {
            return Future.succeededFuture(new Attempt.Wrong());
        }
        return account.mustChangePassword()
                ? Future.succeededFuture(new Attempt.PasswordNeeded(step(account, PASSWORD)))
                : session(tx, account.user(), place, by).map(in -> in);
    }

    /**
     * A session for who has proven to be this person.
     *
     * @param by what they have proven it with, for the log
     */
    private Future<Attempt.SignedIn> session(Tx tx, User user, Place place, String by) {
        Instant now = clock.instant();
        byte[] csrf = new byte[24];
        random.nextBytes(csrf);
        Session session = new Session(
                ids.next(),
                user.id(),
                now,
                now,
                now.plus(SessionToken.LIFETIME),
                place.address(),
                place.userAgent().substring(0, Math.min(200, place.userAgent().length())));
        String token = tokens().sign(
                        user.id(),
                        user.name(),
                        user.role(),
                        session.id(),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(csrf),
                        now);
        Caller caller = Caller.person(user.id(), user.name(), place.address());
        return SessionStore.insert(tx::query, session)
                .compose(done ->
                        AuditStore.write(tx::query, caller, "session.started", user.id(), null, Map.of("by", by)))
                .compose(written -> AccountStore.theme(tx::query, user.id()))
                .map(theme -> new Attempt.SignedIn(token, theme));
    }

    /** Signs in who the provider vouches for. */
    public Future<Attempt.SignedIn> admit(User user, Place place, String by) {
        return database.transact(tx -> session(tx, user, place, by));
    }

    /** What the browser is to bring back from the provider. */
    public String step(String step, Map<String, String> values) {
        return tokens().step(step, values, clock.instant());
    }

    /** What the browser has brought back; empty when it is not of us or too old. */
    public Map<String, String> read(String step, String token) {
        return tokens().read(token, step, clock.instant());
    }

    /** Ends a session everywhere. */
    Future<Void> signOut(Caller by, UUID person, UUID session) {
        return database.transact(tx -> SessionStore.end(tx, ids, person, session, null)
                .compose(ended -> AuditStore.write(tx::query, by, "session.ended", person, null, Map.of())));
    }

    Future<Attempt> refused(@Nullable Account account, String email, String what, Place place) {
        wrong.increment();
        String shown = email.substring(0, Math.min(254, email.length())).replace("\0", "");
        return AuditStore.write(
                        database::query,
                        Caller.nobody(place.address()),
                        "session.refused",
                        account == null ? null : account.user().id(),
                        null,
                        Map.of("email", shown, "wrong", what))
                .map(written -> new Attempt.Wrong());
    }

    private Future<Attempt> tooMany(Duration wait) {
        throttled.increment();
        return Future.succeededFuture(new Attempt.TooMany(wait));
    }

    private String step(Account account, String step) {
        return tokens().step(step, Map.of(USER, account.user().id().toString()), clock.instant());
    }

    private @Nullable UUID person(String token, String step) {
        String user = tokens().read(token, step, clock.instant()).get(USER);
        return user == null ? null : UUID.fromString(user);
    }

    private SessionToken tokens() {
        if (tokens == null) {
            throw new IllegalStateException("nobody can sign in before the key is there");
        }
        return tokens;
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        } catch (JOSEException missing) {
            throw new IllegalStateException("every JDK has P-256", missing);
        }
    }
}
