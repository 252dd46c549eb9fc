package dev.belfry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.Topics.Topic;
import dev.belfry.engines.KafkaEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The log of the embedded broker is bounded in bytes, as operators are told. */
class KafkaBoundTest {
    private static final long PARTITION = KafkaEngine.RETENTION_BYTES + KafkaEngine.SEGMENT_BYTES;

    @Test
    void theBoundIsWhatTheGuideSays() throws IOException {
        long partitions = Topics.ALL.stream()
                .filter(topic -> !topic.compacted())
                .mapToLong(Topic::partitions)
                .sum();
        var guide = Files.readString(Path.of("../../docs/operating.md"));
        assertThat(guide)
                .contains("at most %d MiB and a segment of %d MiB a partition"
                        .formatted(KafkaEngine.RETENTION_BYTES >> 20, KafkaEngine.SEGMENT_BYTES >> 20))
                .contains(String.format(Locale.ROOT, "%.1f GiB of alerts", gigabytes(Topics.ALERTS.partitions())))
                .contains("less than 32 GiB in all");
        assertThat(gigabytes(partitions)).isLessThan(32);
    }

    private static double gigabytes(long partitions) {
        return partitions * PARTITION / (double) (1L << 30);
    }
}
