package dev.belfry.notifier.contact;

import dev.belfry.notifier.channel.ChannelClient;
import dev.belfry.notifier.channel.CodeNotice;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Sends codes to contact methods, and takes the answers. A code is written down before it is sent. */
public final class VerificationCommands {
    private final Database database;
    private final ContactStore contacts;
    private final VerificationStore store = new VerificationStore();
    private final ChannelClient channels;
    private final InstantSource clock;
    private final Ids ids;
    private final RandomGenerator random;
    private final byte[] key;

    /**
     * @param channels those of notices: no page waits behind a code
     * @param key what codes are hashed with
     */
    public VerificationCommands(
            Database database,
            ContactStore contacts,
            ChannelClient channels,
            InstantSource clock,
            Ids ids,
            RandomGenerator random,
            byte[] key) {
        this.database = database;
        this.contacts = contacts;
        this.channels = channels;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
        this.key = key.clone();
    }

    /** What became of the wish for a code. */
    public sealed interface Sending {
        record Tried(Outcome outcome, Instant expiresAt) implements Sending {}

        record TooSoon(Duration left) implements Sending {}

        /** It is verified, or out of use. */
        record NotNeeded(String why) implements Sending {}

        record Missing() implements Sending {}
    }

    /** What became of an answer. */
    public sealed interface Confirmation {
        record Verified(ContactMethod method) implements Confirmation {}

        record Wrong(int left) implements Confirmation {}

        record NoCode() implements Confirmation {}

        record Missing() implements Confirmation {}
    }

    private sealed interface Step {
        record Ready(ContactMethod method, Verification verification, String code) implements Step {}

        record Refused(Sending answer) implements Step {}
    }

    /** @param person as the message names them */
    public Future<Sending> send(UUID id, String person) {
        return database.transact(tx -> prepare(tx, id)).compose(step -> switch (step) {
            case Step.Refused refused -> Future.succeededFuture(refused.answer());
            case Step.Ready ready -> {
                var notice = CodeNotice.write(
                        ids.next(), person, ready.code(), Verification.LIFE.toMinutes(), clock.instant());
                yield channels.send(ready.method().destination(), notice)
                        .map(outcome ->
                                new Sending.Tried(outcome, ready.verification().expiresAt()));
            }
        });
    }

    private Future<Step> prepare(Tx tx, UUID id) {
        return contacts.lock(tx, id).compose(found -> {
            if (found.isEmpty()) {
                return refused(new Sending.Missing());
            }
            var method = found.get();
            var disabled = method.disabled();
            if (disabled != null) {
                return refused(new Sending.NotNeeded("It is not in use: " + disabled + "."));
            }
            if (method.verifiedAt() != null) {
                return refused(new Sending.NotNeeded("It is verified already."));
            }
            var now = clock.instant();
            return store.sent(tx, method.user(), now.minus(Verification.WINDOW)).compose(sent -> {
                var wait = Verification.wait(sent, id, now);
                if (wait.isPositive()) {
                    return refused(new Sending.TooSoon(wait));
                }
                var code = Verification.code(random);
                var verification = Verification.of(ids.next(), method, code, key, now);
                return store.add(tx, verification).map(added -> new Step.Ready(method, verification, code));
            });
        });
    }

    private static Future<Step> refused(Sending answer) {
        return Future.succeededFuture(new Step.Refused(answer));
    }

    public Future<Confirmation> confirm(UUID id, String code) {
        return database.transact(tx -> contacts.lock(tx, id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Confirmation.Missing())
                        : store.newest(tx, id)
                                .compose(newest -> answer(tx, found.get(), newest.orElse(null), code.strip()))));
    }

    private Future<Confirmation> answer(Tx tx, ContactMethod method, @Nullable Verification newest, String code) {
        var now = clock.instant();
        var judgement = Verification.judge(newest, method, code, key, now);
        if (newest == null) {
            return Future.succeededFuture(new Confirmation.NoCode());
        }
        return switch (judgement) {
            case Verification.Judgement.NoCode none -> Future.succeededFuture(new Confirmation.NoCode());
            case Verification.Judgement.Wrong wrong ->
                store.tried(tx, newest.id()).map(tried -> new Confirmation.Wrong(wrong.left()));
            case Verification.Judgement.Right right ->
                store.end(tx, newest.id())
                        .compose(ended -> contacts.verify(tx, method.id(), now))
                        .compose(verified -> contacts.lock(tx, method.id()))
                        .map(after -> new Confirmation.Verified(after.orElse(method)));
        };
    }
}
