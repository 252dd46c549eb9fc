package dev.belfry.incident.incident.replay;

import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.incident.signal.rule.Rulebook;
import dev.belfry.incident.signal.rule.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the rules as they are and as they would be about one stored alert after the other, and keeps the difference. */
final class Replay {
    private static final int MOST_SHOWN = 100;
    private static final int MOST_INCIDENTS = 10_000;

    private final Rulebook now;
    private final Rulebook then;
    private final List<Changed> shown = new ArrayList<>();
    private final Set<UUID> changedIncidents = new LinkedHashSet<>();
    private final Map<Paged, Instant> pagesNow = new HashMap<>();
    private final Map<Paged, Instant> pagesThen = new HashMap<>();
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

    /** Alerts of one incident at one service are one page; an alert that pages alone has its own id. */
    private record Paged(UUID service, UUID incident) {}

    /** How many pages a day would have had. */
    record OfDay(LocalDate day, int before, int after) {}

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

    private static State state(Rulebook book, Past past, Map<Paged, Instant> pages) {
        var verdict = book.judge(past.request(), past.signal());
        var signal = verdict == null ? past.signal() : verdict.signal();
        var service =
                verdict == null || verdict.route() == null ? past.request().serviceId() : verdict.route();
        var paged = !past.silenced() && pages(verdict, signal.severity(), past);
        if (paged) {
            pages.merge(
                    new Paged(service, Objects.requireNonNullElse(past.incident(), past.id())),
                    past.firstSeen(),
                    (one, other) -> one.isBefore(other) ? one : other);
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
        var before = count(pagesNow, page -> page.getKey().service());
        var after = count(pagesThen, page -> page.getKey().service());
        return keys(before, after).stream()
                .map(service -> new OfService(service, before.getOrDefault(service, 0), after.getOrDefault(service, 0)))
                .filter(one -> one.before() != one.after())
                .sorted((one, other) -> Integer.compare(other.before() - other.after(), one.before() - one.after()))
                .toList();
    }

    /** Each day from the first to the last, without a gap. */
    List<OfDay> days(LocalDate first, LocalDate last, ZoneId zone) {
        var before = count(pagesNow, page -> page.getValue().atZone(zone).toLocalDate());
        var after = count(pagesThen, page -> page.getValue().atZone(zone).toLocalDate());
        return first.datesUntil(last.plusDays(1))
                .map(day -> new OfDay(day, before.getOrDefault(day, 0), after.getOrDefault(day, 0)))
                .toList();
    }

    /** How many pages fewer there would have been between 22 and 7 o'clock; negative when there are more. */
    int fewerAtNight(ZoneId zone) {
        return atNight(pagesNow, zone) - atNight(pagesThen, zone);
    }

    private static int atNight(Map<Paged, Instant> pages, ZoneId zone) {
        return (int) pages.values().stream()
                .mapToInt(at -> at.atZone(zone).getHour())
                .filter(hour -> hour >= 22 || hour < 7)
                .count();
    }

    int pagesBefore() {
        return pagesNow.size();
    }

    int pagesAfter() {
        return pagesThen.size();
    }

    private static <K> Map<K, Integer> count(Map<Paged, Instant> pages, Function<Map.Entry<Paged, Instant>, K> by) {
        return pages.entrySet().stream().collect(Collectors.toMap(by, page -> 1, Integer::sum));
    }

    private static <K> Set<K> keys(Map<K, Integer> one, Map<K, Integer> other) {
        var all = new HashSet<>(one.keySet());
        all.addAll(other.keySet());
        return all;
    }
}
