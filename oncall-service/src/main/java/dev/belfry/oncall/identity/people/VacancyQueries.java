package dev.belfry.oncall.identity.people;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Reads the shifts that are open because a person is inactive. Schedules know them; people only pass them on. */
@FunctionalInterface
public interface VacancyQueries {
    /** Those of the next 90 days, the next one first. */
    Future<List<Vacancy>> of(UUID person);
}
