package dev.belfry.incident.insight;

import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.insight.fact.FactSweep;
import dev.belfry.incident.insight.report.InsightPages;
import dev.belfry.incident.insight.report.InsightRoutes;
import dev.belfry.incident.insight.report.ReportQueries;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import java.time.Duration;

/** Wires what is counted and found. */
public record InsightService(Host host, CatalogStore catalog, Directory directory, ReportQueries reports) {
    private static final Duration LOOKED = Duration.ofSeconds(2);

    public static InsightService wire(Host host, CatalogStore catalog, Directory directory) {
        host.sweep("insights", LOOKED, new FactSweep(host.database(), directory, host.clock())::look);
        return new InsightService(host, catalog, directory, new ReportQueries(host.database(), directory));
    }

    public void on(Api api) {
        new InsightRoutes(reports, host.clock()).on(api);
    }

    public void on(Console console) {
        new InsightPages(reports, catalog, directory, host.clock()).on(console, host.router());
    }
}
