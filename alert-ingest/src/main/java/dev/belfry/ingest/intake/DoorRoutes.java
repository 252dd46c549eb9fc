package dev.belfry.ingest.intake;

import dev.belfry.ingest.source.Answer;
import dev.belfry.ingest.source.Refusal;
import dev.belfry.ingest.source.Source;
import dev.belfry.ingest.spool.Durability;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.SecondLook;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The door all formats share: it reads a body whole, within its bounds of size and time, unpacks it and hands it on. */
public final class DoorRoutes {
    private static final Duration IN_TIME = Duration.ofSeconds(10);
    private static final long SWEEP_MS = 1_000;

    private final Vertx vertx;
    private final SecondLook secondLook;
    private final MeterRegistry metrics;
    private final Allowance large;
    private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
    private final Map<String, Timer> latencies = new ConcurrentHashMap<>();
    /** The bodies that are being read on this event loop, oldest first. */
    private final FastThreadLocal<@Nullable Set<Reading>> readings = new FastThreadLocal<>();

    /** @param maxLargeBytes how many bytes of large bodies may be in memory at once */
    public DoorRoutes(Vertx vertx, SecondLook secondLook, MeterRegistry metrics, long maxLargeBytes) {
        this.secondLook = secondLook;
        this.vertx = vertx;
        this.metrics = metrics;
        this.large = new Allowance(maxLargeBytes, metrics);
    }

    /** One body on its way in. */
    private static final class Reading {
        private final RoutingContext context;
        private final Consumer<Refusal> refuse;
        private final long since;
        private @Nullable Buffer body;
        /** What the body is gathered in when it comes in more than one piece. */
        private @Nullable Buffer gathered;

        private int length;
        private final int max;
        /** Else what is over the bound goes by unread. */
        private final boolean whole;

        private final Allowance.Share share;

        Reading(
                RoutingContext context,
                int max,
                boolean whole,
                Allowance.Share share,
                Consumer<Refusal> refuse,
                long since) {
            this.context = context;
            this.max = max;
            this.whole = whole;
            this.share = share;
            this.refuse = refuse;
            this.since = since;
        }

        /** Most bodies come in one piece, which is then taken as it is; others grow in one buffer of their own. */
        void add(Buffer chunk) {
            int before = length;
            length = (int) Math.min(Integer.MAX_VALUE, (long) length + chunk.length());
            if (length > max && !whole) {
                return;
            }
            if (length > max) {
                drop(new Refusal.TooLarge(max));
            } else if (length > Source.SMALL && !takes(before)) {
                drop(new Refusal.Busy());
            } else if (gathered != null) {
                gathered.appendBuffer(chunk);
            } else if (body == null) {
                body = chunk;
            } else {
                gathered = Buffer.buffer(2 * length).appendBuffer(body).appendBuffer(chunk);
                body = gathered;
            }
        }

        private boolean takes(int before) {
            if (before > Source.SMALL) {
                return share.take(length - before);
            }
            context.addEndHandler(over -> share.giveBack());
            return share.take(length);
        }

        private void drop(Refusal refusal) {
            body = null;
            gathered = null;
            refuse(refusal);
        }

        void refuse(Refusal refusal) {
            if (!context.response().ended()) {
                // The rest of the body is not read.
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                refuse.accept(refusal);
            }
        }
    }

    /**
     * Reads the body; exactly one of the two is called.
     *
     * @param refuse answers in the format's own words
     */
    public void read(RoutingContext context, Consumer<Refusal> refuse, Consumer<Buffer> take) {
        read(context, Source.SMALL, refuse, take);
    }

    /**
     * As above.
     *
     * @param max how many bytes the body may have, unpacked
     */
    public void read(RoutingContext context, int max, Consumer<Refusal> refuse, Consumer<Buffer> take) {
        read(context, max, true, refuse, take);
    }

    /** As above, of a body of which little is kept: what goes over 512 KiB is left out instead of refused. */
    public void readStart(RoutingContext context, Consumer<Refusal> refuse, Consumer<Buffer> take) {
        read(context, Source.SMALL, false, refuse, take);
    }

