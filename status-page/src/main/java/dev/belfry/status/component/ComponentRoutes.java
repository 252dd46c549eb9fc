package dev.belfry.status.component;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import dev.belfry.platform.run.Host;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /components}: what stands on a status page. */
public final class ComponentRoutes {
    private record Body(
            @Nullable UUID statusPage,
            String name,
            @Nullable String description,
            @Nullable Integer position,
            @Nullable ComponentStatus status,
            @Nullable List<UUID> services,
            @Nullable Boolean followsIncidents,
            @Nullable Integer followDelayMinutes) {}

    private final Host host;
    private final ComponentStore components;
    private final ComponentCommands commands;

    public ComponentRoutes(Host host, ComponentStore components, ComponentCommands commands) {
        this.host = host;
        this.components = components;
        this.commands = commands;
    }

    public void bind(Api api) {
        api.on(
                "listComponents",
                Role.VIEWER,
                call -> components
                        .list(host.database(), uuid(call.query("statusPage")))
                        .map(all -> Reply.list(call, all, null)));
        api.on("getComponent", Role.VIEWER, call -> show(call.id("id"), 200));
        api.on("createComponent", Role.MANAGER, this::create);
        api.on("updateComponent", Role.MANAGER, this::update);
        api.on("deleteComponent", Role.MANAGER, this::delete);
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        return text == null ? null : UUID.fromString(text);
    }

    private Future<Reply> show(UUID id, int status) {
        return components
                .find(host.database(), id)
                .map(found -> found.map(component -> status == 201
                                ? Reply.created("/api/v1/components/" + id, component, component.version())
                                : Reply.ok(component, component.version()))
                        .orElse(Reply.notFound("component", "/api/v1/components")));
    }

    private Future<Reply> create(Call call) {
        var body = call.body(Body.class);
        var page = body.statusPage();
        if (page == null) {
            return Future.succeededFuture(noPage());
        }
        var component = component(call.newId(), page, body);
        return commands.add(component)
                .compose(added -> added ? show(component.id(), 201) : Future.succeededFuture(noPage()));
    }

    private static Reply noPage() {
        return Reply.invalid(new Problem.Field("#/statusPage", "must be the id of a status page"));
    }

    private Future<Reply> update(Call call) {
        var body = call.body(Body.class);
        return found(
                call,
                before -> commands.change(component(before.id(), before.statusPage(), body), call.ifMatch())
                        .compose(changed -> changed ? show(before.id(), 200) : Future.succeededFuture(Reply.stale())));
    }

    private Future<Reply> delete(Call call) {
        return found(
                call,
                component -> commands.remove(component, host.clock().instant()).map(removed -> Reply.noContent()));
    }

    private Future<Reply> found(Call call, Function<Component, Future<Reply>> step) {
        return components
                .find(host.database(), call.id("id"))
                .compose(found -> found.map(step)
                        .orElseGet(() -> Future.succeededFuture(Reply.notFound("component", "/api/v1/components"))));
    }

    private Component component(UUID id, UUID page, Body body) {
        var now = host.clock().instant();
        var status = body.status() == null ? ComponentStatus.OPERATIONAL : body.status();
        return new Component(
                id,
                1,
                page,
                body.name(),
                body.description() == null ? "" : body.description(),
                body.position() == null ? 1 : body.position(),
                status,
                status,
                body.services() == null ? List.of() : body.services(),
                Boolean.TRUE.equals(body.followsIncidents()),
                body.followDelayMinutes() == null ? 0 : body.followDelayMinutes(),
                now,
                now);
    }
}
