package dev.belfry.oncall.identity.profile;

import dev.belfry.oncall.identity.row.RowStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** When people want to be reminded of their shifts, in the database. */
public final class ReminderStore {
    static final String OF = "select id, reminders from person where id = any($1)";
    static final String SET = "update person set reminders = $2 where id = $1";

    private ReminderStore() {}

    /** How long before a shift each wants to hear of it; who is not there is missing. */
    public static Future<Map<UUID, Set<Duration>>> of(RowStore rows, Collection<UUID> people) {
        return rows.query(OF, Tuple.tuple().addArrayOfUUID(people.toArray(UUID[]::new)))
                .map(found -> {
                    Map<UUID, Set<Duration>> wishes = new HashMap<>();
                    for (Row row : found) {
                        Set<Duration> own = new TreeSet<>();
                        for (Integer minutes : row.getArrayOfIntegers("reminders")) {
                            own.add(Duration.ofMinutes(minutes));
                        }
                        wishes.put(row.getUUID("id"), own);
                    }
                    return wishes;
                });
    }

    /** False when there is no such person. */
    static Future<Boolean> set(RowStore rows, UUID person, Set<Duration> before) {
        Integer[] minutes =
                before.stream().sorted().map(one -> (int) one.toMinutes()).toArray(Integer[]::new);
        return rows.query(SET, Tuple.tuple().addUUID(person).addArrayOfInteger(minutes))
                .map(result -> result.rowCount() > 0);
    }
}
