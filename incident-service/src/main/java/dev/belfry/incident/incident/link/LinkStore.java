package dev.belfry.incident.incident.link;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Keeps the links of incidents. */
public final class LinkStore {
    static final String OF_INCIDENT = """
            select id, incident, title, url, added_at, added_by from incident_link where incident = $1 order by id limit 100""";

    static final String ADD =
            "insert into incident_link (id, incident, title, url, added_at, added_by) values ($1, $2, $3, $4, $5, $6)";

    static final String REMOVE = "delete from incident_link where id = $1";

    private final Database database;

    public LinkStore(Database database) {
        this.database = database;
    }

    /** In the order in which they were added. */
    public Future<List<IncidentLink>> of(UUID incident) {
        return database.query(OF_INCIDENT, Tuple.of(incident)).map(LinkStore::read);
    }

    Future<List<IncidentLink>> of(Tx tx, UUID incident) {
        return tx.query(OF_INCIDENT, Tuple.of(incident)).map(LinkStore::read);
    }

    Future<Void> add(Tx tx, IncidentLink link) {
        return tx.query(
                        ADD,
                        Tuple.of(
                                link.id(),
                                link.incident(),
                                link.title(),
                                link.url(),
                                Columns.utc(link.addedAt()),
                                link.addedBy()))
                .mapEmpty();
    }

    Future<Void> remove(Tx tx, UUID id) {
        return tx.query(REMOVE, Tuple.of(id)).mapEmpty();
    }

    private static List<IncidentLink> read(Iterable<Row> rows) {
        var links = new ArrayList<IncidentLink>();
        for (var row : rows) {
            links.add(new IncidentLink(
                    row.getUUID("id"),
                    row.getUUID("incident"),
                    row.getString("title"),
                    row.getString("url"),
                    Columns.instant(row, "added_at"),
                    row.getString("added_by")));
        }
        return links;
    }
}
