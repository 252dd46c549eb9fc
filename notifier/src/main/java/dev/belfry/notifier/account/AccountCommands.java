package dev.belfry.notifier.account;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.ChannelClient;
import dev.belfry.notifier.channel.Destination;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.TestNotice;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds, changes, removes and tries accounts; every replica learns of a change within seconds. */
public final class AccountCommands {
    /** How often a replica reads what others have changed. */
    public static final Duration EVERY = Duration.ofSeconds(2);

    /** So many accounts there may be. */
    private static final int MOST = 50;

    private final Database database;
    private final AccountStore store;
    private final AccountBook book;
    private final ChannelClient channels;
    private final Ids ids;
    private final InstantSource clock;

    /** What became of a change. */
    public sealed interface Change {
        record Changed(ProviderAccount account) implements Change {}

        record Missing() implements Change {}

        /** Somebody else changed it since it was read. */
        record Stale(ProviderAccount now) implements Change {}

        record Invalid(List<Problem.Field> problems) implements Change {}
    }

    /** @param channels by which accounts are tried */
    public AccountCommands(
            Database database,
            AccountStore store,
            AccountBook book,
            ChannelClient channels,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.store = store;
        this.book = book;
        this.channels = channels;
        this.ids = ids;
        this.clock = clock;
    }

    public Future<Void> reload() {
        return store.all().map(all -> {
            book.learn(all);
            return null;
        });
    }

    public Future<Change> add(UUID id, AccountDraft draft) {
        var problems = draft.problems(null);
        if (!problems.isEmpty()) {
            return Future.succeededFuture(new Change.Invalid(problems));
        }
        return store.all().compose(all -> {
            if (all.size() >= MOST) {
                return Future.succeededFuture(new Change.Invalid(
                        List.of(new Problem.Field("#/kind", "there are " + MOST + " accounts: remove one first"))));
            }
            var made = draft.made(id, clock.instant());
            return database.transact(tx -> store.add(tx, made))
                    .compose(done -> reload())
                    .map(known -> new Change.Changed(made));
        });
    }

    public Future<Change> change(UUID id, AccountDraft draft, @Nullable Long version) {
        return database.<Change>transact(tx -> store.lock(tx, id).compose(found -> {
                    if (found.isEmpty()) {
                        return Future.succeededFuture(new Change.Missing());
                    }
                    var before = found.get();
                    if (version != null && version != before.version()) {
                        return Future.succeededFuture(new Change.Stale(before));
                    }
                    var problems = draft.problems(before);
                    if (!problems.isEmpty()) {
                        return Future.succeededFuture(new Change.Invalid(problems));
                    }
                    var changed = draft.changed(before);
                    return store.change(tx, changed).map(new Change.Changed(changed));
                }))
                .compose(change -> reload().map(change));
    }

    /** True when it was there. */
    public Future<Boolean> remove(UUID id) {
        return database.transact(tx -> store.remove(tx, id)).compose(removed -> reload().map(removed));
    }

    public Future<Optional<ProviderAccount>> find(UUID id) {
        return store.all()
                .map(all -> all.stream().filter(one -> one.id().equals(id)).findFirst());
    }

    /** Sends a test message through the account; the address has been checked. */
    public Future<Outcome> test(ProviderAccount account, Channel channel, String address, String person) {
        return channels.send(
                new Destination(channel, address, null),
                TestNotice.write(ids.next(), person, clock.instant()),
                account.account());
    }
}
