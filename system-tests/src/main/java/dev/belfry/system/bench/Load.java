package dev.belfry.system.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** Requests over a fixed number of connections, as many as are answered or at a fixed rate. */
final class Load {
    private static final int MAX_SAMPLES = 2_000_000;

    private final Vertx vertx;
    private final int connections;
    private final HttpClient client;

    Load(Vertx vertx, int connections) {
        this.vertx = vertx;
        this.connections = connections;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true).setDefaultHost("127.0.0.1"),
                new PoolOptions().setHttp1MaxSize(connections));
    }

    /** Where requests go, and what they carry. */
    record Target(int port, String path, IntFunction<Buffer> body) {}

    /** What came of it; latencies in milliseconds. */
    record Result(long answered, int refused, double perSecond, double p50, double p99) {}

    /** What was seen of one run. */
    private static final class Seen {
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicInteger taken = new AtomicInteger();
        private final float[] samples = new float[MAX_SAMPLES];

        void note(boolean fine, long since) {
            if (!fine) {
                refused.incrementAndGet();
                return;
            }
            int sample = taken.getAndIncrement();
            if (sample < MAX_SAMPLES) {
                samples[sample] = (System.nanoTime() - since) / 1e6f;
            }
        }

        Result result(double seconds) {
            int count = Math.min(taken.get(), MAX_SAMPLES);
            var sorted = new double[count];
            for (int i = 0; i < count; i++) {
                sorted[i] = samples[i];
            }
            Arrays.sort(sorted);
            return new Result(
                    taken.get(),
                    refused.get(),
                    taken.get() / seconds,
                    Figures.at(sorted, 0.5),
                    Figures.at(sorted, 0.99));
        }
    }

    /** The status of one request; 0 when there is no answer. */
    int once(Target target) {
        try {
            return client.request(HttpMethod.POST, target.port(), "127.0.0.1", target.path())
                    .compose(request -> request.putHeader("Content-Type", "application/json")
                            .send(target.body().apply(0)))
                    .map(io.vertx.core.http.HttpClientResponse::statusCode)
                    .otherwise(0)
                    .await(5, TimeUnit.SECONDS);
        } catch (TimeoutException nobody) {
            return 0;
        }
    }

    /** A closed loop: each connection sends the next when it has its answer. */
    Result run(Target target, Duration duration) {
        var seen = new Seen();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        var done = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            step(target, seen, () -> System.nanoTime() < end, done);
        }
        await(done, duration);
        return seen.result((System.nanoTime() - start) / 1e9);
    }

    private void step(Target target, Seen seen, BooleanSupplier more, CountDownLatch done) {
        if (!more.getAsBoolean()) {
            done.countDown();
            return;
        }
        send(target, seen, System.nanoTime(), () -> step(target, seen, more, done));
    }

    /** Each target once, in this order, over all connections. */
    Result each(List<Target> targets, Duration limit) {
        var seen = new Seen();
        long start = System.nanoTime();
        var next = new AtomicInteger();
        var done = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            next(targets, next, seen, done);
        }
        await(done, limit);
        return seen.result((System.nanoTime() - start) / 1e9);
    }

    private void next(List<Target> targets, AtomicInteger next, Seen seen, CountDownLatch done) {
        int index = next.getAndIncrement();
        if (index >= targets.size()) {
            done.countDown();
            return;
        }
        send(targets.get(index), seen, System.nanoTime(), () -> next(targets, next, seen, done));
    }

    /** An open loop: requests go out when they are due, and a late answer counts from then. */
    Result run(Target target, Duration duration, double perSecond) {
        var seen = new Seen();
        long start = System.nanoTime();
        int all = (int) (perSecond * duration.toSeconds());
        var due = new AtomicInteger();
        var done = new CountDownLatch(all);
        long timer = vertx.setPeriodic(1, tick -> {
            int now = (int) Math.min(all, (System.nanoTime() - start) / 1e9 * perSecond);
            for (int i = due.get(); i < now; i++) {
                send(target, seen, start + (long) (i / perSecond * 1e9), done::countDown);
            }
            due.set(now);
        });
        await(done, duration);
        vertx.cancelTimer(timer);
        return seen.result((System.nanoTime() - start) / 1e9);
    }

    private void send(Target target, Seen seen, long since, Runnable then) {
        client.request(HttpMethod.POST, target.port(), "127.0.0.1", target.path())
                .compose(request -> request.putHeader("Content-Type", "application/json")
                        .send(target.body().apply(seen.next.getAndIncrement())))
                .compose(response -> response.end().map(response.statusCode()))
                .onComplete(answer -> {
                    seen.note(answer.succeeded() && answer.result() / 100 == 2, since);
                    then.run();
                });
    }

    private static void await(CountDownLatch done, Duration duration) {
        try {
            if (!done.await(duration.toSeconds() + 60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("requests without an answer");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
