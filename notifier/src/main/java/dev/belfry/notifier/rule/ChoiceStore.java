package dev.belfry.notifier.rule;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The {@code notification_choice} table: only those who chose otherwise, or chose at all, have a row. */
public final class ChoiceStore {
    static final String FIND =
            "select user_id, when_over, quiet_from, quiet_to from notification_choice where user_id = any($1)";
    static final String SAVE = """
            insert into notification_choice (user_id, when_over, quiet_from, quiet_to) values ($1, $2, $3, $4)
            on conflict (user_id) do update set when_over = excluded.when_over, quiet_from = excluded.quiet_from,
                quiet_to = excluded.quiet_to""";

    private final Database database;

    public ChoiceStore(Database database) {
        this.database = database;
    }

    public Future<NotificationChoice> of(UUID user) {
        return database.query(FIND, users(List.of(user)))
                .map(rows -> all(rows).getOrDefault(user, NotificationChoice.usual(user)));
    }

    /** Of those who chose at all. */
    public Future<Map<UUID, NotificationChoice>> of(Tx tx, Collection<UUID> users) {
        return tx.query(FIND, users(users)).map(ChoiceStore::all);
    }

    private static Tuple users(Collection<UUID> users) {
        return Tuple.tuple().addArrayOfUUID(users.toArray(UUID[]::new));
    }

    private static Map<UUID, NotificationChoice> all(RowSet<Row> rows) {
        Map<UUID, NotificationChoice> choices = new HashMap<>();
        for (var row : rows) {
            var user = row.getUUID("user_id");
            var from = row.getLocalTime("quiet_from");
            var to = row.getLocalTime("quiet_to");
            choices.put(
                    user,
                    new NotificationChoice(
                            user,
                            row.getBoolean("when_over"),
                            from == null || to == null ? null : new QuietHours(from, to)));
        }
        return choices;
    }

    public Future<Void> save(Tx tx, NotificationChoice choice) {
        var quiet = choice.quiet();
        return tx.query(
                        SAVE,
                        Tuple.of(
                                choice.user(),
                                choice.whenOver(),
                                quiet == null ? null : quiet.from(),
                                quiet == null ? null : quiet.to()))
                .mapEmpty();
    }
}
