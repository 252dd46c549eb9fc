package dev.belfry.oncall.policy;

import dev.belfry.oncall.answer.RowStore;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Escalation policies and all their versions in the database. */
public final class PolicyStore {
    private static final String CURRENT = """
            select v.* from escalation_policy p
            join escalation_policy_version v on v.policy_id = p.id and v.version = p.version
            """;
    static final String POLICIES = CURRENT + "where p.id > $1 order by p.id limit $2";
    static final String POLICY = CURRENT + "where p.id = $1";
    static final String VERSION = "select * from escalation_policy_version where policy_id = $1 and version = $2";
    static final String LOCK = "select version from escalation_policy where id = $1 for update";
    static final String INSERT = "insert into escalation_policy (id, name, version) values ($1, $2, $3)";
    static final String UPDATE = "update escalation_policy set name = $2, version = $3 where id = $1";
    static final String DELETE = "delete from escalation_policy where id = $1";
    static final String RUNNING = "select 1 from escalation where policy_id = $1 and status = 'running' limit 1";
    static final String INSERT_VERSION = """
            insert into escalation_policy_version (policy_id, version, name, repeats, steps)
            values ($1, $2, $3, $4, $5)""";
    static final String CLEAR_TARGETS = "delete from escalation_policy_target where policy_id = $1";
    static final String INSERT_TARGETS = """
            insert into escalation_policy_target (policy_id, person_id, schedule_id)
            select $1::uuid, person, null::uuid from unnest($2::uuid[]) as u (person)
            union all
            select $1::uuid, null::uuid, schedule from unnest($3::uuid[]) as s (schedule)""";

    private PolicyStore() {}

    static Future<List<EscalationPolicy>> policies(RowStore rows, UUID after, int limit) {
        return rows.query(POLICIES, Tuple.of(after, limit)).map(found -> RowStore.all(found, PolicyStore::policy));
    }

    /** The current version. */
    public static Future<@Nullable EscalationPolicy> policy(RowStore rows, UUID id) {
        return rows.query(POLICY, Tuple.of(id)).map(found -> RowStore.one(found, PolicyStore::policy));
    }

    public static Future<@Nullable EscalationPolicy> version(RowStore rows, UUID id, long version) {
        return rows.query(VERSION, Tuple.of(id, version)).map(found -> RowStore.one(found, PolicyStore::policy));
    }

    static Future<@Nullable Long> lock(RowStore rows, UUID id) {
        return rows.query(LOCK, Tuple.of(id)).map(found -> RowStore.one(found, row -> row.getLong("version")));
    }

    static Future<Void> insert(RowStore rows, EscalationPolicy policy) {
        return rows.query(INSERT, Tuple.of(policy.id(), policy.name(), policy.version()))
                .compose(done -> version(rows, policy));
    }

    static Future<Void> update(RowStore rows, EscalationPolicy policy) {
        return rows.query(UPDATE, Tuple.of(policy.id(), policy.name(), policy.version()))
                .compose(done -> rows.query(CLEAR_TARGETS, Tuple.of(policy.id())))
                .compose(done -> version(rows, policy));
    }

    static Future<Boolean> delete(RowStore rows, UUID id) {
        return rows.query(DELETE, Tuple.of(id)).map(result -> result.rowCount() > 0);
    }

    static Future<Boolean> running(RowStore rows, UUID id) {
        return rows.query(RUNNING, Tuple.of(id)).map(found -> found.size() > 0);
    }

    private static Future<Void> version(RowStore rows, EscalationPolicy policy) {
        Tuple version = Tuple.tuple()
                .addUUID(policy.id())
                .addLong(policy.version())
                .addString(policy.name())
                .addInteger(policy.repeats())
                .addValue(new JsonArray(Json.text(policy.steps())));
        Tuple targets = Tuple.tuple()
                .addUUID(policy.id())
                .addArrayOfUUID(named(policy, TargetType.USER))
                .addArrayOfUUID(named(policy, TargetType.SCHEDULE));
        return rows.query(INSERT_VERSION, version)
                .compose(done -> rows.query(INSERT_TARGETS, targets))
                .mapEmpty();
    }

    private static UUID[] named(EscalationPolicy policy, TargetType type) {
        return policy.steps().stream()
                .flatMap(step -> step.targets().stream())
                .filter(target -> target.type() == type)
                .map(Target::id)
                .distinct()
                .toArray(UUID[]::new);
    }

    private static EscalationPolicy policy(Row row) {
        return new EscalationPolicy(
                row.getUUID("policy_id"),
                row.getLong("version"),
                row.getString("name"),
                row.getInteger("repeats"),
                List.of(Json.read(row.getJsonArray("steps").encode(), PolicyStep[].class)));
    }
}
