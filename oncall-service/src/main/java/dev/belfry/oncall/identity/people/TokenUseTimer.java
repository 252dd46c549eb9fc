package dev.belfry.oncall.identity.people;

import dev.belfry.platform.access.Principal;
import dev.belfry.platform.database.Database;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers when tokens and sessions were last used with this service, and writes it down once a minute. */
public final class TokenUseTimer {
    private static final Logger LOG = LoggerFactory.getLogger(TokenUseTimer.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final InstantSource clock;
    private final Map<UUID, Instant> uses = new ConcurrentHashMap<>();

    public TokenUseTimer(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    public void start(Vertx vertx) {
        vertx.setPeriodic(EVERY.toMillis(), minute -> write());
    }

    /** Only what was valid is noted, so there are never more than there are tokens and sessions. */
    public void note(Principal principal) {
        UUID id = principal.sessionId();
        uses.put(id == null ? UUID.fromString(principal.id().substring("token:".length())) : id, clock.instant());
    }

    void write() {
        Map<UUID, Instant> now = new HashMap<>(uses);
        if (!now.isEmpty()) {
            now.forEach(uses::remove);
            TokenStore.used(database::query, now)
                    .onFailure(failed -> LOG.atWarn().setCause(failed).log("the use of tokens was not written down"));
        }
    }
}
