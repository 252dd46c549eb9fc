package dev.belfry.incident.incident.response;

import dev.belfry.incident.incident.lifecycle.Incident;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says how much an incident looks like others that may have the same cause. */
final class Likeness {
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int SHORTEST = 3;
    private static final Duration TOGETHER = Duration.ofMinutes(10);

    private Likeness() {}

    /** The more, the liker: shared words of the titles count most, then the same service, then that they began together. */
    static double of(Incident candidate, List<Incident> sources) {
        return sources.stream()
                .mapToDouble(source -> of(candidate, source))
                .max()
                .orElse(0);
    }

    private static double of(Incident one, Incident other) {
        var service = one.serviceId().equals(other.serviceId()) ? 1 : 0;
        var apart = Duration.between(one.createdAt(), other.createdAt()).abs();
        return 4 * shared(one.title(), other.title()) + service + (apart.compareTo(TOGETHER) <= 0 ? 0.5 : 0);
    }

    /** Which part of the words of both titles stand in both of them. */
    private static double shared(String one, String other) {
        var both = words(one);
        var all = new HashSet<>(both);
        var others = words(other);
        all.addAll(others);
        both.retainAll(others);
        return all.isEmpty() ? 0 : (double) both.size() / all.size();
    }

    private static Set<String> words(String title) {
        return BETWEEN.splitAsStream(title.toLowerCase(Locale.ROOT))
                .filter(word -> word.length() >= SHORTEST)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
