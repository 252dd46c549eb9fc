package dev.belfry.incident.learning.action;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Looks for action items that are due, and has their owners reminded. */
public final class DueSweep {
    private static final int MOST_AT_ONCE = 100;

    private final ActionItemStore store;
    private final ActionItemCommands commands;
    private final InstantSource clock;

    public DueSweep(ActionItemStore store, ActionItemCommands commands, InstantSource clock) {
        this.store = store;
        this.commands = commands;
        this.clock = clock;
    }

    public Future<Void> look() {
        var now = clock.instant();
        return store.due(LocalDate.ofInstant(now, ZoneOffset.UTC), now, MOST_AT_ONCE)
                .compose(found -> {
                    Future<Void> reminded = Future.succeededFuture();
                    for (var item : found) {
                        reminded = reminded.compose(done -> commands.remind(item));
                    }
                    return reminded;
                });
    }
}
