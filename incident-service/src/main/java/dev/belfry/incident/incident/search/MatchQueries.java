package dev.belfry.incident.incident.search;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Says where incidents have what was looked for. */
public interface MatchQueries {
    /** Of each of these incidents the first place; those where nothing can be shown are missing. */
    Future<Map<UUID, Match>> matches(Collection<UUID> incidents, String asked);
}
