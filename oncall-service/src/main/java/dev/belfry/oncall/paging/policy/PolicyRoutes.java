package dev.belfry.oncall.paging.policy;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.function.Function;

/** The API of escalation policies. */
public final class PolicyRoutes {
    private final PolicyCommands commands;
    private final PolicyQueries queries;

    public PolicyRoutes(PolicyCommands commands, PolicyQueries queries) {
        this.commands = commands;
        this.queries = queries;
    }

    public void on(Api api) {
        api.on(
                        "listEscalationPolicies",
                        Role.VIEWER,
                        call -> AnswerRoutes.list(
                                call, queries::policies, EscalationPolicy::id, Future::succeededFuture))
                .onOwned("createEscalationPolicy", Role.MANAGER, this::create)
                .on("getEscalationPolicy", Role.VIEWER, this::get)
                .onOwned("updateEscalationPolicy", Role.MANAGER, this::update)
                .onOwned(
                        "deleteEscalationPolicy",
                        Role.MANAGER,
                        call -> commands.delete(CallerRoutes.of(call, Role.MANAGER), call.id("id"))
                                .map(AnswerRoutes::deleted));
    }

    private Future<Reply> create(Call call) {
        return commands.create(CallerRoutes.of(call, Role.MANAGER), call.newId(), call.body(PolicyDraft.class))
                .map(answer -> AnswerRoutes.created(
                        answer, policy -> "/api/v1/escalation-policies/" + policy.id(), Function.identity()));
    }

    private Future<Reply> get(Call call) {
        return queries.policy(call.id("id"))
                .map(policy -> AnswerRoutes.found(
                        EscalationPolicy.THING, policy, policy == null ? 0 : policy.version(), Function.identity()));
    }

    private Future<Reply> update(Call call) {
        return commands.update(
                        CallerRoutes.of(call, Role.MANAGER),
                        call.id("id"),
                        call.body(PolicyDraft.class),
                        call.ifMatch())
                .map(answer -> AnswerRoutes.changed(answer, Function.identity()));
    }
}
