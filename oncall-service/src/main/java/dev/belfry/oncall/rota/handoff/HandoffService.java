package dev.belfry.oncall.rota.handoff;

import dev.belfry.oncall.rota.coverage.CoverageQueries;
import dev.belfry.oncall.rota.coverage.LoadPages;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.zone.TimeZoneRules;
import java.time.Duration;

/** Puts together what people are told about their shifts, and the pages about it. */
public final class HandoffService {
    private static final Duration LOOKED = Duration.ofMinutes(1);
    /** Rules change between two starts only; zones that come into use are kept within this time. */
    private static final Duration COMPARED = Duration.ofDays(1);

    private HandoffService() {}

    /** @param ahead how far ahead those who lead a team are told what is missing */
    public static void wire(
            Host host, Api api, Console console, ScheduleQueries schedules, CoverageQueries coverage, Duration ahead) {
        HandoffCommands commands = new HandoffCommands(host.database(), host.clock());
        new HandoffRoutes(commands).on(api);
        host.sweep(
                "handoffs", LOOKED, new HandoffSweep(host.database(), schedules, coverage, ahead, host.clock())::look);
        host.sweep(
                "time-zone-rules",
                COMPARED,
                new ZoneRulesSweep(host.database(), host.clock(), host.ids(), TimeZoneRules.version())::look);
        new HandoffPages(commands, schedules, host.ids()).on(console);
        new LoadPages(coverage, schedules, host.clock()).on(console, host.router());
    }
}
