package dev.belfry.incident.incident.acknowledgement;

import io.vertx.core.Future;
import java.time.InstantSource;

/** Looks now and then for acknowledges that have lasted too long without anything being done. */
public final class AcknowledgeSweep {
    private static final int MOST_AT_ONCE = 200;

    private final AcknowledgeStore store;
    private final AcknowledgeCommands commands;
    private final InstantSource clock;

    public AcknowledgeSweep(AcknowledgeStore store, AcknowledgeCommands commands, InstantSource clock) {
        this.store = store;
        this.commands = commands;
        this.clock = clock;
    }

    /** One after another, each in a transaction of its own. */
    public Future<Void> look() {
        return store.over(clock.instant(), MOST_AT_ONCE).compose(found -> {
            Future<Void> done = Future.succeededFuture();
            for (var incident : found) {
                done = done.compose(before -> commands.letGo(incident));
            }
            return done;
        });
    }
}
