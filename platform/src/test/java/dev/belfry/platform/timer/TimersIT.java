package dev.belfry.platform.timer;

import static dev.belfry.platform.events.Sample.await;
import static dev.belfry.platform.events.Sample.effect;
import static dev.belfry.platform.events.Sample.effects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.events.Sample;
import dev.belfry.platform.run.Host;
import dev.belfry.testing.Engines;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Engines.class)
class TimersIT {
    private static final Duration SOON = Duration.ofSeconds(40);

    private String database;
    private Host host;

    @BeforeEach
    void open() {
        database = Engines.postgres().newDatabase("timers");
        host = Sample.host("sample", database);
    }

    @AfterEach
    void stop() {
        host.stop();
    }

    private void arm(String kind, int number, Duration delay) {
        await(host.database().transact(tx -> {
            tx.arm(new TimerOrder(new UUID(1, number), kind, new UUID(2, number), 0, number, 0, delay));
            return Future.succeededFuture();
        }));
    }

    @Test
    void whatIsDueFiresOnceThoughTwoReplicasLook() {
        var other = Sample.host("sample", database);
        for (var replica : new Host[] {host, other}) {
            replica.timer("ring", (tx, due) -> effect(tx, "rang " + due.step()));
            replica.start();
        }
        for (int i = 0; i < 300; i++) {
            arm("ring", i, Duration.ofMillis(i % 7 * 20L));
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(effects(host)).hasSize(300));
        assertThat(effects(host)).doesNotHaveDuplicates();
        other.stop();
    }

    @Test
    void aTimerWaitsItsDelayByTheClockOfTheDatabase() {
        host.timer("ring", (tx, due) -> {
            assertThat(due.lateness()).isPositive();
            return effect(tx, "rang");
        });
        host.start();
        arm("ring", 1, Duration.ofMillis(700));
        var armed = await(host.database()
                .query("select due_at - clock_timestamp() > '500 ms' as waits from timer", Tuple.tuple()));
        assertThat(armed.iterator().next().getBoolean("waits")).isTrue();

        await().atMost(SOON).untilAsserted(() -> assertThat(effects(host)).containsExactly("rang"));
    }

    @Test
    void aDisarmedTimerNeverFires() {
        host.timer("ring", (tx, due) -> effect(tx, "rang " + due.step()));
        host.start();
        arm("ring", 1, Duration.ofMillis(800));
        arm("ring", 2, Duration.ofMillis(800));
        await(host.database().transact(tx -> tx.disarm("ring", new UUID(2, 1))));

        await().atMost(SOON).untilAsserted(() -> assertThat(effects(host)).containsExactly("rang 2"));
    }

    @Test
    void aTimerWhoseActionFailsIsPutOffAndTheOthersFire() {
        host.timer(
                "ring",
                (tx, due) -> due.step() == 3
                        ? effect(tx, "half done")
                                .compose(done -> Future.failedFuture(new IllegalArgumentException("a bug")))
                        : effect(tx, "rang " + due.step()));
        host.start();
        for (int i = 1; i <= 5; i++) {
            arm("ring", i, Duration.ZERO);
        }

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(effects(host)).containsExactlyInAnyOrder("rang 1", "rang 2", "rang 4", "rang 5"));
        await().atMost(SOON).untilAsserted(() -> {
            var left = await(host.database().query("select step, attempts from timer", Tuple.tuple()))
                    .iterator()
                    .next();
            assertThat(left.getInteger("step")).isEqualTo(3);
            assertThat(left.getInteger("attempts")).isPositive();
        });
    }

    /** The connection dies after the action and before the commit: the timer is still there, and fires once. */
    @Test
    void aTimerWhoseTransactionDiesFiresAgainAndItsEffectStaysOnce() {
        var deaths = new AtomicInteger();
        host.timer(
                "ring",
                (tx, due) -> effect(tx, "rang")
                        .compose(done -> tx.query("select pg_backend_pid() as pid", Tuple.tuple()))
                        .compose(rows -> deaths.getAndIncrement() < 2
                                ? host.database()
                                        .query(
                                                "select pg_terminate_backend($1)",
                                                Tuple.of(rows.iterator().next().getInteger("pid")))
                                        .mapEmpty()
                                : Future.succeededFuture()));
        host.start();
        arm("ring", 1, Duration.ZERO);

        await().atMost(SOON).untilAsserted(() -> assertThat(effects(host)).containsExactly("rang"));
        assertThat(deaths.get()).isEqualTo(3);
    }
}
