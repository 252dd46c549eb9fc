package dev.belfry.incident.incident.role;

import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.OutcomeRoutes;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.incident.incident.severity.ResponseRuleStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.UUID;

/** The roles of an incident over the API. */
public final class RoleRoutes {
    private final IncidentStore incidents;
    private final RoleStore store;
    private final RoleCommands commands;
    private final ResponseRuleStore rules;

    private record AssignInput(UUID person) {}

    public RoleRoutes(IncidentStore incidents, RoleStore store, RoleCommands commands, ResponseRuleStore rules) {
        this.incidents = incidents;
        this.store = store;
        this.commands = commands;
        this.rules = rules;
    }

    public void on(Api api) {
        api.on("listRoles", Role.VIEWER, call -> list(call, call.id("id")))
                .on("assignRole", Role.RESPONDER, this::assign)
                .on("releaseRole", Role.RESPONDER, this::release);
    }

    private Future<Reply> list(Call call, UUID incident) {
        return incidents.find(incident).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(NoIncident.reply());
            }
            var given = store.of(incident);
            var rule = rules.of(found.get().incident().severity());
            return Future.all(given, rule)
                    .map(both -> Reply.list(
                            call, RoleView.all(given.result(), rule.result().roles()), null));
        });
    }

    private Future<Reply> assign(Call call) {
        return commands.assign(
                        call.id("id"),
                        call.path("role"),
                        call.body(AssignInput.class).person(),
                        Asker.of(call.principal()))
                .compose(outcome -> answer(call, outcome));
    }

    private Future<Reply> release(Call call) {
        return commands.release(call.id("id"), call.path("role"), Asker.of(call.principal()))
                .compose(outcome -> answer(call, outcome));
    }

    private Future<Reply> answer(Call call, Outcome outcome) {
        return OutcomeRoutes.answer(outcome, NoIncident.reply(), () -> list(call, call.id("id")));
    }
}
