package dev.belfry.notifier.outcome;

import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.notifier.delivery.DeliveryEvents;
import dev.belfry.notifier.delivery.DeliveryMetrics;
import dev.belfry.notifier.delivery.DeliveryStatus;
import dev.belfry.notifier.outcome.OutcomeStore.Step;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what became of calls, those of the same moment in one transaction, and says it on {@code deliveries.v1}. What was
 * tried in vain makes the person's next contact method due at once.
 */
public final class OutcomeCommands {
    /** How long after its time a page of which nothing has arrived counts as deferred. */
    static final Duration DEFERRED_AFTER = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeCommands.class);
    private static final int BOUND = 2_000;
    private static final int BATCH = 200;
    private static final int TRIES = 60;

    private final Vertx vertx;
    private final Context context;
    private final Database database;
    private final OutcomeStore store = new OutcomeStore();
    private final ContactStore contacts;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final DeliveryMetrics metrics;
    private final AtomicInteger unwritten = new AtomicInteger();
    private Runnable hastened = () -> {};
    // Touched on the context only.
    private final Deque<Unwritten> queue = new ArrayDeque<>();
    private boolean writing;
    private int batch = BATCH;
    /** Since when this replica sends; null before. */
    private @Nullable Instant sending;

    private record Unwritten(Ended ended, Promise<Duration> written, int tries) {}

    private record Written(Set<UUID> ours, boolean hastened) {}

    public OutcomeCommands(
            Vertx vertx,
            Database database,
            ContactStore contacts,
            InstantSource clock,
            RandomGenerator random,
            DeliveryMetrics metrics,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.database = database;
        this.contacts = contacts;
        this.clock = clock;
        this.random = random;
        this.metrics = metrics;
        Gauge.builder("belfry.outcomes.unwritten", unwritten, AtomicInteger::get)
                .register(registry);
    }

    /** Called when deliveries that were to wait have become due. */
    public void onHastened(Runnable wake) {
        this.hastened = wake;
    }

    /** False while so many outcomes wait for the database that no further call should begin. */
    public boolean hasRoom() {
        return unwritten.get() < BOUND;
    }

    /** Succeeds once it is written, with how long the delivery waits for its next attempt; zero when it has ended. */
    public Future<Duration> record(Ended ended) {
        var written = Promise.<Duration>promise();
        unwritten.incrementAndGet();
        context.runOnContext(go -> {
            queue.add(new Unwritten(ended, written, 0));
            write();
        });
        return written.future().onComplete(done -> unwritten.decrementAndGet());
    }

    /** Lets what waits be written, for a while. */
    public Future<Void> stop() {
        return idle(50);
    }

    private Future<Void> idle(int looks) {
        return unwritten.get() == 0 || looks == 0
                ? Future.succeededFuture()
                : vertx.timer(100, TimeUnit.MILLISECONDS).compose(waited -> idle(looks - 1));
    }

    private void write() {
        if (writing || queue.isEmpty()) {
            return;
        }
        writing = true;
        var now = clock.instant();
        var taken = new ArrayList<Unwritten>();
        while (taken.size() < batch && !queue.isEmpty()) {
            taken.add(queue.poll());
        }
        var steps = taken.stream()
                .map(one -> new Step(
                        one.ended(),
                        Next.decide(
                                one.ended().sending(),
                                one.ended().outcome(),
                                one.ended().repeats(),
                                now,
                                random)))
                .toList();
        database.transact(tx -> write(tx, steps))
                .onComplete(done -> context.runOnContext(go -> {
                    writing = false;
                    if (done.succeeded()) {
                        batch = BATCH;
                        finish(taken, steps, done.result());
                        write();
                    } else {
                        putBack(taken, done.cause());
                    }
                }));
    }

    /** An outcome is known here only: it is worth patience with the database. One that cannot be written stands alone. */
    private void putBack(List<Unwritten> taken, Throwable failure) {
        LOG.atWarn().addKeyValue("outcomes", taken.size()).setCause(failure).log("outcomes could not be written");
        batch = Math.max(1, taken.size() / 2);
        taken.reversed().forEach(one -> {
            if (one.tries() >= TRIES) {
                one.written().fail(failure);
            } else {
                queue.push(new Unwritten(one.ended(), one.written(), one.tries() + 1));
            }
        });
        vertx.setTimer(1_000, again -> context.runOnContext(go -> write()));
    }

    private void finish(List<Unwritten> taken, List<Step> steps, Written written) {
        for (int i = 0; i < taken.size(); i++) {
            var step = steps.get(i);
            var sending = step.ended().sending();
            if (written.ours().contains(sending.delivery())) {
                metrics.ended(sending.matter(), sending.channel(), step.status());
                var page = sending.page();
                if (page != null && step.status() == DeliveryStatus.SENT) {
                    metrics.sentAfter(Duration.between(page.at(), clock.instant()));
                }
            }
            taken.get(i)
                    .written()
                    .complete(step.next() instanceof Next.Deferred deferred ? deferred.pause() : Duration.ZERO);
        }
        if (written.hastened()) {
            hastened.run();
        }
    }

    private Future<Written> write(Tx tx, List<Step> steps) {
        return store.write(tx, steps, clock.instant()).compose(ours -> {
            var mine = steps.stream()
                    .filter(step -> ours.contains(step.ended().sending().delivery()))
                    .toList();
            mine.forEach(step -> tell(tx, step));
            return disable(tx, mine)
                    .compose(disabled -> giveUp(tx, pages(mine, DeliveryStatus.FAILED)))
                    .compose(given -> hasten(tx, mine))
                    .map(hastened -> new Written(ours, hastened));
        });
    }

    private Future<Void> disable(Tx tx, List<Step> steps) {
        Future<Void> all = Future.succeededFuture();
        for (var step : steps) {
            if (step.next() instanceof Next.Failed failed && failed.disable()) {
                all = all.compose(before ->
                        contacts.disable(tx, step.ended().sending().contactMethod(), failed.detail(), clock.instant()));
            }
        }
        return all;
    }

    private Future<Void> giveUp(Tx tx, List<UUID> failed) {
        return failed.isEmpty()
                ? Future.succeededFuture()
                : store.giveUp(tx, failed).map(hopeless -> {
                    hopeless.forEach(page -> tx.emit(DeliveryEvents.undeliverable(page, "none", clock.instant())));
                    return null;
                });
    }

    private Future<Boolean> hasten(Tx tx, List<Step> steps) {
        var pages = new ArrayList<>(pages(steps, DeliveryStatus.FAILED));
        pages.addAll(pages(steps, DeliveryStatus.DEFERRED));
        return pages.isEmpty() ? Future.succeededFuture(false) : store.hasten(tx, pages);
    }

    private static List<UUID> pages(List<Step> steps, DeliveryStatus status) {
        return steps.stream()
                .filter(step -> step.status() == status)
                .map(step -> step.ended().sending().page())
                .filter(page -> page != null)
                .map(Page::id)
                .distinct()
                .toList();
    }

    private void tell(Tx tx, Step step) {
        var sending = step.ended().sending();
        var page = sending.page();
        var state = switch (step.next()) {
            case Next.Sent sent -> DeliveryState.SENT;
            case Next.Failed failed -> DeliveryState.FAILED;
            case Next.Deferred deferred -> null;
        };
        if (page != null && state != null) {
            var said = said(sending.label(), step.next().detail());
            tx.emit(DeliveryEvents.of(page, sending.delivery(), sending.channel(), state, said, clock.instant()));
        }
    }

    /**
     * Says of pages that are late that they are deferred, and lets the next contact method of their person go at once. What
     * was due while nobody was here is no provider's fault: after a start it first has its chance.
     */
    public Future<Void> defer() {
        var now = clock.instant();
        var since = sending == null ? now : sending;
        sending = since;
        if (now.isBefore(since.plus(DEFERRED_AFTER))) {
            return Future.succeededFuture();
        }
        return database.transact(tx -> store.defer(tx, DEFERRED_AFTER.toMillis())
                        .compose(late -> {
                            if (late.isEmpty()) {
                                return Future.succeededFuture(false);
                            }
                            late.forEach(one -> tx.emit(DeliveryEvents.deferred(
                                    one.page(),
                                    one.channel(),
                                    said(one.label(), one.detail() == null ? "waits for the provider" : one.detail()),
                                    clock.instant())));
                            return store.hasten(
                                    tx,
                                    late.stream().map(one -> one.page().id()).toList());
                        }))
                .onSuccess(due -> {
                    if (due) {
                        hastened.run();
                    }
                })
                .mapEmpty();
    }

    private static String said(String label, String detail) {
        return label.isEmpty() ? detail : label + ": " + detail;
    }
}
