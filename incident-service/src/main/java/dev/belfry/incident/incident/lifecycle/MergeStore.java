package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Moves the alerts of incidents that are merged or split, and remembers which a merge has moved. */
final class MergeStore {
    /** Of both incidents and of all their alerts: who takes in alerts holds one of these locks, and comes before or after. */
    static final String LOCK_SERVICES = """
            select id from service where id in (
                select service from incident where id = any($1::uuid[]) or merged_into = any($1::uuid[])
                union select service from alert where incident = any($1::uuid[]))
            order by id for no key update""";

    static final String MOVE = """
            with moved as (
                    update alert set incident = $2, updated_at = $3 where incident = $1 returning id)
            insert into incident_merge (source, target, at, alerts)
            select $1, $2, $3, coalesce(array_agg(id), '{}') from moved
            on conflict (source) do update set target = excluded.target, at = excluded.at, alerts = excluded.alerts""";

    /** What has fired again under the same key since goes back with what was moved. */
    static final String MOVE_BACK = """
            with moved as (
                    select a.id, a.integration, a.dedup_key from incident_merge m
                    join alert a on a.id = any(m.alerts) where m.source = $1),
                back as (
                    update alert a set incident = $1, updated_at = $3
                    where a.incident = $2 and (
                        a.id in (select id from moved)
                        or (a.integration, a.dedup_key) in (select integration, dedup_key from moved))
                    returning a.status),
                forgotten as (delete from incident_merge where source = $1)
            select count(*)::int as alerts, (count(*) filter (where status = 'triggered'))::int as firing from back""";

    static final String PICK = """
            select status, severity, summary, labels::text as labels from alert
            where incident = $1 and id = any($2::uuid[]) order by array_position($2::uuid[], id)""";

    static final String SPLIT = """
            update alert set incident = $2, apart = true, updated_at = $3 where id = any($1::uuid[])""";

    /** Those of the incident among them, in the order in which they were named. */
    Future<List<Splitting.Picked>> pick(Tx tx, UUID incident, List<UUID> alerts) {
        var arguments = Tuple.tuple().addUUID(incident).addArrayOfUUID(alerts.toArray(UUID[]::new));
        return tx.query(PICK, arguments).map(rows -> {
            var picked = new ArrayList<Splitting.Picked>();
            for (var row : rows) {
                var labels = row.getString("labels");
                picked.add(new Splitting.Picked(
                        row.getString("status").equals("triggered"),
                        AlertSeverity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                        row.getString("summary"),
                        labels == null
                                ? Map.of()
                                : new JsonObject(labels)
                                        .stream()
                                                .collect(Collectors.toMap(
                                                        Map.Entry::getKey, one -> String.valueOf(one.getValue())))));
            }
            return picked;
        });
    }

    /** These alerts become those of another incident, and so does what fires again under their keys. */
    Future<Void> split(Tx tx, List<UUID> alerts, UUID to, Instant at) {
        return tx.query(SPLIT, Tuple.of(alerts.toArray(UUID[]::new), to, Columns.utc(at)))
                .mapEmpty();
    }

    Future<Void> lockServices(Tx tx, UUID... incidents) {
        return tx.query(LOCK_SERVICES, Tuple.tuple().addArrayOfUUID(incidents)).mapEmpty();
    }

    /** Every alert of the source becomes one of the target. */
    Future<Void> move(Tx tx, UUID source, UUID target, Instant at) {
        return tx.query(MOVE, Tuple.of(source, target, Columns.utc(at))).mapEmpty();
    }

    /**
     * What came back.
     *
     * @param firing how many of the alerts still fire
     */
    record Back(int alerts, int firing) {}

    Future<Back> moveBack(Tx tx, UUID source, UUID target, Instant at) {
        return tx.query(MOVE_BACK, Tuple.of(source, target, Columns.utc(at))).map(rows -> {
            var row = rows.iterator().next();
            return new Back(row.getInteger("alerts"), row.getInteger("firing"));
        });
    }
}
