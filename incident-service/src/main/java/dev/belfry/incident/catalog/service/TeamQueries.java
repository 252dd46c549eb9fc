package dev.belfry.incident.catalog.service;

import dev.belfry.incident.catalog.directory.Directory;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What belongs to a team: its services, and the escalation policies it owns. */
public final class TeamQueries {
    private final CatalogStore catalog;
    private final Directory directory;

    public TeamQueries(CatalogStore catalog, Directory directory) {
        this.catalog = catalog;
        this.directory = directory;
    }

    /** The ids of both in one list: none is the same as another, so an incident is looked for by either. */
    public Future<List<UUID>> of(UUID team) {
        return catalog.servicesOf(team).map(services -> {
            var all = new ArrayList<>(services);
            all.addAll(directory.policiesOf(Set.of(team)));
            return all;
        });
    }
}
