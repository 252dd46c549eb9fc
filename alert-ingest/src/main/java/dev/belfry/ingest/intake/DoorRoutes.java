package dev.belfry.ingest.intake;

import dev.belfry.ingest.source.Answer;
import dev.belfry.ingest.source.Refusal;
import dev.belfry.ingest.spool.Durability;
import dev.belfry.platform.json.Json;
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
import org.jspecify.annotations.Nullable;

/** The door all formats share: it reads a body whole, within its bounds of size and time, unpacks it and hands it on. */
public final class DoorRoutes {
    private static final Duration IN_TIME = Duration.ofSeconds(10);
    private static final long SWEEP_MS = 1_000;

    private final Vertx vertx;
    private final MeterRegistry metrics;
    private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
    private final Map<String, Timer> latencies = new ConcurrentHashMap<>();
    /** The bodies that are being read on this event loop, oldest first. */
    private final FastThreadLocal<@Nullable Set<Reading>> readings = new FastThreadLocal<>();

    public DoorRoutes(Vertx vertx, MeterRegistry metrics) {
        this.vertx = vertx;
        this.metrics = metrics;
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

        Reading(RoutingContext context, Consumer<Refusal> refuse, long since) {
            this.context = context;
            this.refuse = refuse;
            this.since = since;
        }

        /** Most bodies come in one piece, which is then taken as it is; others grow in one buffer of their own. */
        void add(Buffer chunk) {
            length += chunk.length();
            if (length > Body.MAX) {
                body = null;
                gathered = null;
                refuse(new Refusal.TooLarge(Body.MAX));
            } else if (gathered != null) {
                gathered.appendBuffer(chunk);
            } else if (body == null) {
                body = chunk;
            } else {
                gathered = Buffer.buffer(2 * length).appendBuffer(body).appendBuffer(chunk);
                body = gathered;
            }
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
        var request = context.request();
        var open = readings();
        var reading = new Reading(context, refuse, System.nanoTime());
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
                var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
                switch (Body.of(whole, encoding == null ? "" : encoding)) {
                    case Body.Refused refused -> refuse.accept(refused.refusal());
                    case Body.Whole body -> take.accept(body.content());
                }
            } catch (RuntimeException fault) {
                // Outside the router's own handlers: nobody else would answer.
                context.fail(fault);
            }
        });
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
