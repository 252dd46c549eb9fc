package dev.belfry.incident.incident.ending;

import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Looks now and then for incidents that end by themselves. */
public final class EndingSweep {
    private static final int MOST_AT_ONCE = 200;

    private final EndingStore store;
    private final EndingCommands commands;
    private final InstantSource clock;

    public EndingSweep(
            Database database,
            IncidentStore incidents,
            IncidentCommands commands,
            TimelineStore timeline,
            InstantSource clock) {
        this.store = new EndingStore(database);
        this.commands = new EndingCommands(database, incidents, commands, store, timeline, clock);
        this.clock = clock;
    }

    /** One after another, each in a transaction of its own. */
    public Future<Void> look() {
        var over = store.over(clock.instant(), MOST_AT_ONCE);
        var forgotten = store.forgotten(clock.instant(), MOST_AT_ONCE);
        var quiet = store.quiet(clock.instant(), MOST_AT_ONCE);
        return Future.all(over, forgotten, quiet).compose(all -> {
            List<Supplier<Future<Void>>> steps = new ArrayList<>();
            over.result().forEach(incident -> steps.add(() -> commands.over(incident)));
            quiet.result().forEach(incident -> steps.add(() -> commands.quiet(incident)));
            forgotten.result().forEach(silent -> steps.add(() -> commands.forgotten(silent.incident())));
            Future<Void> done = Future.succeededFuture();
            for (var step : steps) {
                done = done.compose(before -> step.get());
            }
            return done;
        });
    }
}
