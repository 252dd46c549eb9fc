package dev.belfry.incident.catalog.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.integration.EmailRule;
import dev.belfry.contracts.integration.PayloadMapping;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Integrations over the API. */
public final class IntegrationRoutes {
    private static final PayloadMapping NOTHING =
            new PayloadMapping(null, null, null, null, null, null, null, null, null);

    private final CatalogStore store;
    private final IntegrationCommands commands;

    /** An integration as the API shows it; the key only to those who may use it. */
    private record IntegrationView(
            UUID id,
            UUID service,
            String name,
            String type,
            boolean enabled,
            @Nullable String routingKey,
            @Nullable PayloadMapping mapping,
            List<EmailRule> emailRules,
            @Nullable Integer perSecond,
            long version) {}

    private record IntegrationInput(
            UUID service,
            String name,
            String type,
            @Nullable String routingKey) {}

    private record DryRunInput(
            @Nullable PayloadMapping mapping,
            JsonNode payload,
            @Nullable Map<String, String> headers) {}

    public IntegrationRoutes(CatalogStore store, IntegrationCommands commands) {
        this.store = store;
        this.commands = commands;
    }

    public void on(Api api) {
        api.on("listIntegrations", Role.VIEWER, this::list)
                .on("createIntegration", Role.MANAGER, this::create)
                .on("getIntegration", Role.VIEWER, this::show)
                .on("changeIntegration", Role.MANAGER, this::change)
                .on("deleteIntegration", Role.MANAGER, this::remove)
                .on("enableIntegration", Role.MANAGER, call -> done(call, commands.enable(call.id("id"), true)))
                .on("disableIntegration", Role.MANAGER, call -> done(call, commands.enable(call.id("id"), false)))
                .on("replaceRoutingKey", Role.MANAGER, call -> done(call, commands.replaceKey(call.id("id"))))
                .on("tryIntegration", Role.RESPONDER, this::dryRun);
    }

    private Future<Reply> list(Call call) {
        var service = call.query("service");
        var cursor = call.cursor();
        if (cursor != null && !isId(cursor)) {
            return Future.succeededFuture(Reply.invalid(
                    new Problem.Field("query: cursor", "Take it from the Link header of the page before.")));
        }
        return store.integrations(
                        service == null ? null : UUID.fromString(service),
                        cursor == null ? null : UUID.fromString(cursor),
                        call.limit() + 1)
                .map(found -> {
                    List<Integration> page = found.subList(0, Math.min(found.size(), call.limit()));
                    var next = found.size() > page.size() ? page.getLast().id().toString() : null;
                    return Reply.list(
                            call,
                            page.stream()
                                    .map(integration -> view(call, integration))
                                    .toList(),
                            next);
                });
    }

    private Future<Reply> create(Call call) {
        var input = call.body(IntegrationInput.class);
        var id = call.newId();
        return commands.add(id, input.service(), input.name().strip(), input.type(), input.routingKey())
                .compose(outcome -> OutcomeRoutes.answer(
                        outcome,
                        missing(),
                        () -> store.integration(id)
                                .map(made -> Reply.created(
                                        "/api/v1/integrations/" + id, view(call, made.orElseThrow()), 1))));
    }

    private Future<Reply> show(Call call) {
        return store.integration(call.id("id"))
                .map(found -> found.map(integration -> Reply.ok(view(call, integration), integration.version()))
                        .orElseGet(IntegrationRoutes::missing));
    }

    private Future<Reply> change(Call call) {
        var body = call.body(JsonNode.class);
        return store.integration(call.id("id")).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(missing());
            }
            var before = found.get();
            return commands.change(before, changed(before, body), call.ifMatch())
                    .compose(revision -> switch (revision) {
                        case Revision.Done fine -> show(call);
                        case Revision.Missing gone -> Future.succeededFuture(missing());
                        case Revision.Stale stale -> Future.succeededFuture(Reply.stale());
                        case Revision.Invalid invalid -> Future.succeededFuture(invalid(invalid.errors()));
                        case Revision.Unchecked away -> Future.succeededFuture(Reply.problem(503, away.reason()));
                    });
        });
    }

    /** What is absent stays; what is null goes back to the usual. */
    private static Integration changed(Integration before, JsonNode body) {
        var mapping = before.mapping();
        if (body.has("mapping")) {
            mapping = read(body.get("mapping"), PayloadMapping.class);
        }
        var rules = before.emailRules();
        if (body.has("emailRules")) {
            var given = read(body.get("emailRules"), EmailRule[].class);
            rules = given == null ? List.of() : List.of(given);
        }
        return before.set(
                body.path("name").asText(before.name()).strip(),
                body.path("type").asText(before.type()),
                NOTHING.equals(mapping) ? null : mapping,
                rules,
                body.has("perSecond") ? read(body.get("perSecond"), Integer.class) : before.perSecond());
    }

    private static <T> @Nullable T read(JsonNode node, Class<T> shape) {
        return node.isNull() ? null : Json.mapper().convertValue(node, shape);
    }

    private Future<Reply> remove(Call call) {
        return commands.remove(call.id("id"))
                .map(outcome -> outcome instanceof Outcome.Done ? Reply.noContent() : missing());
    }

    private Future<Reply> done(Call call, Future<Outcome> act) {
        return act.compose(outcome -> show(call));
    }

    private Future<Reply> dryRun(Call call) {
        var input = call.body(DryRunInput.class);
        return store.integration(call.id("id")).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(missing());
            }
            var headers = Objects.requireNonNullElse(input.headers(), Map.<String, String>of());
            return commands.dryRun(found.get(), input.mapping(), input.payload(), headers)
                    .map(tried -> switch (tried) {
                        case DryRun.Shown shown -> Reply.ok(shown.answer());
                        case DryRun.Refused refused -> invalid(refused.errors());
                        case DryRun.Unavailable away -> Reply.problem(503, away.reason());
                    });
        });
    }

    private static Reply invalid(List<Problem.Field> errors) {
        return Reply.invalid(errors.toArray(Problem.Field[]::new));
    }

    private static Reply missing() {
        return Reply.notFound("integration", "/api/v1/integrations");
    }

    private static IntegrationView view(Call call, Integration integration) {
        return new IntegrationView(
                integration.id(),
                integration.serviceId(),
                integration.name(),
                integration.type(),
                integration.enabled(),
                call.principal().role().covers(Role.RESPONDER) ? integration.routingKey() : null,
                integration.mapping(),
                integration.emailRules(),
                integration.perSecond(),
                integration.version());
    }

    private static boolean isId(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }
}
