package dev.belfry.platform.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks again for what a table in memory does not have: what was made in another service a moment ago is on its way. Before
 * something unknown is refused for good, it is waited for, up to a second. What was refused lately is not waited for, and
 * no more than a thousand wait at once, so that wrong keys do not hold up new ones.
 */
public final class SecondLook {
    private static final long PATIENCE = Duration.ofSeconds(1).toNanos();
    private static final long REMEMBERED = Duration.ofSeconds(10).toNanos();
    private static final long EVERY_MS = 20;
    private static final int MOST_WAITING = 1_000;
    private static final int MOST_REMEMBERED = 10_000;

    private final Vertx vertx;
    private final AtomicInteger waiting = new AtomicInteger();
    /** When each was refused, by what was looked for. */
    private final Map<String, Long> refused = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    public SecondLook(Vertx vertx, MeterRegistry metrics) {
        this.vertx = vertx;
        Gauge.builder("belfry.second.looks", waiting, AtomicInteger::get)
                .description("requests that wait for what may have been made a moment ago")
                .register(metrics);
    }

    /**
     * Call it when the first look has found nothing.
     *
     * @param what names what is looked for, of secrets a hash
     * @param look null while it is not there
     * @return empty when it did not come
     */
    public <T> Future<Optional<T>> again(String what, Supplier<@Nullable T> look) {
        if (wasRefused(what)) {
            return Future.succeededFuture(Optional.empty());
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return Future.succeededFuture(Optional.empty());
        }
        var found = Promise.<Optional<T>>promise();
        look(what, look, System.nanoTime(), found);
        return found.future().onComplete(over -> waiting.decrementAndGet());
    }

    private <T> void look(String what, Supplier<@Nullable T> look, long since, Promise<Optional<T>> found) {
        vertx.setTimer(EVERY_MS, tick -> {
            try {
                var now = look.get();
                if (now != null) {
                    found.complete(Optional.of(now));
                } else if (System.nanoTime() - since > PATIENCE) {
                    remember(what);
                    found.complete(Optional.empty());
                } else {
                    look(what, look, since, found);
                }
            } catch (RuntimeException failed) {
                found.fail(failed);
            }
        });
    }

    private synchronized boolean wasRefused(String what) {
        var when = refused.get(what);
        return when != null && System.nanoTime() - when < REMEMBERED;
    }

    private synchronized void remember(String what) {
        // Taken out first, so that it stands last.
        refused.remove(what);
        refused.put(what, System.nanoTime());
    }
}
