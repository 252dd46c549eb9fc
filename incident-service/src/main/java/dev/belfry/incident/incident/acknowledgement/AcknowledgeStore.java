package dev.belfry.incident.incident.acknowledgement;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds acknowledged incidents for which nobody has done anything for as long as their severity allows. */
public final class AcknowledgeStore {
    /** What a person does is a line of the timeline; an acknowledge counts whoever made it. */
    private static final String SELECT = """
            select i.id, a.at, a.at + r.acknowledge_minutes * interval '1 minute' as ends
            from incident i
            join response_rule r on r.severity = i.severity and r.acknowledge_minutes is not null
            cross join lateral (
                select at from timeline t
                where t.incident = i.id and (t.actor_kind = 'user' or t.kind = 'acknowledged')
                order by t.at desc, t.sequence desc, t.seq desc limit 1) a
            where i.status = 'acknowledged' and i.status <> 'resolved' and i.nature <> 'test'
            """;

    static final String OVER =
            SELECT + "and a.at <= $1::timestamptz - r.acknowledge_minutes * interval '1 minute' order by a.at limit $2";

    static final String ONE = SELECT + "and i.id = $1";

    private final Database database;

    public AcknowledgeStore(Database database) {
        this.database = database;
    }

    /**
     * An acknowledge that does not last for ever.
     *
     * @param since when a person last did something
     * @param ends when paging starts again unless somebody does something
     */
    public record Lasting(UUID incident, Instant since, Instant ends) {}

    Future<List<UUID>> over(Instant now, int limit) {
        return database.query(OVER, Tuple.of(Columns.utc(now), limit))
                .map(rows -> all(rows).stream().map(Lasting::incident).toList());
    }

    /** Nothing when it is not acknowledged, or stays so for ever. */
    Future<Optional<Lasting>> of(Tx tx, UUID incident) {
        return tx.query(ONE, Tuple.of(incident)).map(rows -> all(rows).stream().findFirst());
    }

    public Future<Optional<Lasting>> of(UUID incident) {
        return database.query(ONE, Tuple.of(incident))
                .map(rows -> all(rows).stream().findFirst());
    }

    private static List<Lasting> all(RowSet<Row> rows) {
        var all = new ArrayList<Lasting>(rows.size());
        rows.forEach(row ->
                all.add(new Lasting(row.getUUID("id"), Columns.instant(row, "at"), Columns.instant(row, "ends"))));
        return all;
    }
}
