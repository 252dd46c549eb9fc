package dev.belfry.status.announcement;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import dev.belfry.platform.run.Host;
import dev.belfry.status.component.Component;
import dev.belfry.status.component.ComponentStatus;
import dev.belfry.status.component.ComponentStore;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /status-incidents}: what is told to customers, and each update of it. */
public final class AnnouncementRoutes {
    private record Create(
            UUID statusPage,
            String name,
            Announcement.@Nullable Impact impact,
            Announcement.@Nullable Stage status,
            String body,
            @Nullable Map<UUID, ComponentStatus> components) {}

    private record Correct(String name, Announcement.Impact impact) {}

    private record Reword(String body) {}

    private record Tell(
            Announcement.Stage status,
            String body,
            @Nullable Map<UUID, ComponentStatus> components) {}

    private final Host host;
    private final AnnouncementStore announcements;
    private final ComponentStore components;
    private final AnnouncementCommands commands;

    public AnnouncementRoutes(
            Host host, AnnouncementStore announcements, ComponentStore components, AnnouncementCommands commands) {
        this.host = host;
        this.announcements = announcements;
        this.components = components;
        this.commands = commands;
    }

    public void bind(Api api) {
        api.on("listStatusIncidents", Role.VIEWER, this::list);
        api.on("getStatusIncident", Role.VIEWER, call -> show(call.id("id"), 200));
        api.on("createStatusIncident", Role.RESPONDER, this::create);
        api.on("updateStatusIncident", Role.RESPONDER, this::tell);
        api.on("correctStatusIncident", Role.RESPONDER, this::correct);
        api.on("correctStatusUpdate", Role.RESPONDER, this::reword);
        api.on("withdrawStatusIncident", Role.RESPONDER, this::withdraw);
    }

    private Future<Reply> list(Call call) {
        var page = call.query("statusPage");
        Instant before = null;
        UUID beforeId = null;
        var cursor = call.cursor();
        if (cursor != null) {
            try {
                var parts = cursor.split("_", 2);
                before = Instant.parse(parts[0]);
                beforeId = UUID.fromString(parts[1]);
            } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException foreign) {
                return Future.succeededFuture(
                        Reply.invalid(new Problem.Field("query: cursor", "must be one that a Link header gave")));
            }
        }
        return announcements
                .list(host.database(), page == null ? null : UUID.fromString(page), before, beforeId, call.limit())
                .map(found -> Reply.list(call, found, found.size() < call.limit() ? null : cursor(found.getLast())));
    }

    private static String cursor(Announcement last) {
        return last.createdAt() + "_" + last.id();
    }

    private Future<Reply> show(UUID id, int status) {
        return announcements
                .find(host.database(), id)
                .map(found -> found.map(incident -> status == 201
                                ? Reply.created("/api/v1/status-incidents/" + id, incident, incident.version())
                                : Reply.ok(incident, incident.version()))
                        .orElse(Reply.notFound("public incident", "/api/v1/status-incidents")));
    }

    private Future<Reply> create(Call call) {
        var body = call.body(Create.class);
        var now = host.clock().instant();
        var status = body.status() == null ? Announcement.Stage.INVESTIGATING : body.status();
        Map<UUID, ComponentStatus> affected = body.components() == null ? Map.of() : body.components();
        var incident = new Announcement(
                call.newId(),
                1,
                body.statusPage(),
                body.name(),
                body.impact() == null ? Announcement.Impact.MINOR : body.impact(),
                status,
                now,
                now,
                status == Announcement.Stage.MONITORING ? now : null,
                status == Announcement.Stage.RESOLVED ? now : null,
                affected,
                List.of(new Announcement.Update(host.ids().next(), status, body.body(), now)));
        return strangers(body.statusPage(), affected)
                .compose(strangers -> strangers.isEmpty()
                        ? publish(incident)
                        : Future.succeededFuture(Reply.invalid(strangers.toArray(Problem.Field[]::new))));
    }

    private Future<Reply> publish(Announcement incident) {
        return commands.publish(incident)
                .compose(published -> published
                        ? show(incident.id(), 201)
                        : Future.succeededFuture(
                                Reply.invalid(new Problem.Field("#/statusPage", "must be the id of a status page"))));
    }

    private Future<Reply> tell(Call call) {
        var body = call.body(Tell.class);
        Map<UUID, ComponentStatus> affected = body.components() == null ? Map.of() : body.components();
        return found(call, before -> {
            var update = new Announcement.Update(
                    call.newId(), body.status(), body.body(), host.clock().instant());
            return strangers(before.statusPage(), affected)
                    .compose(strangers -> strangers.isEmpty()
                            ? shown(before, commands.tell(before, update, affected))
                            : Future.succeededFuture(Reply.invalid(strangers.toArray(Problem.Field[]::new))));
        });
    }

    private Future<Reply> correct(Call call) {
        var body = call.body(Correct.class);
        return found(
                call,
                before -> shown(
                        before,
                        commands.correct(
                                before, body.name(), body.impact(), host.clock().instant())));
    }

    private Future<Reply> reword(Call call) {
        var body = call.body(Reword.class);
        var update = call.id("update");
        return found(
                call,
                before -> before.updates().stream().noneMatch(each -> each.id().equals(update))
                        ? Future.succeededFuture(Reply.notFound("update", "/api/v1/status-incidents/" + before.id()))
                        : shown(
                                before,
                                commands.reword(
                                        before,
                                        update,
                                        body.body(),
                                        host.clock().instant())));
    }

    private Future<Reply> withdraw(Call call) {
        return found(
                call,
                before -> commands.withdraw(before, host.clock().instant())
                        .map(withdrawn -> withdrawn ? Reply.noContent() : Reply.stale()));
    }

    private Future<Reply> shown(Announcement before, Future<Boolean> saved) {
        return saved.compose(done -> done ? show(before.id(), 200) : Future.succeededFuture(Reply.stale()));
    }

    private Future<Reply> found(Call call, Function<Announcement, Future<Reply>> step) {
        return announcements.find(host.database(), call.id("id")).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Reply.notFound("public incident", "/api/v1/status-incidents"));
            }
            var ifMatch = call.ifMatch();
            return ifMatch != null && ifMatch != found.get().version()
                    ? Future.succeededFuture(Reply.stale())
                    : step.apply(found.get());
        });
    }

    /** Named components that do not stand on that page. */
    private Future<List<Problem.Field>> strangers(UUID page, Map<UUID, ComponentStatus> affected) {
        return components.list(host.database(), page).map(known -> {
            var ids = known.stream().map(Component::id).collect(Collectors.toSet());
            return affected.keySet().stream()
                    .filter(id -> !ids.contains(id))
                    .map(id -> new Problem.Field("#/components/" + id, "is not a component of this page"))
                    .toList();
        });
    }
}
