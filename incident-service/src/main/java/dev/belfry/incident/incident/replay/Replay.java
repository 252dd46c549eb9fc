package dev.belfry.incident.incident.replay;

import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.incident.signal.rule.Rulebook;
import dev.belfry.incident.signal.rule.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks the rules as they are and as they would be about one stored alert after the other, and keeps the difference. */
final class Replay {
    private static final int MOST_SHOWN = 100;
    private static final int MOST_INCIDENTS = 10_000;

    private final Rulebook now;
    private final Rulebook then;
    private final List<Changed> shown = new ArrayList<>();
    private final Set<UUID> changedIncidents = new LinkedHashSet<>();
    private final Map<UUID, Set<UUID>> pagesNow = new HashMap<>();
    private final Map<UUID, Set<UUID>> pagesThen = new HashMap<>();
    private int alerts;
    private int changed;

    /** How an alert stands. */
    record State(AlertSeverity severity, String title, UUID service, boolean pages) {}

    /** An alert that would have come out otherwise. */
    record Changed(
            UUID alert,
            Instant at,
            @Nullable UUID incident,
            @Nullable Long number,
            State before,
            State after) {}

    /** How many pages a service would have had. */
    record OfService(UUID service, int before, int after) {}

    /** @param now the rules as they are, and as they would be */
    Replay(Rulebook now, Rulebook then) {
        this.now = now;
        this.then = then;
    }

    void ask(Past past) {
        alerts++;
        var before = state(now, past, pagesNow);
        var after = state(then, past, pagesThen);
        if (before.equals(after)) {
            return;
        }
        changed++;
        if (past.incident() != null && changedIncidents.size() < MOST_INCIDENTS) {
            changedIncidents.add(past.incident());
        }
        if (shown.size() < MOST_SHOWN) {
            shown.add(new Changed(past.id(), past.firstSeen(), past.incident(), past.number(), before, after));
        }
    }

    private static State state(Rulebook book, Past past, Map<UUID, Set<UUID>> pages) {
        var verdict = book.judge(past.request(), past.signal());
        var signal = verdict == null ? past.signal() : verdict.signal();
        var service =
                verdict == null || verdict.route() == null ? past.request().serviceId() : verdict.route();
        var paged = !past.silenced() && pages(verdict, signal.severity(), past);
        if (paged) {
            // Alerts of one incident are one page.
            pages.computeIfAbsent(service, first -> new HashSet<>())
                    .add(Objects.requireNonNullElse(past.incident(), past.id()));
        }
        return new State(signal.severity(), signal.summary(), service, paged);
    }

    private static boolean pages(@Nullable Verdict verdict, AlertSeverity severity, Past past) {
        if (verdict == null) {
            return true;
        }
        if (verdict.suppress() != null) {
            return false;
        }
        if (verdict.threshold() != null
                && past.count() < verdict.threshold().threshold().times()) {
            return false;
        }
        return verdict.pause() == null
                || severity == AlertSeverity.CRITICAL
                || past.resolvedAt() == null
                || Duration.between(past.firstSeen(), past.resolvedAt()).toSeconds()
                        >= verdict.pause().seconds();
    }

    int alerts() {
        return alerts;
    }

    int changed() {
        return changed;
    }

    List<Changed> shown() {
        return List.copyOf(shown);
    }

    /** The incidents whose alerts would have come out otherwise. */
    Set<UUID> incidents() {
        return Set.copyOf(changedIncidents);
    }

    /** Only services whose number of pages changes. */
    List<OfService> services() {
        var all = new HashSet<>(pagesNow.keySet());
        all.addAll(pagesThen.keySet());
        return all.stream()
                .map(service -> new OfService(service, count(pagesNow, service), count(pagesThen, service)))
                .filter(one -> one.before() != one.after())
                .sorted((one, other) -> Integer.compare(other.before() - other.after(), one.before() - one.after()))
                .toList();
    }

    int pagesBefore() {
        return pagesNow.values().stream().mapToInt(Set::size).sum();
    }

    int pagesAfter() {
        return pagesThen.values().stream().mapToInt(Set::size).sum();
    }

    private static int count(Map<UUID, Set<UUID>> pages, UUID service) {
        return pages.getOrDefault(service, Set.of()).size();
    }
}
