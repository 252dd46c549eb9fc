package dev.belfry.incident.incident.response;

import dev.belfry.incident.signal.alert.AlertView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** What tells alerts apart that stand in one list: a storm has one summary, and an instance for each alert. */
final class Differences {
    private static final int MOST = 2;

    private Differences() {}

    /** The values of the labels that differ most, by alert; empty where nothing differs. */
    static Map<UUID, String> of(List<AlertView> alerts) {
        var names = alerts.stream()
                .flatMap(alert -> labels(alert).keySet().stream())
                .distinct()
                .filter(name -> values(alerts, name) > 1)
                .sorted(Comparator.comparingLong((String name) -> -values(alerts, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
        var words = new HashMap<UUID, String>();
        alerts.forEach(alert -> words.put(
                alert.id(),
                names.stream()
                        .map(name -> labels(alert).getOrDefault(name, ""))
                        .filter(value -> !value.isEmpty())
                        .collect(Collectors.joining(" · "))));
        return words;
    }

    private static long values(List<AlertView> alerts, String name) {
        return alerts.stream()
                .map(alert -> labels(alert).getOrDefault(name, ""))
                .distinct()
                .count();
    }

    private static Map<String, String> labels(AlertView alert) {
        return Objects.requireNonNullElse(alert.labels(), Map.of());
    }
}
