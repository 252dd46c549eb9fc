package dev.belfry.oncall.identity.people;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Reads what a team owns. Schedules and policies know it; people only pass it on. */
@FunctionalInterface
public interface OwnedQueries {
    Future<List<Owned>> of(UUID team);
}
