package dev.belfry.oncall.rota.planner;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Knows who counts on a schedule: asked before it is removed. */
@FunctionalInterface
public interface UseQueries {
    /** The names of the escalation policies that page whoever is on call on it. */
    Future<List<String>> policies(UUID schedule);
}
