package dev.belfry.incident.catalog.service;

import dev.belfry.contracts.integration.EmailRule;
import dev.belfry.contracts.integration.PayloadMapping;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps services and integrations. */
public final class CatalogStore {
    static final String SERVICE = """
            select id, name, description, escalation_policy, grouping, group_fields, window_minutes,
                   window_rolls, recurs_minutes, hold_minutes, forgotten_minutes, team, tier, links::text as links, runbook, version,
                   quiet_while_dependency_down, urgency::text as urgency, noise_rule::text as noise_rule,
                   array(select d.needs from service_dependency d where d.service = service.id order by d.needs) as needs
            from service
            """;

    static final String LIST_SERVICES = SERVICE + "where ($1::text is null or name > $1) order by name limit $2";

    static final String SERVICES_NAMED = SERVICE + """
            where strpos(lower(name), lower($1)) > 0 order by strpos(lower(name), lower($1)), lower(name) limit $2""";

    static final String FIND_SERVICE = SERVICE + "where id = $1";

    static final String FIND_SERVICE_NAMED = SERVICE + "where name = $1";

    // Whoever opens incidents of groups holds this lock: one writer of a service at a time.
    static final String LOCK_SERVICES = SERVICE + "where id = any($1::uuid[]) order by id for no key update";

    static final String ADD_SERVICE = """
            insert into service (id, name, description, escalation_policy, grouping, team, tier, links, runbook, group_fields,
                                 window_minutes, window_rolls, recurs_minutes, hold_minutes, forgotten_minutes,
                                 quiet_while_dependency_down, urgency, noise_rule)
            values ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9, $10, $11, $12, $13, $14, $15, $16, $17::text::jsonb,
                    $18::text::jsonb)
            on conflict (name) do nothing returning id""";

    static final String CHANGE_SERVICE = """
            update service set name = $2, description = $3, escalation_policy = $4, grouping = $5, team = $6, tier = $7,
                               links = $8::text::jsonb, runbook = $9, group_fields = $10, window_minutes = $11,
                               window_rolls = $12, recurs_minutes = $13, hold_minutes = $14, forgotten_minutes = $15,
                               quiet_while_dependency_down = $16, urgency = $17::text::jsonb, noise_rule = $18::text::jsonb,
                               version = version + 1
            where id = $1""";

    // What is taken away goes first, what is new comes after; both in one statement.
    static final String NEEDS = """
            with gone as (delete from service_dependency where service = $1 and needs <> all($2::uuid[]))
            insert into service_dependency (service, needs) select $1, n.id from unnest($2::uuid[]) as n (id)
            on conflict do nothing""";

    static final String OF_TEAM = "select id from service where team = $1 order by id limit 1000";

    static final String EDGES = "select service, needs from service_dependency order by service, needs";

    // Others may still open incidents meanwhile; nobody else adds or changes a service.
    static final String HOLD_STILL = "lock table service in share row exclusive mode";

    static final String ALL_SERVICES = SERVICE + "order by name";

    private static final String FOREIGN_KEY = "23503";

    static final String REMOVE_SERVICE = "delete from service where id = $1";

    static final String INTEGRATION = """
            select id, service, name, type, routing_key, mapping::text as mapping, email_rules::text as email_rules,
                   per_second, enabled, version
            from integration
            """;

    static final String LIST_INTEGRATIONS = INTEGRATION + """
            where ($1::uuid is null or service = $1) and ($2::uuid is null or id > $2) order by id limit $3""";

    static final String FIND_INTEGRATION = INTEGRATION + "where id = $1";

    static final String FIND_INTEGRATION_BY_KEY = INTEGRATION + "where routing_key = $1 and enabled";

    static final String NAMES = "select id, name from integration where id = any($1::uuid[])";

    static final String ADD_INTEGRATION = """
            insert into integration (id, service, name, type, routing_key) values ($1, $2, $3, $4, $5)
            on conflict (routing_key) do nothing returning id""";

    static final String CHANGE_INTEGRATION = """
            update integration set name = $3, type = $4, mapping = $5::text::jsonb, email_rules = $6::text::jsonb,
                                   per_second = $7, version = version + 1
            where id = $1 and version = $2 returning id""";

    static final String REPLACE_KEY = """
            update integration set routing_key = $2, version = version + 1 where id = $1
              and not exists (select 1 from integration where routing_key = $2)""";

    static final String ENABLE =
            "update integration set enabled = $2, version = version + 1 where id = $1 and enabled <> $2";

    static final String REMOVE_INTEGRATION = """
            with recent as (delete from recent_request where integration = $1),
                 tally as (delete from request_tally where integration = $1)
            delete from integration where id = $1 returning id""";

    private final Database database;

    public CatalogStore(Database database) {
        this.database = database;
    }

    public Future<List<Service>> services(@Nullable String afterName, int limit) {
        return database.query(LIST_SERVICES, Tuple.of(afterName, limit)).map(CatalogStore::services);
    }

    /** Services with this text in their name, in any case; those that begin with it first. */
    public Future<List<Service>> named(String part, int limit) {
        return database.query(SERVICES_NAMED, Tuple.of(part, limit)).map(CatalogStore::services);
    }

