package dev.belfry.incident.incident.response;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.incident.lifecycle.Declaration;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What people start themselves: an incident no sender has told of. */
public final class ResponseCommands {
    private final Database database;
    private final CatalogStore catalog;
    private final IncidentCommands commands;

    public ResponseCommands(Database database, CatalogStore catalog, IncidentCommands commands) {
        this.database = database;
        this.catalog = catalog;
        this.commands = commands;
    }

    /** Opens an incident; answers nothing when there is no such service. */
    public Future<Optional<Held>> open(
            UUID id, UUID serviceId, String title, IncidentSeverity severity, Declaration meant, Actor by) {
        return database.transact(tx -> catalog.lock(tx, List.of(serviceId)).compose(found -> {
            var service = found.get(serviceId);
            if (service == null) {
                return Future.succeededFuture(Optional.<Held>empty());
            }
            return commands.open(
                            tx, id, serviceId, service.name(), service.escalationPolicyId(), title, severity, meant, by)
                    .map(Optional::of);
        }));
    }
}
