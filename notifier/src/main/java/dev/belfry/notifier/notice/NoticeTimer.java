package dev.belfry.notifier.notice;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.ChannelClient;
import dev.belfry.notifier.channel.InfoNotice;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.contact.ContactMethod;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.timer.DueTimer;
import dev.belfry.platform.timer.TimerHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a notice when it is due: by mail, or by the first other way that the person has.
 *
 * <pre>
 *   pending ──timer──▶ sending ─ COMMIT ─▶ call ─▶ sent | failed | undeliverable
 *      ▲                                     │
 *      └───────── a try that may go better ──┘  after 1, 5 and 30 minutes
 * </pre>
 *
 * A process that dies during the call leaves it at "sending": it is not sent again.
 */
public final class NoticeTimer implements TimerHandler {
    static final String KIND = "notice";

    private static final Logger LOG = LoggerFactory.getLogger(NoticeTimer.class);
    private static final List<Duration> AGAIN =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30));
    private static final Duration KEPT = Duration.ofDays(90);
    private static final long HOUR_MS = 3_600_000;

    private final Database database;
    private final NoticeStore store;
    private final ContactStore contacts;
    private final ChannelClient channels;
    private final URI console;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    NoticeTimer(
            Database database,
            NoticeStore store,
            ContactStore contacts,
            ChannelClient channels,
            URI console,
            InstantSource clock,
            MeterRegistry metrics) {
        this.database = database;
        this.store = store;
        this.contacts = contacts;
        this.channels = channels;
        this.console = console;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Old notices are forgotten, a part of them each hour. */
    void start(Vertx vertx) {
        vertx.setPeriodic(
                HOUR_MS,
                hourly -> store.expire(clock.instant().minus(KEPT))
                        .onFailure(failed -> LOG.atWarn().setCause(failed).log("old notices could not be removed")));
    }

    static void arm(Tx tx, UUID notice, int tries) {
        var delay = tries == 0 ? Duration.ZERO : AGAIN.get(tries - 1);
        tx.arm(new TimerOrder(Ids.derived(KIND, notice, tries), KIND, notice, 0, tries, 0, delay));
    }

    @Override
    public Future<Void> fire(Tx tx, DueTimer due) {
        return store.begin(tx, due.ref())
                .compose(begun -> begun.isEmpty()
                        ? Future.succeededFuture()
                        : contacts.of(tx, List.of(begun.get().notice().userId()))
                                .compose(methods -> decide(tx, begun.get(), best(methods))));
    }

    /** Mail says it best; a webhook is better than nothing. */
    private static Optional<ContactMethod> best(List<ContactMethod> methods) {
        return methods.stream()
                .filter(ContactMethod::enabled)
                .min(Comparator.comparing(method -> method.type() != Channel.EMAIL));
    }

    private Future<Void> decide(Tx tx, NoticeStore.Begun begun, Optional<ContactMethod> method) {
        if (method.isEmpty()) {
            return end(tx, begun.notice(), "undeliverable", "there is no contact method in use");
        }
        var destination = method.get().destination();
        Objects.requireNonNull(tx.sql().transaction())
                .completion()
                .onSuccess(committed -> channels.send(destination, InfoNotice.write(begun.notice(), console))
                        .onSuccess(outcome -> record(begun, outcome)));
        return Future.succeededFuture();
    }

    private void record(NoticeStore.Begun begun, Outcome outcome) {
        database.<Void>transact(tx -> switch (outcome) {
                    case Outcome.Accepted accepted -> end(tx, begun.notice(), "sent", accepted.detail());
                    case Outcome.Permanent permanent -> end(tx, begun.notice(), "failed", permanent.detail());
                    case Outcome.Passing passing -> again(tx, begun, passing.detail());
                })
                .onFailure(failed -> LOG.atWarn()
                        .addKeyValue("notice", begun.notice().id())
                        .setCause(failed)
                        .log("what became of a notice could not be kept"));
    }

    private Future<Void> again(Tx tx, NoticeStore.Begun begun, String detail) {
        if (begun.tries() > AGAIN.size()) {
            return end(tx, begun.notice(), "failed", detail);
        }
        arm(tx, begun.notice().id(), begun.tries());
        return store.end(tx, begun.notice().id(), "pending", detail, clock.instant());
    }

    private Future<Void> end(Tx tx, NoticeRequest notice, String status, String detail) {
        metrics.counter("belfry.notices", "outcome", status).increment();
        return store.end(tx, notice.id(), status, detail, clock.instant());
    }
}
