package dev.belfry.ingest.spool;

import dev.belfry.contracts.Topics;
import dev.belfry.platform.events.Producer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes records durable, with the broker or without it.
 *
 * <pre>
 *            a record is not acknowledged in time, or refused
 *   UP ───────────────────────────────────────────────────────▶ DOWN
 *   each record to the broker         each record to the disk, behind the earlier ones;
 *                                     what the disk has is told to the broker in order
 *      ◀───────────────────────────────────────────────────────
 *            the broker has all that the disk had
 * </pre>
 *
 * A record that was handed to the broker when it went away goes to the disk too: it may come to the log twice, under the
 * same ids. Without a disk there is no DOWN: what is not acknowledged in time is refused.
 *
 * <p>When the broker has been told nearly all, what comes is held while it is told the rest, and then goes to the broker:
 * under unbroken load there is always something on its way to the disk, and the line would stay down.
 */
public final class SpoolRelay {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolRelay.class);
    private static final Duration IN_TIME = Duration.ofMillis(1_500);
    private static final long SWEEP_MS = 100;
    private static final long AGAIN_MS = 500;
    /** Bytes on the disk that are told in a few milliseconds. */
    private static final long LITTLE = 256 * 1024;

    /** A request is in a record within this time after it was received, however busy the event loop is. */
    private static final Duration TURN = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Producer producer;
    private final @Nullable SpoolStore store;
    private final InstantSource clock;
    private final long maxInFlight;
    private final WorkerExecutor disk;
    private final Counter spooled;
    private final long sweeper;
    private final ConcurrentLinkedQueue<Sent> outstanding = new ConcurrentLinkedQueue<>();
    private final AtomicLong inFlight = new AtomicLong();
    private final Object lock = new Object();
    private final Deque<Sent> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean writing;
    private boolean replaying;
    private boolean holding;
    private volatile boolean up = true;
    private volatile boolean stopping;

    /** A record that somebody waits for; settled once, by the broker, by the disk or by a refusal. */
    private static final class Sent {
        private final LogRecord record;
        private final long nanos;
        private final Promise<Durability> durable = Promise.promise();
        private final AtomicBoolean settled = new AtomicBoolean();

        Sent(LogRecord record, long nanos) {
            this.record = record;
            this.nanos = nanos;
        }

        boolean settle() {
            return settled.compareAndSet(false, true);
        }
    }

    public SpoolRelay(
            Vertx vertx,
            Producer producer,
            @Nullable SpoolStore store,
            InstantSource clock,
            MeterRegistry metrics,
            long maxInFlight) {
        this.vertx = vertx;
        this.producer = producer;
        this.store = store;
        this.clock = clock;
        this.maxInFlight = maxInFlight;
        this.disk = vertx.createSharedWorkerExecutor("spool", 1);
        this.spooled = metrics.counter("belfry.ingest.spooled.records");
        Gauge.builder("belfry.ingest.in.flight.bytes", inFlight, AtomicLong::get)
                .register(metrics);
        Gauge.builder("belfry.ingest.broker.up", this, relay -> relay.up ? 1 : 0)
                .register(metrics);
        Gauge.builder("belfry.ingest.spool.bytes", this, SpoolRelay::spooledBytes)
                .register(metrics);
        Gauge.builder("belfry.ingest.producers", SpoolRelay::producers).register(metrics);
        // Of its own: what is told while the service stops is watched until the end, when its sweeps have stopped.
        this.sweeper = vertx.setPeriodic(SWEEP_MS, tick -> sweep());
        if (store != null && !store.isEmpty()) {
            up = false;
            startReplay();
        }
    }

    /** How many Kafka producers this process has, by what each registers of itself: one for each service in it. */
    private static double producers() {
        try {
            return ManagementFactory.getPlatformMBeanServer()
                    .queryNames(new ObjectName("kafka.producer:type=app-info,*"), null)
                    .size();
        } catch (MalformedObjectNameException impossible) {
            throw new IllegalStateException("the pattern is a constant", impossible);
        }
    }

    private double spooledBytes() {
        return store == null ? 0 : store.bytes();
    }

    /** Succeeds when the record is durable; fails with {@link NotDurable}. */
    public Future<Durability> send(LogRecord record) {
        var sent = new Sent(record, System.nanoTime());
        if (up || !toDisk(sent)) {
            toBroker(sent);
        }
        return sent.durable.future();
    }

    /**
     * Until when everything that was received is in the log, before whatever is sent next; empty while some of it is on
     * the disk only.
     */
    public Optional<Instant> completeUntil() {
        if (!up) {
            return Optional.empty();
        }
        var now = clock.instant();
        var oldest = outstanding.peek();
        var safe = oldest == null || oldest.settled.get() ? now : oldest.record.time();
        return Optional.of(safe.minus(TURN));
    }

    private void toBroker(Sent sent) {
        int size = sent.record.data().length();
        if (inFlight.addAndGet(size) > maxInFlight) {
            inFlight.addAndGet(-size);
            fallBack(sent, "too much waits for the broker");
            return;
        }
        outstanding.add(sent);
        tell(sent.record).onComplete(acked -> {
            inFlight.addAndGet(-size);
            if (acked.failed()) {
                fallBack(sent, "the broker did not take it");
            } else if (sent.settle()) {
                sent.durable.complete(Durability.LOG);
            }
        });
    }

    private Future<Void> tell(LogRecord record) {
        return producer.send(
                Topics.ALERTS.name(),
                record.partition(),
                record.key(),
                record.id(),
                record.type(),
                record.key(),
                record.time(),
                record.data().getBytes());
    }

    private void fallBack(Sent sent, String why) {
        if (sent.settled.get()) {
            return;
        }
        if (store == null) {
            refuse(sent, why);
            return;
        }
        goDown(why);
        if (!toDisk(sent)) {
            toBroker(sent);
        }
    }

    private static void refuse(Sent sent, String why) {
        if (sent.settle()) {
            sent.durable.fail(new NotDurable(why));
        }
    }

    /** What the broker did not acknowledge in time goes to the disk, in the order in which it was sent. */
    private void sweep() {
        for (var oldest = outstanding.peek(); oldest != null && oldest.settled.get(); oldest = outstanding.peek()) {
            outstanding.poll();
        }
        if (!up) {
            startReplay();
            releaseLate();
        }
        var oldest = outstanding.peek();
        if (oldest == null || !isLate(oldest)) {
            return;
        }
        if (store != null) {
            goDown("the broker does not answer");
        }
        for (var late = outstanding.poll(); late != null; late = outstanding.poll()) {
            if (store == null) {
                refuse(late, "the broker does not answer");
            } else if (!late.settled.get() && !toDisk(late)) {
                // Up again meanwhile: its acknowledgement is on its way, or its failure.
                outstanding.add(late);
                return;
            }
        }
    }

    private void goDown(String why) {
        synchronized (lock) {
            if (!up || stopping) {
                return;
            }
            up = false;
        }
        LOG.atWarn().addKeyValue("why", why).log("the broker is away: what is accepted goes to the spool");
    }

    /** False when the line is up: then the broker is the place to go. */
    private boolean toDisk(Sent sent) {
        int size = sent.record.data().length() + 256;
        synchronized (lock) {
            if (up || store == null) {
                return false;
            }
            if (store.room() - waitingBytes < size) {
                refuse(sent, "the spool is full");
                return true;
            }
            waiting.add(sent);
            waitingBytes += size;
            writeNext(store);
        }
        return true;
    }

    /** Starts to write what waits, if nothing is being written and nothing is held; with the lock. */
    private void writeNext(SpoolStore to) {
        if (!writing && !holding && !waiting.isEmpty()) {
            writing = true;
            write(to);
        }
    }

    /** Whatever waits is written together: one fsync for all of it. */
    private void write(SpoolStore to) {
        var group = new ArrayList<Sent>();
        disk.<Void>executeBlocking(() -> {
                    synchronized (lock) {
                        group.addAll(waiting);
                        waiting.clear();
                        waitingBytes = 0;
                    }
                    to.append(group.stream()
                            .filter(sent -> !sent.settled.get())
                            .map(sent -> sent.record)
                            .toList());
                    return null;
                })
                .onComplete(written -> {
                    group.stream().filter(Sent::settle).forEach(sent -> {
                        if (written.succeeded()) {
                            spooled.increment();
                            sent.durable.complete(Durability.NODE);
                        } else {
                            sent.durable.fail(new NotDurable("the spool cannot be written"));
                        }
                    });
                    if (written.failed()) {
                        LOG.atError().setCause(written.cause()).log("the spool cannot be written");
                    }
                    synchronized (lock) {
                        writing = false;
                        writeNext(to);
                    }
                });
    }

    private void startReplay() {
        synchronized (lock) {
            if (replaying) {
                return;
            }
            replaying = true;
        }
        replay();
    }

    /** Tells the broker what the disk has, in order, until nothing is left. */
    private void replay() {
        var from = store;
        if (stopping || from == null) {
            return;
        }
        disk.executeBlocking(from::next)
                .compose(next -> next.records().isEmpty()
                        ? Future.succeededFuture(goUp(from))
                        // The first alone asks whether the broker is back: none may overtake one that fails.
                        : tell(next.records().getFirst())
                                .compose(first -> Future.all(next.records().stream()
                                        .skip(1)
                                        .map(this::tell)
                                        .toList()))
                                .compose(told -> disk.<Boolean>executeBlocking(() -> {
                                    from.told(next);
                                    hold(from);
                                    return false;
                                })))
                .onComplete(done -> {
                    if (done.failed()) {
                        if (done.cause() instanceof IOException) {
                            LOG.atError().setCause(done.cause()).log("the spool cannot be read");
                        }
                        release(from);
                        vertx.setTimer(AGAIN_MS, again -> replay());
                    } else if (!done.result()) {
                        // What is being written is in the way of the next look at the disk, so this does not turn idly.
                        replay();
                    }
                });
    }

    /** The broker answers, and little is left to tell it: what comes waits for that. */
    private void hold(SpoolStore from) {
        synchronized (lock) {
            holding = from.bytes() <= LITTLE;
            writeNext(from);
        }
    }

    /** True when the disk has nothing left and nothing is on its way to it. */
    private boolean goUp(SpoolStore from) {
        synchronized (lock) {
            if (writing || !from.isEmpty()) {
                return false;
            }
            // In this order: who comes now waits for the lock, and then finds the line up and the earlier ones sent.
            up = true;
            replaying = false;
            holding = false;
            var held = List.copyOf(waiting);
            waiting.clear();
            waitingBytes = 0;
            for (var sent : held) {
                // The first that finds no room takes the line down again, and those behind it to the disk.
                if (!toDisk(sent)) {
                    toBroker(sent);
                }
            }
            if (!up) {
                return true;
            }
        }
        LOG.atInfo().log("the broker has everything: the spool is empty");
        return true;
    }

    /** The broker went away again: what is held goes to the disk. */
    private void release(SpoolStore to) {
        synchronized (lock) {
            holding = false;
            writeNext(to);
        }
    }

    /** Nobody is held for longer than the broker is waited for. */
    private void releaseLate() {
        synchronized (lock) {
            var oldest = waiting.peek();
            if (store != null && holding && oldest != null && isLate(oldest)) {
                release(store);
            }
        }
    }

    private static boolean isLate(Sent sent) {
        return System.nanoTime() - sent.nanos > IN_TIME.toNanos();
    }

    /** Ends the replay and closes the disk; what it holds is told after the next start. */
    public Future<Void> stop() {
        stopping = true;
        vertx.cancelTimer(sweeper);
        return disk.<Void>executeBlocking(() -> {
                    if (store != null) {
                        store.close();
                    }
                    return null;
                })
                .eventually(disk::close);
    }
}
