package dev.belfry.oncall.rota.coverage;

import dev.belfry.oncall.rota.schedule.Span;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Counts the pages of people; whoever pages answers it. */
@FunctionalInterface
public interface PageCountQueries {
    /** @param times when each person is on call, in stretches apart from each other */
    Future<Map<UUID, Load.Pages>> count(Map<UUID, List<Span>> times, ZoneId zone);
}
