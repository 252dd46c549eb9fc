package dev.belfry.status.component;

import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Follows the incidents of services, so that the components that are to follow them show it. */
public final class OpenIncidentConsumer implements EventHandler {
    private final ComponentStore components;
    private final ComponentCommands commands;
    private final InstantSource clock;

    public OpenIncidentConsumer(ComponentStore components, ComponentCommands commands, InstantSource clock) {
        this.components = components;
        this.commands = commands;
        this.clock = clock;
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
                .compose(concerned -> concerned.isEmpty()
                        ? Future.succeededFuture()
                        : commands.settle(tx, concerned, clock.instant()));
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
                happened.at());
    }
}
