package dev.belfry.oncall.rota.imports;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.oncall.rota.ical.Reading;
import dev.belfry.oncall.rota.outside.IntakeCommands;
import dev.belfry.oncall.rota.outside.OutsideCalendar;
import dev.belfry.oncall.rota.schedule.OnCallQueries;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleCommands;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a schedule be what the calendar it follows says from now on: a version of it, so that what was before stays, and
 * overrides, swaps and cover lie over it as over any other.
 */
public final class ScheduleIntakeCommands implements IntakeCommands {
    private static final int MOST_PEOPLE = 10_000;
    /** How far it has to say the same to be the same: a calendar is followed again before less than that is left. */
    private static final Duration AHEAD = Duration.ofDays(300);

    private final ScheduleCommands schedules;
    private final PeopleQueries people;
    private final InstantSource clock;

    public ScheduleIntakeCommands(ScheduleCommands schedules, PeopleQueries people, InstantSource clock) {
        this.schedules = schedules;
        this.people = people;
        this.clock = clock;
    }

    /** What floats counts where the schedule does. */
    @Override
    public Future<@Nullable ZoneId> zone(RowStore rows, OutsideCalendar calendar) {
        UUID schedule = calendar.schedule();
        return schedule == null ? Future.succeededFuture(null) : OnCallQueries.zone(rows, schedule, clock.instant());
    }

    /** @throws IllegalArgumentException in the future when there are more shifts than a schedule can have */
    @Override
    public Future<Integer> take(Tx tx, OutsideCalendar calendar, Reading.Read read, Instant from) {
        UUID schedule = calendar.schedule();
        if (schedule == null) {
            return Future.succeededFuture(0);
        }
        return people.everybody(MOST_PEOPLE).compose(everybody -> {
            Imported imported = Imported.of(read.occurrences(), ImportCommands.known(everybody), clock.instant());
            return schedules
                    .follow(tx, Caller.service(), schedule, imported::groups, AHEAD)
                    .compose(answer -> answer instanceof Answer.Done<Schedule>
                            ? Future.succeededFuture(imported.shifts().size())
                            : Future.failedFuture(
                                    new IllegalStateException("the schedule was not changed: " + answer)));
        });
    }

    @Override
    public Future<Void> taken(OutsideCalendar calendar) {
        return Future.succeededFuture();
    }
}
