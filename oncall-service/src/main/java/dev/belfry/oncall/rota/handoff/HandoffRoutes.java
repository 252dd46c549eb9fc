package dev.belfry.oncall.rota.handoff;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.function.Function;

/** The API of hand-off notes. */
public final class HandoffRoutes {
    private final HandoffCommands commands;

    public HandoffRoutes(HandoffCommands commands) {
        this.commands = commands;
    }

    public void on(Api api) {
        api.on("listHandoffNotes", Role.VIEWER, this::list).on("createHandoffNote", Role.RESPONDER, this::create);
    }

    private Future<Reply> list(Call call) {
        return AnswerRoutes.list(
                call,
                (after, limit) -> commands.notes(call.id("id"), after, limit),
                HandoffNote::id,
                Future::succeededFuture);
    }

    private Future<Reply> create(Call call) {
        return commands.add(
                        CallerRoutes.of(call, Role.RESPONDER), call.newId(), call.id("id"), call.body(NoteDraft.class))
                .map(answer -> AnswerRoutes.created(
                        answer,
                        note -> "/api/v1/schedules/" + note.schedule() + "/handoff-notes",
                        Function.identity()));
    }
}
