package dev.belfry.incident.incident.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.OutcomeRoutes;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tasks of an incident over the API. */
public final class TaskRoutes {
    private final IncidentStore incidents;
    private final TaskStore store;
    private final TaskCommands commands;

    private record AddInput(String title, @Nullable UUID assignee) {}

    /** @param assignee absent to leave it, null to take it from who has it */
    private record ChangeInput(
            @Nullable String title,
            @Nullable JsonNode assignee,
            @Nullable Boolean done) {}

    public TaskRoutes(IncidentStore incidents, TaskStore store, TaskCommands commands) {
        this.incidents = incidents;
        this.store = store;
        this.commands = commands;
    }

    public void on(Api api) {
        api.on("listTasks", Role.VIEWER, this::list)
                .on("addTask", Role.RESPONDER, this::add)
                .on("changeTask", Role.RESPONDER, this::change)
                .on(
                        "removeTask",
                        Role.RESPONDER,
                        call -> commands.remove(call.id("id"), call.id("task"), Asker.of(call.principal()))
                                .compose(outcome -> answer(outcome, () -> Future.succeededFuture(Reply.noContent()))));
    }

    private Future<Reply> list(Call call) {
        return incidents
                .find(call.id("id"))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(NoIncident.reply())
                        : store.of(call.id("id")).map(tasks -> Reply.list(call, tasks, null)));
    }

    private Future<Reply> add(Call call) {
        var input = call.body(AddInput.class);
        var id = call.newId();
        var incident = call.id("id");
        return commands.add(id, incident, input.title(), input.assignee(), Asker.of(call.principal()))
                .compose(outcome -> answer(
                        outcome,
                        () -> store.find(incident, id)
                                .map(added -> Reply.created(
                                        "/api/v1/incidents/" + incident + "/tasks/" + id, added.orElseThrow(), 1))));
    }

    private Future<Reply> change(Call call) {
        var input = call.body(ChangeInput.class);
        var node = input.assignee();
        var assignee = node == null || node.isNull() ? null : UUID.fromString(node.asText());
        var wanted = new TaskCommands.Change(input.title(), node != null, assignee, input.done());
        return commands.change(call.id("id"), call.id("task"), wanted, call.ifMatch(), Asker.of(call.principal()))
                .compose(outcome -> answer(
                        outcome,
                        () -> store.find(call.id("id"), call.id("task"))
                                .map(task ->
                                        Reply.ok(task.orElseThrow(), task.get().version()))));
    }

    private static Future<Reply> answer(Outcome outcome, Supplier<Future<Reply>> done) {
        return OutcomeRoutes.answer(
                outcome,
                Reply.problem(
                        404,
                        "There is no such incident, or it has no such task. GET /api/v1/incidents/{id}/tasks lists those it has."),
                done);
    }
}
