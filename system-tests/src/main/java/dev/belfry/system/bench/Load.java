package dev.belfry.system.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A closed loop of requests over a fixed number of connections: each sends the next when it has its answer. */
final class Load {
    private static final int MAX_SAMPLES = 2_000_000;

    private final int connections;
    private final HttpClient client;

    Load(Vertx vertx, int connections) {
        this.connections = connections;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true).setDefaultHost("127.0.0.1"),
                new PoolOptions().setHttp1MaxSize(connections));
    }

    /** What came of it; latencies in milliseconds. */
    record Result(long answered, int refused, double perSecond, double p50, double p99) {}

    /** The status of one request; 0 when there is no answer. */
    int once(int port, String path, String body) {
        try {
            return client.request(HttpMethod.POST, port, "127.0.0.1", path)
                    .compose(request -> request.send(Buffer.buffer(body)))
                    .map(io.vertx.core.http.HttpClientResponse::statusCode)
                    .otherwise(0)
                    .await(5, TimeUnit.SECONDS);
        } catch (TimeoutException nobody) {
            return 0;
        }
    }

    Result run(int port, String path, IntFunction<String> body, Duration duration) {
        var next = new AtomicInteger();
        var refused = new AtomicInteger();
        var samples = new float[MAX_SAMPLES];
        var taken = new AtomicInteger();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        var done = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            step(port, path, body, next, refused, samples, taken, end, done);
        }
        try {
            if (!done.await(duration.toSeconds() + 60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("requests without an answer");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        int count = Math.min(taken.get(), MAX_SAMPLES);
        var sorted = new double[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = samples[i];
        }
        Arrays.sort(sorted);
        return new Result(
                taken.get(), refused.get(), taken.get() / seconds, Figures.at(sorted, 0.5), Figures.at(sorted, 0.99));
    }

    private void step(
            int port,
            String path,
            IntFunction<String> body,
            AtomicInteger next,
            AtomicInteger refused,
            float[] samples,
            AtomicInteger taken,
            long end,
            CountDownLatch done) {
        long sent = System.nanoTime();
        if (sent > end) {
            done.countDown();
            return;
        }
        client.request(HttpMethod.POST, port, "127.0.0.1", path)
                .compose(request -> request.putHeader("Content-Type", "application/json")
                        .send(Buffer.buffer(body.apply(next.getAndIncrement()))))
                .compose(response -> response.end().map(response.statusCode()))
                .onComplete(answer -> {
                    if (answer.succeeded() && answer.result() == 202) {
                        int sample = taken.getAndIncrement();
                        if (sample < MAX_SAMPLES) {
                            samples[sample] = (System.nanoTime() - sent) / 1e6f;
                        }
                    } else {
                        refused.incrementAndGet();
                    }
                    step(port, path, body, next, refused, samples, taken, end, done);
                });
    }
}
