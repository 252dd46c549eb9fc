package dev.belfry.notifier.guard;

import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The table {@code delivery}, as far as an incident ends what waits for it. */
final class CancelStore {
    static final String WAITING = """
            select distinct incident_id from delivery
            where incident_id = any($1) and page_id is not null and status in ('pending', 'deferred')""";
    /** What another transaction holds is about to look at the guard itself. */
    static final String CANCEL = """
            update delivery set status = 'cancelled', detail = $3
            where id in (
                select id from delivery
                where incident_id = $1 and page_id is not null and cycle <= $2 and status in ('pending', 'deferred')
                  and not ($4 and exists (
                      select 1 from page p where p.id = page_id and p.data::jsonb -> 'incident' ->> 'status' <> 'triggered'))
                for update skip locked)
            returning id, page_id, cycle, user_id, channel""";

    /** Messages that stand in chats and say what is not so any more. */
    static final String OUTDATE = """
            update delivery set edit_due = clock_timestamp(), edit_turn = edit_turn + 1, edit_tries = 0
            where incident_id = any($1) and page_id is not null and shown is not null""";

    /** What was cancelled. */
    record Cancelled(UUID id, UUID page, int cycle, UUID user, String channel) {}

    /** Those of the incidents for which something waits. */
    Future<Set<UUID>> waiting(Tx tx, Collection<UUID> incidents) {
        return tx.query(WAITING, Tuple.tuple().addArrayOfUUID(incidents.toArray(UUID[]::new)))
                .map(rows -> {
                    Set<UUID> waiting = new HashSet<>();
                    rows.forEach(row -> waiting.add(row.getUUID("incident_id")));
                    return waiting;
                });
    }

    /** What was sent of these incidents and can be changed in place is looked at anew. */
    Future<Void> outdate(Tx tx, Collection<UUID> incidents) {
        return incidents.isEmpty()
                ? Future.succeededFuture()
                : tx.query(OUTDATE, Tuple.tuple().addArrayOfUUID(incidents.toArray(UUID[]::new)))
                        .mapEmpty();
    }

    /** @param spares those who were called in though somebody had the incident already */
    Future<List<Cancelled>> cancel(Tx tx, UUID incident, int upToCycle, String reason, boolean spares) {
        return tx.query(CANCEL, Tuple.of(incident, upToCycle, reason, spares)).map(rows -> {
            List<Cancelled> cancelled = new ArrayList<>();
            rows.forEach(row -> cancelled.add(new Cancelled(
                    row.getUUID("id"),
                    row.getUUID("page_id"),
                    row.getInteger("cycle"),
                    row.getUUID("user_id"),
                    row.getString("channel"))));
            return cancelled;
        });
    }
}
