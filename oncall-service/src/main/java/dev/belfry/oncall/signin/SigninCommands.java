package dev.belfry.oncall.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.belfry.contracts.directory.RevokedSessionEntry;
import dev.belfry.contracts.directory.SigningKeyEntry;
import dev.belfry.oncall.directory.Directory;
import dev.belfry.oncall.people.Account;
import dev.belfry.oncall.people.PasswordCommands;
import dev.belfry.oncall.people.PeopleStore;
import dev.belfry.oncall.people.User;
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
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Signs people in and out. */
public final class SigninCommands {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int FAILURES_AN_ACCOUNT = 10;
    private static final int FAILURES_AN_ADDRESS = 30;
    private static final Duration BUSY = Duration.ofSeconds(5);

    private final Database database;
    private final InstantSource clock;
    private final Ids ids;
    private final RandomGenerator random;
    private final PasswordCommands passwords;
    private final Counter wrong;
    private final Counter throttled;
    private final Throttle accounts = new Throttle(FAILURES_AN_ACCOUNT, WINDOW);
    private final Throttle addresses = new Throttle(FAILURES_AN_ADDRESS, WINDOW);
    private @Nullable SessionToken sessions;

    public SigninCommands(
            Database database,
            InstantSource clock,
            Ids ids,
            RandomGenerator random,
            PasswordCommands passwords,
            MeterRegistry metrics) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
        this.passwords = passwords;
        this.wrong = metrics.counter("belfry.signin.refused", "reason", "wrong");
        this.throttled = metrics.counter("belfry.signin.refused", "reason", "throttled");
    }

    /** What became of an attempt. */
    sealed interface Attempt {
        record SignedIn(String token) implements Attempt {}

        /** No such account, no password, not active, or the wrong password: nobody learns which. */
        record Wrong() implements Attempt {}

        record TooMany(Duration pause) implements Attempt {}
    }

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
                .onSuccess(kept -> sessions = SessionToken.of(kept))
                .mapEmpty();
    }

    Future<Attempt> signIn(String email, String password, String address) {
        Instant now = clock.instant();
        String account = email.strip().toLowerCase(Locale.ROOT);
        Duration wait = longest(accounts.pause(account, now), addresses.pause(address, now));
        if (wait.isZero() && passwords.busy()) {
            wait = BUSY;
        }
        if (wait.isPositive()) {
            throttled.increment();
            return Future.succeededFuture(new Attempt.TooMany(wait));
        }
        // Counted before it is known, so that many at once cannot all slip through.
        accounts.failed(account, now);
        addresses.failed(address, now);
        return PeopleStore.account(database::query, account)
                .compose(found -> passwords
                        .matches(password, found == null ? null : found.passwordHash())
                        .map(matches -> judge(found, matches, account, address)));
    }

    private Attempt judge(@Nullable Account found, boolean matches, String account, String address) {
        SessionToken signer = sessions;
        if (!matches || found == null || !found.user().active() || signer == null) {
            wrong.increment();
            return new Attempt.Wrong();
        }
        accounts.forget(account);
        addresses.takeBack(address);
        User user = found.user();
        byte[] csrf = new byte[24];
        random.nextBytes(csrf);
        return new Attempt.SignedIn(signer.sign(
                user.id(),
                user.name(),
                user.role(),
                ids.next(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(csrf),
                clock.instant()));
    }

    /** Ends a session everywhere. */
    Future<Void> signOut(UUID session, Instant expiry) {
        return database.transact((Tx tx) -> {
            tx.emit(Directory.revoked(ids.next(), new RevokedSessionEntry(session, expiry)));
            return Future.succeededFuture();
        });
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        } catch (JOSEException missing) {
            throw new IllegalStateException("every JDK has P-256", missing);
        }
    }
}
