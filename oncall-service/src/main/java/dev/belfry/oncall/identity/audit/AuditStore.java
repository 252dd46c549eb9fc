package dev.belfry.oncall.identity.audit;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The audit log in the database. */
public final class AuditStore {
    static final String INSERT = """
            insert into audit_entry (actor, actor_name, action, object_id, team_id, detail, address)
            values ($1, $2, $3, $4, $5, $6, $7)""";
    static final String ENTRIES = """
            select * from audit_entry
            where ($1::uuid is null or id < $1)
                and ($2::text is null or actor = $2)
                and ($3::text is null or action = $3 or action like $3 || '.%')
                and ($4::uuid is null or object_id = $4)
                and ($5::uuid is null or team_id = $5)
                and ($6::timestamptz is null or at >= $6)
                and ($7::timestamptz is null or at < $7)
                and ($9::text is null or position(lower($9) in lower(actor_name)) > 0)
            order by id desc limit $8""";
    public static final String EXPIRE = """
            delete from audit_entry where ctid = any(array(select ctid from audit_entry where at < $1 limit $2))""";

    /** Longer things are cut: who did what must be kept, not what a sender can make of it. */
    private static final int LONGEST = 200;

    private AuditStore() {}

    /** Writes down what the caller does; give it the transaction that does it. */
    public static Future<Void> write(
            RowStore rows,
            Caller by,
            String action,
            @Nullable UUID object,
            @Nullable UUID team,
            Map<String, Object> detail) {
        return rows.query(
                        INSERT,
                        Tuple.tuple()
                                .addString(by.principal().id())
                                .addString(by.principal().name())
                                .addString(action)
                                .addUUID(object)
                                .addUUID(team)
                                .addValue(new JsonObject(detail))
                                .addString(cut(by.address())))
                .mapEmpty();
    }

    /** The newest first. */
    static Future<List<AuditEntry>> entries(RowStore rows, AuditFilter filter, @Nullable UUID before, int limit) {
        return rows.query(
                        ENTRIES,
                        Tuple.tuple()
                                .addUUID(before)
                                .addString(filter.actor())
                                .addString(filter.action())
                                .addUUID(filter.object())
                                .addUUID(filter.team())
                                .addOffsetDateTime(Columns.optionalUtc(filter.from()))
                                .addOffsetDateTime(Columns.optionalUtc(filter.to()))
                                .addInteger(limit)
                                .addString(filter.who()))
                .map(found -> RowStore.all(found, AuditStore::entry));
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST));
    }

    private static AuditEntry entry(Row row) {
        return new AuditEntry(
                row.getUUID("id"),
                Columns.instant(row, "at"),
                row.getString("actor"),
                row.getString("actor_name"),
                row.getString("action"),
                row.getUUID("object_id"),
                row.getUUID("team_id"),
                row.getJsonObject("detail").getMap(),
                row.getString("address"));
    }
}
