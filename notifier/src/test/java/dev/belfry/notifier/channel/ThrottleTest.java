package dev.belfry.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Throttle throttle = new Throttle(Throttle.SMS);

    @Test
    void aNumberGetsFiveInAQuarterOfAnHourAndThenWaitsForTheOldest() {
        for (int minute = 0; minute < 5; minute++) {
            assertThat(throttle.take("+491701234567", NOON.plusSeconds(minute * 60L)))
                    .isZero();
        }
        assertThat(throttle.take("+491701234567", NOON.plus(Duration.ofMinutes(5))))
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(throttle.take("+491701234568", NOON.plus(Duration.ofMinutes(5))))
                .isZero();
        assertThat(throttle.take("+491701234567", NOON.plus(Duration.ofMinutes(15))))
                .isZero();
    }

    @Test
    void overThreeHoursItGetsTwentyOne() {
        int taken = 0;
        for (int minute = 0; minute < 180; minute++) {
            taken += throttle.take("+491701234567", NOON.plus(Duration.ofMinutes(minute)))
                            .isZero()
                    ? 1
                    : 0;
        }
        assertThat(taken).isEqualTo(21);
    }

    @Test
    void whatIsRefusedIsNotCounted() {
        for (int i = 0; i < 100; i++) {
            throttle.take("+491701234567", NOON);
        }
        assertThat(throttle.take("+491701234567", NOON.plus(Duration.ofMinutes(15))))
                .isZero();
    }
}
