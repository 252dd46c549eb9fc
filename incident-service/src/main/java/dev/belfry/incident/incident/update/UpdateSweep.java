package dev.belfry.incident.incident.update;

import io.vertx.core.Future;
import java.time.InstantSource;

/** Looks for open incidents whose stakeholder update is overdue, and has somebody reminded of each. */
public final class UpdateSweep {
    private static final int MOST_AT_ONCE = 100;

    private final UpdateStore store;
    private final UpdateCommands commands;
    private final InstantSource clock;

    public UpdateSweep(UpdateStore store, UpdateCommands commands, InstantSource clock) {
        this.store = store;
        this.commands = commands;
        this.clock = clock;
    }

    /** One after another, each in a transaction of its own. */
    public Future<Void> look() {
        return store.overdue(clock.instant(), MOST_AT_ONCE).compose(found -> {
            Future<Void> reminded = Future.succeededFuture();
            for (var one : found) {
                reminded = reminded.compose(done -> commands.remind(one.incident(), one.due()));
            }
            return reminded;
        });
    }
}
