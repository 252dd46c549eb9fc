package dev.belfry.oncall.paging.policy;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Escalation policies and all their versions in the database. */
public final class PolicyStore {
    private static final String CURRENT = """
            select v.document, p.team_id from escalation_policy p
            join escalation_policy_version v on v.policy_id = p.id and v.version = p.version
            """;
    static final String POLICIES = CURRENT + "where p.id > $1 order by p.id limit $2";
    static final String POLICY = CURRENT + "where p.id = $1";
    static final String THESE = CURRENT + "where p.id = any($1)";
    static final String NAMED = CURRENT + "where p.id::text = $1 or lower(p.name) = lower($1)";
    static final String VERSION = """
            select v.document, p.team_id from escalation_policy_version v
            left join escalation_policy p on p.id = v.policy_id
            where v.policy_id = $1 and v.version = $2""";
    static final String LOCK = "select version from escalation_policy where id = $1 for update";
    static final String INSERT = "insert into escalation_policy (id, name, version, team_id) values ($1, $2, $3, $4)";
    static final String UPDATE = "update escalation_policy set name = $2, version = $3, team_id = $4 where id = $1";
    static final String DELETE = "delete from escalation_policy where id = $1";
    static final String RUNNING = "select 1 from escalation where policy_id = $1 and status = 'running' limit 1";
    static final String NAMES = "select id, name from escalation_policy where id = any($1)";
    static final String TEAM_NAMES = "select id, name from team where id = any($1)";
    static final String INSERT_VERSION =
            "insert into escalation_policy_version (policy_id, version, document, saved_by) values ($1, $2, $3, $4)";
    static final String PAGING = """
            select p.name from escalation_policy p
            where exists (
                select 1 from escalation_policy_target t where t.policy_id = p.id and t.schedule_id = $1)
            order by lower(p.name) limit 50""";
    static final String VERSIONS = """
            select v.document, null::uuid as team_id, v.saved_at, v.saved_by from escalation_policy_version v
            where v.policy_id = $1 and v.version < $2 order by v.version desc limit $3""";
    static final String SEARCH = CURRENT + """
            where ($1 = '' or position(lower($1) in lower(p.name)) > 0) and ($2::uuid is null or p.team_id = $2)
                and ($3 = '' or (lower(p.name), p.id) > (lower($3), $4))
            order by lower(p.name), p.id limit $5""";
    static final String OUTER = """
            select distinct p.id, p.name from escalation_policy p
            join escalation_policy_target t on t.policy_id = p.id
            where t.nested_id = $1 limit 50""";
    /** Whatever a step may page, by a part of its name; each kind has its share. */
    static final String OFFERS = """
            (select 'user' as type, id, name from person
                where active and position(lower($1) in lower(name)) > 0 order by lower(name), id limit $2)
            union all
            (select 'schedule', id, name from schedule
                where position(lower($1) in lower(name)) > 0 order by lower(name), id limit $2)
            union all
            (select 'team', id, name from team
                where position(lower($1) in lower(name)) > 0 order by lower(name), id limit $2)
            union all
            (select 'policy', id, name from escalation_policy
                where position(lower($1) in lower(name)) > 0 order by lower(name), id limit $2)""";

    static final String TEAMS = "select id, name from team order by lower(name), id limit $1";
    static final String CLEAR_TARGETS = "delete from escalation_policy_target where policy_id = $1";
    static final String INSERT_TARGETS = """
            insert into escalation_policy_target (policy_id, person_id, schedule_id, team_id, nested_id)
            select $1::uuid, person, null::uuid, null::uuid, null::uuid from unnest($2::uuid[]) as u (person)
            union all
            select $1::uuid, null::uuid, schedule, null::uuid, null::uuid from unnest($3::uuid[]) as s (schedule)
            union all
            select $1::uuid, null::uuid, null::uuid, team, null::uuid from unnest($4::uuid[]) as t (team)
            union all
            select $1::uuid, null::uuid, null::uuid, null::uuid, nested from unnest($5::uuid[]) as n (nested)""";
    /** Steps are told apart by the policy that they are written in, so that a nested one goes on where it was. */
    static final String DRAW = """
            insert into escalation_turn as t (policy_id, step, drawn) values ($1, $2, 1)
            on conflict (policy_id, step) do update set drawn = t.drawn + 1
            returning drawn - 1 as turn""";

