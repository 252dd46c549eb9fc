package dev.belfry.incident.incident.runbook;

import dev.belfry.contracts.incident.IncidentSeverity;
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
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runbooks over the API. */
public final class RunbookRoutes {
    private final IncidentStore incidents;
    private final RunbookStore store;
    private final RunbookCommands commands;

    private record RunbookInput(
            String name,
            @Nullable String link,
            @Nullable List<UUID> services,
            @Nullable List<String> severities,
            @Nullable String titleContains,
            @Nullable List<String> steps) {

        Runbook runbook(UUID id) {
            return new Runbook(
                    id,
                    name.strip(),
                    link,
                    Objects.requireNonNullElse(services, List.of()),
                    Objects.requireNonNullElse(severities, List.<String>of()).stream()
                            .map(word -> IncidentSeverity.valueOf(word.toUpperCase(Locale.ROOT)))
                            .distinct()
                            .toList(),
                    titleContains == null ? null : titleContains.strip(),
                    Objects.requireNonNullElse(steps, List.<String>of()).stream()
                            .map(String::strip)
                            .toList(),
                    1);
        }
    }

    private record TickInput(String step, boolean done) {}

    public RunbookRoutes(IncidentStore incidents, RunbookStore store, RunbookCommands commands) {
        this.incidents = incidents;
        this.store = store;
        this.commands = commands;
    }

    public void on(Api api) {
        api.on("listRunbooks", Role.VIEWER, call -> store.all().map(all -> Reply.list(call, all, null)))
                .on("addRunbook", Role.MANAGER, this::add)
                .on("getRunbook", Role.VIEWER, call -> show(call.id("id")))
                .on("replaceRunbook", Role.MANAGER, this::replace)
                .on(
                        "removeRunbook",
                        Role.MANAGER,
                        call -> commands.remove(call.id("id"))
                                .compose(outcome -> answer(outcome, () -> Future.succeededFuture(Reply.noContent()))))
                .on("listIncidentRunbooks", Role.VIEWER, this::attached)
                .on("tickRunbookStep", Role.RESPONDER, this::tick);
    }

    private Future<Reply> add(Call call) {
        var id = call.newId();
        return commands.add(call.body(RunbookInput.class).runbook(id))
                .compose(outcome -> answer(
                        outcome,
                        () -> store.find(id)
                                .map(added -> Reply.created("/api/v1/runbooks/" + id, added.orElseThrow(), 1))));
    }

    private Future<Reply> replace(Call call) {
        var id = call.id("id");
        return commands.change(call.body(RunbookInput.class).runbook(id), call.ifMatch())
                .compose(outcome -> answer(outcome, () -> show(id)));
    }

    private Future<Reply> show(UUID id) {
        return store.find(id)
                .map(found -> found.map(runbook -> Reply.ok(runbook, runbook.version()))
                        .orElseGet(() -> Reply.notFound("runbook", "/api/v1/runbooks")));
    }

    private Future<Reply> attached(Call call) {
        return incidents
                .find(call.id("id"))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(NoIncident.reply())
                        : store.of(found.get().incident()).map(all -> Reply.list(call, all, null)));
    }

    private Future<Reply> tick(Call call) {
        var input = call.body(TickInput.class);
        var by = Asker.of(call.principal());
        return commands.tick(call.id("id"), call.id("runbook"), input.step().strip(), input.done(), by)
                .compose(outcome -> answer(outcome, () -> attached(call)));
    }

    private static Future<Reply> answer(Outcome outcome, Supplier<Future<Reply>> done) {
        return OutcomeRoutes.answer(
                outcome,
                Reply.problem(404, "There is no such incident or runbook. GET /api/v1/runbooks lists the runbooks."),
                done);
    }
}
