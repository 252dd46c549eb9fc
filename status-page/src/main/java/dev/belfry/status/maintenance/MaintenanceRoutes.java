package dev.belfry.status.maintenance;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import dev.belfry.platform.run.Host;
import dev.belfry.status.component.ComponentStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /maintenances}: what is planned, and how it goes. */
public final class MaintenanceRoutes {
    private static final int LISTED = 100;

    private record Create(
            UUID statusPage,
            String name,
            String body,
            Instant scheduledFor,
            Instant scheduledUntil,
            @Nullable List<UUID> components) {}

    private record Tell(Maintenance.Stage status, String body) {}

    private final Host host;
    private final MaintenanceStore maintenances;
    private final ComponentStore components;
    private final MaintenanceCommands commands;

    public MaintenanceRoutes(
            Host host, MaintenanceStore maintenances, ComponentStore components, MaintenanceCommands commands) {
        this.host = host;
        this.maintenances = maintenances;
        this.components = components;
        this.commands = commands;
    }

    public void bind(Api api) {
        api.on("listMaintenances", Role.VIEWER, this::list);
        api.on("getMaintenance", Role.VIEWER, call -> show(call.id("id"), 200));
        api.on("planMaintenance", Role.RESPONDER, this::plan);
        api.on("updateMaintenance", Role.RESPONDER, this::tell);
        api.on("withdrawMaintenance", Role.RESPONDER, this::withdraw);
    }

    private Future<Reply> list(Call call) {
        var page = call.query("statusPage");
        return maintenances
                .list(host.database(), page == null ? null : UUID.fromString(page), LISTED)
                .map(found -> Reply.list(call, found, null));
    }

    private Future<Reply> show(UUID id, int status) {
        return maintenances
                .find(host.database(), id)
                .map(found -> found.map(one -> status == 201
                                ? Reply.created("/api/v1/maintenances/" + id, one, one.version())
                                : Reply.ok(one, one.version()))
                        .orElse(none()));
    }

    private static Reply none() {
        return Reply.notFound("maintenance", "/api/v1/maintenances");
    }

    private Future<Reply> plan(Call call) {
        var body = call.body(Create.class);
        var now = host.clock().instant();
        var plan = new Plan(
                body.statusPage(),
                body.name(),
                body.body(),
                body.scheduledFor(),
                body.scheduledUntil(),
                body.components() == null ? List.of() : body.components());
        return components.list(host.database(), plan.statusPage()).compose(known -> {
            var wrong = plan.wrong(known, now);
            if (!wrong.isEmpty()) {
                return Future.succeededFuture(Reply.invalid(wrong.entrySet().stream()
                        .map(each -> new Problem.Field("#/" + each.getKey(), each.getValue()))
                        .toArray(Problem.Field[]::new)));
            }
            var planned = plan.announced(call.newId(), host.ids().next(), now);
            return commands.plan(planned, now)
                    .compose(made -> made
                            ? show(planned.id(), 201)
                            : Future.succeededFuture(Reply.invalid(
                                    new Problem.Field("#/statusPage", "must be the id of a status page"))));
        });
    }

    private Future<Reply> tell(Call call) {
        var body = call.body(Tell.class);
        return found(call, before -> {
            if (body.status().compareTo(before.status()) < 0) {
                return Future.succeededFuture(
                        Reply.invalid(new Problem.Field("#/status", "must not go back behind what it is")));
            }
            var update = new Maintenance.Update(
                    call.newId(), body.status(), body.body(), host.clock().instant());
            return commands.tell(before, update)
                    .compose(told -> told ? show(before.id(), 200) : Future.succeededFuture(Reply.stale()));
        });
    }

    private Future<Reply> withdraw(Call call) {
        return found(
                call,
                before -> commands.withdraw(before, host.clock().instant())
                        .map(withdrawn -> withdrawn ? Reply.noContent() : Reply.stale()));
    }

    private Future<Reply> found(Call call, Function<Maintenance, Future<Reply>> step) {
        return maintenances.find(host.database(), call.id("id")).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(none());
            }
            var ifMatch = call.ifMatch();
            return ifMatch != null && ifMatch != found.get().version()
                    ? Future.succeededFuture(Reply.stale())
                    : step.apply(found.get());
        });
    }
}
