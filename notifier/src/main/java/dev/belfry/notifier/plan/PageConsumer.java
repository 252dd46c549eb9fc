package dev.belfry.notifier.plan;

import dev.belfry.contracts.incident.Urgency;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.PageNotice;
import dev.belfry.notifier.contact.ContactMethod;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.notifier.delivery.DeliveryMetrics;
import dev.belfry.notifier.guard.Guard;
import dev.belfry.notifier.guard.GuardStore;
import dev.belfry.notifier.lane.Lanes;
import dev.belfry.notifier.page.PageStore;
import dev.belfry.notifier.rule.ChoiceStore;
import dev.belfry.notifier.rule.NotificationChoice;
import dev.belfry.notifier.rule.NotificationRule;
import dev.belfry.notifier.rule.RuleStore;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns pages into deliveries. */
public final class PageConsumer implements EventHandler {
    private final PageStore pages;
    private final ContactStore contacts;
    private final RuleStore rules;
    private final ChoiceStore choices;
    private final Function<UUID, ZoneId> zones;
    private final GuardStore guards;
    private final PlanCommands plan;
    private final Duration life;
    private final InstantSource clock;

    /**
     * @param zones by which each person reads the clock
     * @param life how long a page is tried
     */
    public PageConsumer(
            PageStore pages,
            ContactStore contacts,
            RuleStore rules,
            ChoiceStore choices,
            Function<UUID, ZoneId> zones,
            GuardStore guards,
            Lanes lanes,
            DeliveryMetrics metrics,
            Duration life,
            InstantSource clock) {
        this.pages = pages;
        this.contacts = contacts;
        this.rules = rules;
        this.choices = choices;
        this.zones = zones;
        this.guards = guards;
        this.plan = new PlanCommands(lanes, metrics, clock);
        this.life = life;
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

    /** The statements travel together; the connection carries them out in this order. */
    private Future<Void> plan(Tx tx, List<Page> incoming) {
        var users = incoming.stream().map(Page::userId).distinct().toList();
        var incidents = incoming.stream().map(Page::incidentId).distinct().toList();
        Map<UUID, Guard> told =
                incoming.stream().collect(Collectors.toMap(Page::incidentId, Guard::told, (one, other) -> one));
        var learned = guards.learn(tx, told.values(), clock.instant());
        var known = guards.share(tx, incidents);
        var methods = contacts.of(tx, users);
        var all = rules.of(tx, users);
        var chosen = choices.of(tx, users);
        return Future.join(learned, known, methods, all, chosen)
                .compose(read -> plan.begin(
                        tx, planned(incoming, all.result(), methods.result(), chosen.result(), known.result()), life));
    }

    private List<Planned> planned(
            List<Page> incoming,
            List<NotificationRule> rules,
            List<ContactMethod> methods,
            Map<UUID, NotificationChoice> chosen,
            Map<UUID, Guard> known) {
        var rulesByUser = rules.stream().collect(Collectors.groupingBy(NotificationRule::user));
        var methodsByUser = methods.stream().collect(Collectors.groupingBy(ContactMethod::user));
        return incoming.stream()
                .flatMap(page -> Plan.page(
                        page,
                        rulesByUser.getOrDefault(page.userId(), List.of()),
                        methodsByUser.getOrDefault(page.userId(), List.of()),
                        delay -> hold(page, chosen.get(page.userId()), delay),
                        known.get(page.incidentId()))
                        .stream())
                .toList();
    }

    /** Urgent pages know no quiet hours. */
    private Duration hold(Page page, @Nullable NotificationChoice choice, Duration delay) {
        var quiet = choice == null ? null : choice.quiet();
        return quiet == null || PageNotice.urgency(page) == Urgency.HIGH
                ? Duration.ZERO
                : quiet.hold(clock.instant().plus(delay), zones.apply(page.userId()));
    }
}
