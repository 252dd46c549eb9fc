package dev.belfry.incident.insight.report;

import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The counts of a period in the console, and each of its incidents as a line of a file. */
public final class InsightPages {
    private static final int MOST_SERVICES = 500;
    private static final int CHUNK = 2_000;
    private static final int MOST_LINES = 100_000;

    private final ReportQueries reports;
    private final CatalogStore catalog;
    private final Directory directory;
    private final InstantSource clock;

    public InsightPages(ReportQueries reports, CatalogStore catalog, Directory directory, InstantSource clock) {
        this.reports = reports;
        this.catalog = catalog;
        this.directory = directory;
        this.clock = clock;
    }

    public void on(Console console, Router router) {
        console.get("/insights", Role.VIEWER, this::show);
        router.get("/insights.csv").handler(context -> {
            var principal = console.principal(context);
            if (principal == null || !principal.role().covers(Role.VIEWER)) {
                context.fail(principal == null ? 401 : 403);
            } else {
                file(context, Question.of(context.queryParams()::get, clock.instant(), principal.zone()));
            }
        });
    }

    private Future<Page> show(PageCall call) {
        var question =
                Question.of(call::query, call.view().now(), call.principal().zone());
        var report = reports.report(question);
        var services = catalog.services(null, MOST_SERVICES);
        boolean late = "95th".equals(call.query("show"));
        return Future.all(report, services).map(all -> {
            var found = report.result();
            Map<String, Object> params = new HashMap<>();
            params.put("question", question);
            params.put("report", found);
            params.put("figures", Figure.of(found));
            params.put("lines", lines(found, late));
            params.put("late", late);
            params.put("heat", new HeatMap(found.hours()));
            params.put("services", services.result());
            params.put("teams", directory.teams());
            return new Page("Insights", "insights", "insights.jte", params);
        });
    }

    private static List<Line> lines(Report report, boolean late) {
        return List.of(
                Line.of(
                        "Time to acknowledge",
                        report.trend(),
                        Report.Point::acknowledge,
                        late ? Report.Spread::p95 : Report.Spread::median),
                Line.of(
                        "Time to resolve",
                        report.trend(),
                        Report.Point::resolve,
                        late ? Report.Spread::p95 : Report.Spread::median));
    }

    /** Sent as it is read, so that it is never held whole. */
    private void file(RoutingContext context, Question question) {
        var response = context.response()
                .setChunked(true)
                .putHeader("Content-Type", "text/csv; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader(
                        "Content-Disposition",
                        "attachment; filename=\"incidents-" + question.period().from() + "-to-"
                                + question.period().to() + ".csv\"");
        var teams = reports.teams();
        reports.fields()
                .compose(fields -> response.write(Csv.head(fields))
                        .compose(begun -> chunk(
                                context, question, new Columns(teams, fields), Long.MAX_VALUE, MOST_LINES / CHUNK)))
                .compose(done -> response.end())
                .onFailure(failure -> {
                    if (response.headWritten()) {
                        // A file that is cut off must not look whole.
                        response.reset();
                    } else {
                        context.fail(failure);
                    }
                });
    }

    /** What the columns of the file need. */
    private record Columns(Map<UUID, Summary.Team> teams, List<String> fields) {}

    private Future<Void> chunk(RoutingContext context, Question question, Columns columns, long before, int left) {
        return reports.rows(question, before, CHUNK).compose(rows -> {
            var text = new StringBuilder();
            long last = before;
            for (var row : rows) {
                text.append(Csv.line(row, columns.teams(), columns.fields()));
                last = row.number();
            }
            var written = text.isEmpty()
                    ? Future.<Void>succeededFuture()
                    : context.response().write(text.toString());
            long next = last;
            return rows.size() < CHUNK || left <= 1
                    ? written
                    : written.compose(done -> chunk(context, question, columns, next, left - 1));
        });
    }
}
