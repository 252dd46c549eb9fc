package dev.belfry.status.component;

import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import dev.belfry.status.page.Changes;
import dev.belfry.status.page.StatusPageStore;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Follows the incidents of services, so that the components that stand on them show it at once. */
public final class OpenIncidentConsumer implements EventHandler {
    private final ComponentStore components;
    private final StatusPageStore pages;
    private final InstantSource clock;
    private final Changes changes;

    public OpenIncidentConsumer(
            ComponentStore components, StatusPageStore pages, InstantSource clock, Changes changes) {
        this.components = components;
        this.pages = pages;
        this.clock = clock;
        this.changes = changes;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        var services = new ArrayList<UUID>();
        Future<Void> all = Future.succeededFuture();
        for (var event : batch) {
            // Later versions may put more on the topic than this one knows.
            if (!event.type().equals(IncidentEvent.TYPE) || event.deleted()) {
                continue;
            }
            var happened = event.as(IncidentEvent.class);
            if (happened.incident().tried()) {
                continue;
            }
            services.add(happened.incident().serviceId());
            all = all.compose(before -> learn(tx, happened));
        }
        return all.compose(learnt -> components.pagesOf(tx, services))
                .compose(concerned -> concerned.isEmpty() ? Future.succeededFuture() : settle(tx, concerned));
    }

    /** Most events change nothing that customers see: the pages stay as they are then. */
    private Future<Void> settle(Tx tx, List<UUID> concerned) {
        var now = clock.instant();
        return pages.lock(tx, concerned)
                .compose(locked -> components.settle(tx, concerned, now))
                .compose(looks -> {
                    if (looks.stream().noneMatch(Look::changed)) {
                        return Future.succeededFuture();
                    }
                    changes.changed();
                    return pages.touch(tx, concerned, now);
                });
    }

    private Future<Void> learn(Tx tx, IncidentEvent happened) {
        var incident = happened.incident();
        return components.learn(
                tx,
                incident.id(),
                happened.version(),
                incident.serviceId(),
                incident.severity().name().toLowerCase(Locale.ROOT),
                incident.status() != IncidentStatus.RESOLVED,
                clock.instant());
    }
}
