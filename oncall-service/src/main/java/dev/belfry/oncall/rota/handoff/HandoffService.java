package dev.belfry.oncall.rota.handoff;

import dev.belfry.oncall.rota.coverage.CoverageQueries;
import dev.belfry.oncall.rota.coverage.LoadPages;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import java.time.Duration;

/** Puts together what people are told about their shifts, and the pages about it. */
public final class HandoffService {
    private static final Duration LOOKED = Duration.ofMinutes(1);

    private HandoffService() {}

    /** @param ahead how far ahead those who lead a team are told what is missing */
    public static void wire(
            Host host, Api api, Console console, ScheduleQueries schedules, CoverageQueries coverage, Duration ahead) {
        HandoffCommands commands = new HandoffCommands(host.database(), host.clock());
        new HandoffRoutes(commands).on(api);
        host.sweep(
                "handoffs", LOOKED, new HandoffSweep(host.database(), schedules, coverage, ahead, host.clock())::look);
        new HandoffPages(commands, schedules, host.ids()).on(console);
        new LoadPages(coverage, schedules, host.clock()).on(console, host.router());
    }
}
