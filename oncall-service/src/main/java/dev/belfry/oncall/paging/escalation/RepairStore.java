package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.oncall.identity.row.RowStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Finds escalations that nothing would ever move again; a look reads indexes only. */
final class RepairStore {
    /** One replica looks at a time. */
    static final String ALONE = "select pg_try_advisory_xact_lock(hashtext('escalation-audit')) as alone";

    static final String WITHOUT_TIMER = EscalationStore.RUN_OF + """
            where e.status = 'running'
                and not exists (select from timer t where t.kind = 'escalation-step' and t.ref = e.id)
            order by e.id limit 500
            for update of e skip locked""";
    static final String WITHOUT_RUN = """
            select i.state::text as state from incident i
            where i.state ->> 'status' = 'triggered'
                and not exists (
                    select from escalation e where e.incident_id = i.id and e.cycle = (i.state ->> 'cycle')::int)
            order by i.id limit 500
            for update of i skip locked""";
    static final String STOPPED = EscalationStore.RUN_OF + """
            join incident i on i.id = e.incident_id
            where i.state ->> 'status' = 'triggered' and e.cycle = (i.state ->> 'cycle')::int and e.status = 'stopped'
            order by e.id limit 500
            for update of e skip locked""";
    /** While an outage is caught up with, timers wait in their order: that is no fault for a while. */
    static final String HASTEN = """
            update timer t set due_at = clock_timestamp()
            from escalation e
            where t.kind = 'escalation-step' and e.id = t.ref and e.status = 'running'
                and e.next_at < statement_timestamp() - interval '30 seconds'
                and t.due_at > statement_timestamp() + interval '15 minutes'""";

    private RepairStore() {}

    static Future<Boolean> alone(RowStore rows) {
        return rows.query(ALONE, Tuple.tuple())
                .map(found -> found.iterator().next().getBoolean("alone"));
    }

    static Future<List<Run>> withoutTimer(RowStore rows) {
        return rows.query(WITHOUT_TIMER, Tuple.tuple()).map(found -> RowStore.all(found, EscalationStore::run));
    }

    static Future<List<IncidentState>> withoutRun(RowStore rows) {
        return rows.query(WITHOUT_RUN, Tuple.tuple()).map(found -> RowStore.all(found, EscalationStore::state));
    }

    static Future<List<Run>> stopped(RowStore rows) {
        return rows.query(STOPPED, Tuple.tuple()).map(found -> RowStore.all(found, EscalationStore::run));
    }

    static Future<Integer> hasten(RowStore rows) {
        return rows.query(HASTEN, Tuple.tuple()).map(RowSet::rowCount);
    }
}
