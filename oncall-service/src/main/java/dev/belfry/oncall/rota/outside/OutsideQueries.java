package dev.belfry.oncall.rota.outside;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the calendars that are followed. */
public final class OutsideQueries {
    private final Database database;

    public OutsideQueries(Database database) {
        this.database = database;
    }

    /** @param user whose; null for everybody's */
    public Future<List<OutsideCalendar>> calendars(OutsideKind kind, @Nullable UUID user, UUID after, int limit) {
        return OutsideStore.list(database::query, kind, user, after, limit);
    }

    public Future<@Nullable OutsideCalendar> calendar(OutsideKind kind, UUID id) {
        return OutsideStore.one(database::query, kind, id, false);
    }

    Future<Boolean> may(Caller by, OutsideCalendar calendar) {
        return OutsideCommands.may(database::query, by, calendar);
    }

    /** Whether the caller may see when this person is away. */
    public Future<Boolean> speaksFor(Caller by, UUID person) {
        return OutsideCommands.speaksFor(database::query, by, person);
    }
}
