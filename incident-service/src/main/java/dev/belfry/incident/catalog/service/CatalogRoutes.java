package dev.belfry.incident.catalog.service;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Services over the API. */
public final class CatalogRoutes {
    private final CatalogStore store;
    private final CatalogCommands commands;

    /** A service as the API shows it. */
    private record ServiceView(
            UUID id,
            String name,
            String description,
            @Nullable UUID escalationPolicy,
            Grouping grouping,
            long version) {}

    private record ServiceInput(
            String name,
            @Nullable String description,
            @Nullable UUID escalationPolicy,
            @Nullable Grouping grouping) {}

    public CatalogRoutes(CatalogStore store, CatalogCommands commands) {
        this.store = store;
        this.commands = commands;
    }

    public void on(Api api) {
        api.on("listServices", Role.VIEWER, this::listServices)
                .on("createService", Role.MANAGER, this::createService)
                .on("getService", Role.VIEWER, call -> showService(call.id("id")))
                .on("replaceService", Role.MANAGER, this::replaceService)
                .on(
                        "deleteService",
                        Role.MANAGER,
                        call -> commands.removeService(call.id("id"))
                                .compose(outcome -> answer(outcome, () -> Future.succeededFuture(Reply.noContent()))));
    }

    private Future<Reply> listServices(Call call) {
        var cursor = call.cursor();
        return store.services(cursor == null ? null : decoded(cursor), call.limit() + 1)
                .map(found -> {
                    var page = found.subList(0, Math.min(found.size(), call.limit()));
                    var next =
                            found.size() > page.size() ? encoded(page.getLast().name()) : null;
                    return Reply.list(
                            call, page.stream().map(CatalogRoutes::view).toList(), next);
                });
    }

    private Future<Reply> showService(UUID id) {
        return store.service(id)
                .map(found -> found.map(service -> Reply.ok(view(service), service.version()))
                        .orElseGet(() -> Reply.notFound("service", "/api/v1/services")));
    }

    private Future<Reply> createService(Call call) {
        var id = call.newId();
        var service = service(id, call.body(ServiceInput.class));
        return commands.addService(service)
                .compose(outcome -> answer(
                        outcome,
                        () -> Future.succeededFuture(Reply.created("/api/v1/services/" + id, view(service), 1))));
    }

    private Future<Reply> replaceService(Call call) {
        var service = service(call.id("id"), call.body(ServiceInput.class));
        return commands.changeService(service, call.ifMatch())
                .compose(outcome -> answer(outcome, () -> showService(service.id())));
    }

    private static Service service(UUID id, ServiceInput input) {
        return new Service(
                id,
                input.name().strip(),
                Objects.requireNonNullElse(input.description(), ""),
                input.escalationPolicy(),
                input.grouping() == null ? Grouping.ALERT : input.grouping(),
                1);
    }

    private static Future<Reply> answer(Outcome outcome, Supplier<Future<Reply>> done) {
        return switch (outcome) {
            case Outcome.Done fine -> done.get();
            case Outcome.Missing missing -> Future.succeededFuture(Reply.notFound("service", "/api/v1/services"));
            case Outcome.Stale stale -> Future.succeededFuture(Reply.stale());
            case Outcome.Refused refused -> Future.succeededFuture(Reply.conflict(refused.reason()));
            case Outcome.Invalid invalid ->
                Future.succeededFuture(Reply.invalid(new Problem.Field("#/" + invalid.field(), invalid.reason())));
        };
    }

    private static ServiceView view(Service service) {
        return new ServiceView(
                service.id(),
                service.name(),
                service.description(),
                service.escalationPolicyId(),
                service.grouping(),
                service.version());
    }

    private static String encoded(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).replace("\0", "");
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }
}
