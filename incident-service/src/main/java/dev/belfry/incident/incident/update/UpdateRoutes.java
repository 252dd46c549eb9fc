package dev.belfry.incident.incident.update;

import dev.belfry.contracts.announcement.PublicImpact;
import dev.belfry.contracts.announcement.PublicLook;
import dev.belfry.contracts.announcement.PublicStage;
import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.OutcomeRoutes;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.incident.incident.severity.ResponseRuleStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import dev.belfry.platform.json.Instants;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stakeholder updates over the API. */
public final class UpdateRoutes {
    private static final String UUID_FORM = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    private final IncidentStore incidents;
    private final UpdateStore store;
    private final UpdateCommands commands;
    private final ResponseRuleStore rules;

    private record SendInput(
            String text,
            @Nullable Boolean responders,
            @Nullable List<UUID> teams,
            @Nullable List<UUID> people,
            @Nullable String nextUpdateBy,
            @Nullable PostInput statusPage) {}

    private record PostInput(
            UUID page,
            @Nullable String title,
            @Nullable String text,
            @Nullable PublicStage stage,
            @Nullable PublicImpact impact,
            @Nullable Map<UUID, PublicLook> components) {

        StatusPost.Draft draft() {
            return new StatusPost.Draft(
                    page, title, text, stage, impact, components == null ? Map.of() : Map.copyOf(components));
        }
    }

    public UpdateRoutes(IncidentStore incidents, UpdateStore store, UpdateCommands commands, ResponseRuleStore rules) {
        this.incidents = incidents;
        this.store = store;
        this.commands = commands;
        this.rules = rules;
    }

    public void on(Api api) {
        api.on("listUpdates", Role.VIEWER, this::list).on("sendUpdate", Role.RESPONDER, this::send);
    }

    private Future<Reply> list(Call call) {
        var incident = call.id("id");
        var cursor = call.cursor();
        if (cursor != null && !cursor.matches(UUID_FORM)) {
            return Future.succeededFuture(badCursor());
        }
        return incidents.find(incident).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(NoIncident.reply());
            }
            if (cursor == null) {
                return list(call, incident, null);
            }
            return store.find(incident, UUID.fromString(cursor))
                    .compose(after ->
                            after.isEmpty() ? Future.succeededFuture(badCursor()) : list(call, incident, after.get()));
        });
    }

    private Future<Reply> list(Call call, UUID incident, @Nullable StakeholderUpdate after) {
        return store.of(incident, after, call.limit() + 1).map(found -> {
            var page = found.subList(0, Math.min(found.size(), call.limit()));
            var next = found.size() > page.size() ? page.getLast().id().toString() : null;
            return Reply.list(call, page, next);
        });
    }

    /** Teams that are not named are those of the severity's rule. */
    private Future<Reply> send(Call call) {
        var input = call.body(SendInput.class);
        Instant next = null;
        if (input.nextUpdateBy() != null) {
            next = Instants.read(input.nextUpdateBy());
            if (next == null) {
                return Future.succeededFuture(Reply.invalid(new Problem.Field("#/nextUpdateBy", Instants.WANTED)));
            }
        }
        var by = next;
        var id = call.newId();
        var incident = call.id("id");
        return incidents.find(incident).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(NoIncident.reply());
            }
            var teams = input.teams() != null
                    ? Future.succeededFuture(input.teams())
                    : rules.of(found.get().incident().severity()).map(rule -> commands.known(rule.teams()));
            return teams.compose(to -> commands.send(
                            incident,
                            new UpdateCommands.Draft(
                                    id,
                                    input.text(),
                                    !Boolean.FALSE.equals(input.responders()),
                                    to,
                                    Objects.requireNonNullElse(input.people(), List.of()),
                                    by,
                                    input.statusPage() == null
                                            ? null
                                            : input.statusPage().draft()),
                            Asker.of(call.principal())))
                    .compose(outcome -> answer(incident, id, outcome));
        });
    }

    private Future<Reply> answer(UUID incident, UUID id, Outcome outcome) {
        return OutcomeRoutes.answer(
                outcome,
                NoIncident.reply(),
                () -> store.find(incident, id)
                        .map(sent ->
                                Reply.created("/api/v1/incidents/" + incident + "/updates", sent.orElseThrow(), 1)));
    }

    private static Reply badCursor() {
        return Reply.invalid(new Problem.Field("query: cursor", "Take it from the Link header of the page before."));
    }
}
