package dev.belfry.oncall.paging.escalation;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.oncall.rota.coverage.Load;
import dev.belfry.oncall.rota.schedule.Span;
import dev.belfry.platform.database.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Counts the pages that were asked for while people were on call. */
public final class PageCountStore {
    /** What another page's message told of disturbed nobody once more. */
    static final String COUNT = """
            select t.person, count(*) as pages,
                count(*) filter (where extract(hour from p.requested_at at time zone $4) not between 6 and 21) as night
            from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) as t (person, start_at, end_at)
            join page p on p.person_id = t.person and p.requested_at >= t.start_at and p.requested_at < t.end_at
            where p.bundle_id is null or p.bundle_id = p.id
            group by t.person""";

    private PageCountStore() {}

    /** @param times when each person is on call, in stretches apart from each other */
    public static Future<Map<UUID, Load.Pages>> count(RowStore rows, Map<UUID, List<Span>> times, ZoneId zone) {
        List<UUID> people = new ArrayList<>();
        List<OffsetDateTime> starts = new ArrayList<>();
        List<OffsetDateTime> ends = new ArrayList<>();
        times.forEach((person, spans) -> spans.forEach(span -> {
            people.add(person);
            starts.add(Columns.optionalUtc(span.from()));
            ends.add(Columns.optionalUtc(span.to()));
        }));
        return rows.query(
                        COUNT,
                        Tuple.tuple()
                                .addArrayOfUUID(people.toArray(UUID[]::new))
                                .addArrayOfOffsetDateTime(starts.toArray(OffsetDateTime[]::new))
                                .addArrayOfOffsetDateTime(ends.toArray(OffsetDateTime[]::new))
                                .addString(zone.getId()))
                .map(found -> {
                    Map<UUID, Load.Pages> counts = new HashMap<>();
                    for (Row row : found) {
                        counts.put(
                                row.getUUID("person"),
                                new Load.Pages(row.getInteger("pages"), row.getInteger("night")));
                    }
                    return counts;
                });
    }
}
