package dev.belfry.incident.incident.storm;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.database.Unnest;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keeps how many incidents of each service begin. Who reads it to write it holds the lock of the service. */
public final class StormStore {
    private static final String COLUMNS = "select service, since, begun, incident from storm ";

    static final String OF = COLUMNS + "where service = any($1::uuid[])";

    static final String UNDER_WAY =
            "select service from storm where incident is not null and since <= $1 order by since limit $2";

    private static final Unnest<Storm> STORM = new Unnest<Storm>()
            .uuid("service", Storm::service)
            .time("since", Storm::since)
            .integer("begun", Storm::begun)
            .uuid("incident", Storm::incident);

    static final String SAVE = """
            insert into storm (%s) select * from %s
            on conflict (service) do update set since = excluded.since, begun = excluded.begun,
                incident = excluded.incident""".formatted(STORM.names(), STORM.as("t"));

    private final Database database;

    public StormStore(Database database) {
        this.database = database;
    }

    public Future<Map<UUID, Storm>> of(Tx tx, Collection<UUID> services) {
        return tx.query(OF, Tuple.tuple().addArrayOfUUID(services.toArray(UUID[]::new)))
                .map(rows -> {
                    var all = new HashMap<UUID, Storm>();
                    rows.forEach(row -> all.put(row.getUUID("service"), storm(row)));
                    return all;
                });
    }

    public Future<Void> save(Tx tx, List<Storm> storms) {
        return storms.isEmpty()
                ? Future.succeededFuture()
                : tx.query(SAVE, STORM.arguments(storms)).mapEmpty();
    }

    /** The services with a storm whose minute began before that. */
    Future<List<UUID>> underWay(Instant before, int limit) {
        return database.query(UNDER_WAY, Tuple.of(Columns.utc(before), limit)).map(rows -> {
            var all = new ArrayList<UUID>();
            rows.forEach(row -> all.add(row.getUUID("service")));
            return all;
        });
    }

    private static Storm storm(Row row) {
        return new Storm(
                row.getUUID("service"),
                Columns.instant(row, "since"),
                row.getInteger("begun"),
                row.getUUID("incident"));
    }
}
