package dev.belfry.incident.incident.runbook;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Keeps runbooks, and which of their steps are done in an incident. */
public final class RunbookStore {
    static final int MOST = 500;

    private static final String SELECT = """
            select id, name, link, services, severities, title_contains, steps, version from runbook
            """;

    static final String ALL = SELECT + "order by lower(name), id limit 500";
    static final String ONE = SELECT + "where id = $1";
    // The title is looked at afterwards: few runbooks are for one service.
    static final String FITTING = SELECT + """
            where (services = '{}' or $1 = any(services)) and (severities = '{}' or $2 = any(severities))
            order by services = '{}', lower(name), id limit 500""";

    static final String COUNT = "select count(*) from runbook";
    static final String ADD = """
            insert into runbook (id, name, link, services, severities, title_contains, steps, version)
            values ($1, $2, $3, $4, $5, $6, $7, 1) on conflict (id) do nothing""";
    static final String CHANGE = """
            update runbook set name = $2, link = $3, services = $4, severities = $5, title_contains = $6, steps = $7,
                version = version + 1
            where id = $1""";
    static final String REMOVE = "delete from runbook where id = $1";
    static final String TICKS = "select runbook, step, at, by from runbook_tick where incident = $1 limit 5000";
    static final String TICK = """
            insert into runbook_tick (incident, runbook, step, at, by) values ($1, $2, $3, $4, $5)
            on conflict do nothing""";
    static final String UNTICK = "delete from runbook_tick where incident = $1 and runbook = $2 and step = $3";

    private final Database database;

    public RunbookStore(Database database) {
        this.database = database;
    }

    /** By their names. */
    public Future<List<Runbook>> all() {
        return database.query(ALL, Tuple.tuple()).map(RunbookStore::read);
    }

    public Future<Optional<Runbook>> find(UUID id) {
        return database.query(ONE, Tuple.of(id)).map(rows -> read(rows).stream().findFirst());
    }

    Future<Optional<Runbook>> find(Tx tx, UUID id) {
        return tx.query(ONE, Tuple.of(id)).map(rows -> read(rows).stream().findFirst());
    }

    Future<Optional<Runbook>> lock(Tx tx, UUID id) {
        return tx.query(ONE + " for update", Tuple.of(id))
                .map(rows -> read(rows).stream().findFirst());
    }

    Future<Long> count(Tx tx) {
        return tx.query(COUNT, Tuple.tuple()).map(rows -> rows.iterator().next().getLong(0));
    }

    /** Those for this incident with what is done of them; those for its service come first. */
    public Future<List<Attached>> of(Incident incident) {
        var fitting = database.query(
                FITTING,
                Tuple.of(incident.serviceId(), incident.severity().name().toLowerCase(Locale.ROOT)));
        var ticks = database.query(TICKS, Tuple.of(incident.id()));
        return Future.all(fitting, ticks).map(both -> {
            var done = ticks(ticks.result());
            return read(fitting.result()).stream()
                    .filter(runbook -> runbook.fits(incident))
                    .map(runbook -> Attached.of(runbook, done))
                    .toList();
        });
    }

    Future<Void> add(Tx tx, Runbook runbook) {
        return tx.query(ADD, values(runbook)).mapEmpty();
    }

    Future<Void> change(Tx tx, Runbook runbook) {
        return tx.query(CHANGE, values(runbook)).mapEmpty();
    }

    Future<Boolean> remove(Tx tx, UUID id) {
        return tx.query(REMOVE, Tuple.of(id)).map(rows -> rows.rowCount() == 1);
    }

    /** @return whether it was not done before */
    Future<Boolean> tick(Tx tx, UUID incident, UUID runbook, String step, Instant at, String by) {
        return tx.query(TICK, Tuple.of(incident, runbook, step, Columns.utc(at), by))
                .map(rows -> rows.rowCount() == 1);
    }

    /** @return whether it was done before */
    Future<Boolean> untick(Tx tx, UUID incident, UUID runbook, String step) {
        return tx.query(UNTICK, Tuple.of(incident, runbook, step)).map(rows -> rows.rowCount() == 1);
    }

    private static Tuple values(Runbook runbook) {
        return Tuple.tuple()
                .addUUID(runbook.id())
                .addString(runbook.name())
                .addString(runbook.link())
                .addArrayOfUUID(runbook.services().toArray(UUID[]::new))
                .addArrayOfString(runbook.severities().stream()
                        .map(severity -> severity.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new))
                .addString(runbook.titleContains())
                .addArrayOfString(runbook.steps().toArray(String[]::new));
    }

    private static List<Runbook> read(Iterable<Row> rows) {
        var all = new ArrayList<Runbook>();
        for (var row : rows) {
            all.add(new Runbook(
                    row.getUUID("id"),
                    row.getString("name"),
                    row.getString("link"),
                    List.of(row.getArrayOfUUIDs("services")),
                    Stream.of(row.getArrayOfStrings("severities"))
                            .map(word -> IncidentSeverity.valueOf(word.toUpperCase(Locale.ROOT)))
                            .toList(),
                    row.getString("title_contains"),
                    List.of(row.getArrayOfStrings("steps")),
                    row.getLong("version")));
        }
        return all;
    }

    private static List<Attached.Tick> ticks(Iterable<Row> rows) {
        var all = new ArrayList<Attached.Tick>();
        for (var row : rows) {
            all.add(new Attached.Tick(
                    row.getUUID("runbook"), row.getString("step"), Columns.instant(row, "at"), row.getString("by")));
        }
        return all;
    }
}
