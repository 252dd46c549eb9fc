package dev.belfry.notifier.lane;

import dev.belfry.notifier.call.CallClient;
import dev.belfry.notifier.channel.ChannelFigures;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.delivery.DeliveryMetrics;
import dev.belfry.notifier.delivery.LaneName;
import dev.belfry.notifier.delivery.Priority;
import dev.belfry.notifier.delivery.Sending;
import dev.belfry.notifier.guard.GuardStore;
import dev.belfry.notifier.lane.ClaimCommands.Hand;
import dev.belfry.notifier.lane.ClaimCommands.Together;
import dev.belfry.notifier.outcome.Ended;
import dev.belfry.notifier.outcome.OutcomeCommands;
import dev.belfry.notifier.seal.Seal;
import dev.belfry.platform.database.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane to one channel's provider, with slots of its own. What is due waits in the database; so many as stand in line
 * are known here by their contact method only, and nothing is claimed before it has a slot.
 *
 * <pre>
 *   look: whose turn is it? ─▶ line ─▶ slot ─▶ claim, guard, attempt ─ COMMIT ─▶ call ─▶ slot free ─▶ outcome ─ COMMIT
 * </pre>
 *
 * While a call is under way its lease is kept ahead; that of a dead replica runs out, and another takes the delivery.
 */
public final class LaneCommands {
    /** How long a delivery in hand is left to its owner without a sign of life. */
    public static final Duration LEASE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(LaneCommands.class);
    private static final long RENEW_MS = 1_500;
    private static final long HELD_BACK_MS = 200;
    private static final int CLAIM = 32;

    private final Vertx vertx;
    private final Context context;
    private final Database database;
    private final String name;
    private final ChannelFigures figures;
    private final LaneStore store;
    private final ClaimCommands claims;
    private final CallClient calls;
    private final OutcomeCommands outcomes;
    private final Slots slots;
    private final Map<UUID, Integer> inHand = new ConcurrentHashMap<>();
    private final AtomicInteger line = new AtomicInteger();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean stopping;
    // Touched on the context only.
    private final Waiting waiting = new Waiting();
    private boolean claiming;
    private boolean looking;
    private boolean lookAgain;
    private boolean more;
    private long lookTimer = -1;
    private long lookAt = Long.MAX_VALUE;
    private boolean heldBack;

    /** @param window how long pages are gathered into a digest; zero: never */
    public LaneCommands(
            Vertx vertx,
            Database database,
            Seal seal,
            LaneName name,
            ChannelFigures figures,
            Duration window,
            GuardStore guards,
            CallClient calls,
            OutcomeCommands outcomes,
            InstantSource clock,
            DeliveryMetrics metrics,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.database = database;
        this.name = name.word();
        this.figures = figures;
        this.store = new LaneStore(database, seal, name.word());
        boolean digests = figures.digest() && !name.notices() && window.isPositive();
        this.claims = new ClaimCommands(store, guards, figures, digests, window, clock, metrics);
        this.calls = calls;
        this.outcomes = outcomes;
        this.slots = new Slots(figures, System.nanoTime());
        Gauge.builder("belfry.lane.calls", slots, Slots::inFlight)
                .tag("lane", this.name)
                .register(registry);
        Gauge.builder("belfry.lane.line", line, AtomicInteger::get)
                .tag("lane", this.name)
                .register(registry);
        Gauge.builder("belfry.lane.troubled", slots, one -> one.troubled() ? 1 : 0)
                .tag("lane", this.name)
                .register(registry);
    }

    /** Takes work from now on; once is enough. */
    void begin() {
        if (started.compareAndSet(false, true)) {
            // Not a sweep: leases are renewed until the last call has ended, when sweeps have stopped already.
            vertx.setPeriodic(RENEW_MS, renew -> renew());
        }
    }

    /** Looks what is due, and takes it on. */
    Future<Void> look() {
        return Future.future(looked -> context.runOnContext(go -> lookNow().onComplete(looked)));
    }

    private void renew() {
        if (!inHand.isEmpty()) {
            store.renew(Map.copyOf(inHand), LEASE)
                    .onFailure(failed -> LOG.atWarn()
                            .addKeyValue("lane", name)
                            .setCause(failed)
                            .log("leases could not be renewed"));
        }
    }

    /** Begins nothing more, and lets what is under way come to its end, for a while. */
    public Future<Void> stop() {
        stopping = true;
        return idle(90);
    }

    private Future<Void> idle(int looks) {
        return inHand.isEmpty() || looks == 0
                ? Future.succeededFuture()
                : vertx.timer(100, TimeUnit.MILLISECONDS).compose(waited -> idle(looks - 1));
    }

    /** Takes a slot for a contact method; it must be used by {@link #begun} or given back. */
    public boolean take(UUID method) {
        return started.get()
                && !stopping
                && outcomes.hasRoom()
                && slots.take(new Turn(method, Priority.FIRST_PAGE), System.nanoTime());
    }

    public void giveBack(List<Sending> unused) {
        unused.forEach(one -> slots.giveBack(one.contactMethod()));
    }

    /** Makes the calls of attempts that are committed. */
    public void begun(List<Sending> begun) {
        context.runOnContext(go -> begun.forEach(one ->
                call(new Hand(one.contactMethod(), List.of(new Together(List.of(one), null))), Set.of())));
    }

    /** Something is due through these contact methods. */
    public void offer(List<Turn> turns) {
        context.runOnContext(go -> {
            waiting.offer(turns);
            pump();
        });
    }

