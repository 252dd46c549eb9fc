package dev.belfry.incident.compat.opsgenie;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds alerts of one service for Opsgenie's clients. A query becomes a condition in SQL: its fields are one of those
 * written down here, and whatever a client wrote is an argument.
 */
public final class SearchStore {
    private static final String ACKNOWLEDGED = """
            coalesce(i.status = 'acknowledged'
                     or (i.status = 'resolved' and (a.acknowledged or i.acknowledged_by_name is not null)), a.acknowledged)""";

    private static final String SNOOZED = "(a.status = 'triggered' and coalesce(i.status = 'snoozed', false))";

    private static final String PRIORITY = """
            coalesce(a.priority, case a.severity when 'critical' then 'P1' when 'error' then 'P2' when 'warning' then 'P3'
                                 else 'P5' end)""";

    private static final String CLOSED_BY = """
            coalesce((select l.owner from alert_log l where l.alert = a.id and l.kind = 'close'
                      order by l.seq desc limit 1), '')""";

    private static final String ACKNOWLEDGED_BY = "coalesce(a.acknowledged_by, i.acknowledged_by_name, '')";

    private static final String OWNER =
            "coalesce(a.owner, case when " + ACKNOWLEDGED + " then " + ACKNOWLEDGED_BY + " end, '')";

    private static final String ALIAS = "case when coalesce(o.own_alias, true) then a.dedup_key else a.id::text end";

    private static final String FROM = """
            from alert a left join incident i on i.id = a.incident left join integration n on n.id = a.integration
                left join opsgenie_alert o on o.alert = a.id
            where a.service = $1 and o.deleted_at is null""";

    static final String SELECT = "select a.id, a.tiny, " + ALIAS + " as alias, a.summary, a.status, " + ACKNOWLEDGED
            + " as is_acknowledged, " + ACKNOWLEDGED_BY + " as ack_by, " + SNOOZED + " as is_snoozed, " + PRIORITY
            + " as prio, " + CLOSED_BY + " as close_by, " + """
            (select l.at from alert_log l where l.alert = a.id and l.kind = 'acknowledge' order by l.seq desc limit 1)
                as ack_at,
            i.snoozed_until, a.tags, a.count, a.first_seen, a.last_seen, a.updated_at, a.resolved_at, a.source,
            coalesce(o.actions, '[]')::text as actions, coalesce(o.responders, '[]')::text as responders, a.integration, n.name as integration_name, n.type as integration_type, a.component, a.description,
            a.details::text as details,\s""" + OWNER + " as owner\n" + FROM;

    static final String COUNT = "select count(*) as found " + FROM;

    static final String BY_ID = SELECT + " and a.id = " + OpsgenieStore.NAMED;

    static final String BY_TINY = SELECT + " and a.tiny = $2";

    static final String BY_ALIAS = SELECT + """
             and (a.dedup_key = $3 or (a.id = $4 and not o.own_alias)) and a.status = 'triggered'
            order by a.integration = $2 desc, a.id desc limit 1""";

    private final Database database;

    public SearchStore(Database database) {
        this.database = database;
    }

    /** The condition a query comes to, and its arguments. */
    private record Condition(StringBuilder sql, Tuple arguments) {
        String bind(@Nullable Object value) {
            arguments.addValue(value);
            return "$" + arguments.size();
        }
    }

    /**
     * One page of what is found.
     *
     * @param sort a word of Opsgenie's; what it does not know sorts by creation
     */
    Future<List<OpsgenieAlert>> list(
            UUID service, AlertQuery query, String sort, boolean ascending, int offset, int limit) {
        var condition = condition(service, query);
        var direction = ascending ? "asc" : "desc";
        var order = " order by " + column(sort) + " " + direction + " nulls last, a.id " + direction;
        var page = " limit " + condition.bind(limit) + " offset " + condition.bind(offset);
        return database.query(SELECT + condition.sql() + order + page, condition.arguments())
                .map(SearchStore::alerts);
    }

    Future<Long> count(UUID service, AlertQuery query) {
        var condition = condition(service, query);
        return database.query(COUNT + condition.sql(), condition.arguments())
                .map(rows -> rows.iterator().next().getLong("found"));
    }

    Future<Optional<OpsgenieAlert>> byId(UUID service, UUID id) {
        return database.query(BY_ID, Tuple.of(service, id)).map(SearchStore::first);
    }

    Future<Optional<OpsgenieAlert>> byTiny(UUID service, long tiny) {
        return database.query(BY_TINY, Tuple.of(service, tiny)).map(SearchStore::first);
    }

