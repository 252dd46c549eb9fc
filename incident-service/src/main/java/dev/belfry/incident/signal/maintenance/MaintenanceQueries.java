package dev.belfry.incident.signal.maintenance;

import dev.belfry.incident.signal.alert.OpenAlert;
import dev.belfry.incident.signal.alert.OpenAlertStore;
import dev.belfry.incident.signal.alert.RecentAlertStore;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says what a window would do: when it opens, which incidents go on, and which alerts it would have held back. */
public final class MaintenanceQueries {
    private static final int AT_ONCE = 1_000;
    // Bounds for the work of one request.
    private static final int MOST_OPEN = 20_000;
    private static final int MOST_PAST = 20_000;
    private static final UUID HIGHEST = new UUID(-1, -1);

    private final OpenAlertStore open;
    private final RecentAlertStore recent;
    private final Function<Set<UUID>, Future<List<Preview.Open>>> incidents;

    /** @param incidents the open ones among these, by number */
    public MaintenanceQueries(Database database, Function<Set<UUID>, Future<List<Preview.Open>>> incidents) {
        this.open = new OpenAlertStore(database);
        this.recent = new RecentAlertStore(database);
        this.incidents = incidents;
    }

    Future<Preview> preview(MaintenanceWindow window, Instant now) {
        var past = new Past(window, now.minus(Duration.ofDays(Preview.DAYS)));
        var going =
                going(window, window.plan().services(), new LinkedHashSet<>()).compose(incidents);
        return Future.all(going, past.read(HIGHEST))
                .map(done -> new Preview(
                        window.plan().timetable().from(now, Preview.OCCURRENCES),
                        going.result(),
                        past.matching,
                        past.looked < MOST_PAST,
                        List.copyOf(past.newest)));
    }

    /** The incidents of open alerts that it is meant for, service by service. */
    private Future<Set<UUID>> going(MaintenanceWindow window, List<UUID> services, Set<UUID> found) {
        if (services.isEmpty()) {
            return window.plan().services().isEmpty()
                    ? going(window, null, null, 0, found)
                    : Future.succeededFuture(found);
        }
        return going(window, services.getFirst(), null, 0, found)
                .compose(done -> going(window, services.subList(1, services.size()), found));
    }

    private Future<Set<UUID>> going(
            MaintenanceWindow window, @Nullable UUID service, @Nullable OpenAlert after, int looked, Set<UUID> found) {
        return open.page(service, after, AT_ONCE).compose(page -> {
            for (var alert : page) {
                if (alert.incident() != null
                        && found.size() < Preview.INCIDENTS
                        && window.silences(alert.service(), alert.labels())) {
                    found.add(alert.incident());
                }
            }
            var more = page.size() == AT_ONCE && looked + page.size() < MOST_OPEN && found.size() < Preview.INCIDENTS;
            return more
                    ? going(window, service, page.getLast(), looked + page.size(), found)
                    : Future.succeededFuture(found);
        });
    }

    /** Counts the alerts of the last days, a page at a time. */
    private final class Past {
        private final MaintenanceWindow window;
        private final Instant since;
        private final List<Preview.Past> newest = new ArrayList<>();
        private int matching;
        private int looked;

        Past(MaintenanceWindow window, Instant since) {
            this.window = window;
            this.since = since;
        }

        Future<Void> read(UUID before) {
            return recent.page(since, before, window.plan().services(), AT_ONCE).compose(page -> {
                looked += page.size();
                for (var alert : page) {
                    if (window.silences(alert.service(), alert.labels())) {
                        matching++;
                        if (newest.size() < Preview.NEWEST) {
                            newest.add(
                                    new Preview.Past(alert.id(), alert.service(), alert.summary(), alert.firstSeen()));
                        }
                    }
                }
                return page.size() == AT_ONCE && looked < MOST_PAST
                        ? read(page.getLast().id())
                        : Future.succeededFuture();
            });
        }
    }
}
