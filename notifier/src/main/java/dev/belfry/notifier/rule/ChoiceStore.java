package dev.belfry.notifier.rule;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** The {@code notification_choice} table: only those who chose otherwise, or chose at all, have a row. */
public final class ChoiceStore {
    static final String FIND = "select when_over from notification_choice where user_id = $1";
    static final String SAVE = """
            insert into notification_choice (user_id, when_over) values ($1, $2)
            on conflict (user_id) do update set when_over = excluded.when_over""";

    private final Database database;

    public ChoiceStore(Database database) {
        this.database = database;
    }

    public Future<NotificationChoice> of(UUID user) {
        return database.query(FIND, Tuple.of(user))
                .map(rows -> rows.size() == 0
                        ? NotificationChoice.usual(user)
                        : new NotificationChoice(user, rows.iterator().next().getBoolean("when_over")));
    }

    public Future<Void> save(Tx tx, NotificationChoice choice) {
        return tx.query(SAVE, Tuple.of(choice.user(), choice.whenOver())).mapEmpty();
    }
}
