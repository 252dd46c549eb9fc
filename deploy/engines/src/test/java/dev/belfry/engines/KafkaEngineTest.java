package dev.belfry.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;

class KafkaEngineTest {
    @Test
    void aPartitionIsBoundedInBytesAndItsSegmentsAreSmallEnoughForThat() {
        var config = KafkaConfig.fromProps(KafkaEngine.settings(Path.of("data"), 9092, 9093, true), false);
        assertThat(config.logRetentionBytes()).isEqualTo(KafkaEngine.RETENTION_BYTES);
        assertThat((long) config.logSegmentBytes())
                .isEqualTo(KafkaEngine.SEGMENT_BYTES)
                .isLessThanOrEqualTo(KafkaEngine.RETENTION_BYTES / 8);
    }
}
