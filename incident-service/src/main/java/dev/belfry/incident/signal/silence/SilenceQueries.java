package dev.belfry.incident.signal.silence;

import dev.belfry.incident.signal.alert.OpenAlert;
import dev.belfry.incident.signal.alert.OpenAlertStore;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Counts the open alerts that meet the conditions of a silence, so that a misspelled one is seen when it is made. */
public final class SilenceQueries {
    private static final int AT_ONCE = 1_000;
    /** A bound for the work of one request. */
    private static final int MOST = 100_000;

    private final OpenAlertStore alerts;

    public SilenceQueries(OpenAlertStore alerts) {
        this.alerts = alerts;
    }

    /** How many of the first 100,000 open alerts it matches now, whether it has begun or not. */
    Future<Reach> reach(Silence silence) {
        return count(silence, null, 0, 0).map(Reach::new);
    }

    private Future<Integer> count(Silence silence, @Nullable OpenAlert after, int looked, int matching) {
        return alerts.page(silence.service(), after, AT_ONCE).compose(page -> {
            var met = matching
                    + (int) page.stream()
                            .filter(alert -> silence.silences(alert.service(), alert.labels()))
                            .count();
            return page.size() < AT_ONCE || looked + page.size() >= MOST
                    ? Future.succeededFuture(met)
                    : count(silence, page.getLast(), looked + page.size(), met);
        });
    }
}
