package dev.belfry.system.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code ./belfry bench [NAME]}: runs the benchmarks, each figure one JSON line here and under {@code target/bench}. */
public final class Bench {
    private interface Benchmark {
        void run(Figures figures) throws Exception;
    }

    private Bench() {}

    /** Arguments: the root of the checkout, then the names of benchmarks; none means all. */
    public static void main(String[] arguments) throws Exception {
        var root = Path.of(arguments[0]);
        var processes = new Programs(root);
        Map<String, Benchmark> all = Map.of(
                "start", figures -> new StartBench(processes, figures).run(),
                "page", figures -> new PageBench(processes, figures).run(),
                "alerts", figures -> new AlertsBench(processes, figures).run(),
                "ingest", figures -> new IngestBench(processes, figures).run(),
                "fuzz", figures -> new FuzzBench(processes, figures).run(),
                "noisy", figures -> new NoisyBench(processes, figures).run(),
                "escalation", figures -> new EscalationBench(processes, figures).run());
        var names = arguments.length == 1
                ? List.of("start", "page", "alerts", "ingest")
                : List.of(arguments).subList(1, arguments.length);
        for (var name : names) {
            var benchmark = all.get(name);
            if (benchmark == null) {
                System.err.println("no benchmark " + name + " (there are: " + String.join(", ", all.keySet()) + ")");
                System.exit(2);
                return;
            }
            try (processes) {
                benchmark.run(new Figures(root, name));
            } catch (Exception failed) {
                // Event loops would keep the process alive.
                failed.printStackTrace();
                System.exit(1);
            }
        }
        System.exit(0);
    }
}
