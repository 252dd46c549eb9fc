package dev.belfry.platform.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecondLookTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final SecondLook secondLook = new SecondLook(vertx, metrics);

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void whatComesInAMomentIsFound() throws Exception {
        var table = new AtomicReference<@Nullable String>();
        vertx.setTimer(100, late -> table.set("here"));
        assertThat(secondLook.again("it", table::get).await(10, TimeUnit.SECONDS))
                .contains("here");
    }

    @Test
    void whatDoesNotComeIsRefusedWithinTwoSecondsAndThenAtOnce() throws Exception {
        long begun = System.nanoTime();
        assertThat(secondLook.again("it", () -> null).await(10, TimeUnit.SECONDS))
                .isEmpty();
        assertThat(since(begun)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
        assertThat(secondLook.again("it", () -> null).isComplete()).isTrue();
    }

    /** Wrong keys by the thousand: no more wait than may, and what is new is found among them. */
    @Test
    void wrongKeysDoNotHoldUpOneThatComes() throws Exception {
        List<Future<Optional<String>>> wrong = new ArrayList<>();
        for (int i = 0; i < 999; i++) {
            wrong.add(secondLook.again("wrong " + i, () -> null));
        }
        var table = new AtomicReference<@Nullable String>();
        var comes = secondLook.again("new", table::get);
        assertThat(secondLook.again("one too many", () -> null).isComplete()).isTrue();
        assertThat(metrics.get("belfry.second.looks").gauge().value()).isEqualTo(1_000);
        table.set("here");
        assertThat(comes.await(10, TimeUnit.SECONDS)).contains("here");
        Future.all(wrong).await(20, TimeUnit.SECONDS);
        assertThat(metrics.get("belfry.second.looks").gauge().value()).isZero();
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
