package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Pages that are told of together. */
final class BundleStore {
    /** How many messages each has had within half a minute. */
    static final String RECENT = """
            select person_id, count(*) as messages from page
            where person_id = any($1) and requested_at > $2::timestamptz - interval '30 seconds' and not bundled
            group by person_id""";
    /** What has been acknowledged since needs no message; the rest may be read by one who sends at a time. */
    static final String WAITING = """
            select p.*, e.id as run_id, i.state::text as state from page p
            join escalation e on e.id = p.escalation_id
            join incident i on i.id = e.incident_id
            where p.person_id = $1 and p.bundled and p.bundle_id is null and e.status = 'running'
            order by p.id limit 200
            for update of p""";

    static final String SENT = "update page set bundle_id = $2 where id = any($1)";

    /** Pages that were told of in the message of another, which is not sent any more. */
    static final String LET_GO = """
            update page set bundle_id = null where bundle_id = any($1) and id <> all($1)
            returning person_id""";

    private BundleStore() {}

    record Waiting(RequestedPage page, Run run, IncidentState incident) {
        /** Whether each of its step has to acknowledge. */
        boolean everyone() {
            int step = page.position().step();
            return !run.plan().beyond(step) && run.plan().step(step).step().everyone();
        }
    }

    static Future<Map<UUID, Long>> recent(RowStore rows, Collection<UUID> people, Instant now) {
        return rows.query(
                        RECENT,
                        Tuple.tuple()
                                .addArrayOfUUID(people.toArray(UUID[]::new))
                                .addOffsetDateTime(Columns.optionalUtc(now)))
                .map(found -> {
                    Map<UUID, Long> messages = new HashMap<>();
                    found.forEach(row -> messages.put(row.getUUID("person_id"), row.getLong("messages")));
                    return messages;
                });
    }

    static Future<List<Waiting>> waiting(RowStore rows, UUID person) {
        return rows.query(WAITING, Tuple.of(person)).compose(found -> {
            List<UUID> runs = RowStore.all(found, row -> row.getUUID("run_id"));
            return EscalationStore.runs(rows, runs)
                    .map(byId -> RowStore.all(found, row -> {
                        Run run = Objects.requireNonNull(byId.get(row.getUUID("run_id")));
                        return new Waiting(EscalationStore.page(row), run, EscalationStore.state(row));
                    }));
        });
    }

    /** Who is to get another message instead. */
    static Future<Set<UUID>> letGo(RowStore rows, Collection<UUID> carriers) {
        return rows.query(LET_GO, Tuple.tuple().addArrayOfUUID(carriers.toArray(UUID[]::new)))
                .map(found -> Set.copyOf(RowStore.all(found, row -> row.getUUID("person_id"))));
    }

    static Future<Void> sent(RowStore rows, List<UUID> pages, UUID carrier) {
        return rows.query(
                        SENT,
                        Tuple.tuple().addArrayOfUUID(pages.toArray(UUID[]::new)).addUUID(carrier))
                .mapEmpty();
    }
}
