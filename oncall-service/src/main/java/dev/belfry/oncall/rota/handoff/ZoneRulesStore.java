package dev.belfry.oncall.rota.handoff;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is kept of the rules of each time zone in use. */
public final class ZoneRulesStore {
    /** Locked, so that of several replicas one tells people. */
    static final String KEPT = "select * from zone_rules order by zone for update";

    static final String KEEP = """
            insert into zone_rules (zone, version, from_at, until_at, utc_offset, changes)
            select zone, version, from_at, until_at, utc_offset, changes::jsonb
            from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[])
                as z (zone, version, from_at, until_at, utc_offset, changes)
            on conflict (zone) do update set version = excluded.version, from_at = excluded.from_at,
                until_at = excluded.until_at, utc_offset = excluded.utc_offset, changes = excluded.changes""";
    static final String FORGET = "delete from zone_rules where zone <> all($1)";

    private ZoneRulesStore() {}

    static Future<Map<ZoneId, KeptRules>> kept(RowStore rows) {
        return rows.query(KEPT, Tuple.tuple()).map(found -> {
            Map<ZoneId, KeptRules> kept = new HashMap<>();
            found.forEach(row -> {
                KeptRules one = rules(row);
                kept.put(one.zone(), one);
            });
            return kept;
        });
    }

    static Future<Void> keep(RowStore rows, Collection<KeptRules> rules) {
        Tuple arguments = Tuple.tuple()
                .addArrayOfString(Columns.texts(rules, one -> one.zone().getId()))
                .addArrayOfString(Columns.texts(rules, KeptRules::version))
                .addArrayOfOffsetDateTime(Columns.times(rules, KeptRules::from))
                .addArrayOfOffsetDateTime(Columns.times(rules, KeptRules::until))
                .addArrayOfString(Columns.texts(rules, one -> one.offset().getId()))
                .addArrayOfString(Columns.texts(rules, one -> Json.text(one.changes())));
        return rows.query(KEEP, arguments).mapEmpty();
    }

    /** Forgets the zones that are in use no more: nobody's shifts are where they say. */
    static Future<Void> forgetAllBut(RowStore rows, Collection<ZoneId> used) {
        String[] zones = Columns.texts(used, ZoneId::getId);
        return rows.query(FORGET, Tuple.tuple().addArrayOfString(zones)).mapEmpty();
    }

    private static KeptRules rules(Row row) {
        return new KeptRules(
                ZoneId.of(row.getString("zone")),
                row.getString("version"),
                Columns.instant(row, "from_at"),
                Columns.instant(row, "until_at"),
                ZoneOffset.of(row.getString("utc_offset")),
                List.of(Json.read(row.getJsonArray("changes").encode(), ClockChange[].class)));
    }
}
