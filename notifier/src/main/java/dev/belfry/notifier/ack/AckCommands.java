package dev.belfry.notifier.ack;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.delivery.PageAcknowledged;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.incident.IncidentCommand;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.directory.Directory;
import dev.belfry.notifier.guard.Guard;
import dev.belfry.notifier.guard.GuardStore;
import dev.belfry.notifier.page.PageStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Acknowledges in the name of whom the link is for; the same link twice is one command. */
public final class AckCommands {
    private static final int LOOKS = 20;
    private static final long LOOK_MS = 100;

    private final Vertx vertx;
    private final Database database;
    private final GuardStore guards;
    private final Directory directory;
    private final InstantSource clock;

    public AckCommands(Vertx vertx, Database database, GuardStore guards, Directory directory, InstantSource clock) {
        this.vertx = vertx;
        this.database = database;
        this.guards = guards;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Asks for the acknowledge, and waits a moment for it to be carried out.
     *
     * @return why pages of this cycle are not wanted any more; empty when that is not known yet
     */
    public Future<Optional<String>> acknowledge(AckToken token, Page page) {
        return refusal(token).compose(already -> {
            if (already.isPresent()) {
                return Future.succeededFuture(already);
            }
            return Boolean.TRUE.equals(page.everyone())
                    ? one(token).map(told -> Optional.<String>empty())
                    : ask(token).compose(asked -> watch(token, LOOKS));
        });
    }

    /** One of everyone who has to: what still waits of this page is over, the others go on being paged. */
    private Future<Void> one(AckToken token) {
        var name = directory.name(token.user());
        var told = new PageAcknowledged(
                token.page(), token.incident(), token.cycle(), token.user(), name, clock.instant());
        return database.transact(tx -> {
            tx.emit(new Message(
                    Ids.derived("page-acknowledged", token.page()),
                    Topics.DELIVERIES.name(),
                    token.incident().toString(),
                    PageAcknowledged.TYPE,
                    token.page().toString(),
                    told));
            return PageStore.settle(tx, token.page(), "acknowledged by " + name);
        });
    }

    public Future<Optional<String>> refusal(AckToken token) {
        return guards.find(token.incident()).map(guard -> guard.map((Guard known) -> known.refusal(token.cycle())));
    }

    private Future<Void> ask(AckToken token) {
        var command = new IncidentCommand(
                Ids.derived("ack", token.page()),
                token.incident(),
                CommandVerb.ACKNOWLEDGE,
                token.cycle(),
                Actor.user(token.user(), directory.name(token.user())),
                "email",
                clock.instant(),
                null);
        return database.transact(tx -> {
            tx.emit(new Message(
                    command.commandId(),
                    Topics.COMMANDS.name(),
                    token.incident().toString(),
                    IncidentCommand.TYPE,
                    token.incident().toString(),
                    command));
            return Future.succeededFuture();
        });
    }

    private Future<Optional<String>> watch(AckToken token, int looks) {
        return refusal(token)
                .compose(reason -> reason.isPresent() || looks == 0
                        ? Future.succeededFuture(reason)
                        : vertx.timer(LOOK_MS, TimeUnit.MILLISECONDS).compose(waited -> watch(token, looks - 1)));
    }
}
