package dev.belfry.oncall.identity.people;

import dev.belfry.platform.access.Principal;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Notes when tokens and sessions were last used with this service, and writes it down when it is asked to. */
public final class TokenUseCommands {
    private final Database database;
    private final InstantSource clock;
    private final Map<UUID, Instant> uses = new ConcurrentHashMap<>();

    public TokenUseCommands(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Only what was valid is noted, so there are never more than there are tokens and sessions. */
    public void note(Principal principal) {
        UUID id = principal.sessionId();
        uses.put(id == null ? UUID.fromString(principal.id().substring("token:".length())) : id, clock.instant());
    }

    /** Writes down what was noted since the last time. */
    public Future<Void> write() {
        Map<UUID, Instant> now = new HashMap<>(uses);
        if (now.isEmpty()) {
            return Future.succeededFuture();
        }
        return TokenStore.used(database::query, now)
                .onSuccess(written -> now.forEach(uses::remove))
                .mapEmpty();
    }
}
