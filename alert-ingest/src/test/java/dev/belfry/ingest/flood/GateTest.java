package dev.belfry.ingest.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aBurstOfTenSecondsPassesAndThenTheQuota() {
        var gate = new Gate(100, 0);
        assertThat(passed(gate, 5_000, 0)).isEqualTo(1_000);
        assertThat(passed(gate, 5_000, SECOND)).isEqualTo(100);
        assertThat(passed(gate, 5_000, 100 * SECOND)).isEqualTo(1_000);
    }

    @Test
    void neverDoMorePassThanTheBurstAndTheQuotaOfTheTime() {
        long seed = System.nanoTime();
        System.out.println("GateTest seed " + seed);
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            int perSecond = random.nextInt(1, 500);
            var gate = new Gate(perSecond, 0);
            long now = 0;
            long passed = 0;
            for (int i = 0; i < 2_000; i++) {
                now += random.nextLong(0, SECOND / 10);
                passed += gate.pass(now) ? 1 : 0;
                assertThat((double) passed)
                        .isLessThanOrEqualTo(perSecond * 10.0 + now * (double) perSecond / SECOND + 1);
            }
        }
    }

    @Test
    void aRepeatIsOneWithinAMinute() {
        var gate = new Gate(1, 0);
        assertThat(gate.repeats("a", 0)).isFalse();
        assertThat(gate.repeats("a", 59 * SECOND)).isTrue();
        assertThat(gate.repeats("b", 59 * SECOND)).isFalse();
        assertThat(gate.repeats("a", 120 * SECOND)).isFalse();
    }

    @Test
    void theWorseTheFloodTheLongerItIsGathered() {
        var gate = new Gate(10, 0);
        passed(gate, 20, 0);
        assertThat(gate.windowMillis()).isEqualTo(250);
        passed(gate, 50, 0);
        assertThat(gate.windowMillis()).isEqualTo(1_000);
        passed(gate, 500, 0);
        assertThat(gate.windowMillis()).isEqualTo(5_000);
        passed(gate, 1, SECOND);
        assertThat(gate.windowMillis()).isEqualTo(5_000);
        passed(gate, 1, 3 * SECOND);
        assertThat(gate.windowMillis()).isEqualTo(250);
    }

    @Test
    void aStormIsWhatHasMoreDifferentKeysInAMinuteThanTheBound() {
        var storm = new Storm(3);
        assertThat(storm.isOver("a", 1)).isFalse();
        assertThat(storm.isOver("b", 1)).isFalse();
        assertThat(storm.isOver("c", 1)).isFalse();
        assertThat(storm.isOver("d", 1)).isTrue();
        assertThat(storm.isOver("a", 1)).isFalse();
        assertThat(storm.isOver("d", 2)).isFalse();
    }

    private static int passed(Gate gate, int requests, long now) {
        int passed = 0;
        for (int i = 0; i < requests; i++) {
            passed += gate.pass(now) ? 1 : 0;
        }
        return passed;
    }
}
