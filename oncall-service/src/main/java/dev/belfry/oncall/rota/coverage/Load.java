package dev.belfry.oncall.rota.coverage;

import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What one person carries of a schedule: their time on call, and how often they were paged in it. */
public record Load(UUID user, String name, Fairness.Share share, Pages pages) {
    /** @param night those between 22 and 6 o'clock */
    public record Pages(int all, int night) {
        static final Pages NONE = new Pages(0, 0);
    }

    /** Who carries most comes first. */
    static List<Load> of(
            ScheduleQueries.Roll roll, Set<LocalDate> holidays, Map<UUID, Pages> pages, Instant from, Instant to) {
        return Fairness.of(roll.shifts(), roll.schedule().zone(), holidays, from, to).entrySet().stream()
                .map(entry -> new Load(
                        entry.getKey(),
                        roll.name(entry.getKey()),
                        entry.getValue(),
                        pages.getOrDefault(entry.getKey(), Pages.NONE)))
                .sorted(Comparator.comparing((Load load) -> load.share().all())
                        .reversed()
                        .thenComparing(Load::name)
                        .thenComparing(load -> load.user().toString()))
                .toList();
    }
}
