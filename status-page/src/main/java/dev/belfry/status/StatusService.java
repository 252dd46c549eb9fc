package dev.belfry.status;

import dev.belfry.contracts.Topics;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Live;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import dev.belfry.status.announcement.AnnouncementCommands;
import dev.belfry.status.announcement.AnnouncementRoutes;
import dev.belfry.status.announcement.AnnouncementStore;
import dev.belfry.status.announcement.RequestConsumer;
import dev.belfry.status.component.ComponentCommands;
import dev.belfry.status.component.ComponentRoutes;
import dev.belfry.status.component.ComponentStore;
import dev.belfry.status.component.DirectorySweep;
import dev.belfry.status.component.FollowTimer;
import dev.belfry.status.component.OpenIncidentConsumer;
import dev.belfry.status.desk.MaintenancePages;
import dev.belfry.status.desk.PostPages;
import dev.belfry.status.desk.StatusPages;
import dev.belfry.status.maintenance.MaintenanceCommands;
import dev.belfry.status.maintenance.MaintenanceRoutes;
import dev.belfry.status.maintenance.MaintenanceStore;
import dev.belfry.status.maintenance.MaintenanceTimer;
import dev.belfry.status.page.StatusPageRoutes;
import dev.belfry.status.page.StatusPageStore;
import dev.belfry.status.publication.ImageCommands;
import dev.belfry.status.publication.ImageStore;
import dev.belfry.status.publication.PublicRoutes;
import dev.belfry.status.publication.PublicationQueries;
import dev.belfry.status.publication.StatusTemplate;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Wires status-page: what the team edits, and what customers read. */
public final class StatusService {
    public static final String MIGRATIONS = "db/status";

    /** A little longer than the pages show. */
    private static final Duration CHANGES_KEPT = Duration.ofDays(100);

    private StatusService() {}

    public static Host start(Settings settings) {
        var reading = new AtomicReference<Reading>();
        var host = Host.open(settings.host(), MIGRATIONS, opening -> reading.set(Reading.open(opening, settings)));
        try {
            wire(host, settings, Objects.requireNonNull(reading.get()));
            host.start();
            return host;
        } catch (RuntimeException failed) {
            host.stop();
            throw failed;
        }
    }

    /** What readers are served by: it needs no database and no broker once there are images. */
    private record Reading(
            StatusPageStore pages,
            ComponentStore components,
            AnnouncementStore announcements,
            MaintenanceStore maintenances,
            PublicationQueries publication,
            StatusTemplate template,
            ImageCommands images,
            PublicRoutes published) {

        /** Serves the pages of the last run, where they were kept, before anything else is asked. */
        static Reading open(Host host, Settings settings) {
            var pages = new StatusPageStore();
            var components = new ComponentStore();
            var announcements = new AnnouncementStore();
            var maintenances = new MaintenanceStore();
            var publication = new PublicationQueries(
                    host.database(), pages, components, announcements, maintenances, host.clock());
            var live = new Live(
                    host.vertx(),
                    host.metrics(),
                    "status",
                    settings.maxReaders(),
                    host.clock().millis());
            // Readers who follow live are sent to another replica.
            host.onStop(live::close);
            var template = new StatusTemplate(settings.publicUrl());
            var images = new ImageCommands(
                    publication, template, live, new ImageStore(settings.images()), host.clock(), host.vertx());
            var published = new PublicRoutes(images, template, live);
            published.mount(host.router());
            if (images.load()) {
                host.serveEarly();
            }
            return new Reading(
                    pages, components, announcements, maintenances, publication, template, images, published);
        }
    }

    private static void wire(Host host, Settings settings, Reading reading) {
        var pages = reading.pages();
        var components = reading.components();
        var announcements = reading.announcements();
        var images = reading.images();
        var setting = new ComponentCommands(host.database(), components, pages, images);
        host.consume(Topics.INCIDENTS.name(), new OpenIncidentConsumer(components, setting, host.clock()));
        host.timer(FollowTimer.KIND, new FollowTimer(setting));
        host.retain("component-change", CHANGES_KEPT, ComponentStore.FORGET);
        host.retain("closed-incident", CHANGES_KEPT, ComponentStore.FORGET_CLOSED);
        var planning = new MaintenanceCommands(host.database(), reading.maintenances(), components, pages, images);
        host.timer(MaintenanceTimer.KIND, new MaintenanceTimer(planning));

        var telling = new AnnouncementCommands(host.database(), announcements, components, pages, images);
        host.consume(
                Topics.REQUESTS.name(),
                new RequestConsumer(pages, telling, reading.template()::permalink, host.clock()));
        host.sweep(
                "status-pages",
                DirectorySweep.EVERY,
                new DirectorySweep(host.database(), pages, components, host.ids())::look);

        var api = Api.load(host, "openapi/status.yaml");
        new StatusPageRoutes(host, pages, images).bind(api);
        new ComponentRoutes(host, components, setting).bind(api);
        new AnnouncementRoutes(host, announcements, components, telling).bind(api);
        new MaintenanceRoutes(host, reading.maintenances(), components, planning).bind(api);
        api.mount();

        var console = new Console(host, "dev.belfry.status.pages");
        new StatusPages(host, reading.publication(), components, setting, settings.publicUrl()).mount(console);
        new PostPages(host, reading.publication(), announcements, telling).mount(console);
        new MaintenancePages(host, reading.publication(), reading.maintenances(), planning).mount(console);
        reading.published().mountLast(host.router());

        images.startWatching();
    }
}
