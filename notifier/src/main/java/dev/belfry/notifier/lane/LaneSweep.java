package dev.belfry.notifier.lane;

import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Has those lanes look in which something is due: most have nothing, and one question finds those that have. */
public final class LaneSweep {
    public static final Duration EVERY = Duration.ofSeconds(1);

    private final DueStore store;
    private final Map<String, LaneCommands> lanes = new LinkedHashMap<>();

    public LaneSweep(Database database, Lanes lanes) {
        this.store = new DueStore(database);
        lanes.all().forEach((name, lane) -> this.lanes.put(name.word(), lane));
    }

    /** The first run starts all lanes. */
    public Future<Void> run() {
        lanes.values().forEach(LaneCommands::begin);
        return store.due(lanes.keySet(), EVERY)
                .compose(due -> Future.join(due.stream()
                        .map(name -> Objects.requireNonNull(lanes.get(name)).look())
                        .toList()))
                .mapEmpty();
    }
}
