package dev.belfry.notifier.delivery;

import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.contact.ContactMethod;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.notifier.guard.Guard;
import dev.belfry.notifier.guard.GuardStore;
import dev.belfry.notifier.page.PageStore;
import dev.belfry.notifier.rule.NotificationRule;
import dev.belfry.notifier.rule.RuleStore;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Turns pages into deliveries. What is due at once has its first attempt written in this very transaction, and is called
 * as soon as it has committed: nothing waits for a poll.
 */
public final class PageConsumer implements EventHandler {
    private final PageStore pages;
    private final ContactStore contacts;
    private final RuleStore rules;
    private final GuardStore guards;
    private final DeliveryStore store = new DeliveryStore();
    private final DispatchCommands dispatch;
    private final InstantSource clock;

    public PageConsumer(
            PageStore pages,
            ContactStore contacts,
            RuleStore rules,
            GuardStore guards,
            DispatchCommands dispatch,
            InstantSource clock) {
        this.pages = pages;
        this.contacts = contacts;
        this.rules = rules;
        this.guards = guards;
        this.dispatch = dispatch;
        this.clock = clock;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        var byId = new LinkedHashMap<UUID, Page>();
        batch.stream()
                .filter(event -> event.type().equals(Page.TYPE))
                .map(event -> event.as(Page.class))
                .forEach(page -> byId.putIfAbsent(page.id(), page));
        if (byId.isEmpty()) {
            return Future.succeededFuture();
        }
        return pages.add(tx, List.copyOf(byId.values())).compose(fresh -> {
            var incoming = byId.values().stream()
                    .filter(page -> fresh.contains(page.id()))
                    .toList();
            return incoming.isEmpty() ? Future.succeededFuture() : plan(tx, incoming);
        });
    }

    private Future<Void> plan(Tx tx, List<Page> incoming) {
        var users = incoming.stream().map(Page::userId).distinct().toList();
        var incidents = incoming.stream().map(Page::incidentId).distinct().toList();
        Map<UUID, Guard> told =
                incoming.stream().collect(Collectors.toMap(Page::incidentId, Guard::told, (one, other) -> one));
        return guards.learn(tx, told.values())
                .compose(learned -> guards.share(tx, incidents))
                .compose(known -> contacts.of(tx, users)
                        .compose(methods ->
                                rules.of(tx, users).compose(all -> begin(tx, planned(incoming, all, methods, known)))));
    }

    private static List<Planned> planned(
            List<Page> incoming, List<NotificationRule> rules, List<ContactMethod> methods, Map<UUID, Guard> known) {
        var rulesByUser = rules.stream().collect(Collectors.groupingBy(NotificationRule::user));
        var methodsByUser = methods.stream().collect(Collectors.groupingBy(ContactMethod::user));
        return incoming.stream()
                .flatMap(page -> Planned.of(
                        page,
                        rulesByUser.getOrDefault(page.userId(), List.of()),
                        methodsByUser.getOrDefault(page.userId(), List.of()),
                        known.get(page.incidentId()))
                        .stream())
                .toList();
    }

    private Future<Void> begin(Tx tx, List<Planned> planned) {
        var now = clock.instant();
        var due = planned.stream().filter(Planned::isDueNow).toList();
        int slots = dispatch.reserve(due.size());
        var begun = due.stream()
                .limit(slots)
                .map(one -> one.sending(now).begun(new Attempts.Start.Begin(1, false)))
                .toList();
        boolean more = due.size() > slots;
        Objects.requireNonNull(tx.sql().transaction()).completion().onComplete(done -> {
            if (done.failed()) {
                dispatch.release(slots);
                return;
            }
            begun.forEach(dispatch::send);
            if (more) {
                dispatch.wake();
            }
        });
        begun.forEach(one -> DispatchCommands.armLost(tx, one));
        planned.stream()
                .filter(one ->
                        one.status() == DeliveryStatus.PENDING && !one.delay().isZero())
                .forEach(one -> tx.arm(new TimerOrder(
                        Ids.derived(DispatchCommands.DUE, one.id(), 0),
                        DispatchCommands.DUE,
                        one.id(),
                        one.page().cycle(),
                        0,
                        0,
                        one.delay())));
        planned.forEach(one -> tell(tx, one));
        var started = begun.stream().map(Sending::delivery).collect(Collectors.toSet());
        return store.add(tx, planned, started, now);
    }

    /** What has come to its end before it began. */
    private void tell(Tx tx, Planned one) {
        var state = switch (one.status()) {
            case CANCELLED -> DeliveryState.CANCELLED;
            case UNDELIVERABLE -> DeliveryState.UNDELIVERABLE;
            default -> null;
        };
        if (state != null) {
            dispatch.metrics().ended(one.channel(), one.status());
            tx.emit(DeliveryEvents.of(one.page(), one.id(), one.channel(), state, one.detail(), clock.instant()));
        }
    }
}
