package dev.belfry.status.announcement;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.status.component.ComponentStatus;
import dev.belfry.status.component.ComponentStore;
import dev.belfry.status.page.Changes;
import dev.belfry.status.page.StatusPageStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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
        var page = List.of(after.statusPage());
        return database.transact(tx -> saving.save(tx)
                        .compose(saved -> saved
                                ? components
                                        .settle(tx, page, after.updatedAt())
                                        .map(looks -> looks.stream()
                                                .filter(look -> look.changed() || named.containsKey(look.component()))
                                                .toList())
                                        .compose(affected -> announcements.tell(tx, after, affected))
                                        .compose(told -> pages.touch(tx, page, after.updatedAt()))
                                        .map(true)
                                : Future.succeededFuture(false)))
                .onSuccess(done -> changes.changed());
    }

    /** Saves the public incident itself; false when it cannot be. */
    private interface Saving {
        Future<Boolean> save(Tx tx);
    }
}
