package dev.belfry.oncall.rota.schedule;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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

    /** @param warnings what whoever made it should know; absent when there is nothing */
    private record MadeBody(
            @JsonUnwrapped ScheduleOverride override,
            @Nullable List<String> warnings) {
        static MadeBody of(OverrideCommands.Made made) {
            return new MadeBody(made.override(), made.warnings().isEmpty() ? null : made.warnings());
        }
    }

    public void on(Api api) {
        api.on("listOverrides", Role.VIEWER, this::overrides)
                .onOwned("createOverride", Role.RESPONDER, this::override)
                .onOwned(
                        "deleteOverride",
                        Role.RESPONDER,
                        call -> commands.deleteOverride(
                                        CallerRoutes.of(call, Role.RESPONDER), call.id("id"), call.query("correction"))
                                .map(AnswerRoutes::deleted))
                .on("listTemporarySchedules", Role.VIEWER, this::temporaries)
                .onOwned("createTemporarySchedule", Role.MANAGER, this::temporary)
                .onOwned(
                        "deleteTemporarySchedule",
                        Role.MANAGER,
                        call -> commands.deleteTemporary(
                                        CallerRoutes.of(call, Role.MANAGER), call.id("id"), call.query("correction"))
                                .map(AnswerRoutes::deleted));
    }

    private Future<Reply> overrides(Call call) {
        UUID schedule = call.uuid("schedule");
        return AnswerRoutes.about(
                Schedule.THING,
                queries.exists(schedule),
                () -> AnswerRoutes.list(
                        call,
                        (after, limit) -> queries.overrides(schedule, after, limit),
                        ScheduleOverride::id,
                        Future::succeededFuture));
    }

    private Future<Reply> override(Call call) {
        return commands.override(CallerRoutes.of(call, Role.RESPONDER), call.newId(), call.body(OverrideDraft.class))
                .map(answer -> AnswerRoutes.created(
                        answer, made -> "/api/v1/overrides/" + made.override().id(), MadeBody::of));
    }

    private Future<Reply> temporaries(Call call) {
        UUID schedule = call.uuid("schedule");
        return AnswerRoutes.about(
                Schedule.THING,
                queries.exists(schedule),
                () -> AnswerRoutes.list(
                        call,
                        (after, limit) -> queries.temporaries(schedule, after, limit),
                        TemporarySchedule::id,
                        page -> Future.succeededFuture(
                                page.stream().map(TemporaryBody::of).toList())));
    }

    private Future<Reply> temporary(Call call) {
        return commands.temporary(CallerRoutes.of(call, Role.MANAGER), call.newId(), call.body(TemporaryDraft.class))
                .map(answer -> AnswerRoutes.created(
                        answer, temporary -> "/api/v1/temporary-schedules/" + temporary.id(), TemporaryBody::of));
    }
}