    public Future<Optional<Service>> service(UUID id) {
        return database.query(FIND_SERVICE, Tuple.of(id))
                .map(rows -> services(rows).stream().findFirst());
    }

    /** Locks services until the transaction ends; those that are gone are missing in the answer. */
    public Future<Map<UUID, Service>> lock(Tx tx, Collection<UUID> ids) {
        return tx.query(LOCK_SERVICES, Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Service> found = new HashMap<>();
                    services(rows).forEach(service -> found.put(service.id(), service));
                    return found;
                });
    }

    Future<Optional<Service>> serviceNamed(Tx tx, String name) {
        return tx.query(FIND_SERVICE_NAMED, Tuple.of(name))
                .map(rows -> services(rows).stream().findFirst());
    }

    /** Answers false when the name is taken. */
    Future<Boolean> add(Tx tx, Service service) {
        return tx.query(ADD_SERVICE, arguments(service))
                .compose(rows -> rows.size() == 1 ? needs(tx, service).map(true) : Future.succeededFuture(false));
    }

    Future<Void> change(Tx tx, Service service) {
        return tx.query(CHANGE_SERVICE, arguments(service)).compose(done -> needs(tx, service));
    }

    private static Future<Void> needs(Tx tx, Service service) {
        var needs = service.dependencies().needs().toArray(UUID[]::new);
        return tx.query(NEEDS, Tuple.tuple().addUUID(service.id()).addArrayOfUUID(needs))
                .mapEmpty();
    }

    /** What every service needs. */
    Future<Map<UUID, List<UUID>>> edges(Tx tx) {
        return tx.query(EDGES, Tuple.tuple()).map(rows -> {
            Map<UUID, List<UUID>> edges = new HashMap<>();
            rows.forEach(row -> edges.computeIfAbsent(row.getUUID("service"), one -> new ArrayList<>())
                    .add(row.getUUID("needs")));
            return edges;
        });
    }

    /** Every service, while nobody else adds or changes one. */
    Future<List<Service>> all(Tx tx) {
        return tx.query(HOLD_STILL, Tuple.tuple())
                .compose(held -> tx.query(ALL_SERVICES, Tuple.tuple()))
                .map(CatalogStore::services);
    }

    private static Tuple arguments(Service service) {
        var profile = service.profile();
        var group = service.group();
        var window = group.window();
        var forgotten = service.ending().forgotten();
        return Tuple.tuple()
                .addUUID(service.id())
                .addString(service.name())
                .addString(service.description())
                .addUUID(service.escalationPolicyId())
                .addString(word(group.by()))
                .addUUID(profile.team())
                .addInteger(profile.tier())
                .addString(Json.text(profile.links()))
                .addString(profile.runbook())
                .addArrayOfString(group.fields().toArray(String[]::new))
                .addInteger(
                        window == null
                                ? null
                                : Integer.valueOf((int) window.length().toMinutes()))
                .addBoolean(window == null || window.rolls())
                .addInteger((int) group.recurs().toMinutes())
                .addInteger((int) service.ending().hold().toMinutes())
                .addInteger(forgotten == null ? null : Integer.valueOf((int) forgotten.toMinutes()))
                .addBoolean(service.dependencies().quiet())
                .addString(service.urgency().by() == UrgencyRule.By.SEVERITY ? null : Json.text(service.urgency()))
                .addString(service.noise().equals(NoiseRule.USUAL) ? null : Json.text(service.noise()));
    }

    /** The services of a team. */
    public Future<List<UUID>> servicesOf(UUID team) {
        return database.query(OF_TEAM, Tuple.of(team)).map(rows -> {
            var ids = new ArrayList<UUID>();
            rows.forEach(row -> ids.add(row.getUUID("id")));
            return ids;
        });
    }

    Future<Void> removeService(Tx tx, UUID id) {
        return tx.query(REMOVE_SERVICE, Tuple.of(id)).mapEmpty();
    }

    /** Why a service could not be removed, in words; null when the failure was another one. */
    static @Nullable String inUse(Throwable failure) {
        if (!(failure instanceof PgException refused) || !FOREIGN_KEY.equals(refused.getSqlState())) {
            return null;
        }
        return switch (refused.getTable()) {
            case "integration" -> "It still has integrations: remove them first.";
            case "heartbeat" -> "It still has heartbeats: remove them first.";
            case "incident", "alert", "change" -> "It has a history of incidents, alerts or changes, which is kept.";
            default -> "It is still in use.";
        };
    }

    public Future<List<Integration>> integrations(@Nullable UUID serviceId, @Nullable UUID after, int limit) {
        return database.query(LIST_INTEGRATIONS, Tuple.of(serviceId, after, limit))
                .map(CatalogStore::integrations);
    }

    public Future<Optional<Integration>> integration(UUID id) {
        return database.query(FIND_INTEGRATION, Tuple.of(id))
                .map(rows -> integrations(rows).stream().findFirst());
    }

    /** The integration that this key opens. */
    public Future<Optional<Integration>> integrationOf(String routingKey) {
        return database.query(FIND_INTEGRATION_BY_KEY, Tuple.of(routingKey))
                .map(rows -> integrations(rows).stream().findFirst());
    }

    /** The names of integrations that still exist. */
    public Future<Map<UUID, String>> integrationNames(Tx tx, Collection<UUID> ids) {
        return tx.query(NAMES, Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, String> names = new HashMap<>();
                    rows.forEach(row -> names.put(row.getUUID("id"), row.getString("name")));
                    return names;
                });
    }

    /** Answers false when the routing key is taken. */
    Future<Boolean> add(Tx tx, Integration integration) {
        return tx.query(
                        ADD_INTEGRATION,
                        Tuple.of(
                                integration.id(),
                                integration.serviceId(),
                                integration.name(),
                                integration.type(),
                                integration.routingKey()))
                .map(rows -> rows.size() == 1);
    }

    /** Answers false when it is not what was read any more. */
    Future<Boolean> change(Tx tx, Integration integration) {
        var rules = integration.emailRules();
        return tx.query(
                        CHANGE_INTEGRATION,
                        Tuple.of(
                                integration.id(),
                                integration.version(),
                                integration.name(),
                                integration.type(),
                                integration.mapping() == null ? null : Json.text(integration.mapping()),
                                rules.isEmpty() ? null : Json.text(rules),
                                integration.perSecond()))
                .map(rows -> rows.size() == 1);
    }

    Future<Void> replaceKey(Tx tx, UUID id, String routingKey) {
        return tx.query(REPLACE_KEY, Tuple.of(id, routingKey)).mapEmpty();
    }

    Future<Void> enable(Tx tx, UUID id, boolean enabled) {
        return tx.query(ENABLE, Tuple.of(id, enabled)).mapEmpty();
    }

    /** The integration as this transaction sees it. */
    Future<Optional<Integration>> integration(Tx tx, UUID id) {
        return tx.query(FIND_INTEGRATION, Tuple.of(id))
                .map(rows -> integrations(rows).stream().findFirst());
    }

    Future<Boolean> removeIntegration(Tx tx, UUID id) {
        return tx.query(REMOVE_INTEGRATION, Tuple.of(id)).map(rows -> rows.size() == 1);
    }

    private static List<Service> services(RowSet<Row> rows) {
        var all = new ArrayList<Service>(rows.size());
        for (var row : rows) {
            all.add(new Service(
                    row.getUUID("id"),
                    row.getString("name"),
                    row.getString("description"),
                    row.getUUID("escalation_policy"),
                    group(row),
                    ending(row),
                    new Profile(
                            row.getUUID("team"),
                            row.getInteger("tier"),
                            links(row.getString("links")),
                            row.getString("runbook")),
                    new Dependencies(
                            List.of(row.getArrayOfUUIDs("needs")), row.getBoolean("quiet_while_dependency_down")),
                    urgency(row.getString("urgency")),
                    noise(row.getString("noise_rule")),
                    row.getLong("version")));
        }
        return all;
    }

    /** Nearly every service that an alert is about has none: nothing is read then. */
    private static List<Profile.Link> links(String json) {
        return json.equals("[]") ? List.of() : List.of(Json.read(json, Profile.Link[].class));
    }

    private static NoiseRule noise(@Nullable String json) {
        return json == null ? NoiseRule.USUAL : Json.read(json, NoiseRule.class);
    }

    private static UrgencyRule urgency(@Nullable String json) {
        return json == null ? UrgencyRule.USUAL : Json.read(json, UrgencyRule.class);
    }

    private static Ending ending(Row row) {
        var forgotten = row.getInteger("forgotten_minutes");
        return new Ending(
                Duration.ofMinutes(row.getInteger("hold_minutes")),
                forgotten == null ? null : Duration.ofMinutes(forgotten));
    }

    /** How a service groups, out of the columns it is kept in. */
    public static GroupRule group(Row row) {
        var minutes = row.getInteger("window_minutes");
        return new GroupRule(
                Grouping.valueOf(row.getString("grouping").toUpperCase(Locale.ROOT)),
                List.of(row.getArrayOfStrings("group_fields")),
                minutes == null
                        ? null
                        : new GroupRule.Window(row.getBoolean("window_rolls"), Duration.ofMinutes(minutes)),
                Duration.ofMinutes(row.getInteger("recurs_minutes")));
    }

    private static List<Integration> integrations(RowSet<Row> found) {
        var all = new ArrayList<Integration>(found.size());
        for (var row : found) {
            var mapping = row.getString("mapping");
            var rules = row.getString("email_rules");
            all.add(new Integration(
                    row.getUUID("id"),
                    row.getUUID("service"),
                    row.getString("name"),
                    row.getString("type"),
                    row.getString("routing_key"),
                    mapping == null ? null : Json.read(mapping, PayloadMapping.class),
                    rules == null ? List.of() : List.of(Json.read(rules, EmailRule[].class)),
                    row.getInteger("per_second"),
                    row.getBoolean("enabled"),
                    row.getLong("version")));
        }
        return all;
    }

    private static String word(Grouping grouping) {
        return grouping.name().toLowerCase(Locale.ROOT);
    }
}
