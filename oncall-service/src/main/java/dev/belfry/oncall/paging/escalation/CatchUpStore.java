package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.oncall.identity.row.RowStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Brings late steps into order, and knows how far the log has been read. */
final class CatchUpStore {
    /**
     * The worst first, then the newest, each as long after the one before as its urgency allows. What an escalation
     * promised is its next_at, however often its timer was put off. The first comes in a second: by then the timers have
     * been looked at anew.
     */
    static final String RANK = """
            update timer t set due_at = clock_timestamp() + interval '1 second' + r.wait_ms * interval '1 millisecond'
            from (
                select t.id, sum(case when i.state ->> 'severity' = any($2) then $3::bigint else $4::bigint end) over (
                    order by i.state ->> 'severity', i.state ->> 'createdAt' desc, t.id) as wait_ms
                from timer t
                join escalation e on e.id = t.ref
                join incident i on i.id = e.incident_id
                where t.kind = 'escalation-step' and e.status = 'running'
                    and e.next_at < statement_timestamp() - $1::bigint * interval '1 millisecond') as r
            where t.id = r.id""";

    static final String READ_UP_TO = "select part, next_offset from consumer_offset where topic = $1";

    /** As documents have them. */
    private static final String[] URGENT = Stream.of(IncidentSeverity.values())
            .filter(severity -> Urgency.of(severity) == Urgency.HIGH)
            .map(severity -> severity.name().toLowerCase(Locale.ROOT))
            .toArray(String[]::new);

    private CatchUpStore() {}

    static Future<Integer> rank(RowStore rows, Duration late, Duration urgentPace, Duration pace) {
        Tuple arguments = Tuple.tuple()
                .addLong(late.toMillis())
                .addArrayOfString(URGENT)
                .addLong(urgentPace.toMillis())
                .addLong(pace.toMillis());
        return rows.query(RANK, arguments).map(RowSet::rowCount);
    }

    /** The next record of each partition of a topic. */
    static Future<Map<Integer, Long>> readUpTo(RowStore rows, String topic) {
        return rows.query(READ_UP_TO, Tuple.of(topic)).map(found -> {
            Map<Integer, Long> next = new HashMap<>();
            found.forEach(row -> next.put(row.getInteger("part"), row.getLong("next_offset")));
            return next;
        });
    }
}
