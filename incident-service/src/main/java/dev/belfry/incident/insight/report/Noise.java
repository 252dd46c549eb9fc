package dev.belfry.incident.insight.report;

import dev.belfry.incident.insight.report.Report.Origin;
import dev.belfry.incident.insight.report.Summary.Count;
import dev.belfry.incident.insight.report.Summary.Source;
import dev.belfry.incident.insight.report.Summary.Sums;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** What came through each integration, and what each event rule applied to: those that make most noise, in order. */
record Noise(List<Of> integrations, List<Of> rules) {
    private static final int MOST = 10;
    private static final Source GONE = new Source("Removed", null);

    record Of(UUID id, Sums sums) {}

    static Noise of(Collection<Count> counts) {
        Map<UUID, Sums> integrations = new HashMap<>();
        Map<UUID, Sums> rules = new HashMap<>();
        for (var count : counts) {
            if (count.slot() > 0) {
                if (count.integration() != null) {
                    integrations.merge(count.integration(), count.sums(), Sums::plus);
                }
                count.rules().forEach(rule -> rules.merge(rule, count.sums(), Sums::plus));
            }
        }
        return new Noise(most(integrations), most(rules));
    }

    private static List<Of> most(Map<UUID, Sums> sums) {
        return sums.entrySet().stream()
                .map(one -> new Of(one.getKey(), one.getValue()))
                .sorted(Comparator.<Of>comparingLong(one -> one.sums().brief())
                        .thenComparingLong(one -> one.sums().paged())
                        .thenComparingLong(one -> one.sums().incidents())
                        .reversed()
                        .thenComparing(Of::id))
                .limit(MOST)
                .toList();
    }

    List<UUID> ids() {
        return Stream.of(integrations, rules).flatMap(List::stream).map(Of::id).toList();
    }

    static List<Origin> named(List<Of> noisy, Map<UUID, Source> names) {
        return noisy.stream()
                .map(one -> {
                    var source = Objects.requireNonNullElse(names.get(one.id()), GONE);
                    var sums = one.sums();
                    return new Origin(
                            one.id(),
                            source.name(),
                            source.service(),
                            sums.incidents(),
                            sums.alerts(),
                            sums.paged(),
                            sums.acknowledged(),
                            sums.brief());
                })
                .toList();
    }
}
