package dev.belfry.incident.learning.postmortem;

import io.vertx.core.Future;
import java.time.InstantSource;

/** Looks for incidents that still want a postmortem, and has somebody reminded of each. */
public final class ChaseSweep {
    private static final int MOST_AT_ONCE = 100;

    private final PostmortemStore store;
    private final PostmortemCommands commands;
    private final InstantSource clock;

    public ChaseSweep(PostmortemStore store, PostmortemCommands commands, InstantSource clock) {
        this.store = store;
        this.commands = commands;
        this.clock = clock;
    }

    public Future<Void> look() {
        return store.chased(clock.instant(), MOST_AT_ONCE).compose(found -> {
            Future<Void> chased = Future.succeededFuture();
            for (var incident : found) {
                chased = chased.compose(done -> commands.chase(incident));
            }
            return chased;
        });
    }
}
