package dev.belfry.oncall.rota.coverage;

import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.oncall.rota.schedule.Span;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What each person carries of a schedule in a month, drawn, as a table and as a file. */
public final class LoadPages {
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

    private final CoverageQueries queries;
    private final ScheduleQueries schedules;
    private final InstantSource clock;

    public LoadPages(CoverageQueries queries, ScheduleQueries schedules, InstantSource clock) {
        this.queries = queries;
        this.schedules = schedules;
        this.clock = clock;
    }

    public void on(Console console, Router router) {
        console.get("/on-call/:id/load", Role.VIEWER, this::page);
        router.get("/on-call/:id/load.csv").handler(context -> {
            var principal = console.principal(context);
            if (principal == null || !principal.role().covers(Role.VIEWER)) {
                context.fail(principal == null ? 401 : 403);
                return;
            }
            file(context);
        });
    }

    /** A month of a schedule; the months are those of its zone. */
    private record Month(YearMonth month, CoverageQueries.Shared shared) {}

    private Future<Page> page(PageCall call) {
        return month(Uuids.orNone(call.path("id")), call.query("month")).map(found -> {
            if (found == null) {
                return new Page(404, "Load", "on-call", "schedule-missing.jte", Map.of());
            }
            var schedule = found.shared.roll().schedule();
            List<Load> loads = found.shared.loads();
            return new Page(
                    "Load of " + schedule.name(),
                    "on-call",
                    "load.jte",
                    Map.of(
                            "schedule", schedule,
                            "title", MONTH.format(found.month),
                            "month", found.month.toString(),
                            "before", found.month.minusMonths(1).toString(),
                            "after", found.month.plusMonths(1).toString(),
                            "sheet", PaySheet.of(loads),
                            "chart", LoadChart.of(loads)));
        });
    }

    private void file(RoutingContext context) {
        month(Uuids.orNone(context.pathParam("id")), context.queryParams().get("month"))
                .onFailure(context::fail)
                .onSuccess(found -> {
                    if (found == null) {
                        context.fail(404);
                        return;
                    }
                    context.response()
                            .putHeader("Content-Type", PaySheet.CSV)
                            .putHeader("Content-Disposition", "attachment; filename=\"load-" + found.month + ".csv\"")
                            .putHeader("Cache-Control", "no-store")
                            .end(PaySheet.of(found.shared.loads()).csv());
                });
    }

    private Future<@Nullable Month> month(UUID id, @Nullable String asked) {
        return schedules.schedule(id).compose(schedule -> {
            if (schedule == null) {
                return Future.<@Nullable Month>succeededFuture(null);
            }
            ZoneId zone = schedule.zone();
            YearMonth wanted = month(asked);
            YearMonth month = wanted == null ? YearMonth.from(clock.instant().atZone(zone)) : wanted;
            Span span = new Span(
                    month.atDay(1).atStartOfDay(zone).toInstant(),
                    month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant());
            return queries.shared(id, Set.of(), span.from(), span.to())
                    .map(shared -> shared == null ? null : new Month(month, shared));
        });
    }

    /** Null when it is no month that anybody asks about. */
    private static @Nullable YearMonth month(@Nullable String text) {
        try {
            YearMonth month = text == null ? null : YearMonth.parse(text);
            return month == null || month.getYear() < 2000 || month.getYear() > 2100 ? null : month;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
