package dev.belfry.incident.signal.alert;

import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.util.UUID;

/** Tells how well Belfry has heard the senders of a service. */
@FunctionalInterface
public interface ListeningQueries {
    Future<Listening> of(Tx tx, UUID serviceId);
}
