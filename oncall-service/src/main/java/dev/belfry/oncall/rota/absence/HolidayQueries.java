package dev.belfry.oncall.rota.absence;

import dev.belfry.oncall.identity.row.RowStore;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says which days are holidays: for a team those of the calendars that are everybody's and of its own. */
public final class HolidayQueries {
    private HolidayQueries() {}

    /**
     * The holidays from this day until just before that one.
     *
     * @param team whose schedule it is about; null for one that no team owns: only everybody's count
     */
    public static Future<Set<LocalDate>> between(RowStore rows, @Nullable UUID team, LocalDate from, LocalDate until) {
        return AbsenceStore.holidays(rows, team, from, until);
    }
}
