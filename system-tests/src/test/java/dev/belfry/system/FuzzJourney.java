package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engines.KafkaProcess;
import dev.belfry.system.bench.Fuzz;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is sent to alert-ingest, its answer is no fault, and comes; {@code ./belfry bench fuzz} sends a million. */
class FuzzJourney {
    private static final int REQUESTS = 20_000;

    @Test
    void noMutatedRequestIsAFaultOrStaysWithoutAnAnswer(@TempDir Path directory) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat with -Dseed=" + seed + ")");
        try (var kafka = KafkaProcess.start(directory.resolve("kafka"), 0, 0, false)) {
            Fuzz.openDoors(kafka.bootstrap());
            try (var ingest = IngestProcess.start(directory, kafka, Map.of())) {
                var fuzz = new Fuzz(SuiteProcess.ROOT, ingest.port(), seed);
                fuzz.run(REQUESTS);
                System.out.println(fuzz.statuses() + ", " + fuzz.cut() + " cut");
                assertThat(fuzz.faults()).isEmpty();
                assertThat(Fuzz.errors(ingest.output().lines())).isEmpty();
                assertThat(fuzz.statuses().get(202)).as("some are good").isGreaterThan(REQUESTS / 10L);
            }
        }
    }
}
