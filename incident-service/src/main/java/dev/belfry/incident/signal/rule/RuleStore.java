package dev.belfry.incident.signal.rule;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps event rules and their history, and has those that are on compiled until one of them changes. */
public final class RuleStore {
    private static final String COLUMNS = """
            r.id, r.service, r.integration, r.position, r.name, r.enabled, r.conditions::text as conditions, r.condition,
            r.actions::text as actions, r.version, r.changed_by, r.changed_at
            """;

    // One statement, so that the version and the rules are of the same moment. Rules are read only when they have
    // changed.
    static final String LOAD = "select s.version as set_version, s.routes, " + COLUMNS + """
            from event_rule_set s left join event_rule r on r.enabled and s.version <> $1
            order by r.position, r.id""";

    private static final String SELECT = "select " + COLUMNS + " from event_rule r ";

    static final String LIST = SELECT + """
            where ($1::uuid is null or r.service = $1) and ($2::uuid is null or r.integration = $2)
              and (not $3 or (r.service is null and r.integration is null))
            order by r.service nulls first, r.integration nulls first, r.position, r.id""";

    static final String FIND = SELECT + "where r.id = $1";

    // Whoever changes rules holds this row: places are given one after the other.
    static final String BUMP = """
            update event_rule_set set version = version + 1, routes = routes or $1 returning version""";

    static final String COUNT = "select count(*) as rules from event_rule";

    static final String ADD = """
            insert into event_rule (id, service, integration, position, name, enabled, conditions, condition, actions,
                                    version, changed_by, changed_at)
            select $1, $2::uuid, $3::uuid, coalesce(max(position), 0) + 1, $4, $5, $6::text::jsonb, $7, $8::text::jsonb,
                   1, $9, $10
            from event_rule where service is not distinct from $2::uuid and integration is not distinct from $3::uuid
            on conflict (id) do nothing""";

    static final String CHANGE = """
            update event_rule set position = $2, name = $3, enabled = $4, conditions = $5::text::jsonb, condition = $6,
                                  actions = $7::text::jsonb, version = $8, changed_by = $9, changed_at = $10
            where id = $1""";

    static final String REMOVE = "delete from event_rule where id = $1";

    static final String REMEMBER = """
            insert into event_rule_history (rule, version, what, changed_by, changed_at, state)
            values ($1, $2, $3, $4, $5, $6::text::jsonb) on conflict do nothing""";

    static final String HELD = """
            select distinct service from alert
            where status = 'triggered' and incident is null and hold is not null and (hold->>'rule')::uuid = $1""";

    private final Database database;
    private volatile Rulebook compiled = Rulebook.of(0, false, List.of());

    public RuleStore(Database database) {
        this.database = database;
    }

    /** The rules that are on, as this transaction sees them. */
    public Future<Rulebook> book(Tx tx) {
        var known = compiled;
        return tx.query(LOAD, Tuple.of(known.version())).map(rows -> {
            var first = rows.iterator().next();
            var version = first.getLong("set_version");
            if (version == known.version()) {
                return known;
            }
            var rules = new ArrayList<EventRule>();
            rows.forEach(row -> {
                if (row.getUUID("id") != null) {
                    rules.add(rule(row));
                }
            });
            var fresh = Rulebook.of(version, first.getBoolean("routes"), rules);
            compiled = fresh;
            return fresh;
        });
    }

    /**
     * In the order in which they are asked.
     *
     * @param service those of this service; null when that does not matter
     * @param integration those of this integration
     * @param forAll only those for all alerts
     */
    public Future<List<EventRule>> list(@Nullable UUID service, @Nullable UUID integration, boolean forAll) {
        return database.query(LIST, Tuple.of(service, integration, forAll)).map(RuleStore::rules);
    }

    public Future<Optional<EventRule>> find(UUID id) {
        return database.query(FIND, Tuple.of(id))
                .map(rows -> rules(rows).stream().findFirst());
    }

    Future<Optional<EventRule>> find(Tx tx, UUID id) {
        return tx.query(FIND, Tuple.of(id)).map(rows -> rules(rows).stream().findFirst());
    }

    Future<List<EventRule>> list(Tx tx, @Nullable UUID service, @Nullable UUID integration, boolean forAll) {
        return tx.query(LIST, Tuple.of(service, integration, forAll)).map(RuleStore::rules);
    }

    /** Every batch from here on sees the change; other changes wait until this one is done. */
    Future<Void> bump(Tx tx, boolean routes) {
        return tx.query(BUMP, Tuple.of(routes)).mapEmpty();
    }

    Future<Long> count(Tx tx) {
        return tx.query(COUNT, Tuple.tuple()).map(rows -> rows.iterator().next().getLong("rules"));
    }

    Future<Void> add(Tx tx, EventRule rule) {
        var arguments = Tuple.of(
                rule.id(),
                rule.service(),
                rule.integration(),
                rule.name(),
                rule.enabled(),
                conditions(rule),
                rule.condition(),
                Json.text(rule.actions()),
                rule.changedBy(),
                Columns.utc(rule.changedAt()));
        return tx.query(ADD, arguments).mapEmpty();
    }

    Future<Void> change(Tx tx, EventRule rule) {
        var arguments = Tuple.of(
                rule.id(),
                rule.position(),
                rule.name(),
                rule.enabled(),
                conditions(rule),
                rule.condition(),
                Json.text(rule.actions()),
                rule.version(),
                rule.changedBy(),
                Columns.utc(rule.changedAt()));
        return tx.query(CHANGE, arguments).mapEmpty();
    }

    Future<Void> remove(Tx tx, UUID id) {
        return tx.query(REMOVE, Tuple.of(id)).mapEmpty();
    }

    Future<Void> remember(Tx tx, EventRule rule, String what) {
        var arguments = Tuple.of(
                rule.id(), rule.version(), what, rule.changedBy(), Columns.utc(rule.changedAt()), Json.text(rule));
        return tx.query(REMEMBER, arguments).mapEmpty();
    }

    /** The services with alerts that this rule holds back. */
    Future<List<UUID>> servicesHeldBy(Tx tx, UUID rule) {
        return tx.query(HELD, Tuple.of(rule)).map(rows -> {
            var services = new ArrayList<UUID>();
            rows.forEach(row -> services.add(row.getUUID("service")));
            return services;
        });
    }

    private static @Nullable String conditions(EventRule rule) {
        return rule.conditions() == null ? null : Json.text(rule.conditions());
    }

    private static List<EventRule> rules(Iterable<Row> rows) {
        var all = new ArrayList<EventRule>();
        rows.forEach(row -> all.add(rule(row)));
        return all;
    }

    private static EventRule rule(Row row) {
        var conditions = row.getString("conditions");
        return new EventRule(
                row.getUUID("id"),
                row.getUUID("service"),
                row.getUUID("integration"),
                row.getInteger("position"),
                row.getString("name"),
                row.getBoolean("enabled"),
                conditions == null ? null : Json.read(conditions, Conditions.class),
                row.getString("condition"),
                Json.read(row.getString("actions"), Actions.class),
                row.getLong("version"),
                row.getString("changed_by"),
                Columns.instant(row, "changed_at"));
    }
}
