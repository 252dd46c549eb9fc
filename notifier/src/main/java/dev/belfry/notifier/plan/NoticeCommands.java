package dev.belfry.notifier.plan;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.notifier.contact.ContactMethod;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.notifier.delivery.DeliveryMetrics;
import dev.belfry.notifier.delivery.Matter;
import dev.belfry.notifier.lane.Lanes;
import dev.belfry.notifier.page.NoticeStore;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/** Turns notices into deliveries, one each; one that was known already is passed over. */
public final class NoticeCommands {
    /** How long a notice is worth telling. */
    private static final Duration LIFE = Duration.ofHours(24);

    private final NoticeStore notices = new NoticeStore();
    private final ContactStore contacts;
    private final PlanCommands plan;

    public NoticeCommands(ContactStore contacts, Lanes lanes, DeliveryMetrics metrics, InstantSource clock) {
        this.contacts = contacts;
        this.plan = new PlanCommands(lanes, metrics, clock);
    }

    public Future<Void> tell(Tx tx, List<NoticeRequest> all) {
        if (all.isEmpty()) {
            return Future.succeededFuture();
        }
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
