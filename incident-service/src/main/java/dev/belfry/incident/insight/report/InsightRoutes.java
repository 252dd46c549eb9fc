package dev.belfry.incident.insight.report;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;

/** The counts of a period over the API. */
public final class InsightRoutes {
    private final ReportQueries reports;
    private final InstantSource clock;

    public InsightRoutes(ReportQueries reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
    }

    public void on(Api api) {
        api.on("getInsights", Role.VIEWER, this::show);
    }

    private Future<Reply> show(Call call) {
        var question = Question.of(call::query, clock.instant(), ZoneOffset.UTC);
        var zone = call.query("timeZone");
        var period = question.period();
        if (zone != null && !Question.isZone(zone)) {
            return refused("timeZone", "Give a time zone such as Europe/Berlin.");
        }
        if (!said(call, "to", period.to()) || !said(call, "from", period.from())) {
            return refused(
                    "from",
                    "Give days such as 2026-07-27, the first before the last, at most " + Period.MOST_DAYS
                            + " of them.");
        }
        return reports.report(question).map(Reply::ok);
    }

    private static boolean said(Call call, String parameter, LocalDate read) {
        return Objects.requireNonNullElse(call.query(parameter), read.toString())
                .equals(read.toString());
    }

    private static Future<Reply> refused(String parameter, String reason) {
        return Future.succeededFuture(Reply.invalid(new Problem.Field("query: " + parameter, reason)));
    }
}