    static final String PEEK = "select drawn as turn from escalation_turn where policy_id = $1 and step = $2";

    private PolicyStore() {}

    static Future<List<EscalationPolicy>> search(
            RowStore rows, String text, @Nullable UUID team, Place after, int limit) {
        return rows.query(
                        SEARCH,
                        Tuple.tuple()
                                .addString(text)
                                .addUUID(team)
                                .addString(after.name())
                                .addUUID(after.id())
                                .addInteger(limit))
                .map(found -> RowStore.all(found, PolicyStore::policy));
    }

    /** The versions before this one, the newest first. */
    static Future<List<SavedPolicy>> versions(RowStore rows, UUID id, long before, int limit) {
        return rows.query(VERSIONS, Tuple.of(id, before, limit))
                .map(found -> RowStore.all(
                        found,
                        row -> new SavedPolicy(
                                Json.read(row.getJsonObject("document").encode(), EscalationPolicy.class),
                                Columns.instant(row, "saved_at"),
                                row.getString("saved_by"))));
    }

    /** The policies that enter this one, by name. */
    static Future<Map<UUID, String>> outer(RowStore rows, UUID id) {
        return rows.query(OUTER, Tuple.of(id)).map(PolicyStore::byId);
    }

    static Future<List<Offer>> offers(RowStore rows, String text, int each) {
        return rows.query(OFFERS, Tuple.of(text, each))
                .map(found -> RowStore.all(
                        found,
                        row -> new Offer(
                                TargetType.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
                                row.getUUID("id"),
                                row.getString("name"))));
    }

    /** Teams by name, in that order. */
    static Future<Map<UUID, String>> teams(RowStore rows, int most) {
        return rows.query(TEAMS, Tuple.of(most)).map(PolicyStore::byId);
    }

    static Future<List<EscalationPolicy>> policies(RowStore rows, UUID after, int limit) {
        return rows.query(POLICIES, Tuple.of(after, limit)).map(found -> RowStore.all(found, PolicyStore::policy));
    }

    static Future<List<String>> paging(RowStore rows, UUID schedule) {
        return rows.query(PAGING, Tuple.of(schedule)).map(found -> RowStore.all(found, row -> row.getString("name")));
    }

    /** The current version. */
    public static Future<@Nullable EscalationPolicy> policy(RowStore rows, UUID id) {
        return rows.query(POLICY, Tuple.of(id)).map(found -> RowStore.one(found, PolicyStore::policy));
    }

    /** By id or by name, as a sender writes it. */
    public static Future<@Nullable EscalationPolicy> named(RowStore rows, String idOrName) {
        return rows.query(NAMED, Tuple.of(idOrName)).map(found -> RowStore.one(found, PolicyStore::policy));
    }

    public static Future<@Nullable EscalationPolicy> version(RowStore rows, UUID id, long version) {
        return rows.query(VERSION, Tuple.of(id, version)).map(found -> RowStore.one(found, PolicyStore::policy));
    }

    /** These policies and all that stand in them, however deep. */
    public static Future<Map<UUID, EscalationPolicy>> reachable(RowStore rows, Collection<UUID> ids) {
        return reachable(rows, new HashSet<>(ids), new HashMap<>(), Nesting.DEEPEST);
    }

    private static Future<Map<UUID, EscalationPolicy>> reachable(
            RowStore rows, Set<UUID> wanted, Map<UUID, EscalationPolicy> known, int levels) {
        if (wanted.isEmpty() || levels == 0) {
            return Future.succeededFuture(known);
        }
        return rows.query(THESE, ids(wanted)).compose(found -> {
            Set<UUID> next = new HashSet<>();
            for (EscalationPolicy policy : RowStore.all(found, PolicyStore::policy)) {
                known.put(policy.id(), policy);
                next.addAll(policy.nested());
            }
            next.removeAll(known.keySet());
            return reachable(rows, next, known, levels - 1);
        });
    }

