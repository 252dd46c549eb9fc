package dev.belfry.incident.incident.explain;

import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Integration;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.timeline.TimelineEntry;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.incident.signal.alert.AlertStore;
import dev.belfry.incident.signal.alert.AlertView;
import dev.belfry.incident.signal.alert.Decided;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gathers what is known about an alert and its incident. */
public final class ExplainQueries {
    private static final int LINES = 200;

    private final AlertStore alerts;
    private final IncidentStore incidents;
    private final TimelineStore timeline;
    private final CatalogStore catalog;

    public ExplainQueries(AlertStore alerts, IncidentStore incidents, TimelineStore timeline, CatalogStore catalog) {
        this.alerts = alerts;
        this.incidents = incidents;
        this.timeline = timeline;
        this.catalog = catalog;
    }

    /** Why this alert paged somebody or nobody. */
    public Future<Optional<Explanation>> alert(UUID id) {
        return alerts.find(id).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            var incident = found.get().incident();
            return (incident == null ? Future.succeededFuture(Optional.<Held>empty()) : incidents.find(incident))
                    .compose(held ->
                            explain(found.get(), held.map(Held::incident).orElse(null)))
                    .map(Optional::of);
        });
    }

    /** Why this incident paged somebody or nobody: its first alert, and what came of it. */
    public Future<Explanation> incident(Incident incident) {
        return alerts.ofIncident(incident.id(), 1)
                .compose(first -> explain(first.isEmpty() ? null : first.getFirst(), incident));
    }

    private Future<Explanation> explain(@Nullable AlertView alert, @Nullable Incident incident) {
        var lines = incident == null
                ? Future.succeededFuture(List.<TimelineEntry>of())
                : timeline.list(incident.id(), null, LINES);
        var decisions = alert == null ? Future.succeededFuture(List.<Decided>of()) : alerts.decisions(alert.id());
        var door = alert == null
                ? Future.succeededFuture(Optional.<Integration>empty())
                : catalog.integration(alert.integration());
        return Future.all(lines, decisions, door)
                .compose(all -> services(alert, decisions.result()))
                .map(services -> Explanation.of(
                        alert,
                        decisions.result(),
                        new Explanation.Names(
                                door.result().map(Integration::name).orElse("an integration that is gone"), services),
                        incident,
                        lines.result()));
    }

    private Future<Map<UUID, String>> services(@Nullable AlertView alert, List<Decided> decisions) {
        var wanted = new HashSet<UUID>();
        if (alert != null) {
            wanted.add(alert.service());
        }
        decisions.forEach(decided -> {
            wanted.add(decided.service());
            if (decided.routed() != null) {
                wanted.add(decided.routed());
            }
        });
        var found = wanted.stream().map(catalog::service).toList();
        return Future.all(found).map(all -> {
            Map<UUID, String> names = new HashMap<>();
            found.forEach(one -> one.result().ifPresent((Service service) -> names.put(service.id(), service.name())));
            return names;
        });
    }
}
