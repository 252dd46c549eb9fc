package dev.belfry.oncall.escalation;

import dev.belfry.oncall.answer.RowStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Brings late steps into order, and knows how far the log has been read. */
final class CatchUpStore {
    /**
     * The worst first, then the newest. What an escalation promised is its next_at, however often its timer was put off.
     * The first comes in a second: by then the timers have been looked at anew.
     */
    static final String RANK = """
            update timer t set due_at = clock_timestamp() + interval '1 second' + r.place * $2::bigint * interval '1 millisecond'
            from (
                select t.id, row_number() over (
                    order by i.state ->> 'severity', i.state ->> 'createdAt' desc, t.id) as place
                from timer t
                join escalation e on e.id = t.ref
                join incident i on i.id = e.incident_id
                where t.kind = 'escalation-step' and e.status = 'running'
                    and e.next_at < clock_timestamp() - $1::bigint * interval '1 millisecond') as r
            where t.id = r.id""";

    static final String READ_UP_TO = "select part, next_offset from consumer_offset where topic = $1";

    private CatchUpStore() {}

    static Future<Integer> rank(RowStore rows, Duration late, Duration pace) {
        return rows.query(RANK, Tuple.of(late.toMillis(), pace.toMillis())).map(RowSet::rowCount);
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
