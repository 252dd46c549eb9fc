package dev.belfry.incident.incident.replay;

import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.signal.rule.EventRule;
import dev.belfry.incident.signal.rule.RuleStore;
import dev.belfry.incident.signal.rule.Rulebook;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs a draft of an event rule, beside the rules that are on, over the stored alerts of the last days. */
public final class ReplayQueries {
    /** A bound for the work of one request. */
    static final int MOST = 100_000;

    private static final int AT_ONCE = 1_000;

    private final ReplayStore store;
    private final RuleStore rules;
    private final CatalogStore catalog;
    private final InstantSource clock;

    public ReplayQueries(ReplayStore store, RuleStore rules, CatalogStore catalog, InstantSource clock) {
        this.store = store;
        this.rules = rules;
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * @param draft takes the place of the rule with its id, or comes after those of the same place
     * @param zone where days begin and nights are
     */
    public Future<ReplayView> replay(EventRule draft, int days, ZoneId zone) {
        var began = clock.instant();
        return rules.list(null, null, false).compose(known -> {
            var on = known.stream().filter(EventRule::enabled).toList();
            var replay = new Replay(Rulebook.of(1, true, on), Rulebook.of(2, true, with(on, known, draft)));
            var from = ReplayStore.first(began.minus(Duration.ofDays(days)));
            var until = ReplayStore.first(began.plus(Duration.ofDays(1)));
            return page(replay, draft, from, until)
                    .compose(complete -> told(
                            replay,
                            days,
                            zone,
                            on.stream().anyMatch(rule -> rule.id().equals(draft.id())),
                            complete,
                            began));
        });
    }

    private static List<EventRule> with(List<EventRule> on, List<EventRule> known, EventRule draft) {
        var place = known.stream()
                .filter(rule -> rule.id().equals(draft.id()))
                .mapToInt(EventRule::position)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
        var all = new ArrayList<>(
                on.stream().filter(rule -> !rule.id().equals(draft.id())).toList());
        all.add(draft.at(place));
        all.sort(Comparator.comparingInt(EventRule::position));
        return all;
    }

    private Future<Boolean> page(Replay replay, EventRule draft, UUID from, UUID before) {
        return store.page(from, before, draft.service(), draft.integration(), AT_ONCE)
                .compose(page -> {
                    page.forEach(replay::ask);
                    if (page.size() < AT_ONCE) {
                        return Future.succeededFuture(true);
                    }
                    return replay.alerts() >= MOST
                            ? Future.succeededFuture(false)
                            : page(replay, draft, from, page.getLast().id());
                });
    }

    private Future<ReplayView> told(
            Replay replay, int days, ZoneId zone, boolean replaces, boolean complete, Instant began) {
        var wanted = new HashSet<UUID>();
        replay.services().forEach(one -> wanted.add(one.service()));
        replay.shown()
                .forEach(one -> wanted.addAll(
                        List.of(one.before().service(), one.after().service())));
        var acted = store.actedUpon(replay.incidents());
        var names = names(wanted);
        return Future.all(acted, names)
                .map(all -> new ReplayView(
                        days,
                        replaces,
                        replay.alerts(),
                        complete,
                        replay.changed(),
                        replay.pagesBefore(),
                        replay.pagesAfter(),
                        replay.fewerAtNight(zone),
                        replay.services().stream()
                                .map(one -> new ReplayView.OfService(
                                        one.service(), name(names.result(), one.service()), one.before(), one.after()))
                                .toList(),
                        replay
                                .days(
                                        began.minus(Duration.ofDays(days))
                                                .atZone(zone)
                                                .toLocalDate(),
                                        began.atZone(zone).toLocalDate(),
                                        zone)
                                .stream()
                                .map(one -> new ReplayView.OfDay(one.day(), one.before(), one.after()))
                                .toList(),
                        acted.result().size(),
                        shown(replay, acted.result(), names.result()),
                        Duration.between(began, clock.instant()).toMillis()));
    }

    private static List<ReplayView.Changed> shown(Replay replay, Set<UUID> acted, Map<UUID, String> names) {
        return replay.shown().stream()
                .map(one -> new ReplayView.Changed(
                        one.alert(),
                        one.at(),
                        one.number(),
                        isIn(acted, one.incident()),
                        state(one.before(), names),
                        state(one.after(), names)))
                .toList();
    }

    private static boolean isIn(Set<UUID> acted, @Nullable UUID incident) {
        return incident != null && acted.contains(incident);
    }

    private static ReplayView.State state(Replay.State state, Map<UUID, String> names) {
        return new ReplayView.State(state.severity(), state.title(), name(names, state.service()), state.pages());
    }

    private static String name(Map<UUID, String> names, UUID service) {
        return Objects.requireNonNullElse(names.get(service), "A service that is gone");
    }

    private Future<Map<UUID, String>> names(Collection<UUID> ids) {
        var found = ids.stream().map(catalog::service).toList();
        return Future.all(found).map(all -> {
            Map<UUID, String> names = new HashMap<>();
            found.forEach(one -> one.result().ifPresent((Service service) -> names.put(service.id(), service.name())));
            return names;
        });
    }
}
