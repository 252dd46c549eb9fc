package dev.belfry.oncall.rota.coverage;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.belfry.oncall.identity.directory.ContactStatuses.Reach;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleCommands;
import dev.belfry.oncall.rota.schedule.ScheduleDraft;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.oncall.rota.schedule.ShiftBody;
import dev.belfry.oncall.rota.schedule.Span;
import dev.belfry.oncall.rota.schedule.SpanRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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

    private record UnsureBody(UUID user, String name, String contact, Instant from) {
        static UnsureBody of(ScheduleQueries.Roll roll, Staffing.Unsure unsure) {
            String contact = unsure.reach() == Reach.NONE ? "unreachable" : "unverified";
            return new UnsureBody(unsure.user(), roll.name(unsure.user()), contact, unsure.from());
        }
    }

    private record CoverageBody(
            Instant from,
            Instant to,
            double percent,
            List<Coverage.Gap> gaps,
            List<Coverage.Empty> partial,
            List<Coverage.Alone> alone,
            List<UnsureBody> unsure,
            List<Staffing.Absent> absent,
            List<String> warnings) {
        static CoverageBody of(CoverageQueries.Proven proven) {
            Coverage coverage = proven.proof().coverage();
            Staffing staffing = proven.proof().staffing();
            return new CoverageBody(
                    coverage.from(),
                    coverage.to(),
                    coverage.percent(),
                    coverage.gaps(),
                    coverage.partial(),
                    coverage.alone(),
                    staffing.unsure().stream()
                            .map(unsure -> UnsureBody.of(proven.roll(), unsure))
                            .toList(),
                    staffing.absent(),
                    Warnings.of(proven.roll(), proven.proof()));
        }
    }

    /** @param shiftsLeftOut how many shifts are not listed; null when all are */
    private record PreviewBody(
            List<ShiftBody> shifts,
            @Nullable Integer shiftsLeftOut,
            CoverageBody coverage,
            List<PaySheet.Line> fairness) {}

    private record PayBody(@Nullable String currency, List<PaySheet.Line> items, String csv) {}

    public void on(Api api) {
        api.on("getCoverage", Role.VIEWER, this::coverage)
                .on(
                        "getFairness",
                        Role.VIEWER,
                        call -> shared(call, (same, loads) -> {
                            PaySheet sheet = PaySheet.of(loads);
                            return sheet(same, sheet, Map.of("items", sheet.items()));
                        }))
                .on(
                        "getPay",
                        Role.MANAGER,
                        call -> shared(call, (same, loads) -> {
                            PaySheet sheet = PaySheet.of(loads, rules(same));
                            return sheet(same, sheet, new PayBody(sheet.currency(), sheet.items(), sheet.csv()));
                        }))
                .on("previewSchedule", Role.VIEWER, this::preview);
    }

    private Future<Reply> coverage(Call call) {
        String asked = call.query("days");
        Duration ahead = asked == null ? CoverageQueries.AHEAD : Duration.ofDays(Integer.parseInt(asked));
        Instant now = clock.instant();
        return queries.proven(call.id("id"), now, now.plus(ahead))
                .map(proven ->
                        proven == null ? AnswerRoutes.missing(Schedule.THING) : Reply.ok(CoverageBody.of(proven)));
    }

    private Future<Reply> shared(Call call, BiFunction<Call, List<Load>, Reply> reply) {
        return within(
                call,
                (span, holidays) -> queries.shared(call.id("id"), holidays, span.from(), span.to())
                        .map(shared -> shared == null
                                ? AnswerRoutes.missing(Schedule.THING)
                                : reply.apply(call, shared.loads())));
    }

    private static Future<Reply> within(Call call, BiFunction<Span, Set<LocalDate>, Future<Reply>> handler) {
        Set<LocalDate> holidays = holidays(call);
        return holidays == null
                ? SpanRoutes.refuse("holidays", "write up to 100 dates such as 2026-12-25,2026-12-26")
                : SpanRoutes.within(call, span -> handler.apply(span, holidays));
    }

    /** As CSV for who asks for nothing else. */
    private static Reply sheet(Call call, PaySheet sheet, Object json) {
        String accept = call.context().request().getHeader("Accept");
        if (accept == null || !accept.toLowerCase(Locale.ROOT).startsWith("text/csv")) {
            return Reply.ok(json);
        }
        var response = call.context().response();
        call.context().addHeadersEndHandler(done -> response.putHeader("Content-Type", PaySheet.CSV));
        // What is raw is written as it is: the text itself, not a JSON string.
        return Reply.ok(new RawValue(sheet.csv()));
    }

    private static PayRules rules(Call call) {
        return PayRules.read(
                call.query("currency"),
                call.query("flat"),
                call.query("hour"),
                call.query("weekendHour"),
                call.query("holidayHour"),
                call.query("nightHour"),
                call.query("page"));
    }

    private Future<Reply> preview(Call call) {
        ScheduleDraft draft = call.body(ScheduleDraft.class);
        return within(
                call,
                (span, holidays) -> commands.check(draft).compose(bad -> {
                    if (!bad.isEmpty()) {
                        return Future.succeededFuture(Reply.invalid(
                                bad.stream().map(CoverageRoutes::field).toArray(Problem.Field[]::new)));
                    }
                    return queries.roll(draft.schedule(new UUID(0, 0), 1), span.from(), span.to())
                            .compose(roll -> preview(roll, holidays, span));
                }));
    }

    private Future<Reply> preview(ScheduleQueries.Roll roll, Set<LocalDate> holidays, Span span) {
        return queries.provenDraft(roll, span.from(), span.to())
                .compose(proven -> queries.sharedDraft(roll, holidays, span.from(), span.to())
                        .map(shared -> {
                            List<ShiftBody> shifts = ShiftBody.all(roll);
                            int leftOut = roll.shifts().size() - shifts.size();
                            return Reply.ok(new PreviewBody(
                                    shifts,
                                    leftOut == 0 ? null : leftOut,
                                    CoverageBody.of(proven),
                                    PaySheet.of(shared.loads()).items()));
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
