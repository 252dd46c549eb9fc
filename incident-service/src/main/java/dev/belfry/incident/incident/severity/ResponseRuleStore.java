package dev.belfry.incident.incident.severity;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the rule of each severity; there is always one. */
public final class ResponseRuleStore {
    private static final String SELECT = """
            select severity, name, roles, update_minutes, acknowledge_minutes, teams, postmortem, conference, runbook, version
            from response_rule
            """;

    static final String ALL = SELECT + "order by severity";
    static final String ONE = SELECT + "where severity = $1";
    static final String LOCK = SELECT + "where severity = $1 for update";
    static final String CHANGE = """
            update response_rule set name = $2, roles = $3, update_minutes = $4, teams = $5, postmortem = $6,
                conference = $7, runbook = $8, acknowledge_minutes = $9, version = version + 1
            where severity = $1""";

    private final Database database;

    public ResponseRuleStore(Database database) {
        this.database = database;
    }

    /** The worst severity first. */
    public Future<List<ResponseRule>> all() {
        return database.query(ALL, Tuple.tuple()).map(rows -> {
            var all = new ArrayList<ResponseRule>();
            rows.forEach(row -> all.add(rule(row)));
            return all;
        });
    }

    public Future<ResponseRule> of(IncidentSeverity severity) {
        return database.query(ONE, Tuple.of(word(severity)))
                .map(rows -> rule(rows.iterator().next()));
    }

    Future<ResponseRule> lock(Tx tx, IncidentSeverity severity) {
        return tx.query(LOCK, Tuple.of(word(severity)))
                .map(rows -> rule(rows.iterator().next()));
    }

    Future<Void> change(Tx tx, ResponseRule rule) {
        return tx.query(
                        CHANGE,
                        Tuple.tuple()
                                .addString(word(rule.severity()))
                                .addString(rule.name())
                                .addArrayOfString(rule.roles().toArray(String[]::new))
                                .addInteger(minutes(rule.updateEvery()))
                                .addArrayOfUUID(rule.teams().toArray(UUID[]::new))
                                .addBoolean(rule.postmortem())
                                .addString(rule.conference())
                                .addString(rule.runbook())
                                .addInteger(minutes(rule.acknowledgeTimeout())))
                .mapEmpty();
    }

    private static ResponseRule rule(Row row) {
        return new ResponseRule(
                IncidentSeverity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                row.getString("name"),
                List.of(row.getArrayOfStrings("roles")),
                duration(row, "update_minutes"),
                duration(row, "acknowledge_minutes"),
                List.of(row.getArrayOfUUIDs("teams")),
                row.getBoolean("postmortem"),
                row.getString("conference"),
                row.getString("runbook"),
                row.getLong("version"));
    }

    private static @Nullable Duration duration(Row row, String column) {
        var minutes = row.getInteger(column);
        return minutes == null ? null : Duration.ofMinutes(minutes);
    }

    private static @Nullable Integer minutes(@Nullable Duration duration) {
        return duration == null ? null : Integer.valueOf((int) duration.toMinutes());
    }

    private static String word(IncidentSeverity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
