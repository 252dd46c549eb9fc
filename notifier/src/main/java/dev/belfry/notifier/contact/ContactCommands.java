package dev.belfry.notifier.contact;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.ChannelClient;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.TestNotice;
import dev.belfry.notifier.channel.WebhookSignature;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds, changes, removes and tries contact methods. */
public final class ContactCommands {
    private static final int SECRET_BYTES = 32;

    private final Database database;
    private final ContactStore store;
    private final ChannelClient channels;
    private final InstantSource clock;
    private final Ids ids;
    private final SecureRandom random;

    public ContactCommands(
            Database database,
            ContactStore store,
            ChannelClient channels,
            InstantSource clock,
            Ids ids,
            SecureRandom random) {
        this.database = database;
        this.store = store;
        this.channels = channels;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
    }

    /** What became of a change. */
    public sealed interface Change {
        record Changed(ContactMethod method) implements Change {}

        record Missing() implements Change {}

        /** Somebody else changed it since it was read. */
        record Stale() implements Change {}

        /** The type of a method stays as it is. */
        record OtherType() implements Change {}
    }

    /** The draft must be without problems; the answer holds the secret of a webhook. */
    public Future<ContactMethod> add(UUID id, UUID user, ContactDraft draft) {
        var secret = draft.secret();
        if (draft.type() == Channel.WEBHOOK) {
            var bytes = new byte[SECRET_BYTES];
            random.nextBytes(bytes);
            secret = WebhookSignature.secret(bytes);
        }
        var method = new ContactMethod(
                id,
                user,
                draft.type(),
                draft.labelOrDefault(),
                draft.address(),
                secret,
                null,
                null,
                Duration.ZERO,
                1,
                clock.instant());
        return database.transact(tx -> store.add(tx, method)).map(method);
    }

    public Future<Change> change(UUID id, ContactDraft draft, @Nullable Long version) {
        return database.transact(tx -> store.lock(tx, id).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Change.Missing());
            }
            var method = found.get();
            if (version != null && version != method.version()) {
                return Future.succeededFuture(new Change.Stale());
            }
            if (draft.type() != method.type()) {
                return Future.succeededFuture(new Change.OtherType());
            }
            var label = draft.label() == null ? method.label() : draft.label();
            var secret = draft.secret() == null ? method.secret() : draft.secret();
            boolean same = draft.address().equals(method.address());
            return store.change(tx, id, label, draft.address(), secret, same)
                    .compose(done -> store.lock(tx, id))
                    .map(changed -> new Change.Changed(changed.orElse(method)));
        }));
    }

    public Future<Void> remove(UUID id) {
        return database.transact(tx -> store.remove(tx, id));
    }

    /** Sends a test message; empty when there is no such method. */
    public Future<Optional<Outcome>> test(UUID id, String person) {
        return store.find(id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : channels.send(
                                        found.get().destination(),
                                        TestNotice.write(ids.next(), person, clock.instant()))
                                .map(Optional::of));
    }
}
