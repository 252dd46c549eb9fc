package dev.belfry.incident.incident.task;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps tasks. */
public final class TaskStore {
    private static final String SELECT = """
            select id, incident, title, assignee, assignee_name, created_at, created_by, done_at, done_by, version
            from task where incident = $1
            """;

    static final String OF_INCIDENT = SELECT + "order by id limit 200";
    static final String ONE = SELECT + "and id = $2";
    static final String ADD = """
            insert into task (id, incident, title, assignee, assignee_name, created_at, created_by, version)
            values ($1, $2, $3, $4, $5, $6, $7, 1)""";
    static final String CHANGE = """
            update task set title = $2, assignee = $3, assignee_name = $4, done_at = $5, done_by = $6,
                version = version + 1
            where id = $1""";
    static final String REMOVE = "delete from task where id = $1";

    private final Database database;

    public TaskStore(Database database) {
        this.database = database;
    }

    /** In the order in which they were added. */
    public Future<List<Task>> of(UUID incident) {
        return database.query(OF_INCIDENT, Tuple.of(incident)).map(TaskStore::read);
    }

    public Future<Optional<Task>> find(UUID incident, UUID id) {
        return database.query(ONE, Tuple.of(incident, id))
                .map(rows -> read(rows).stream().findFirst());
    }

    Future<List<Task>> of(Tx tx, UUID incident) {
        return tx.query(OF_INCIDENT, Tuple.of(incident)).map(TaskStore::read);
    }

    Future<Void> add(Tx tx, Task task) {
        var assignee = task.assignee();
        return tx.query(
                        ADD,
                        Tuple.tuple()
                                .addUUID(task.id())
                                .addUUID(task.incident())
                                .addString(task.title())
                                .addUUID(assignee == null ? null : assignee.id())
                                .addString(assignee == null ? null : assignee.name())
                                .addOffsetDateTime(Columns.utc(task.createdAt()))
                                .addString(task.createdBy()))
                .mapEmpty();
    }

    Future<Void> change(Tx tx, Task task) {
        var assignee = task.assignee();
        return tx.query(
                        CHANGE,
                        Tuple.tuple()
                                .addUUID(task.id())
                                .addString(task.title())
                                .addUUID(assignee == null ? null : assignee.id())
                                .addString(assignee == null ? null : assignee.name())
                                .addOffsetDateTime(Columns.optionalUtc(task.doneAt()))
                                .addString(task.doneBy()))
                .mapEmpty();
    }

    Future<Void> remove(Tx tx, UUID id) {
        return tx.query(REMOVE, Tuple.of(id)).mapEmpty();
    }

    private static List<Task> read(Iterable<Row> rows) {
        var all = new ArrayList<Task>();
        for (var row : rows) {
            var assignee = row.getUUID("assignee");
            all.add(new Task(
                    row.getUUID("id"),
                    row.getUUID("incident"),
                    row.getString("title"),
                    assignee == null ? null : new Task.Person(assignee, row.getString("assignee_name")),
                    Columns.instant(row, "created_at"),
                    row.getString("created_by"),
                    Columns.optionalInstant(row, "done_at"),
                    row.getString("done_by"),
                    row.getLong("version")));
        }
        return all;
    }
}
