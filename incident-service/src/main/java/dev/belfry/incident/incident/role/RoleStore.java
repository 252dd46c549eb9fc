package dev.belfry.incident.incident.role;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Keeps who has which role in which incident. */
public final class RoleStore {
    static final String OF_INCIDENT =
            "select role, person, person_name, since from incident_role where incident = $1 order by since, role";
    static final String ASSIGN = """
            insert into incident_role (incident, role, person, person_name, since) values ($1, $2, $3, $4, $5)
            on conflict (incident, role) do update set
                person = excluded.person, person_name = excluded.person_name, since = excluded.since""";
    static final String RELEASE = "delete from incident_role where incident = $1 and role = $2";

    private final Database database;

    public RoleStore(Database database) {
        this.database = database;
    }

    /** In the order in which they were taken. */
    public Future<List<Assignment>> of(UUID incident) {
        return database.query(OF_INCIDENT, Tuple.of(incident)).map(RoleStore::read);
    }

    public Future<List<Assignment>> of(Tx tx, UUID incident) {
        return tx.query(OF_INCIDENT, Tuple.of(incident)).map(RoleStore::read);
    }

    Future<Void> assign(Tx tx, UUID incident, Assignment assignment) {
        return tx.query(
                        ASSIGN,
                        Tuple.of(
                                incident,
                                assignment.role(),
                                assignment.person(),
                                assignment.name(),
                                Columns.utc(assignment.since())))
                .mapEmpty();
    }

    Future<Void> release(Tx tx, UUID incident, String role) {
        return tx.query(RELEASE, Tuple.of(incident, role)).mapEmpty();
    }

    private static List<Assignment> read(Iterable<Row> rows) {
        var all = new ArrayList<Assignment>();
        for (var row : rows) {
            all.add(new Assignment(
                    row.getString("role"),
                    row.getUUID("person"),
                    row.getString("person_name"),
                    Columns.instant(row, "since")));
        }
        return all;
    }
}
