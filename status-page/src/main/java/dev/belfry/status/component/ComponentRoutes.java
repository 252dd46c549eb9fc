package dev.belfry.status.component;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import dev.belfry.platform.run.Host;
import dev.belfry.status.page.Changes;
import dev.belfry.status.page.StatusPageStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /components}: what stands on a status page. */
public final class ComponentRoutes {
    private record Body(
            @Nullable UUID statusPage,
            String name,
            @Nullable String description,
            @Nullable Integer position,
            @Nullable ComponentStatus status,
            @Nullable List<UUID> services) {}

    private final Host host;
    private final ComponentStore components;
    private final StatusPageStore pages;
    private final Changes changes;

    public ComponentRoutes(Host host, ComponentStore components, StatusPageStore pages, Changes changes) {
        this.host = host;
        this.components = components;
        this.pages = pages;
        this.changes = changes;
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
        return host.database()
                .transact(tx -> components
                        .insert(tx, component)
                        .compose(inserted -> inserted
                                ? pages.touch(tx, List.of(page), component.createdAt())
                                        .map(true)
                                : Future.succeededFuture(false)))
                .compose(inserted -> inserted ? show(component.id(), 201) : Future.succeededFuture(noPage()))
                .onSuccess(done -> changes.changed());
    }

    private static Reply noPage() {
        return Reply.invalid(new Problem.Field("#/statusPage", "must be the id of a status page"));
    }

    private Future<Reply> update(Call call) {
        var body = call.body(Body.class);
        return components
                .find(host.database(), call.id("id"))
                .compose(found -> found.map(before -> {
                            var component = component(before.id(), before.statusPage(), body);
                            return host.database()
                                    .transact(tx -> components
                                            .update(tx, component, call.ifMatch())
                                            .compose(updated -> updated
                                                    ? pages.touch(
                                                                    tx,
                                                                    List.of(before.statusPage()),
                                                                    component.updatedAt())
                                                            .map(true)
                                                    : Future.succeededFuture(false)))
                                    .compose(updated ->
                                            updated ? show(component.id(), 200) : Future.succeededFuture(Reply.stale()))
                                    .onSuccess(done -> changes.changed());
                        })
                        .orElseGet(() -> Future.succeededFuture(Reply.notFound("component", "/api/v1/components"))));
    }

    private Future<Reply> delete(Call call) {
        return components
                .find(host.database(), call.id("id"))
                .compose(found -> found.map(component -> host.database()
                                .transact(tx -> components
                                        .delete(tx, component.id())
                                        .compose(deleted -> pages.touch(
                                                tx,
                                                List.of(component.statusPage()),
                                                host.clock().instant())))
                                .map(deleted -> Reply.noContent())
                                .onSuccess(done -> changes.changed()))
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
                now,
                now);
    }
}
