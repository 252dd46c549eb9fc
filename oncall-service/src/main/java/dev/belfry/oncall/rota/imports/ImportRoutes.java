package dev.belfry.oncall.rota.imports;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.oncall.rota.outside.OutsideCalendar;
import dev.belfry.oncall.rota.outside.OutsideCommands;
import dev.belfry.oncall.rota.outside.OutsideKind;
import dev.belfry.oncall.rota.outside.OutsideQueries;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.function.Function;

/** The API of schedules that are kept in calendars elsewhere. */
public final class ImportRoutes {
    private final ImportCommands commands;
    private final OutsideCommands outside;
    private final OutsideQueries queries;

    public ImportRoutes(ImportCommands commands, OutsideCommands outside, OutsideQueries queries) {
        this.commands = commands;
        this.outside = outside;
        this.queries = queries;
    }

    public void on(Api api) {
        // A schedule and what it follows have one id: there is no other way to either.
        api.onOwned("importSchedule", Role.MANAGER, this::take)
                .on(
                        "getFollowedCalendar",
                        Role.VIEWER,
                        call -> queries.calendar(OutsideKind.SCHEDULE, call.id("id"))
                                .map(calendar -> AnswerRoutes.found(
                                        OutsideKind.SCHEDULE.thing(),
                                        calendar,
                                        calendar == null ? 0 : calendar.version(),
                                        OutsideCalendar::body)))
                .onOwned(
                        "stopFollowing",
                        Role.MANAGER,
                        call -> outside.delete(CallerRoutes.of(call, Role.MANAGER), OutsideKind.SCHEDULE, call.id("id"))
                                .map(AnswerRoutes::deleted));
    }

    private Future<Reply> take(Call call) {
        ImportDraft draft = call.body(ImportDraft.class);
        return commands.take(CallerRoutes.of(call, Role.MANAGER), call.newId(), draft)
                .map(answer -> answer instanceof Answer.Done<ImportCommands.Body> done
                                && done.value().schedule() != null
                        ? AnswerRoutes.created(
                                answer, body -> "/api/v1/schedules/" + body.schedule(), Function.identity())
                        : AnswerRoutes.changed(answer, Function.identity()));
    }
}
