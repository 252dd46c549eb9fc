package dev.belfry.incident.signal.heartbeat;

import dev.belfry.incident.signal.alert.Listening;
import dev.belfry.incident.signal.alert.ListeningQueries;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;

/** Tells by the ticks of the log how well Belfry has heard the senders of a service. */
public final class TickStore implements ListeningQueries {
    static final String HEARD = "select at, deaf_until from intake_tick where part = $1";

    @Override
    public Future<Listening> of(Tx tx, UUID serviceId) {
        return tx.query(HEARD, Tuple.of(Heartbeat.part(serviceId))).map(rows -> {
            if (rows.size() == 0) {
                // Never heard of: nobody's silence says anything yet.
                return new Listening(Instant.EPOCH, Instant.EPOCH);
            }
            var row = rows.iterator().next();
            return new Listening(Columns.instant(row, "deaf_until"), Columns.instant(row, "at"));
        });
    }
}
