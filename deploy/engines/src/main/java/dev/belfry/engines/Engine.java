package dev.belfry.engines;

import java.util.concurrent.CompletableFuture;

/** A server as a child process, on one data directory and one set of ports for its whole life. */
public interface Engine extends AutoCloseable {
    /** What people call it, such as {@code PostgreSQL}. */
    String name();

    /** Completes, with the exit code, when the process that runs now has ended. */
    CompletableFuture<Integer> ended();

    /** Stops the engine if it runs, and starts it again on the same directory and ports. */
    void restart();

    /** Ends the engine in good order; returns once it is gone. */
    @Override
    void close();
}
