package dev.belfry.status.publication;

import dev.belfry.platform.database.Database;
import dev.belfry.status.announcement.AnnouncementStore;
import dev.belfry.status.component.ComponentStore;
import dev.belfry.status.page.StatusPage;
import dev.belfry.status.page.StatusPageStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads all that a page tells. */
public final class PublicationQueries {
    private static final int RECENT = 200;

    private final Database database;
    private final StatusPageStore pages;
    private final ComponentStore components;
    private final AnnouncementStore announcements;

    public PublicationQueries(
            Database database, StatusPageStore pages, ComponentStore components, AnnouncementStore announcements) {
        this.database = database;
        this.pages = pages;
        this.components = components;
        this.announcements = announcements;
    }

    /** Oldest first: the first one is the page of the root address. */
    public Future<List<StatusPage>> pages() {
        return pages.all(database);
    }

    public Future<Publication> publication(StatusPage page) {
        var standing = components.list(database, page.id());
        var told = announcements.list(database, page.id(), null, null, RECENT);
        return Future.all(standing, told).map(both -> new Publication(page, standing.result(), told.result()));
    }

    public Future<Optional<Publication>> publication(UUID page) {
        return pages.find(database, page)
                .compose(found -> found.map(known -> publication(known).map(Optional::of))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }
}
