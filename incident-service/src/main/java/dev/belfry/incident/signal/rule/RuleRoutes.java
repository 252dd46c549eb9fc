package dev.belfry.incident.signal.rule;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Event rules over the API. */
public final class RuleRoutes {
    private final RuleStore store;
    private final RuleCommands commands;

    private record OrderInput(
            @Nullable UUID service, @Nullable UUID integration, List<UUID> rules) {}

    public RuleRoutes(RuleStore store, RuleCommands commands) {
        this.store = store;
        this.commands = commands;
    }

    public void on(Api api) {
        api.on("listEventRules", Role.VIEWER, this::list)
                .on("createEventRule", Role.MANAGER, this::create)
                .on("getEventRule", Role.VIEWER, call -> show(call.id("id")))
                .on("replaceEventRule", Role.MANAGER, this::replace)
                .on("deleteEventRule", Role.MANAGER, this::remove)
                .on("orderEventRules", Role.MANAGER, this::order);
    }

    private Future<Reply> list(Call call) {
        return store.list(call.uuid("service"), call.uuid("integration"), "all".equals(call.query("for")))
                .map(rules -> Reply.list(call, rules, null));
    }

    private Future<Reply> show(UUID id) {
        return store.find(id)
                .map(found -> found.map(rule -> Reply.ok(rule, rule.version()))
                        .orElseGet(() -> Reply.notFound("event rule", "/api/v1/event-rules")));
    }

    private Future<Reply> create(Call call) {
        var id = call.newId();
        return commands.add(id, call.body(Wanted.class), call.principal().name())
                .compose(outcome -> answer(
                        outcome,
                        () -> store.find(id)
                                .map(found -> found.map(rule ->
                                                Reply.created("/api/v1/event-rules/" + id, rule, rule.version()))
                                        .orElseGet(() -> Reply.notFound("event rule", "/api/v1/event-rules")))));
    }

    private Future<Reply> replace(Call call) {
        return commands.change(
                        call.id("id"), call.body(Wanted.class), call.principal().name(), call.ifMatch())
                .compose(outcome -> answer(outcome, () -> show(call.id("id"))));
    }

    private Future<Reply> remove(Call call) {
        return commands.remove(call.id("id"), call.principal().name(), call.ifMatch())
                .compose(outcome -> answer(outcome, () -> Future.succeededFuture(Reply.noContent())));
    }

    private Future<Reply> order(Call call) {
        var input = call.body(OrderInput.class);
        return commands.order(
                        input.service(),
                        input.integration(),
                        input.rules(),
                        call.principal().name())
                .compose(outcome -> answer(
                        outcome,
                        () -> store.list(
                                        input.service(),
                                        input.integration(),
                                        input.service() == null && input.integration() == null)
                                .map(rules -> Reply.list(call, rules, null))));
    }

    private static Future<Reply> answer(Outcome outcome, Supplier<Future<Reply>> done) {
        return switch (outcome) {
            case Outcome.Done fine -> done.get();
            case Outcome.Missing missing -> Future.succeededFuture(Reply.notFound("event rule", "/api/v1/event-rules"));
            case Outcome.Stale stale -> Future.succeededFuture(Reply.stale());
            case Outcome.Refused refused -> Future.succeededFuture(Reply.conflict(refused.reason()));
            case Outcome.Invalid invalid -> Future.succeededFuture(unprocessable(invalid));
        };
    }

    /** What has the right shape and still cannot be a rule. */
    private static Reply unprocessable(Outcome.Invalid invalid) {
        return unprocessable(invalid, "#/");
    }

    /** @param in where the rule lies in the body */
    public static Reply unprocessable(Outcome.Invalid invalid, String in) {
        var field = new Problem.Field(in + invalid.field(), invalid.reason());
        var problem = new Problem(
                "about:blank",
                "Unprocessable Content",
                422,
                field.pointer() + ": " + field.detail(),
                null,
                List.of(field),
                null);
        return new Reply(422, problem, null, null, null);
    }
}
