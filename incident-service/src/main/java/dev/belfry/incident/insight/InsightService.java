package dev.belfry.incident.insight;

import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.search.WordStore;
import dev.belfry.incident.insight.fact.DaySweep;
import dev.belfry.incident.insight.fact.FactSweep;
import dev.belfry.incident.insight.report.InsightPages;
import dev.belfry.incident.insight.report.InsightRoutes;
import dev.belfry.incident.insight.report.ReportQueries;
import dev.belfry.incident.insight.text.SimilarQueries;
import dev.belfry.incident.insight.text.SimilarRoutes;
import dev.belfry.incident.insight.text.TextQueries;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import java.time.Duration;

/** Wires what is counted and found. */
public record InsightService(
        Host host,
        CatalogStore catalog,
        Directory directory,
        ReportQueries reports,
        TextQueries texts,
        IncidentStore incidents) {
    private static final Duration LOOKED = Duration.ofSeconds(2);

    private SimilarRoutes similar() {
        return new SimilarRoutes(incidents, new SimilarQueries(host.database()));
    }

    public static InsightService wire(Host host, CatalogStore catalog, IncidentStore incidents, Directory directory) {
        var texts = new TextQueries(host.database(), new WordStore(host.database()));
        host.sweep("insights", LOOKED, new FactSweep(host.database(), directory, host.clock(), texts::keep)::look);
        host.sweep("insight-days", DaySweep.EVERY, new DaySweep(host.database(), host.clock())::look);
        return new InsightService(
                host, catalog, directory, new ReportQueries(host.database(), catalog, directory), texts, incidents);
    }

    public void on(Api api) {
        similar().on(api);
        new InsightRoutes(reports, host.clock()).on(api);
    }

    public void on(Console console) {
        similar().on(console);
        new InsightPages(reports, catalog, directory, host.clock()).on(console, host.router());
    }
}
