package dev.belfry.engines;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Keeps an engine running: one that dies is noticed, said, and started again, until the guard is closed. */
public final class Guard implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** An engine that has run for so long is given a fresh start. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final Engine engine;
    private final Consumer<String> say;
    private final Thread watch;
    private volatile String trouble = "";
    private final CountDownLatch closing = new CountDownLatch(1);

    private Guard(Engine engine, Consumer<String> say) {
        this.engine = engine;
        this.say = say;
        this.watch =
                Thread.ofPlatform().daemon().name("guard of " + engine.name()).unstarted(this::watch);
    }

    /**
     * Watches an engine that runs.
     *
     * @param say takes what the operator should read
     */
    public static Guard over(Engine engine, Consumer<String> say) {
        var guard = new Guard(engine, say);
        guard.watch.start();
        return guard;
    }

    /** What is wrong with the engine; empty while it runs. */
    public Optional<String> trouble() {
        return Optional.of(trouble).filter(text -> !text.isEmpty());
    }

    private void watch() {
        try {
            var wait = Duration.ZERO;
            while (true) {
                long start = System.nanoTime();
                int code = engine.ended().get();
                if (closing.getCount() == 0) {
                    return;
                }
                if (System.nanoTime() - start > STEADY.toNanos()) {
                    wait = Duration.ZERO;
                }
                tell(engine.name() + " has died with exit code " + code + "; belfry starts it again");
                wait = restart(wait);
                trouble = "";
                say.accept(engine.name() + " runs again.");
            }
        } catch (InterruptedException | ExecutionException | CancellationException closed) {
            // The guard is closed: nobody is to be started any more.
        }
    }

    /** Tries until the engine runs; answers how long to wait first when it dies again soon. */
    private Duration restart(Duration before) throws InterruptedException {
        var wait = before;
        while (true) {
            if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedException();
            }
            wait = wait.isZero()
                    ? SHORTEST
                    : wait.multipliedBy(2).compareTo(LONGEST) < 0 ? wait.multipliedBy(2) : LONGEST;
            try {
                engine.restart();
                return wait;
            } catch (EngineException failed) {
                if (closing.getCount() == 0) {
                    throw new InterruptedException();
                }
                tell(failed.getMessage() + "\nbelfry tries again in " + wait.toSeconds() + " s");
            }
        }
    }

    private void tell(String what) {
        trouble = what;
        say.accept(what + ".");
    }

    /** Ends the engine in good order. */
    @Override
    public void close() {
        closing.countDown();
        watch.interrupt();
        try {
            // A start that is under way is cut short, and leaves nothing running.
            watch.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        engine.close();
    }
}
