package dev.belfry.oncall.rota.absence;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.oncall.rota.schedule.Span;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says when people are away. */
public final class AbsenceQueries {
    private final Database database;

    public AbsenceQueries(Database database) {
        this.database = database;
    }

    /**
     * When each of these people is away at some time between the two instants: whole, in order, without overlaps; who is
     * not away is missing.
     */
    public static Future<Map<UUID, List<Span>>> of(
            RowStore rows, Collection<UUID> people, Instant from, Instant until) {
        return AbsenceStore.around(rows, people, from, until).map(Absences::merged);
    }

    /** @param user whose; null for everybody's */
    Future<List<Absence>> absences(@Nullable UUID user, Instant from, UUID after, int limit) {
        return AbsenceStore.list(database::query, user, from, after, limit);
    }
}