    public static Future<Map<UUID, String>> teamNames(RowStore rows, Collection<UUID> ids) {
        return names(rows, TEAM_NAMES, ids);
    }

    public static Future<Map<UUID, String>> names(RowStore rows, Collection<UUID> ids) {
        return names(rows, NAMES, ids);
    }

    private static Future<Map<UUID, String>> names(RowStore rows, String statement, Collection<UUID> ids) {
        return ids.isEmpty()
                ? Future.succeededFuture(new HashMap<>())
                : rows.query(statement, ids(ids)).map(PolicyStore::byId);
    }

    private static Map<UUID, String> byId(Iterable<Row> found) {
        Map<UUID, String> names = new LinkedHashMap<>();
        found.forEach(row -> names.put(row.getUUID("id"), row.getString("name")));
        return names;
    }

    /** Whose turn it is in a step that asks one after the other; each draw is somebody else's. */
    public static Future<Long> draw(RowStore rows, UUID policy, int step) {
        return turn(rows, DRAW, policy, step);
    }

    /** Whose turn it would be, without taking it. */
    public static Future<Long> peek(RowStore rows, UUID policy, int step) {
        return turn(rows, PEEK, policy, step);
    }

    private static Future<Long> turn(RowStore rows, String statement, UUID policy, int step) {
        return rows.query(statement, Tuple.of(policy, step))
                .map(found -> found.size() == 0 ? 0L : found.iterator().next().getLong("turn"));
    }

    static Future<@Nullable Long> lock(RowStore rows, UUID id) {
        return rows.query(LOCK, Tuple.of(id)).map(found -> RowStore.one(found, row -> row.getLong("version")));
    }

    static Future<Void> insert(RowStore rows, EscalationPolicy policy, String by) {
        return rows.query(INSERT, columns(policy)).compose(done -> version(rows, policy, by));
    }

    static Future<Void> update(RowStore rows, EscalationPolicy policy, String by) {
        return rows.query(UPDATE, columns(policy))
                .compose(done -> rows.query(CLEAR_TARGETS, Tuple.of(policy.id())))
                .compose(done -> version(rows, policy, by));
    }

    static Future<Boolean> delete(RowStore rows, UUID id) {
        return rows.query(DELETE, Tuple.of(id)).map(result -> result.rowCount() > 0);
    }

    static Future<Boolean> running(RowStore rows, UUID id) {
        return rows.query(RUNNING, Tuple.of(id)).map(found -> found.size() > 0);
    }

    private static Tuple columns(EscalationPolicy policy) {
        return Tuple.tuple()
                .addUUID(policy.id())
                .addString(policy.name())
                .addLong(policy.version())
                .addUUID(policy.team());
    }

    private static Future<Void> version(RowStore rows, EscalationPolicy policy, String by) {
        Tuple targets = Tuple.tuple()
                .addUUID(policy.id())
                .addArrayOfUUID(named(policy, TargetType.USER))
                .addArrayOfUUID(named(policy, TargetType.SCHEDULE))
                .addArrayOfUUID(named(policy, TargetType.TEAM))
                .addArrayOfUUID(named(policy, TargetType.POLICY));
        Tuple version = Tuple.of(policy.id(), policy.version(), new JsonObject(Json.text(policy)), by);
        return rows.query(INSERT_VERSION, version)
                .compose(done -> rows.query(INSERT_TARGETS, targets))
                .mapEmpty();
    }

    private static UUID[] named(EscalationPolicy policy, TargetType type) {
        return policy.targets().stream()
                .filter(target -> target.type() == type)
                .map(Target::id)
                .distinct()
                .toArray(UUID[]::new);
    }

    private static Tuple ids(Collection<UUID> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    }

    /** Whose it is stands beside the versions: a team that is gone owns nothing. */
    private static EscalationPolicy policy(Row row) {
        return Json.read(row.getJsonObject("document").encode(), EscalationPolicy.class)
                .of(row.getUUID("team_id"));
    }
}
