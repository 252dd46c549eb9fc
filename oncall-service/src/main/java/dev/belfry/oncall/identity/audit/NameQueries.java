package dev.belfry.oncall.identity.audit;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Reads what things are called. Those who own them know it; the log only passes it on. */
@FunctionalInterface
public interface NameQueries {
    /** Ids of nothing that is there now are missing. */
    Future<Map<UUID, String>> of(Collection<UUID> ids);
}
