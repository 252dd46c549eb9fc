package dev.belfry.oncall.rota.absence;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.oncall.rota.ical.Reading;
import dev.belfry.oncall.rota.outside.IntakeCommands;
import dev.belfry.oncall.rota.outside.OutsideCalendar;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes a person's calendar as when they are away. */
public final class AbsenceIntakeCommands implements IntakeCommands {
    private final ConflictCommands conflicts;

    public AbsenceIntakeCommands(ConflictCommands conflicts) {
        this.conflicts = conflicts;
    }

    /** A day off begins at the person's midnight. */
    @Override
    public Future<@Nullable ZoneId> zone(RowStore rows, OutsideCalendar calendar) {
        return AbsenceStore.zone(rows, calendar.user()).map(zone -> zone == null ? null : ZoneId.of(zone));
    }

    @Override
    public Future<Integer> take(Tx tx, OutsideCalendar calendar, Reading.Read read, Instant from) {
        UUID person = calendar.user();
        if (person == null) {
            return Future.succeededFuture(0);
        }
        return AbsenceStore.mails(tx::query, person).compose(mails -> {
            List<Absence> absences = Absences.of(calendar.id(), person, mails, read);
            return AbsenceStore.clear(tx::query, calendar.id(), from)
                    .compose(done -> AbsenceStore.insert(tx::query, absences))
                    .map(done -> absences.size());
        });
    }

    @Override
    public Future<Void> taken(OutsideCalendar calendar) {
        return conflicts.settle(calendar.user());
    }
}
