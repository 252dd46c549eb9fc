package dev.belfry.incident.insight.text;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Finds earlier incidents that are like one. */
final class SimilarStore {
    private static final String SHOWN = """
            select i.id, i.number, i.title, s.name, i.created_at, extract(epoch from i.resolved_at - i.created_at)::int as took
            """;

    /** Of the same service by the same alert. */
    static final String SAME_ALERT = SHOWN + """
            from incident_fact of
            join incident_fact f on f.service = of.service and f.name = of.name and f.number <> of.number
            join incident i on i.id = f.incident join service s on s.id = i.service
            where of.incident = $1 order by f.number desc limit $2""";

    // Of the newest only: nobody remembers more, and it costs the same however many there are.
    static final String SAME_WORDS = SHOWN + """
            from (
                select incident, words from incident_text where number <> $2 order by number desc limit 20000) newest
            join incident i on i.id = newest.incident join service s on s.id = i.service
            where newest.words @@ $1::text::tsquery and i.nature <> 'test'
            order by ts_rank(newest.words, $1::text::tsquery) desc, i.number desc limit $3""";

    private final Database database;

    SimilarStore(Database database) {
        this.database = database;
    }

    Future<List<Similar>> sameAlert(UUID incident, int limit) {
        return database.query(SAME_ALERT, Tuple.of(incident, limit)).map(rows -> read(rows, "alert"));
    }

    Future<List<Similar>> sameWords(String query, long but, int limit) {
        return database.query(SAME_WORDS, Tuple.of(query, but, limit)).map(rows -> read(rows, "words"));
    }

    private static List<Similar> read(Iterable<Row> rows, String why) {
        var all = new ArrayList<Similar>();
        rows.forEach(row -> all.add(new Similar(
                row.getUUID("id"),
                row.getLong("number"),
                row.getString("title"),
                row.getString("name"),
                why,
                Columns.instant(row, "created_at"),
                row.getInteger("took"))));
        return all;
    }
}