    /** The open alert under this alias; of the same integration if it has one, else of the service. */
    Future<Optional<OpsgenieAlert>> byAlias(UUID service, UUID integration, String alias) {
        var named = alias.strip();
        var id = OpsgenieStore.isId(named) ? UUID.fromString(named) : null;
        return database.query(BY_ALIAS, Tuple.of(service, integration, OpsgenieStore.key(named), id))
                .map(SearchStore::first);
    }

    private static Condition condition(UUID service, AlertQuery query) {
        var condition = new Condition(new StringBuilder(), Tuple.of(service));
        condition.sql().append(" and ").append(sql(query, condition));
        return condition;
    }

    private static String sql(AlertQuery query, Condition condition) {
        return switch (query) {
            case AlertQuery.Every every -> "true";
            case AlertQuery.And and -> joined(and.all(), " and ", condition);
            case AlertQuery.Or or -> joined(or.any(), " or ", condition);
            case AlertQuery.Not not -> "(" + sql(not.what(), condition) + ") is not true";
            case AlertQuery.Like like -> like(like, condition);
            case AlertQuery.Pair pair ->
                "exists (select 1 from jsonb_each_text(a.details) d (name, said) where d.name ilike "
                        + condition.bind(pattern(pair.key(), false)) + " and d.said ilike "
                        + condition.bind(pattern(pair.value(), false)) + ")";
            case AlertQuery.Flag flag -> "(" + flag(flag.field()) + ") = " + condition.bind(flag.holds());
            case AlertQuery.Amount number -> number(number, condition);
            case AlertQuery.Time time -> time(time, condition);
            case AlertQuery.Words words -> words(words.pattern(), condition);
        };
    }

    private static String joined(List<AlertQuery> parts, String by, Condition condition) {
        return parts.stream().map(part -> sql(part, condition)).collect(Collectors.joining(by, "(", ")"));
    }

    private static String like(AlertQuery.Like like, Condition condition) {
        boolean anywhere = like.field() == AlertQuery.Field.MESSAGE || like.field() == AlertQuery.Field.DESCRIPTION;
        var pattern = condition.bind(pattern(like.pattern(), anywhere));
        return switch (like.field()) {
            case TAG -> "exists (select 1 from unnest(a.tags) t (tag) where t.tag ilike " + pattern + ")";
            case DETAILS_KEY ->
                "exists (select 1 from jsonb_each_text(a.details) d (name, said) where d.name ilike " + pattern + ")";
            case DETAILS_VALUE ->
                "exists (select 1 from jsonb_each_text(a.details) d (name, said) where d.said ilike " + pattern + ")";
            case RESPONDERS -> responders(pattern, "");
            case TEAMS -> responders(pattern, " and r.one ->> 'type' = 'team'");
            case ACTIONS ->
                "exists (select 1 from jsonb_array_elements_text(o.actions) x (name) where x.name ilike " + pattern
                        + ")";
            default -> text(like.field()) + " ilike " + pattern;
        };
    }

    private static String responders(String pattern, String more) {
        return "exists (select 1 from jsonb_array_elements(o.responders) r (one) where"
                + " coalesce(r.one ->> 'name', r.one ->> 'username', r.one ->> 'id') ilike " + pattern + more + ")";
    }

    private static String text(AlertQuery.Field field) {
        return switch (field) {
            case ALERT_ID -> "a.id::text";
            case ALIAS -> ALIAS;
            case MESSAGE -> "a.summary";
            case DESCRIPTION -> "coalesce(a.description, '')";
            case SOURCE -> "coalesce(a.source, '')";
            case ENTITY -> "coalesce(a.component, '')";
            case OWNER -> OWNER;
            case ACKNOWLEDGED_BY -> ACKNOWLEDGED_BY;
            case CLOSED_BY -> CLOSED_BY;
            case INTEGRATION_NAME -> "coalesce(n.name, '')";
            case INTEGRATION_TYPE -> "coalesce(n.type, '')";
            case PRIORITY -> PRIORITY;
            // Belfry keeps none of these of an alert.
            default -> "''";
        };
    }

    private static String flag(AlertQuery.Field field) {
        return switch (field) {
            case STATUS -> "a.status = 'triggered'";
            case SNOOZED -> SNOOZED;
            case IS_SEEN -> ACKNOWLEDGED + " or a.status = 'resolved'";
            default -> ACKNOWLEDGED;
        };
    }

    private static String number(AlertQuery.Amount number, Condition condition) {
        var column = number.field() == AlertQuery.Field.TINY_ID ? "a.tiny" : "a.count";
        return bounds(column, number.least(), " >= ", number.most(), " <= ", condition);
    }

