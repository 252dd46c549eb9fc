package dev.belfry.oncall.rota.coverage;

import dev.belfry.oncall.identity.directory.ContactStatuses;
import dev.belfry.oncall.rota.schedule.ScheduleCommands;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import java.time.Duration;

/** Puts coverage, fairness and pay together. */
public final class CoverageService {
    private static final Duration MEASURED = Duration.ofHours(1);

    private CoverageService() {}

    /** @return what others ask about the coverage */
    public static CoverageQueries wire(
            Host host,
            Api api,
            ScheduleCommands commands,
            ScheduleQueries schedules,
            ContactStatuses contacts,
            PageCountQueries pages) {
        CoverageQueries coverage = new CoverageQueries(host.database(), schedules, contacts, pages, host.clock());
        new CoverageRoutes(coverage, commands, host.clock()).on(api);
        host.sweep("coverage", MEASURED, new CoverageSweep(coverage, host.clock(), host.metrics())::measure);
        return coverage;
    }
}
