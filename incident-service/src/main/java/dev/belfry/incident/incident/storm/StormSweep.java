package dev.belfry.incident.incident.storm;

import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends storms when it is calm, where nothing begins any more that would show it. */
public final class StormSweep {
    public static final Duration EVERY = Duration.ofSeconds(10);
    private static final int MOST_AT_ONCE = 100;

    private final Database database;
    private final CatalogStore catalog;
    private final StormStore store;
    private final TimelineStore timeline;
    private final InstantSource clock;

    public StormSweep(
            Database database, CatalogStore catalog, StormStore store, TimelineStore timeline, InstantSource clock) {
        this.database = database;
        this.catalog = catalog;
        this.store = store;
        this.timeline = timeline;
        this.clock = clock;
    }

    public Future<Void> look() {
        return store.underWay(clock.instant().minus(Storm.MINUTE), MOST_AT_ONCE).compose(services -> {
            Future<Void> done = Future.succeededFuture();
            for (var service : services) {
                done = done.compose(before -> database.transact(
                        tx -> catalog.lock(tx, List.of(service)).compose(locked -> end(tx, locked.get(service)))));
            }
            return done;
        });
    }

    private Future<Void> end(Tx tx, @Nullable Service service) {
        if (service == null) {
            return Future.succeededFuture();
        }
        return store.of(tx, List.of(service.id())).compose(found -> {
            var storm = found.get(service.id());
            var now = clock.instant();
            var incident = storm == null ? null : storm.incident();
            if (storm == null
                    || incident == null
                    || !storm.isOver(now, service.noise().stormIncidents())) {
                return Future.succeededFuture();
            }
            return store.save(tx, List.of(storm.in(null)))
                    .compose(saved -> timeline.add(tx, List.of(Storm.over(incident, now))));
        });
    }
}