    private void read(
            RoutingContext context, int max, boolean wanted, Consumer<Refusal> refuse, Consumer<Buffer> take) {
        var request = context.request();
        var open = readings();
        var share = large.share();
        var reading = new Reading(context, max, wanted, share, refuse, System.nanoTime());
        open.add(reading);
        request.handler(chunk -> {
            if (!context.response().ended()) {
                reading.add(chunk);
            }
        });
        request.exceptionHandler(gone -> open.remove(reading));
        request.endHandler(end -> {
            open.remove(reading);
            if (context.response().ended()) {
                return;
            }
            try {
                var whole = reading.body == null ? Buffer.buffer() : reading.body;
                var header = request.getHeader(HttpHeaders.CONTENT_ENCODING);
                var encoding = header == null ? "" : header;
                if (reading.length > max && !encoding.isEmpty()) {
                    // The start of what is packed cannot be unpacked.
                    take.accept(Buffer.buffer());
                    return;
                }
                var small = Body.of(whole, encoding, Source.SMALL, share);
                if (max > Source.SMALL && small instanceof Body.Refused refused && refused.isTooLarge()) {
                    // Unpacking much is nothing an event loop should wait for.
                    context.addEndHandler(over -> share.giveBack());
                    context.vertx()
                            .executeBlocking(() -> Body.of(whole, encoding, max, share), false)
                            .onSuccess(large -> taken(context, large, refuse, take))
                            .onFailure(context::fail);
                } else {
                    taken(context, small, refuse, take);
                }
            } catch (RuntimeException fault) {
                // Outside the router's own handlers: nobody else would answer.
                context.fail(fault);
            }
        });
    }

    private static void taken(RoutingContext context, Body body, Consumer<Refusal> refuse, Consumer<Buffer> take) {
        try {
            switch (body) {
                case Body.Refused refused -> refuse.accept(refused.refusal());
                case Body.Whole whole -> take.accept(whole.content());
            }
        } catch (RuntimeException fault) {
            context.fail(fault);
        }
    }

    private Set<Reading> readings() {
        var open = readings.get();
        if (open == null) {
            var created = new LinkedHashSet<Reading>();
            readings.set(created);
            vertx.setPeriodic(SWEEP_MS, sweep -> endSlow(created));
            return created;
        }
        return open;
    }

    private static void endSlow(Set<Reading> open) {
        while (!open.isEmpty()) {
            var oldest = open.iterator().next();
            if (System.nanoTime() - oldest.since < IN_TIME.toNanos()) {
                return;
            }
            open.remove(oldest);
            oldest.refuse(new Refusal.TooSlow());
        }
    }

    /**
     * Goes on with what the key leads to. One that is not known may have been made a moment ago: it is looked for once
     * more before it is refused.
     *
     * @param key what names it, with its kind; a secret
     */
    public <T> void known(
            RoutingContext context, String key, Supplier<@Nullable T> look, Consumer<T> found, Runnable unknown) {
        var now = look.get();
        if (now != null) {
            found.accept(now);
            return;
        }
        if (key.isEmpty()) {
            unknown.run();
            return;
        }
        secondLook.again(Sha256.hex(key), look).onComplete(late -> {
            try {
                late.result().ifPresentOrElse(found, unknown);
            } catch (RuntimeException fault) {
                context.fail(fault);
            }
        });
    }

    /** Answers, unless the sender has gone or was answered already. */
    public void answer(RoutingContext context, Answer answer) {
        if (!context.response().ended() && !context.response().closed()) {
            var response = context.response().setStatusCode(answer.status());
            answer.headers().forEach(response::putHeader);
            var content = answer.body();
            if (content == null) {
                response.end();
            } else {
                response.putHeader("Content-Type", answer.mediaType())
                        .end(
                                answer.mediaType().startsWith("text/")
                                        ? Buffer.buffer(content.toString())
                                        : Buffer.buffer(Json.bytes(content)));
            }
        }
    }

    /**
     * Counts how long it took, and says when only this node's disk has it.
     *
     * @param start when the request came, in nanoseconds of the monotonic clock
     */
    public void accepted(RoutingContext context, String format, Durability durability, long start) {
        if (durability == Durability.NODE) {
            context.response().putHeader("X-Accept-Durability", "node");
        }
        latencies
                .computeIfAbsent(
                        format,
                        first -> Timer.builder("belfry.ingest.accept")
                                .tag("format", format)
                                .publishPercentileHistogram()
                                .register(metrics))
                .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }

    /** Counts a refusal, and says when to come back where that helps. */
    public void refused(RoutingContext context, String format, Refusal refusal) {
        refusals.computeIfAbsent(
                        format + " " + refusal.getClass().getSimpleName(),
                        both -> metrics.counter(
                                "belfry.ingest.refused",
                                "format",
                                format,
                                "reason",
                                refusal.getClass().getSimpleName()))
                .increment();
        if (refusal instanceof Refusal.Busy) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, "5");
        }
    }
}
