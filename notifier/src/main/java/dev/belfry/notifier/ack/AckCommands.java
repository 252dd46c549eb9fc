package dev.belfry.notifier.ack;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.delivery.PageAcknowledged;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.incident.IncidentCommand;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.directory.Directory;
import dev.belfry.notifier.guard.Guard;
import dev.belfry.notifier.guard.GuardStore;
import dev.belfry.notifier.page.PageStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Acknowledges in the name of whom the link is for; the same link twice is one command. Its answer waits a moment for what
 * the incident makes of it, as the log of incidents says it.
 */
public final class AckCommands {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_WAITING = 1_000;

    private final Database database;
    private final GuardStore guards;
    private final Directory directory;
    private final InstantSource clock;
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();

    private record Waiter(AckToken token, Promise<Optional<String>> decided) {}

    public AckCommands(Database database, GuardStore guards, Directory directory, InstantSource clock) {
        this.database = database;
        this.guards = guards;
        this.directory = directory;
        this.clock = clock;
    }

    /** Takes one record of the log of incidents: it may be the one that somebody waits for. */
    public void learn(Event event) {
        if (waiting.isEmpty() || !event.type().equals(IncidentEvent.TYPE)) {
            return;
        }
        var guard = Guard.after(null, event.as(IncidentEvent.class));
        for (var waiter : waiting) {
            if (waiter.token().incident().equals(guard.incident())) {
                var refusal = guard.refusal(waiter.token().cycle());
                if (refusal != null) {
                    waiter.decided().tryComplete(Optional.of(refusal));
                }
            }
        }
    }

    /**
     * Asks for the acknowledge, and waits a moment for it to be carried out.
     *
     * @return why pages of this cycle are not wanted any more; empty when that is not known yet
     */
    public Future<Optional<String>> acknowledge(AckToken token, Page page) {
        if (Boolean.TRUE.equals(page.everyone()) || waiting.size() >= MAX_WAITING) {
            return refusal(token)
                    .compose(already -> already.isPresent()
                            ? Future.succeededFuture(already)
                            : acknowledgeAll(token, List.of(page)).map(asked -> Optional.empty()));
        }
        // From before the look, so that nothing is decided unseen between the look and the wait.
        var waiter = new Waiter(token, Promise.promise());
        waiting.add(waiter);
        return refusal(token)
                .compose(already -> already.isPresent()
                        ? Future.succeededFuture(already)
                        : acknowledgeAll(token, List.of(page)).compose(asked -> decided(waiter)))
                .onComplete(done -> waiting.remove(waiter));
    }

    private static Future<Optional<String>> decided(Waiter waiter) {
        return waiter.decided()
                .future()
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(late -> late instanceof TimeoutException
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(late));
    }

    /** Asks for the acknowledge of all pages that one message listed to this person. */
    public Future<Void> acknowledgeAll(AckToken token, List<Page> pages) {
        return database.transact(tx -> {
            Future<Void> all = Future.succeededFuture();
            for (var page : pages) {
                if (Boolean.TRUE.equals(page.everyone())) {
                    all = all.compose(before -> one(tx, token.of(page)));
                } else {
                    ask(tx, token.of(page));
                }
            }
            return all;
        });
    }

    /** Those of the pages that still want somebody. */
    public Future<List<Page>> wanted(List<Page> pages) {
        return guards.find(pages.stream().map(Page::incidentId).distinct().toList())
                .map(known -> pages.stream()
                        .filter(page -> {
                            var guard = known.get(page.incidentId());
                            return guard == null || guard.refusal(page) == null;
                        })
                        .toList());
    }

    public Future<Optional<String>> refusal(AckToken token) {
        return guards.find(List.of(token.incident())).map(known -> {
            var guard = known.get(token.incident());
            return Optional.ofNullable(guard == null ? null : guard.refusal(token.cycle()));
        });
    }

    /** One of everyone who has to: what still waits of this page is over, the others go on being paged. */
    private Future<Void> one(Tx tx, AckToken token) {
        var name = directory.name(token.user());
        var told = new PageAcknowledged(
                token.page(), token.incident(), token.cycle(), token.user(), name, clock.instant());
        tx.emit(new Message(
                Ids.derived("page-acknowledged", token.page()),
                Topics.DELIVERIES.name(),
                token.incident().toString(),
                PageAcknowledged.TYPE,
                token.page().toString(),
                told));
        return PageStore.settle(tx, token.page(), "acknowledged by " + name);
    }

    private void ask(Tx tx, AckToken token) {
        var command = new IncidentCommand(
                Ids.derived("ack", token.page()),
                token.incident(),
                CommandVerb.ACKNOWLEDGE,
                token.cycle(),
                Actor.user(token.user(), directory.name(token.user())),
                "email",
                clock.instant(),
                null);
        tx.emit(new Message(
                command.commandId(),
                Topics.COMMANDS.name(),
                token.incident().toString(),
                IncidentCommand.TYPE,
                token.incident().toString(),
                command));
    }
}
