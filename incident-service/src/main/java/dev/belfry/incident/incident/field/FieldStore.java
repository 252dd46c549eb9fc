package dev.belfry.incident.incident.field;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Keeps the fields of a house, and what stands in them for each incident. */
public final class FieldStore {
    private static final String COLUMNS =
            "f.id, f.key, f.name, f.kind, f.options, f.severities, f.services, f.required, f.version";

    static final String ALL = "select " + COLUMNS + " from incident_field f order by lower(f.name), f.id limit 100";

    static final String ONE = "select " + COLUMNS + " from incident_field f where f.id = $1";

    /** Whoever adds a field holds all of them, so that they stay few. */
    static final String HOLD = "lock table incident_field in share row exclusive mode";

    static final String ADD = """
            insert into incident_field (id, key, name, kind, options, severities, services, required)
            values ($1, $2, $3, $4, $5, $6, $7, $8)""";

    static final String CHANGE = """
            update incident_field set name = $3, options = $5, severities = $6, services = $7, required = $8,
                version = version + 1
            where id = $1 and key = $2 and kind = $4""";

    static final String REMOVE = "delete from incident_field where id = $1";

    static final String OF_INCIDENT = "select " + COLUMNS + """
            , v.value from incident_field f
            left join incident_field_value v on v.field = f.id and v.incident = $1
            order by lower(f.name), f.id limit 100""";

    static final String SET = """
            insert into incident_field_value (incident, field, value) values ($1, $2, $3)
            on conflict (incident, field) do update set value = excluded.value""";

    static final String CLEAR = "delete from incident_field_value where incident = $1 and field = $2";

    private final Database database;

    public FieldStore(Database database) {
        this.database = database;
    }

    /** By their names. */
    public Future<List<IncidentField>> all() {
        return database.query(ALL, Tuple.tuple()).map(FieldStore::read);
    }

    Future<List<IncidentField>> all(Tx tx) {
        return tx.query(HOLD, Tuple.tuple())
                .compose(held -> tx.query(ALL, Tuple.tuple()))
                .map(FieldStore::read);
    }

    public Future<Optional<IncidentField>> find(UUID id) {
        return database.query(ONE, Tuple.of(id)).map(rows -> read(rows).stream().findFirst());
    }

    /** Those that are asked of an incident, and those that were filled in. */
    public Future<List<FieldValue>> of(Incident incident) {
        return database.query(OF_INCIDENT, Tuple.of(incident.id())).map(rows -> values(rows, incident));
    }

    Future<List<FieldValue>> of(Tx tx, Incident incident) {
        return tx.query(OF_INCIDENT, Tuple.of(incident.id())).map(rows -> values(rows, incident));
    }

    Future<Void> add(Tx tx, IncidentField field) {
        return tx.query(ADD, arguments(field)).mapEmpty();
    }

    Future<Void> change(Tx tx, IncidentField field) {
        return tx.query(CHANGE, arguments(field)).mapEmpty();
    }

    Future<Boolean> remove(Tx tx, UUID id) {
        return tx.query(REMOVE, Tuple.of(id)).map(rows -> rows.rowCount() == 1);
    }

    Future<Void> set(Tx tx, UUID incident, UUID field, String value) {
        return tx.query(SET, Tuple.of(incident, field, value)).mapEmpty();
    }

    Future<Void> clear(Tx tx, UUID incident, UUID field) {
        return tx.query(CLEAR, Tuple.of(incident, field)).mapEmpty();
    }

    private static Tuple arguments(IncidentField field) {
        return Tuple.tuple()
                .addUUID(field.id())
                .addString(field.key())
                .addString(field.name())
                .addString(field.kind().word())
                .addArrayOfString(field.options().toArray(String[]::new))
                .addArrayOfString(field.severities().stream()
                        .map(severity -> severity.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new))
                .addArrayOfUUID(field.services().toArray(UUID[]::new))
                .addBoolean(field.required());
    }

    private static List<FieldValue> values(Iterable<Row> rows, Incident incident) {
        var all = new ArrayList<FieldValue>();
        for (var row : rows) {
            var field = field(row);
            var value = row.getString("value");
            if (value != null || field.fits(incident)) {
                all.add(new FieldValue(field, value, field.fits(incident)));
            }
        }
        return all;
    }

    private static List<IncidentField> read(Iterable<Row> rows) {
        var all = new ArrayList<IncidentField>();
        rows.forEach(row -> all.add(field(row)));
        return all;
    }

    private static IncidentField field(Row row) {
        return new IncidentField(
                row.getUUID("id"),
                row.getString("key"),
                row.getString("name"),
                FieldKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                List.of(row.getArrayOfStrings("options")),
                Stream.of(row.getArrayOfStrings("severities"))
                        .map(word -> IncidentSeverity.valueOf(word.toUpperCase(Locale.ROOT)))
                        .toList(),
                List.of(row.getArrayOfUUIDs("services")),
                row.getBoolean("required"),
                row.getLong("version"));
    }
}
