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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Acknowledges and resolves in the name of who was paged; the same link twice is one command. Its answer waits a moment for what
 * the incidents make of it, whether Kafka brings that or the inbox.
 */
public final class AckCommands {
    /** While Kafka is silent, the command and what comes of it wait two seconds each before they travel over HTTP. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private static final int MAX_WAITING = 1_000;

    private final Database database;
    private final GuardStore guards;
    private final Directory directory;
    private final InstantSource clock;
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();

    private record Waiter(Verdicts verdicts, Promise<Void> complete) {
        Waiter(List<Page> pages, CommandVerb verb) {
            this(new Verdicts(pages, verb), Promise.promise());
        }

        void learn(Collection<Guard> guards) {
            if (verdicts.learn(guards)) {
                complete.tryComplete();
            }
        }
    }

    public AckCommands(Database database, GuardStore guards, Directory directory, InstantSource clock) {
        this.database = database;
        this.guards = guards;
        this.directory = directory;
        this.clock = clock;
    }

    /** Takes what happened to an incident: somebody may be waiting for it. */
    public void learn(Event event) {
        if (!waiting.isEmpty() && event.type().equals(IncidentEvent.TYPE)) {
            var guard = Guard.after(null, event.as(IncidentEvent.class));
            waiting.forEach(one -> one.learn(List.of(guard)));
        }
    }

    /** Why pages are not wanted any more, by their ids; those that are wanted are not in it. */
    public Future<Map<UUID, String>> reasons(List<Page> pages) {
        var looking = new Waiter(pages, CommandVerb.ACKNOWLEDGE);
        return look(looking).map(looked -> looking.verdicts().reasons());
    }

    /**
     * Asks for the acknowledge of all these pages, and waits a moment for it to be carried out.
     *
     * @param via by which way it came
     *
     * @return as {@link #reasons}; a page that is not in it is still being acknowledged, or others have to do so too
     */
    public Future<Map<UUID, String>> acknowledge(UUID user, List<Page> pages, String via) {
        return carriedOut(
                new Waiter(pages, CommandVerb.ACKNOWLEDGE),
                open -> database.transact(tx -> acknowledge(tx, user, open, via)));
    }

    /**
     * Asks for the end of the incident of a page, and waits a moment for it.
     *
     * @param press by which a press of the button is known: one that comes twice is one command, a second press is another,
     *     since the first may have been refused for something that is there by now
     *
     * @return why there is nothing left to resolve; empty while there is
     */
    public Future<Map<UUID, String>> resolve(UUID user, Page page, String via, String press) {
        return carriedOut(
                new Waiter(List.of(page), CommandVerb.RESOLVE),
                open -> database.transact(tx -> {
                    var id = Ids.derived("resolve", page.id(), press);
                    ask(tx, id, CommandVerb.RESOLVE, user, page, via);
                    return Future.succeededFuture();
                }));
    }

    private Future<Map<UUID, String>> carriedOut(Waiter waiter, Function<List<Page>, Future<Void>> ask) {
        // From before the look, so that nothing is decided unseen between the look and the wait.
        boolean wait = waiting.size() < MAX_WAITING && waiting.add(waiter);
        return look(waiter)
                .compose(looked -> {
                    var open = waiter.verdicts().open();
                    return open.isEmpty()
                            ? Future.succeededFuture()
                            : ask.apply(open).compose(asked -> wait ? decided(waiter) : Future.<Void>succeededFuture());
                })
                .map(done -> waiter.verdicts().reasons())
                .onComplete(done -> waiting.remove(waiter));
    }

    private Future<Void> look(Waiter waiter) {
        var incidents = waiter.verdicts().open().stream()
                .map(Page::incidentId)
                .distinct()
                .toList();
        return guards.find(incidents)
                .onSuccess(known -> waiter.learn(known.values()))
                .mapEmpty();
    }

    /** Looks once more when the time is over: another replica may have been told. */
    private Future<Void> decided(Waiter waiter) {
        return waiter.complete()
                .future()
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(late -> late instanceof TimeoutException ? look(waiter) : Future.failedFuture(late));
    }

    private Future<Void> acknowledge(Tx tx, UUID user, List<Page> pages, String via) {
        Future<Void> all = Future.succeededFuture();
        for (var page : pages) {
            if (Verdicts.isOwn(page)) {
                all = all.compose(before -> one(tx, user, page));
            } else {
                ask(tx, Ids.derived("ack", page.id()), CommandVerb.ACKNOWLEDGE, user, page, via);
            }
        }
        return all;
    }

    /** One of everyone who has to, or one who was called in: what still waits of this page is over, and nothing else. */
    private Future<Void> one(Tx tx, UUID user, Page page) {
        var name = directory.name(user);
        var told = new PageAcknowledged(page.id(), page.incidentId(), page.cycle(), user, name, clock.instant());
        tx.emit(new Message(
                Ids.derived("page-acknowledged", page.id()),
                Topics.DELIVERIES.name(),
                page.incidentId().toString(),
                PageAcknowledged.TYPE,
                page.id().toString(),
                told));
        return PageStore.settle(tx, page.id(), "acknowledged by " + name);
    }

    private void ask(Tx tx, UUID id, CommandVerb verb, UUID user, Page page, String via) {
        var command = new IncidentCommand(
                id,
                page.incidentId(),
                verb,
                page.cycle(),
                Actor.user(user, directory.name(user)),
                via,
                clock.instant(),
                null);
        tx.emit(new Message(
                command.commandId(),
                Topics.COMMANDS.name(),
                page.incidentId().toString(),
                IncidentCommand.TYPE,
                page.incidentId().toString(),
                command));
    }
}
