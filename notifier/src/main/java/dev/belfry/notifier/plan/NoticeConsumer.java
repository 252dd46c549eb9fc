package dev.belfry.notifier.plan;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.notifier.contact.ContactMethod;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.notifier.delivery.DeliveryMetrics;
import dev.belfry.notifier.delivery.Matter;
import dev.belfry.notifier.lane.Lanes;
import dev.belfry.notifier.page.NoticeStore;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Turns notices into deliveries, one each. */
public final class NoticeConsumer implements EventHandler {
    /** How long a notice is worth telling. */
    private static final Duration LIFE = Duration.ofHours(24);

    private final NoticeStore notices = new NoticeStore();
    private final ContactStore contacts;
    private final PlanCommands plan;

    public NoticeConsumer(ContactStore contacts, Lanes lanes, DeliveryMetrics metrics, InstantSource clock) {
        this.contacts = contacts;
        this.plan = new PlanCommands(lanes, metrics, clock);
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        var byId = new LinkedHashMap<UUID, NoticeRequest>();
        batch.stream()
                .filter(event -> event.type().equals(NoticeRequest.TYPE))
                .map(event -> event.as(NoticeRequest.class))
                .forEach(notice -> byId.putIfAbsent(notice.id(), notice));
        if (byId.isEmpty()) {
            return Future.succeededFuture();
        }
        var all = List.copyOf(byId.values());
        var users = all.stream().map(NoticeRequest::userId).distinct().toList();
        return notices.add(tx, all)
                .compose(fresh -> contacts.of(tx, users).compose(methods -> {
                    var byUser = methods.stream().collect(Collectors.groupingBy(ContactMethod::user));
                    var planned = all.stream()
                            .filter(notice -> fresh.contains(notice.id()))
                            .map(notice -> Plan.notice(
                                    new Matter.OfNotice(notice), byUser.getOrDefault(notice.userId(), List.of())))
                            .toList();
                    return planned.isEmpty() ? Future.succeededFuture() : plan.begin(tx, planned, LIFE);
                }));
    }
}
