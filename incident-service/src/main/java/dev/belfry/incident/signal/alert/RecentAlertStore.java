package dev.belfry.incident.signal.alert;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Reads the alerts of the last days, newest first. */
public final class RecentAlertStore {
    // Ids are made in the order of time: an index that leads with the id needs no column for the time.
    static final String PAGE = OverdueStore.COLUMNS + """
            where a.id >= $1 and a.id < $2 and (cardinality($3::uuid[]) = 0 or a.service = any($3::uuid[]))
            order by a.id desc limit $4""";

    private final Database database;

    public RecentAlertStore(Database database) {
        this.database = database;
    }

    /**
     * @param before the id above the greatest
     * @param services empty for those of all services
     */
    public Future<List<RecentAlert>> page(Instant since, UUID before, Collection<UUID> services, int limit) {
        var from = new UUID(since.toEpochMilli() << 16, 0);
        return database.query(PAGE, Tuple.of(from, before, services.toArray(UUID[]::new), limit))
                .map(rows -> {
                    var page = new ArrayList<RecentAlert>(rows.size());
                    rows.forEach(row -> page.add(new RecentAlert(
                            row.getUUID("id"),
                            row.getUUID("service"),
                            row.getString("summary"),
                            Columns.instant(row, "first_seen"),
                            OverdueStore.labels(row))));
                    return page;
                });
    }
}
