package dev.belfry.oncall.rota.absence;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.oncall.rota.ical.Reading;
import dev.belfry.oncall.rota.outside.IntakeCommands;
import dev.belfry.oncall.rota.outside.OutsideCalendar;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a calendar as days that are holidays. */
public final class HolidayIntakeCommands implements IntakeCommands {
    /** Only whole days are taken, and they have the same date everywhere. */
    @Override
    public Future<@Nullable ZoneId> zone(RowStore rows, OutsideCalendar calendar) {
        return Future.succeededFuture(ZoneOffset.UTC);
    }

    @Override
    public Future<Integer> take(Tx tx, OutsideCalendar calendar, Reading.Read read, Instant from) {
        LocalDate first = LocalDate.ofInstant(from, read.zone());
        Map<LocalDate, String> days = Absences.holidays(read, first);
        return AbsenceStore.holidays(tx::query, calendar.id(), first, days).map(done -> days.size());
    }

    @Override
    public Future<Void> taken(OutsideCalendar calendar) {
        return Future.succeededFuture();
    }
}
