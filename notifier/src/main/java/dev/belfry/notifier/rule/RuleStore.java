package dev.belfry.notifier.rule;

import dev.belfry.contracts.incident.Urgency;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The {@code notification_rule} table. */
public final class RuleStore {
    static final String OF_USERS = """
            select id, user_id, delay_ms, contact_method, urgency from notification_rule
            where user_id = any($1) order by delay_ms, created_at, id""";
    static final String FIND =
            "select id, user_id, delay_ms, contact_method, urgency from notification_rule where id = $1";
    /** Nothing is added for a method that is not this person's. */
    static final String ADD = """
            insert into notification_rule (id, user_id, delay_ms, contact_method, created_at, urgency)
            select $1, $2, $3, m.id, $5, $6 from contact_method m where m.id = $4 and m.user_id = $2
            on conflict do nothing""";

    static final String REMOVE = "delete from notification_rule where id = $1";

    private final Database database;

    public RuleStore(Database database) {
        this.database = database;
    }

    public Future<List<NotificationRule>> of(UUID user) {
        return database.query(OF_USERS, users(List.of(user))).map(RuleStore::all);
    }

    public Future<List<NotificationRule>> of(Tx tx, Collection<UUID> users) {
        return tx.query(OF_USERS, users(users)).map(RuleStore::all);
    }

    public Future<Optional<NotificationRule>> find(UUID id) {
        return database.query(FIND, Tuple.of(id)).map(rows -> all(rows).stream().findFirst());
    }

    /** False when the same rule is there already, or the method is not this person's. */
    public Future<Boolean> add(Tx tx, NotificationRule rule, Instant now) {
        return tx.query(
                        ADD,
                        Tuple.of(
                                rule.id(),
                                rule.user(),
                                rule.delay().toMillis(),
                                rule.contactMethod(),
                                now.atOffset(ZoneOffset.UTC),
                                word(rule.urgency())))
                .map(added -> added.rowCount() == 1);
    }

    public Future<Void> remove(Tx tx, UUID id) {
        return tx.query(REMOVE, Tuple.of(id)).mapEmpty();
    }

    private static @Nullable String word(@Nullable Urgency urgency) {
        return urgency == null ? null : urgency.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Urgency urgency(@Nullable String word) {
        return word == null ? null : Urgency.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Tuple users(Collection<UUID> users) {
        return Tuple.tuple().addArrayOfUUID(users.toArray(UUID[]::new));
    }

    private static List<NotificationRule> all(RowSet<Row> rows) {
        var rules = new ArrayList<NotificationRule>(rows.size());
        for (var row : rows) {
            rules.add(new NotificationRule(
                    row.getUUID("id"),
                    row.getUUID("user_id"),
                    Duration.ofMillis(row.getLong("delay_ms")),
                    row.getUUID("contact_method"),
                    urgency(row.getString("urgency"))));
        }
        return rules;
    }
}
