package dev.belfry.oncall.rota.outside;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.oncall.rota.ical.Reading;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What becomes of what is in a calendar of one kind. */
public interface IntakeCommands {
    /** Where days and times without a zone count; null for what the calendar says itself. */
    Future<@Nullable ZoneId> zone(RowStore rows, OutsideCalendar calendar);

    /**
     * Takes what was read in the place of what was read before, within the transaction.
     *
     * @param from what was over before then stays as it was
     * @return how many events count; failed with an IllegalArgumentException that says why when they cannot be taken
     */
    Future<Integer> take(Tx tx, OutsideCalendar calendar, Reading.Read read, Instant from);

    /** What is to be looked at again once it is committed, or once the calendar is gone. */
    Future<Void> taken(OutsideCalendar calendar);
}
