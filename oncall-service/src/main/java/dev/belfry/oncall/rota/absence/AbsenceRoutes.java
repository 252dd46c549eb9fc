package dev.belfry.oncall.rota.absence;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.oncall.rota.outside.OutsideQueries;
import dev.belfry.oncall.rota.outside.OutsideRoutes;
import dev.belfry.oncall.rota.schedule.Span;
import dev.belfry.oncall.rota.schedule.SpanRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/** The API of when people are away. */
public final class AbsenceRoutes {
    private final AbsenceCommands commands;
    private final AbsenceQueries queries;
    private final OutsideQueries calendars;
    private final InstantSource clock;

    public AbsenceRoutes(
            AbsenceCommands commands, AbsenceQueries queries, OutsideQueries calendars, InstantSource clock) {
        this.commands = commands;
        this.queries = queries;
        this.calendars = calendars;
        this.clock = clock;
    }

    public void on(Api api) {
        api.on("listAbsences", Role.VIEWER, this::list)
                .onOwned(
                        "createAbsence",
                        Role.VIEWER,
                        call -> commands.add(
                                        CallerRoutes.of(call, Role.VIEWER), call.newId(), call.body(AbsenceDraft.class))
                                .map(answer -> AnswerRoutes.created(
                                        answer, absence -> "/api/v1/absences/" + absence.id(), Function.identity())))
                .onOwned(
                        "deleteAbsence",
                        Role.VIEWER,
                        call -> commands.remove(CallerRoutes.of(call, Role.VIEWER), call.id("id"))
                                .map(AnswerRoutes::deleted));
    }

    private Future<Reply> list(Call call) {
        Instant from = call.query("from") == null ? clock.instant() : Span.instant(call.query("from"));
        if (from == null) {
            return SpanRoutes.refuse("from", "this is not a time such as 2026-01-05T09:00:00Z");
        }
        return OutsideRoutes.ofPerson(
                calendars,
                call,
                user -> AnswerRoutes.list(
                        call,
                        (after, limit) -> queries.absences(user, from, after, limit),
                        Absence::id,
                        Future::succeededFuture));
    }
}
