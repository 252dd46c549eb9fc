package dev.belfry.oncall.coverage;

import dev.belfry.oncall.answer.Answer;
import dev.belfry.oncall.schedule.ScheduleCommands;
import dev.belfry.oncall.schedule.ScheduleDraft;
import dev.belfry.oncall.schedule.ScheduleQueries;
import dev.belfry.oncall.schedule.ShiftBody;
import dev.belfry.oncall.schedule.Span;
import dev.belfry.oncall.schedule.SpanRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The API of coverage, fairness and pay, also for a schedule that is only a draft. */
public final class CoverageRoutes {
    private static final int MOST_HOLIDAYS = 100;

    private final CoverageQueries queries;
    private final ScheduleCommands commands;
    private final InstantSource clock;

    public CoverageRoutes(CoverageQueries queries, ScheduleCommands commands, InstantSource clock) {
        this.queries = queries;
        this.commands = commands;
        this.clock = clock;
    }

    private record CoverageBody(
            Instant from,
            Instant to,
            double percent,
            List<Coverage.Stretch> gaps,
            List<Coverage.Stretch> partial,
            List<Coverage.Alone> alone,
            List<String> warnings) {
        static CoverageBody of(ScheduleQueries.Roll roll, Span span) {
            Coverage coverage = Coverage.of(roll.shifts(), span.from(), span.to());
            return new CoverageBody(
                    coverage.from(),
                    coverage.to(),
                    coverage.percent(),
                    coverage.gaps(),
                    coverage.partial(),
                    coverage.alone(),
                    Warnings.of(roll, coverage));
        }
    }

    private record ShareBody(
            UUID user,
            String name,
            int shifts,
            BigDecimal hours,
            BigDecimal nightHours,
            BigDecimal weekendHours,
            BigDecimal holidayHours) {}

    private record PreviewBody(List<ShiftBody> shifts, CoverageBody coverage, List<ShareBody> fairness) {}

    private record PayBody(String currency, List<PaySheet.Line> items, String csv) {}

    public void on(Api api) {
        api.on("getCoverage", Role.VIEWER, this::coverage)
                .on(
                        "getFairness",
                        Role.VIEWER,
                        call -> within(call, (roll, span) -> Map.of("items", shares(roll, span, holidays(call)))))
                .on("getPay", Role.MANAGER, call -> within(call, (roll, span) -> pay(call, roll, span)))
                .on("previewSchedule", Role.VIEWER, this::preview);
    }

    private Future<Reply> coverage(Call call) {
        String asked = call.query("days");
        Duration ahead = asked == null ? CoverageQueries.AHEAD : Duration.ofDays(Integer.parseInt(asked));
        Instant now = clock.instant();
        Span span = new Span(now, now.plus(ahead));
        return found(call, span, (roll, same) -> CoverageBody.of(roll, span));
    }

    private Future<Reply> within(Call call, BiFunction<ScheduleQueries.Roll, Span, Object> body) {
        return holidays(call) == null
                ? SpanRoutes.refuse("holidays", "write up to 100 dates such as 2026-12-25,2026-12-26")
                : SpanRoutes.within(call, span -> found(call, span, body));
    }

    private Future<Reply> found(Call call, Span span, BiFunction<ScheduleQueries.Roll, Span, Object> body) {
        return queries.roll(call.id("id"), span.from(), span.to())
                .map(roll -> roll == null ? Reply.notFound("nothing has this id") : Reply.ok(body.apply(roll, span)));
    }

    private static List<ShareBody> shares(ScheduleQueries.Roll roll, Span span, @Nullable Set<LocalDate> holidays) {
        Set<LocalDate> free = holidays == null ? Set.of() : holidays;
        return Fairness.of(roll.shifts(), roll.schedule().zone(), free, span.from(), span.to()).entrySet().stream()
                .map(entry -> new ShareBody(
                        entry.getKey(),
                        roll.name(entry.getKey()),
                        entry.getValue().shifts(),
                        PaySheet.hours(entry.getValue().all()),
                        PaySheet.hours(entry.getValue().night()),
                        PaySheet.hours(entry.getValue().weekend()),
                        PaySheet.hours(entry.getValue().holiday())))
                .toList();
    }

    private static PayBody pay(Call call, ScheduleQueries.Roll roll, Span span) {
        PayRules rules = PayRules.read(
                call.query("currency"),
                call.query("flat"),
                call.query("hour"),
                call.query("weekendHour"),
                call.query("holidayHour"),
                call.query("nightHour"));
        Set<LocalDate> free = holidays(call);
        PaySheet sheet = new PaySheet(
                rules.currency(),
                Fairness.of(
                                roll.shifts(),
                                roll.schedule().zone(),
                                free == null ? Set.of() : free,
                                span.from(),
                                span.to())
                        .entrySet()
                        .stream()
                        .map(entry ->
                                PaySheet.Line.of(entry.getKey(), roll.name(entry.getKey()), entry.getValue(), rules))
                        .toList());
        return new PayBody(sheet.currency(), sheet.items(), sheet.csv());
    }

    private Future<Reply> preview(Call call) {
        ScheduleDraft draft = call.body(ScheduleDraft.class);
        return SpanRoutes.within(
                call,
                span -> commands.check(draft).compose(bad -> {
                    if (!bad.isEmpty()) {
                        return Future.succeededFuture(Reply.invalid(
                                bad.stream().map(CoverageRoutes::field).toArray(Problem.Field[]::new)));
                    }
                    return queries.roll(draft.schedule(new UUID(0, 0), 1), span.from(), span.to())
                            .map(roll -> Reply.ok(new PreviewBody(
                                    ShiftBody.all(roll), CoverageBody.of(roll, span), shares(roll, span, Set.of()))));
                }));
    }

    private static Problem.Field field(Answer.Bad bad) {
        return new Problem.Field("#" + bad.pointer(), bad.detail());
    }

    /** Null when they cannot be read. */
    private static @Nullable Set<LocalDate> holidays(Call call) {
        String text = call.query("holidays");
        Set<LocalDate> dates = new HashSet<>();
        if (text == null || text.isEmpty()) {
            return dates;
        }
        for (String date : text.split(",", -1)) {
            try {
                dates.add(LocalDate.parse(date));
            } catch (DateTimeException unreadable) {
                return null;
            }
        }
        return dates.size() > MOST_HOLIDAYS ? null : dates;
    }
}
