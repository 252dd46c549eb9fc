package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API of overrides and temporary schedules. */
public final class OverrideRoutes {
    private final OverrideCommands commands;
    private final ScheduleQueries queries;

    public OverrideRoutes(OverrideCommands commands, ScheduleQueries queries) {
        this.commands = commands;
        this.queries = queries;
    }

    private record TemporaryBody(
            UUID id,
            UUID schedule,
            Instant start,
            Instant end,
            TemporaryDraft.Mode mode,
            List<TemporarySchedule.Stint> shifts,
            Instant createdAt) {
        static TemporaryBody of(TemporarySchedule temporary) {
            return new TemporaryBody(
                    temporary.id(),
                    temporary.schedule(),
                    temporary.start(),
                    temporary.end(),
                    temporary.fills() ? TemporaryDraft.Mode.FILL : TemporaryDraft.Mode.REPLACE,
                    temporary.shifts(),
                    temporary.createdAt());
        }
    }

    public void on(Api api) {
        api.on("listOverrides", Role.VIEWER, this::overrides)
                .onOwned("createOverride", Role.RESPONDER, this::override)
                .onOwned(
                        "deleteOverride",
                        Role.RESPONDER,
                        call -> commands.deleteOverride(CallerRoutes.of(call, Role.RESPONDER), call.id("id"))
                                .map(AnswerRoutes::deleted))
                .on("listTemporarySchedules", Role.VIEWER, this::temporaries)
                .onOwned("createTemporarySchedule", Role.MANAGER, this::temporary)
                .onOwned(
                        "deleteTemporarySchedule",
                        Role.MANAGER,
                        call -> commands.deleteTemporary(CallerRoutes.of(call, Role.MANAGER), call.id("id"))
                                .map(AnswerRoutes::deleted));
    }

    private Future<Reply> overrides(Call call) {
        return AnswerRoutes.list(
                call,
                (after, limit) -> queries.overrides(schedule(call), after, limit),
                ScheduleOverride::id,
                Future::succeededFuture);
    }

    private Future<Reply> override(Call call) {
        return commands.override(CallerRoutes.of(call, Role.RESPONDER), call.newId(), call.body(OverrideDraft.class))
                .map(answer -> AnswerRoutes.created(
                        answer, override -> "/api/v1/overrides/" + override.id(), override -> override));
    }

    private Future<Reply> temporaries(Call call) {
        return AnswerRoutes.list(
                call,
                (after, limit) -> queries.temporaries(schedule(call), after, limit),
                TemporarySchedule::id,
                page -> Future.succeededFuture(
                        page.stream().map(TemporaryBody::of).toList()));
    }

    private Future<Reply> temporary(Call call) {
        return commands.temporary(CallerRoutes.of(call, Role.MANAGER), call.newId(), call.body(TemporaryDraft.class))
                .map(answer -> AnswerRoutes.created(
                        answer, temporary -> "/api/v1/temporary-schedules/" + temporary.id(), TemporaryBody::of));
    }

    private static @Nullable UUID schedule(Call call) {
        String schedule = call.query("schedule");
        return schedule == null ? null : UUID.fromString(schedule);
    }
}
