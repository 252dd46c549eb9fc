package dev.belfry.incident.signal.alert;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.util.List;

/** Takes in alerts in the transaction of whoever has something to say; what becomes of them is decided further on. */
@FunctionalInterface
public interface AlertCommands {
    /** Takes in the requests, in the given order. */
    Future<Void> take(Tx tx, List<AcceptedRequest> requests);
}