    /** Something will be due then. */
    public void soon(Duration in) {
        context.runOnContext(go -> lookIn(in.toMillis()));
    }

    private void lookIn(long millis) {
        long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        if (lookTimer >= 0 && lookAt - at <= 0) {
            return;
        }
        if (lookTimer >= 0) {
            vertx.cancelTimer(lookTimer);
        }
        lookAt = at;
        lookTimer = vertx.setTimer(Math.max(1, millis + 1), due -> {
            lookTimer = -1;
            // One that fails is made up for by the next sweep.
            lookNow()
                    .onFailure(failed -> LOG.atWarn()
                            .addKeyValue("lane", name)
                            .setCause(failed)
                            .log("a lane could not look what is due"));
        });
    }

    private Future<Void> lookNow() {
        if (stopping || !started.get()) {
            return Future.succeededFuture();
        }
        if (looking) {
            lookAgain = true;
            return Future.succeededFuture();
        }
        looking = true;
        lookAgain = false;
        var held = waiting.methods();
        held.addAll(slots.methods());
        int room = Waiting.BOUND - waiting.size();
        var due = store.due(held, Math.max(1, room));
        var next = store.next();
        return Future.join(due, next)
                .onComplete(done -> context.runOnContext(go -> looking = false))
                .onSuccess(done -> context.runOnContext(go -> {
                    waiting.offer(due.result());
                    more = due.result().size() >= room;
                    var wait = next.result();
                    if (lookAgain) {
                        lookIn(0);
                    } else if (wait != null && wait < LaneSweep.EVERY.toMillis()) {
                        lookIn(Math.max(0, wait));
                    }
                    pump();
                }))
                .mapEmpty();
    }

    /** Claims for as many as may go. */
    private void pump() {
        line.set(waiting.size());
        if (stopping || !started.get() || claiming || waiting.size() == 0 || slots.full() || !outcomes.hasRoom()) {
            return;
        }
        var turns = waiting.take(CLAIM, turn -> slots.take(turn, System.nanoTime()));
        if (turns.isEmpty()) {
            holdBack();
            return;
        }
        if (more && waiting.size() < Waiting.BOUND / 4) {
            more = false;
            lookIn(0);
        }
        claiming = true;
        var methods = turns.stream().map(Turn::method).toList();
        database.transact(tx -> claims.claim(tx, methods))
                .onComplete(done -> context.runOnContext(go -> {
                    claiming = false;
                    if (done.failed()) {
                        methods.forEach(slots::giveBack);
                        LOG.atWarn()
                                .addKeyValue("lane", name)
                                .setCause(done.cause())
                                .log("what is due could not be claimed; the next look finds it again");
                        return;
                    }
                    begin(methods, done.result());
                    pump();
                }));
    }

    private void begin(List<UUID> methods, ClaimCommands.Claim claim) {
        var unused = new HashSet<>(methods);
        for (var hand : claim.hands()) {
            unused.remove(hand.method());
            call(hand, claim.more());
        }
        unused.forEach(slots::giveBack);
        for (var one : claim.given()) {
            inHand.put(one.sending().delivery(), one.sending().tries());
            record(one);
        }
    }

    /** Those in line wait for a budget or a provider: nobody's end will wake them. */
    private void holdBack() {
        if (!heldBack) {
            heldBack = true;
            vertx.setTimer(HELD_BACK_MS, later -> {
                heldBack = false;
                pump();
            });
        }
    }

    /** Makes the calls of one contact method; its slot is free when all of them have really ended. */
    private void call(Hand hand, Set<UUID> more) {
        long began = System.nanoTime();
        List<Future<Outcome>> ended = new ArrayList<>();
        for (var together : hand.calls()) {
            together.sendings().forEach(one -> inHand.put(one.delivery(), one.tries()));
            ended.add(call(together));
        }
        Future.join(ended)
                .onComplete(done -> context.runOnContext(go -> {
                    var outcomes = ended.stream().map(Future::result).toList();
                    if (slots.end(hand.method(), outcomes, System.nanoTime() - began)) {
                        LOG.atInfo().addKeyValue("lane", name).log("the provider serves again");
                        store.hasten().onComplete(due -> soon(Duration.ZERO));
                    }
                    if (more.contains(hand.method())) {
                        soon(Duration.ZERO);
                    }
                    pump();
                }));
    }

    private Future<Outcome> call(Together together) {
        var sendings = together.sendings();
        var destination = Objects.requireNonNull(sendings.getFirst().destination());
        return calls.call(sendings, destination, together.digest())
                .onSuccess(outcome -> sendings.forEach(
                        one -> record(new Ended(one, said(outcome, sendings.size()), figures.repeats()))));
    }

    private static Outcome said(Outcome outcome, int together) {
        return together > 1 && outcome instanceof Outcome.Accepted accepted
                ? new Outcome.Accepted(accepted.detail() + ", in a digest of " + together + " pages")
                : outcome;
    }

    private void record(Ended ended) {
        var delivery = ended.sending().delivery();
        outcomes.record(ended).onComplete(written -> {
            inHand.remove(delivery);
            if (written.failed()) {
                LOG.atError()
                        .addKeyValue("delivery", delivery)
                        .setCause(written.cause())
                        .log("an outcome was given up; the delivery is taken up when its lease has run out");
            } else if (written.result().isPositive()) {
                soon(written.result());
            }
        });
    }
}
