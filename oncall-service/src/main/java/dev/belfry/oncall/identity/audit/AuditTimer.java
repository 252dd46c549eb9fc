package dev.belfry.oncall.identity.audit;

import dev.belfry.platform.database.Database;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets what is older than the log is kept for: every hour, a bounded number at once. */
public final class AuditTimer {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTimer.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final Database database;
    private final InstantSource clock;
    private final Duration kept;

    public AuditTimer(Database database, InstantSource clock, Duration kept) {
        this.database = database;
        this.clock = clock;
        this.kept = kept;
    }

    public void start(Vertx vertx) {
        vertx.setPeriodic(
                EVERY.toMillis(),
                hourly -> AuditStore.expire(database::query, clock.instant().minus(kept))
                        .onFailure(failed -> LOG.atWarn().setCause(failed).log("old audit entries were not removed")));
    }
}
