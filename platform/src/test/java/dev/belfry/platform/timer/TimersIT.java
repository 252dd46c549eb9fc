package dev.belfry.platform.timer;

import static dev.belfry.platform.events.Sample.await;
import static dev.belfry.platform.events.Sample.effect;
import static dev.belfry.platform.events.Sample.effects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.parking.ParkedRecord;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.events.Sample;
import dev.belfry.platform.run.Host;
import dev.belfry.testing.Engines;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    /** Not only the first of them: the look that comes each second must not set their pace. */
    @Test
    void timersThatAreDueCloseToOneAnotherAreAllOnTime() {
        var late = new ConcurrentLinkedQueue<Duration>();
        host.timer("ring", (tx, due) -> {
            late.add(due.lateness());
            return effect(tx, "rang " + due.step());
        });
        host.start();
        for (int i = 0; i < 40; i++) {
            arm("ring", i, Duration.ofMillis(2_000 + i * 30L));
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(effects(host)).hasSize(40));
        assertThat(late.stream().sorted().toList().get(20)).isLessThan(Duration.ofMillis(200));
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

    /** A failure of a kind that nobody foresaw must not stop the others, of its own kind or of another. */
    @Test
    void aPoisonedTimerAmongManyStopsNoOther() {
        host.timer(
                "ring",
                (tx, due) -> due.step() == 100
                        ? Future.failedFuture(new IllegalStateException("nobody foresaw this"))
                        : effect(tx, "rang " + due.step()));
        host.timer("chime", (tx, due) -> effect(tx, "chimed " + due.step()));
        for (int i = 0; i < 200; i++) {
            arm("ring", i, Duration.ZERO);
        }
        arm("chime", 1_000, Duration.ZERO);
        host.start();

        await().atMost(SOON).untilAsserted(() -> assertThat(effects(host)).hasSize(200));
        assertThat(effects(host))
                .doesNotHaveDuplicates()
                .contains("chimed 1000")
                .doesNotContain("rang 100");
    }

    @Test
    void aTimerThatKeepsFailingIsReportedOnceAndTriedEachHour() {
        var parked = new ConcurrentLinkedQueue<ParkedRecord>();
        host.tail(Topics.PARKING.name(), event -> parked.add(event.as(ParkedRecord.class)));
        host.timer("ring", (tx, due) -> Future.failedFuture(new IllegalArgumentException("a bug")));
        host.start();
        arm("ring", 7, Duration.ZERO);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(parked)
                        .filteredOn(record -> record.key().equals(new UUID(2, 7).toString()))
                        .singleElement()
                        .satisfies(record -> {
                            assertThat(record.type()).isEqualTo("ring");
                            assertThat(record.error()).contains("a bug");
                        }));
        var left = await(host.database()
                        .query("select due_at > now() + interval '50 minutes' as later from timer", Tuple.tuple()))
                .iterator()
                .next();
        assertThat(left.getBoolean("later")).isTrue();
    }

    /** A kind whose work takes long has a lane of its own: a reminder never stands before a step. */
    @Test
    void aSlowKindHoldsUpNoOtherKind() {
        var release = Promise.<Void>promise();
        host.timer("slow", (tx, due) -> release.future());
        host.timer("ring", (tx, due) -> effect(tx, "rang " + due.step()));
        host.start();
        arm("slow", 1, Duration.ZERO);
        arm("ring", 2, Duration.ofMillis(50));

        await().atMost(SOON).untilAsserted(() -> assertThat(effects(host)).containsExactly("rang 2"));
        release.complete();
    }

    /** Otherwise what was acknowledged while this service was down would be acted upon. */
    @Test
    void nothingFiresBeforeWhatOthersDecidedHasBeenRead() {
        var topic = Sample.topic(host, 3);
        for (int i = 0; i < 30; i++) {
            Sample.produce(host, topic, "k" + i, Integer.toString(i));
        }
        var first = Promise.<Void>promise();
        host.consume(topic, (tx, batch) -> first.future().compose(go -> effect(tx, "read " + batch.size())));
        host.timer(
                "ring",
                (tx, due) -> tx.query("select count(*) as n from effect where what like 'read%'", Tuple.tuple())
                        .compose(rows -> effect(
                                tx, "rang after " + rows.iterator().next().getLong("n") + " batches")));
        arm("ring", 1, Duration.ZERO);
        host.start();
        host.vertx().setTimer(1_500, later -> first.complete());

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(effects(host)).anyMatch(what -> what.startsWith("rang after")));
        var effects = effects(host);
        long batches = effects.stream().filter(what -> what.startsWith("read")).count();
        assertThat(effects).contains("rang after " + batches + " batches");
    }
}
