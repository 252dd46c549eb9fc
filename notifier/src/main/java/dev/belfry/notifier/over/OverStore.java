package dev.belfry.notifier.over;

import dev.belfry.contracts.page.Page;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Which incidents have ended without a word about it yet, and who was paged for them. */
final class OverStore {
    static final String CLAIM = """
            select incident_id from incident_guard where over_at <= $1
            order by over_at limit $2 for update skip locked""";
    /** Who was paged since the last word, saw a page arrive, did not end it themselves, and did not say no. */
    static final String PEOPLE = """
            select distinct on (p.incident_id, p.user_id) p.user_id, p.data, g.version, g.reason, g.changed_at
            from incident_guard g
            join page p on p.incident_id = g.incident_id and p.cycle > g.over_cycle
            where g.incident_id = any($1)
              and exists (select 1 from delivery d where d.page_id = p.id and d.status = 'sent')
              and p.user_id is distinct from g.over_by
              and not exists (select 1 from notification_choice c where c.user_id = p.user_id and not c.when_over)
            order by p.incident_id, p.user_id, p.requested_at desc""";

    static final String TOLD =
            "update incident_guard set over_at = null, over_cycle = cycle where incident_id = any($1)";

    /** Holds those whose end is to be told by then. */
    Future<List<UUID>> claim(Tx tx, Instant now, int limit) {
        return tx.query(CLAIM, Tuple.of(Columns.utc(now), limit)).map(rows -> {
            List<UUID> due = new ArrayList<>(rows.size());
            rows.forEach(row -> due.add(row.getUUID("incident_id")));
            return due;
        });
    }

    Future<List<Over>> people(Tx tx, List<UUID> incidents) {
        return tx.query(PEOPLE, Columns.ids(incidents)).map(rows -> {
            List<Over> people = new ArrayList<>(rows.size());
            rows.forEach(row -> people.add(new Over(
                    row.getUUID("user_id"),
                    Json.read(row.getString("data"), Page.class).incident(),
                    row.getLong("version"),
                    row.getString("reason"),
                    Columns.instant(row, "changed_at"))));
            return people;
        });
    }

    Future<Void> told(Tx tx, List<UUID> incidents) {
        return tx.query(TOLD, Columns.ids(incidents)).mapEmpty();
    }
}
