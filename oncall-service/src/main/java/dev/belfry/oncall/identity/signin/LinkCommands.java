package dev.belfry.oncall.identity.signin;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.directory.Notices;
import dev.belfry.oncall.identity.people.Account;
import dev.belfry.oncall.identity.people.AccountStore;
import dev.belfry.oncall.identity.signin.SigninCommands.Place;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The way in by mail, for people whom wrong guesses have locked out of signing in with their password. */
public final class LinkCommands {
    /** Every answer takes at least as long, so that how long it takes does not say whether there is such an account. */
    private static final Duration LEAST = Duration.ofMillis(500);

    private final Vertx vertx;
    private final Database database;
    private final InstantSource clock;
    private final Ids ids;
    private final RandomGenerator random;
    private final SigninCommands signin;
    private final Guessing guessing;
    private final Guessing asking = Guessing.ofLinks();

    /** @param guessing who has guessed passwords wrongly */
    public LinkCommands(
            Vertx vertx,
            Database database,
            InstantSource clock,
            Ids ids,
            RandomGenerator random,
            SigninCommands signin,
            Guessing guessing) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
        this.signin = signin;
        this.guessing = guessing;
    }

    /**
     * Mails a link to whoever has this account and signs in with a password.
     *
     * @param kept the half that stays in the browser
     * @return how long to wait before asking again; zero when this was taken, whether there is such an account or not
     */
    Future<Duration> ask(String email, String kept, Place place) {
        String account = email.strip().toLowerCase(Locale.ROOT);
        var answer = AccountStore.byEmail(database::query, account)
                .compose(found -> signin.known(asking, found, account, place).compose(known -> {
                    Duration wait = asking.attempt(account, place.address(), known, clock.instant());
                    return wait.isPositive() || found == null
                            ? Future.succeededFuture(wait)
                            : mail(found, kept, place).map(Duration.ZERO);
                }));
        return Future.join(answer, vertx.timer(LEAST.toMillis(), TimeUnit.MILLISECONDS))
                .compose(both -> answer);
    }

    private Future<Void> mail(Account account, String kept, Place place) {
        if (!account.user().active() || account.passwordHash() == null) {
            return Future.succeededFuture();
        }
        var person = account.user().id();
        var mailed = SigninLink.half(random);
        var now = clock.instant();
        return database.transact(tx -> {
            tx.emit(Notices.of(SigninLink.notice(ids.next(), person, mailed, place.address(), now)));
            return SigninLinkStore.add(tx::query, SigninLink.hash(mailed, kept), person, now.plus(SigninLink.LIFE))
                    .compose(added -> AuditStore.write(
                            tx::query, Caller.nobody(place.address()), "session.link-asked", person, null, Map.of()));
        });
    }

    /** Signs in with both halves of a link, as a password would; a second factor is still asked for. */
    Future<Attempt> use(String mailed, String kept, Place place) {
        if (!SigninLink.looksLikeHalf(mailed) || !SigninLink.looksLikeHalf(kept)) {
            return signin.refused(null, "", "link", place);
        }
        return database.transact(tx -> SigninLinkStore.use(tx::query, SigninLink.hash(mailed, kept), clock.instant())
                        .compose(person -> person == null
                                ? Future.succeededFuture(null)
                                : AccountStore.account(tx::query, person, true))
                        .compose(account -> signin.proceed(tx, account, place, "link")
                                .onSuccess(attempt -> letIn(account, attempt, place))))
                .compose(attempt -> attempt instanceof Attempt.Wrong
                        ? signin.refused(null, "", "link", place)
                        : Future.succeededFuture(attempt));
    }

    /** Whoever reads this person's mail is no stranger: what was guessed wrongly at this address is forgotten. */
    private void letIn(@Nullable Account account, Attempt attempt, Place place) {
        if (account != null && !(attempt instanceof Attempt.Wrong)) {
            guessing.letIn(account.user().email().strip().toLowerCase(Locale.ROOT), place.address());
        }
    }
}
