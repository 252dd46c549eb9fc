package dev.belfry.notifier.delivery;

import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.notifier.ack.AckLinks;
import dev.belfry.notifier.channel.ChannelClient;
import dev.belfry.notifier.channel.Destination;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.PageNotice;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.notifier.guard.Guard;
import dev.belfry.notifier.guard.GuardStore;
import dev.belfry.notifier.page.PageStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The boundary to the providers: the attempt is written and committed, then the call is made, then its outcome is
 * written. At most {@value #SLOTS} are under way; who finds no slot leaves the delivery due, and the next slot takes it.
 *
 * <pre>
 *   slot ──▶ claim (skip locked) ──▶ guard ──▶ attempt row, timer ──▶ COMMIT ──▶ call ──▶ outcome, event ──▶ COMMIT ──▶ slot
 * </pre>
 */
public final class DispatchCommands {
    static final String DUE = "delivery-due";
    static final int SLOTS = 64;
    private static final int CLAIM = 32;
    private static final int RECORD_TRIES = 60;
    private static final Logger LOG = LoggerFactory.getLogger(DispatchCommands.class);

    private final Vertx vertx;
    private final Context context;
    private final Database database;
    private final DeliveryStore store = new DeliveryStore();
    private final PageStore pages;
    private final GuardStore guards;
    private final ContactStore contacts;
    private final ChannelClient channels;
    private final AckLinks links;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final DeliveryMetrics metrics;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Set<UUID> inHand = ConcurrentHashMap.newKeySet();
    private volatile boolean starved;
    private volatile boolean stopping;
    // Touched on the context only.
    private boolean claiming;
    private boolean again;

    public DispatchCommands(
            Vertx vertx,
            Database database,
            PageStore pages,
            GuardStore guards,
            ContactStore contacts,
            ChannelClient channels,
            AckLinks links,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.database = database;
        this.pages = pages;
        this.guards = guards;
        this.contacts = contacts;
        this.channels = channels;
        this.links = links;
        this.clock = clock;
        this.random = random;
        this.metrics = new DeliveryMetrics(metrics, inFlight);
    }

    DeliveryMetrics metrics() {
        return metrics;
    }

    /** How many were due, and those of which an attempt has begun. */
    private record Claimed(int due, List<Sending> begun) {}

    /** Takes up to so many slots; each must be released, or used by {@link #send}. */
    int reserve(int wanted) {
        if (stopping) {
            return 0;
        }
        int before = inFlight.getAndUpdate(used -> Math.min(SLOTS, used + wanted));
        return Math.min(SLOTS, before + wanted) - before;
    }

    void release(int slots) {
        inFlight.addAndGet(-slots);
        if (starved && inFlight.get() < SLOTS) {
            starved = false;
            wake();
        }
    }

    /** Something may be due: looks for it now. */
    public void wake() {
        context.runOnContext(go -> claim());
    }

    /** Lets what is under way come to its end, for a while. */
    public Future<Void> stop() {
        stopping = true;
        return idle(90);
    }

    private Future<Void> idle(int looks) {
        return inFlight.get() == 0 || looks == 0
                ? Future.succeededFuture()
                : vertx.timer(100, TimeUnit.MILLISECONDS).compose(waited -> idle(looks - 1));
    }

    /** Arms the timer that looks again when the attempt must have come to an end. */
    static void armLost(Tx tx, Sending sending) {
        arm(tx, sending, Attempts.LOST_AFTER, "lost");
    }

    private static void arm(Tx tx, Sending sending, Duration delay, String what) {
        var id = Ids.derived(DUE, sending.delivery(), sending.tries(), what);
        tx.arm(new TimerOrder(id, DUE, sending.delivery(), sending.page().cycle(), sending.tries(), 0, delay));
    }

    private void claim() {
        if (stopping) {
            return;
        }
        if (claiming) {
            again = true;
            return;
        }
        int slots = reserve(CLAIM);
        if (slots == 0) {
            starved = true;
            // A slot may have been released before anybody could know that one is missed.
            release(0);
            return;
        }
        claiming = true;
        again = false;
        database.transact(tx -> claim(tx, slots))
                .onComplete(done -> context.runOnContext(go -> {
                    claiming = false;
                    List<Sending> begun = done.succeeded() ? done.result().begun() : List.of();
                    begun.forEach(this::send);
                    release(slots - begun.size());
                    if (done.failed()) {
                        LOG.atWarn()
                                .setCause(done.cause())
                                .log("what is due could not be claimed; the next look takes it");
                    } else if (again || done.result().due() == slots) {
                        claim();
                    }
                }));
    }

    private Future<Claimed> claim(Tx tx, int slots) {
        return store.claim(tx, slots, List.copyOf(inHand)).compose(due -> {
            if (due.isEmpty()) {
                return Future.succeededFuture(new Claimed(0, List.of()));
            }
            var incidents = due.stream().map(one -> one.page().incidentId()).toList();
            return guards.share(tx, incidents)
                    .compose(known -> start(tx, due, known))
                    .map(begun -> new Claimed(due.size(), begun));
        });
    }

    private Future<List<Sending>> start(Tx tx, List<Sending> due, Map<UUID, Guard> known) {
        var begun = new ArrayList<Sending>();
        Future<?> others = Future.succeededFuture();
        for (var one : due) {
            var guard = known.get(one.page().incidentId());
            var start = Attempts.start(
                    one.tries(),
                    one.open(),
                    one.destination() != null,
                    one.page().cycle(),
                    guard);
            switch (start) {
                case Attempts.Start.Begin begin -> begun.add(one.begun(begin));
                case Attempts.Start.Cancel cancel ->
                    others = others.compose(
                            before -> end(tx, one, DeliveryStatus.CANCELLED, DeliveryState.CANCELLED, cancel.reason()));
                case Attempts.Start.GiveUp giveUp -> others = others.compose(before -> fail(tx, one, giveUp.detail()));
            }
        }
        begun.forEach(one -> {
            if (one.open()) {
                metrics.ambiguous();
            }
        });
        return others.compose(done -> store.begin(tx, begun, clock.instant())).map(written -> {
            begun.forEach(one -> armLost(tx, one));
            return begun;
        });
    }

    /** Makes the call of an attempt that is committed; its slot is released once the outcome is. */
    void send(Sending sending) {
        var destination = sending.destination();
        if (destination == null) {
            release(1);
            return;
        }
        inHand.add(sending.delivery());
        call(sending, destination)
                .otherwise(failure -> new Outcome.Passing("the call failed", null))
                .onSuccess(outcome -> record(sending, outcome, RECORD_TRIES));
    }

    /** Whatever goes wrong before the call is an outcome too: the slot and the delivery must come free. */
    private Future<Outcome> call(Sending sending, Destination destination) {
        try {
            var notice = PageNotice.write(
                    sending.delivery(),
                    sending.page(),
                    links.incident(sending.page()),
                    links.acknowledge(sending.page(), clock.instant()),
                    sending.open());
            return channels.send(destination, notice);
        } catch (RuntimeException unsendable) {
            LOG.atError()
                    .addKeyValue("delivery", sending.delivery())
                    .setCause(unsendable)
                    .log("a message could not be made");
            return Future.succeededFuture(
                    new Outcome.Permanent("no message could be made of this page", Outcome.Fault.CHANNEL));
        }
    }

    /** The outcome is known here only: it is worth some patience with the database. */
    private void record(Sending sending, Outcome outcome, int tries) {
        var next = Attempts.next(
                outcome, sending.tries(), sending.previousWait(), clock.instant(), sending.deadline(), random);
        database.transact(tx -> write(tx, sending, outcome, next)).onComplete(done -> {
            if (done.failed() && tries > 0 && !stopping) {
                LOG.atWarn().setCause(done.cause()).log("an outcome could not be written; trying again");
                vertx.setTimer(1_000, again -> record(sending, outcome, tries - 1));
                return;
            }
            inHand.remove(sending.delivery());
            release(1);
            if (done.succeeded() && done.result()) {
                tell(sending, next);
            }
        });
    }

    private void tell(Sending sending, Attempts.Next next) {
        switch (next) {
            case Attempts.Next.Sent sent -> {
                metrics.ended(sending.channel(), DeliveryStatus.SENT);
                metrics.sentAfter(Duration.between(sending.page().at(), clock.instant()));
            }
            case Attempts.Next.Retry retry -> metrics.ended(sending.channel(), DeliveryStatus.RETRY_WAIT);
            case Attempts.Next.Failed failed -> {
                metrics.ended(sending.channel(), DeliveryStatus.FAILED);
                wake();
            }
        }
    }

    private Future<Boolean> write(Tx tx, Sending sending, Outcome outcome, Attempts.Next next) {
        var now = clock.instant();
        var word = switch (outcome) {
            case Outcome.Accepted accepted -> "sent";
            case Outcome.Passing passing -> "passing";
            case Outcome.Permanent permanent -> "permanent";
        };
        var ended = store.endAttempt(tx, sending, word, outcome.detail(), now);
        return ended.compose(done -> switch (next) {
            case Attempts.Next.Sent sent ->
                store.sent(tx, sending, sent.detail(), now).compose(mine -> {
                    if (mine) {
                        tell(tx, sending, DeliveryState.SENT, sent.detail());
                    }
                    return quiet(tx, sending, mine);
                });
            case Attempts.Next.Retry retry ->
                store.retry(tx, sending, retry.detail(), retry.delay())
                        .compose(mine -> quiet(tx, sending, mine).map(silent -> {
                            if (mine) {
                                arm(tx, sending, retry.delay(), "retry");
                            }
                            return mine;
                        }));
            case Attempts.Next.Failed failed -> {
                var method = sending.contactMethod();
                var disabled = failed.disable() && method != null
                        ? contacts.disable(tx, method, failed.detail())
                        : Future.<Void>succeededFuture();
                yield disabled.compose(off -> fail(tx, sending, failed.detail()))
                        .compose(mine -> quiet(tx, sending, mine));
            }
        });
    }

    private static Future<Boolean> quiet(Tx tx, Sending sending, boolean mine) {
        return mine ? tx.disarm(DUE, sending.delivery()).map(true) : Future.succeededFuture(false);
    }

    /** Ends the delivery without success: the next one of the page is due now, or the page has no way left. */
    private Future<Boolean> fail(Tx tx, Sending sending, String detail) {
        return end(tx, sending, DeliveryStatus.FAILED, DeliveryState.FAILED, detail)
                .compose(mine -> !mine
                        ? Future.succeededFuture(false)
                        : pages.giveUp(tx, sending.page().id()).compose(hopeless -> {
                            if (hopeless) {
                                tx.emit(DeliveryEvents.undeliverable(
                                        sending.page(), sending.channel(), clock.instant()));
                                return Future.succeededFuture(true);
                            }
                            return store.hasten(tx, sending.page().id()).map(true);
                        }));
    }

    private Future<Boolean> end(Tx tx, Sending sending, DeliveryStatus status, DeliveryState state, String detail) {
        return store.end(tx, sending, status, detail).map(mine -> {
            if (mine) {
                tell(tx, sending, state, detail);
            }
            return mine;
        });
    }

    private void tell(Tx tx, Sending sending, DeliveryState state, String detail) {
        var said = sending.label().isEmpty() ? detail : sending.label() + ": " + detail;
        tx.emit(DeliveryEvents.of(sending.page(), sending.delivery(), sending.channel(), state, said, clock.instant()));
    }
}
