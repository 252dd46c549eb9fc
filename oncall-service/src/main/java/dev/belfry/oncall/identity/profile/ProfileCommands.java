package dev.belfry.oncall.identity.profile;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.access.SessionStore;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.people.Account;
import dev.belfry.oncall.identity.people.AccountStore;
import dev.belfry.oncall.identity.people.PasswordCommands;
import dev.belfry.oncall.identity.signin.Guessing;
import dev.belfry.oncall.identity.signin.RecoveryCode;
import dev.belfry.oncall.identity.signin.Totp;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Changes one's own account; whatever changes how one signs in needs the password, and ends the other sessions. */
public final class ProfileCommands {
    private final Database database;
    private final InstantSource clock;
    private final Ids ids;
    private final RandomGenerator random;
    private final PasswordCommands passwords;
    private final Guessing guessing;

    public ProfileCommands(
            Database database,
            InstantSource clock,
            Ids ids,
            RandomGenerator random,
            PasswordCommands passwords,
            Guessing guessing) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
        this.passwords = passwords;
        this.guessing = guessing;
    }

    /**
     * Whose account it is, and who asks: the same person, with a session that stays.
     *
     * @param password the present one
     */
    record Owner(Caller by, UUID person, @Nullable UUID session, String password) {}

    Future<Outcome> changePassword(Owner owner, String next) {
        return passwords
                .hash(next)
                .compose(hash -> proven(
                        owner,
                        "user.password-changed",
                        (tx, account) -> AccountStore.password(tx::query, owner.person(), hash, false)
                                .map(new Outcome.Done(List.of()))));
    }

    /** @param theme one of the console's */
    Future<Void> chooseTheme(UUID person, String theme) {
        return AccountStore.chooseTheme(database::query, person, theme);
    }

    /** @param secret what the person was shown, and has given to their authenticator if the code is right */
    Future<Outcome> enableSecondFactor(Owner owner, String secret, String code) {
        if (!Totp.isSecret(secret)) {
            return Future.succeededFuture(new Outcome.Refused("Start again: this is not a secret of ours."));
        }
        Long step = Totp.match(secret, code.replaceAll("\\s", ""), clock.instant(), 0);
        if (step == null) {
            return Future.succeededFuture(
                    new Outcome.Refused("This code is not the one that an authenticator with this secret shows now."));
        }
        List<String> codes = RecoveryCode.make(random);
        return proven(
                owner,
                "user.second-factor-set",
                (tx, account) -> AccountStore.totp(tx::query, owner.person(), secret, step)
                        .compose(done -> AccountStore.codes(tx::query, owner.person(), hashes(codes)))
                        .map(new Outcome.Done(codes)));
    }

    Future<Outcome> disableSecondFactor(Owner owner) {
        return proven(
                owner,
                "user.second-factor-removed",
                (tx, account) -> AccountStore.totp(tx::query, owner.person(), null, account.totpStep())
                        .map(new Outcome.Done(List.of())));
    }

    Future<Outcome> newRecoveryCodes(Owner owner) {
        List<String> codes = RecoveryCode.make(random);
        return proven(
                owner,
                "user.recovery-codes-made",
                (tx, account) -> account.totpSecret() == null
                        ? Future.succeededFuture(new Outcome.Refused("Set up an authenticator first."))
                        : AccountStore.codes(tx::query, owner.person(), hashes(codes))
                                .map(new Outcome.Done(codes)));
    }

    /**
     * Ends sessions of one's own.
     *
     * @param only the one to end; null for all but the one that asks
     */
    Future<Void> endSessions(Caller by, UUID person, @Nullable UUID only, @Nullable UUID except) {
        return database.transact(tx -> SessionStore.end(tx, ids, person, only, except)
                .compose(ended ->
                        AuditStore.write(tx::query, by, "session.ended", person, null, Map.of("sessions", ended))));
    }

    private Future<Outcome> proven(Owner owner, String action, BiFunction<Tx, Account, Future<Outcome>> change) {
        String who = "profile:" + owner.person();
        String address = owner.by().address();
        Duration wait = guessing.attempt(who, address, true, clock.instant());
        if (wait.isPositive()) {
            return Future.succeededFuture(
                    new Outcome.Refused("Too many attempts. Try again in " + wait.toSeconds() + " s."));
        }
        return AccountStore.account(database::query, owner.person(), false)
                .compose(
                        account -> passwords.matches(owner.password(), account == null ? null : account.passwordHash()))
                .compose(matches -> {
                    if (!matches) {
                        return Future.succeededFuture(new Outcome.Refused("This is not your present password."));
                    }
                    guessing.passed(who, address);
                    return database.transact(tx -> AccountStore.account(tx::query, owner.person(), true)
                            .compose(account -> account == null
                                    ? Future.<Outcome>succeededFuture(new Outcome.Refused("This account is gone."))
                                    : change.apply(tx, account)
                                            .compose(outcome -> written(tx, owner, action, outcome))));
                });
    }

    private Future<Outcome> written(Tx tx, Owner owner, String action, Outcome outcome) {
        return outcome instanceof Outcome.Refused
                ? Future.succeededFuture(outcome)
                : SessionStore.end(tx, ids, owner.person(), null, owner.session())
                        .compose(ended ->
                                AuditStore.write(tx::query, owner.by(), action, owner.person(), null, Map.of()))
                        .map(outcome);
    }

    private static List<String> hashes(List<String> codes) {
        return codes.stream().map(RecoveryCode::hash).toList();
    }
}
