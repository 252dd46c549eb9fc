package dev.belfry.incident.signal.alert;

import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the alerts that fire, a page at a time. */
public final class OpenAlertStore {
    static final String PAGE = OverdueStore.COLUMNS + """
            where a.status = 'triggered' and ($1::uuid is null or a.service = $1)
              and ($2::uuid is null or (a.service, a.id) > ($2, $3::uuid))
            order by a.service, a.id limit $4""";

    private final Database database;

    public OpenAlertStore(Database database) {
        this.database = database;
    }

    /**
     * The alerts that follow {@code after}, by service and age.
     *
     * @param service null for those of all services
     * @param after null for the first page
     */
    public Future<List<OpenAlert>> page(@Nullable UUID service, @Nullable OpenAlert after, int limit) {
        var arguments = Tuple.tuple()
                .addUUID(service)
                .addUUID(after == null ? null : after.service())
                .addUUID(after == null ? null : after.id())
                .addInteger(limit);
        return database.query(PAGE, arguments).map(rows -> {
            var page = new ArrayList<OpenAlert>(rows.size());
            rows.forEach(row -> page.add(new OpenAlert(
                    row.getUUID("id"), row.getUUID("service"), row.getUUID("incident"), OverdueStore.labels(row))));
            return page;
        });
    }
}
