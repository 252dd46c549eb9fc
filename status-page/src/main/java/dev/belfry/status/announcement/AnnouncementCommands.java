package dev.belfry.status.announcement;

import dev.belfry.contracts.announcement.AnnouncementRequest;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import dev.belfry.status.component.Component;
import dev.belfry.status.component.ComponentStatus;
import dev.belfry.status.component.ComponentStore;
import dev.belfry.status.page.Changes;
import dev.belfry.status.page.StatusPageStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Publishes public incidents and their updates, each with what it does to the components of its page. */
public final class AnnouncementCommands {
    private final Database database;
    private final AnnouncementStore announcements;
    private final ComponentStore components;
    private final StatusPageStore pages;
    private final Changes changes;

    public AnnouncementCommands(
            Database database,
            AnnouncementStore announcements,
            ComponentStore components,
            StatusPageStore pages,
            Changes changes) {
        this.database = database;
        this.announcements = announcements;
        this.components = components;
        this.pages = pages;
        this.changes = changes;
    }

    /** False when there is no such page. */
    public Future<Boolean> publish(Announcement incident) {
        return kept(
                incident,
                incident.components(),
                tx -> pages.lock(tx, List.of(incident.statusPage()))
                        .compose(locked -> announcements.insert(tx, incident)));
    }

    /** False when somebody else told something meanwhile. */
    public Future<Boolean> tell(Announcement before, Announcement.Update update, Map<UUID, ComponentStatus> named) {
        var after = before.told(update, named);
        return kept(
                after,
                named,
                tx -> pages.lock(tx, List.of(after.statusPage())).compose(locked -> announcements.update(tx, after)));
    }

    /**
     * Posts what the responders of an incident wrote for customers: a post of its own the first time, an update of it from
     * then on. Whoever calls it holds the page.
     */
    Future<Posted> post(Tx tx, AnnouncementRequest request, Instant now) {
        var id = Ids.derived("announcement", request.incidentId(), request.statusPage());
        var named = request.components().stream()
                .collect(Collectors.toMap(
                        AnnouncementRequest.Affected::id,
                        affected -> ComponentStatus.valueOf(affected.status().name()),
                        ComponentStatus::worse));
        return components.list(tx, request.statusPage()).compose(known -> {
            if (!known.stream().map(Component::id).collect(Collectors.toSet()).containsAll(named.keySet())) {
                return Future.succeededFuture(
                        new Posted.Refused("A component that was chosen is no longer on this page"));
            }
            return announcements
                    .find(tx, id)
                    .compose(found -> found.isEmpty()
                            ? first(tx, fresh(id, request, named, now))
                            : again(tx, found.get(), request, named, now));
        });
    }

    private static Announcement fresh(
            UUID id, AnnouncementRequest request, Map<UUID, ComponentStatus> named, Instant now) {
        var stage = Announcement.Stage.valueOf(request.stage().name());
        return new Announcement(
                id,
                1,
                request.statusPage(),
                request.title(),
                Announcement.Impact.valueOf(request.impact().name()),
                stage,
                now,
                now,
                stage == Announcement.Stage.MONITORING ? now : null,
                stage == Announcement.Stage.RESOLVED ? now : null,
                named,
                List.of(new Announcement.Update(request.id(), stage, request.text(), now)));
    }

    /** Its id is that of the incident: what is there already and not found was taken off the page. */
    private Future<Posted> first(Tx tx, Announcement post) {
        return kept(tx, post, post.components(), saving -> announcements.insert(saving, post))
                .map(saved -> saved
                        ? new Posted.Done(post.id())
                        : new Posted.Refused("The post about this incident was taken off the page"));
    }

    private Future<Posted> again(
            Tx tx, Announcement before, AnnouncementRequest request, Map<UUID, ComponentStatus> named, Instant now) {
        if (before.updates().stream().anyMatch(update -> update.id().equals(request.id()))) {
            return Future.succeededFuture(new Posted.Done(before.id()));
        }
        var impact = Announcement.Impact.valueOf(request.impact().name());
        var corrected = before.name().equals(request.title()) && before.impact() == impact
                ? Future.succeededFuture(before)
                : announcements
                        .correct(tx, before, request.title(), impact, now)
                        .compose(done -> announcements.find(tx, before.id()).map(Optional::orElseThrow));
        var update = new Announcement.Update(
                request.id(), Announcement.Stage.valueOf(request.stage().name()), request.text(), now);
        return corrected.compose(post -> {
            var after = post.told(update, named);
            return kept(tx, after, named, saving -> announcements.update(saving, after))
                    .map(new Posted.Done(before.id()));
        });
    }

    /** What became of a post that was asked for. */
    sealed interface Posted {
        record Done(UUID post) implements Posted {}

        /** @param reason in words, for its author */
        record Refused(String reason) implements Posted {}
    }

    /** Another title or impact; false when somebody else changed it meanwhile. */
    public Future<Boolean> correct(Announcement before, String name, Announcement.Impact impact, Instant now) {
        return amended(before, now, tx -> announcements.correct(tx, before, name, impact, now));
    }

    /** Other words for an update; false when somebody else changed the post meanwhile. */
    public Future<Boolean> reword(Announcement before, UUID update, String body, Instant now) {
        return amended(
                before,
                now,
                tx -> announcements
                        .correct(tx, before, before.name(), before.impact(), now)
                        .compose(mine -> mine
                                ? announcements
                                        .reword(tx, before, update, body, now)
                                        .map(true)
                                : Future.succeededFuture(false)));
    }

    /** Takes the post off the page, with all it says of components; false when somebody else changed it meanwhile. */
    public Future<Boolean> withdraw(Announcement before, Instant now) {
        return amended(before, now, tx -> announcements.withdraw(tx, before, now));
    }

    private Future<Boolean> amended(Announcement post, Instant now, Saving saving) {
        var page = List.of(post.statusPage());
        return database.transact(tx -> pages.lock(tx, page)
                        .compose(locked -> saving.save(tx))
                        .compose(saved -> saved
                                ? components
                                        .settle(tx, page, now)
                                        .compose(settled -> pages.touch(tx, page, now))
                                        .map(true)
                                : Future.succeededFuture(false)))
                .onSuccess(done -> changes.changed());
    }

    private Future<Boolean> kept(Announcement after, Map<UUID, ComponentStatus> named, Saving saving) {
        return database.transact(tx -> kept(tx, after, named, saving));
    }

    private Future<Boolean> kept(Tx tx, Announcement after, Map<UUID, ComponentStatus> named, Saving saving) {
        var page = List.of(after.statusPage());
        tx.committed().onSuccess(done -> changes.changed());
        return saving.save(tx)
                .compose(saved -> saved
                        ? components
                                .settle(tx, page, after.updatedAt())
                                .map(looks -> looks.stream()
                                        .filter(look -> look.changed() || named.containsKey(look.component()))
                                        .toList())
                                .compose(affected -> announcements.tell(tx, after, affected))
                                .compose(told -> pages.touch(tx, page, after.updatedAt()))
                                .map(true)
                        : Future.succeededFuture(false));
    }

    /** Saves the public incident itself; false when it cannot be. */
    private interface Saving {
        Future<Boolean> save(Tx tx);
    }
}
