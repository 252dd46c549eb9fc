package dev.belfry.status.publication;

import dev.belfry.platform.database.Database;
import dev.belfry.status.announcement.AnnouncementStore;
import dev.belfry.status.component.ComponentStore;
import dev.belfry.status.maintenance.MaintenanceStore;
import dev.belfry.status.page.StatusPage;
import dev.belfry.status.page.StatusPageStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
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
    private final MaintenanceStore maintenances;
    private final InstantSource clock;

    public PublicationQueries(
            Database database,
            StatusPageStore pages,
            ComponentStore components,
            AnnouncementStore announcements,
            MaintenanceStore maintenances,
            InstantSource clock) {
        this.database = database;
        this.pages = pages;
        this.components = components;
        this.announcements = announcements;
        this.maintenances = maintenances;
        this.clock = clock;
    }

    /** Oldest first: the first one is the page of the root address. */
    public Future<List<StatusPage>> pages() {
        return pages.all(database);
    }

    public Future<Publication> publication(StatusPage page) {
        var standing = components.list(database, page.id());
        var told = announcements.list(database, page.id(), null, null, RECENT);
        var planned = maintenances.list(database, page.id(), RECENT);
        var changes = components.changes(database, page.id(), clock.instant().minus(Duration.ofDays(Uptime.DAYS + 1L)));
        return Future.all(standing, told, planned, changes)
                .map(all ->
                        new Publication(page, standing.result(), told.result(), planned.result(), changes.result()));
    }

    public Future<Optional<Publication>> publication(UUID page) {
        return pages.find(database, page)
                .compose(found -> found.map(known -> publication(known).map(Optional::of))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }
}
