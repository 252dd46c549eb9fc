package dev.belfry.incident.incident.link;

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
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The links of an incident over the API. */
public final class LinkRoutes {
    private final IncidentStore incidents;
    private final LinkStore store;
    private final LinkCommands commands;

    private record Input(@Nullable String title, String url) {}

    public LinkRoutes(IncidentStore incidents, LinkStore store, LinkCommands commands) {
        this.incidents = incidents;
        this.store = store;
        this.commands = commands;
    }

    public void on(Api api) {
        api.on("listLinks", Role.VIEWER, this::list)
                .on("addLink", Role.RESPONDER, this::add)
                .on(
                        "removeLink",
                        Role.RESPONDER,
                        call -> commands.remove(call.id("id"), call.id("link"), Asker.of(call.principal()))
                                .compose(outcome -> answer(outcome, () -> Future.succeededFuture(Reply.noContent()))));
    }

    private Future<Reply> list(Call call) {
        return incidents
                .find(call.id("id"))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(NoIncident.reply())
                        : store.of(call.id("id")).map(links -> Reply.list(call, links, null)));
    }

    private Future<Reply> add(Call call) {
        var input = call.body(Input.class);
        var incident = call.id("id");
        var id = call.newId();
        return commands.add(
                        id,
                        incident,
                        Objects.requireNonNullElse(input.title(), ""),
                        input.url(),
                        Asker.of(call.principal()))
                .compose(outcome -> answer(outcome, () -> added(incident, id)));
    }

    private Future<Reply> added(UUID incident, UUID id) {
        return store.of(incident)
                .map(links -> links.stream()
                        .filter(link -> link.id().equals(id))
                        .findFirst()
                        .map(link -> Reply.created("/api/v1/incidents/" + incident + "/links/" + id, link, 1))
                        .orElseGet(() -> Reply.notFound("link", "/api/v1/incidents/" + incident + "/links")));
    }

    private static Future<Reply> answer(Outcome outcome, Supplier<Future<Reply>> done) {
        return OutcomeRoutes.answer(
                outcome,
                Reply.problem(
                        404,
                        "There is no such incident, or it has no such link. GET /api/v1/incidents/{id}/links lists those it has."),
                done);
    }
}
