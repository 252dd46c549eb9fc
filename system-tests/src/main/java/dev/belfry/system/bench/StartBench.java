package dev.belfry.system.bench;

import java.util.Map;

/** How long the suite takes to be ready, on an empty directory and again, and what memory it holds then. */
final class StartBench {
    private static final int PORT_BASE = 28_080;

    private final Programs programs;
    private final Figures figures;

    StartBench(Programs programs, Figures figures) {
        this.programs = programs;
        this.figures = figures;
    }

    void run() throws Exception {
        var data = programs.directory().resolve("data");
        long before = System.nanoTime();
        programs.suite(data, PORT_BASE, Map.of());
        figures.write(
                "start.cold", seconds(before), "s", Map.of("how", "empty directory, after a build, to ready.json"));
        figures.write(
                "suite.resident",
                Programs.residentMebibytes(programs.last().toHandle()),
                "MiB",
                Map.of("how", "proportional set size of the launcher, PostgreSQL and Kafka, right after ready"));
        before = System.nanoTime();
        programs.stop(programs.last());
        figures.write("stop", seconds(before), "s", Map.of("how", "SIGTERM to exit"));
        before = System.nanoTime();
        programs.suite(data, PORT_BASE, Map.of());
        figures.write("start.warm", seconds(before), "s", Map.of("how", "the same directory, after a clean stop"));
        programs.last().destroyForcibly().waitFor();
        before = System.nanoTime();
        programs.suite(data, PORT_BASE, Map.of());
        figures.write("start.after.kill", seconds(before), "s", Map.of("how", "the same directory, after kill -9"));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