    private static String time(AlertQuery.Time time, Condition condition) {
        var column = switch (time.field()) {
            case UPDATED_AT -> "a.updated_at";
            case LAST_OCCURRED_AT -> "a.last_seen";
            case SNOOZED_UNTIL -> "i.snoozed_until";
            default -> "a.first_seen";
        };
        return bounds(
                column, Columns.optionalUtc(time.from()), " >= ", Columns.optionalUtc(time.before()), " < ", condition);
    }

    private static String bounds(
            String column,
            @Nullable Object low,
            String over,
            @Nullable Object high,
            String under,
            Condition condition) {
        var sides = new ArrayList<String>();
        if (low != null) {
            sides.add(column + over + condition.bind(low));
        }
        if (high != null) {
            sides.add(column + under + condition.bind(high));
        }
        return sides.isEmpty() ? "true" : "(" + String.join(" and ", sides) + ")";
    }

    private static String words(String word, Condition condition) {
        var pattern = condition.bind(pattern(word, true));
        return "(a.summary ilike " + pattern + " or a.description ilike " + pattern + " or a.dedup_key ilike " + pattern
                + " or a.source ilike " + pattern + " or a.component ilike " + pattern
                + " or exists (select 1 from unnest(a.tags) t (tag) where t.tag ilike " + pattern + "))";
    }

    /** A pattern of LIKE in which only the star of the query is special. */
    private static String pattern(String text, boolean anywhere) {
        var like = text.replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
                .replace("*", "%");
        return anywhere ? "%" + like + "%" : like;
    }

    /** The words of Opsgenie by which one may sort; ids are in the order of creation. */
    private static String column(String sort) {
        return switch (sort) {
            case "updatedAt" -> "a.updated_at";
            case "tinyId" -> "a.tiny";
            case "alias" -> "a.dedup_key";
            case "message" -> "a.summary";
            case "status" -> "a.status";
            case "acknowledged", "isSeen", "report.ackTime", "report.acknowledgedBy" -> "is_acknowledged";
            case "snoozed" -> "is_snoozed";
            case "snoozedUntil" -> "i.snoozed_until";
            case "count" -> "a.count";
            case "lastOccurredAt" -> "a.last_seen";
            case "source" -> "a.source";
            case "owner" -> "a.owner";
            case "integration.name" -> "n.name";
            case "integration.type" -> "n.type";
            case "report.closeTime" -> "a.resolved_at";
            case "report.closedBy" -> "close_by";
            default -> "a.id";
        };
    }

    private static Optional<OpsgenieAlert> first(RowSet<Row> rows) {
        return alerts(rows).stream().findFirst();
    }

    private static List<OpsgenieAlert> alerts(RowSet<Row> rows) {
        var alerts = new ArrayList<OpsgenieAlert>(rows.size());
        for (var row : rows) {
            var tags = row.getArrayOfStrings("tags");
            alerts.add(new OpsgenieAlert(
                    row.getUUID("id"),
                    row.getLong("tiny"),
                    row.getString("alias"),
                    row.getString("summary"),
                    row.getString("status").equals("triggered"),
                    row.getBoolean("is_acknowledged"),
                    row.getBoolean("is_acknowledged") ? row.getString("ack_by") : "",
                    Columns.optionalInstant(row, "ack_at"),
                    row.getBoolean("is_snoozed") ? Columns.optionalInstant(row, "snoozed_until") : null,
                    tags == null ? List.of() : List.of(tags),
                    row.getLong("count"),
                    Columns.instant(row, "first_seen"),
                    Columns.instant(row, "last_seen"),
                    Columns.instant(row, "updated_at"),
                    Columns.optionalInstant(row, "resolved_at"),
                    row.getString("close_by"),
                    word(row.getString("source")),
                    word(row.getString("owner")),
                    row.getString("prio"),
                    row.getUUID("integration"),
                    word(row.getString("integration_name")),
                    word(row.getString("integration_type")),
                    word(row.getString("component")),
                    word(row.getString("description")),
                    details(row),
                    parsed(row.getString("actions"), new TypeReference<List<String>>() {}),
                    parsed(row.getString("responders"), new TypeReference<List<Map<String, String>>>() {})));
        }
        return alerts;
    }

    private static <T> T parsed(String json, TypeReference<T> shape) {
        try {
            return Json.mapper().readValue(json, shape);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException(unreadable.getOriginalMessage(), unreadable);
        }
    }

    private static Map<String, String> details(Row row) {
        return OpsgenieStore.details(row.getString("details"));
    }

    private static String word(@Nullable String text) {
        return text == null ? "" : text;
    }
}
