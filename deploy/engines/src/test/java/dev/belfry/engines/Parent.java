package dev.belfry.engines;

import java.nio.file.Path;

/** A process that starts both engines, tells their process ids, and waits to be killed. */
public final class Parent {
    private Parent() {}

    /** Argument: the directory to put both data directories into. */
    public static void main(String[] args) throws InterruptedException {
        Path directory = Path.of(args[0]);
        var postgres = PostgresEngine.start(directory.resolve("postgres"), 0, PostgresEngine.Durability.FAST);
        var kafka = KafkaProcess.start(directory.resolve("kafka"), 0, 0, false);
        System.out.println("pids " + postgres.pid() + " " + kafka.pid());
        Thread.currentThread().join();
    }
}
