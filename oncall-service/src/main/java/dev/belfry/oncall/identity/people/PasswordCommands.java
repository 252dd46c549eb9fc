package dev.belfry.oncall.identity.people;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Hashes and checks passwords away from the event loop, a few at a time; more than it can do soon is refused. */
public final class PasswordCommands {
    private static final int AT_A_TIME = 2;
    private static final int MOST_WAITING = 40;

    private final WorkerExecutor workers;
    private final RandomGenerator random;
    private final AtomicInteger waiting = new AtomicInteger();

    public PasswordCommands(Vertx vertx, RandomGenerator random) {
        this.workers = vertx.createSharedWorkerExecutor("passwords", AT_A_TIME);
        this.random = random;
    }

    public Future<String> hash(String password) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        return workers.executeBlocking(() -> Password.hash(password, salt), false);
    }

    public boolean busy() {
        return waiting.get() >= MOST_WAITING;
    }

    /** Without a hash there is no such account: it takes as long and is false. */
    public Future<Boolean> matches(String password, @Nullable String hash) {
        waiting.incrementAndGet();
        return workers.executeBlocking(
                        () -> Password.matches(password, hash == null ? Password.NOBODY : hash) && hash != null, false)
                .onComplete(done -> waiting.decrementAndGet());
    }
}
