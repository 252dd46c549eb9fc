package dev.belfry.oncall.rota.board;

import dev.belfry.oncall.identity.directory.ContactStatuses;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The part of the bar that is about its reader; every page fetches it. */
public final class MyDutyPages {
    private static final Duration AHEAD = Duration.ofDays(7);
    /** Who is named in more schedules sees what the first of them say. */
    private static final int MOST_SCHEDULES = 50;

    private final ScheduleQueries schedules;
    private final ContactStatuses contacts;
    private final InstantSource clock;

    public MyDutyPages(ScheduleQueries schedules, ContactStatuses contacts, InstantSource clock) {
        this.schedules = schedules;
        this.contacts = contacts;
        this.clock = clock;
    }

    public void on(Console console) {
        console.get("/on-call/me", Role.VIEWER, this::mine);
    }

    private Future<Page> mine(PageCall call) {
        UUID person = Objects.requireNonNull(call.principal().userId());
        Instant now = clock.instant();
        Instant horizon = now.plus(AHEAD);
        return schedules
                .naming(person, now)
                .compose(naming ->
                        schedules.rolls(naming.stream().limit(MOST_SCHEDULES).toList(), now, horizon))
                .map(rolls -> new Page(
                        "Am I on call?",
                        "",
                        "my-duty.jte",
                        Map.of("duty", MyDuty.of(person, rolls, now, horizon, contacts.reach(person)))));
    }
}
