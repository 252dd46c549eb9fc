package dev.belfry.ingest.flood;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.ingest.spool.Durability;
import dev.belfry.platform.id.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FloodRelayTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Ids IDS = new Ids(CLOCK, ThreadLocalRandom::current);

    private final Vertx vertx = Vertx.vertx();
    private final Queue<AcceptedRequest> told = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private FloodRelay flood(int perSecond, int stormBound) {
        return new FloodRelay(
                vertx,
                request -> {
                    told.add(request);
                    return Future.succeededFuture(Durability.LOG);
                },
                IDS,
                CLOCK,
                new SimpleMeterRegistry(),
                perSecond,
                stormBound);
    }

    private static AcceptedRequest request(AlertAction action, String... keys) {
        var signals = new ArrayList<AlertSignal>();
        for (var key : keys) {
            signals.add(new AlertSignal(
                    IDS.next(),
                    action,
                    key,
                    "summary of " + key,
                    AlertSeverity.ERROR,
                    null,
                    null,
                    null,
                    Map.of(),
                    List.of()));
        }
        return new AcceptedRequest(
                IDS.next(), new UUID(1, 1), new UUID(2, 2), "generic", CLOCK.instant(), "{}", signals);
    }

    private Future<Durability> keep(FloodRelay flood, AcceptedRequest request) {
        var kept = io.vertx.core.Promise.<Durability>promise();
        vertx.runOnContext(go -> flood.keep(request, null).onComplete(kept));
        return kept.future();
    }

    private long counted(AlertAction action) {
        return told.stream()
                .flatMap(request -> request.alerts().stream())
                .filter(signal -> signal.action() == action)
                .mapToLong(signal -> 1 + (signal.repeats() == null ? 0 : signal.repeats()))
                .sum();
    }

    @Test
    void whateverIsSentIsToldAndTheCountsAreExact() throws Exception {
        long seed = System.nanoTime();
        System.out.println("FloodRelayTest seed " + seed);
        var random = new SplittableRandom(seed);
        var flood = flood(5, 50);
        var kept = new ArrayList<Future<Durability>>();
        long triggers = 0;
        long resolves = 0;
        for (int i = 0; i < 5_000; i++) {
            var action = random.nextInt(10) == 0 ? AlertAction.RESOLVE : AlertAction.TRIGGER;
            var keys = new String[random.nextInt(1, 5)];
            for (int k = 0; k < keys.length; k++) {
                keys[k] = "key " + random.nextInt(80);
            }
            triggers += action == AlertAction.TRIGGER ? keys.length : 0;
            resolves += action == AlertAction.RESOLVE ? keys.length : 0;
            kept.add(keep(flood, request(action, keys)));
        }
        Future.all(kept).await(30, TimeUnit.SECONDS);

        assertThat(counted(AlertAction.TRIGGER)).isEqualTo(triggers);
        assertThat(counted(AlertAction.RESOLVE)).isEqualTo(resolves);
        assertThat(told.size()).isLessThan(2_000);
        assertThat(told.stream().flatMap(request -> request.alerts().stream()).map(AlertSignal::dedupKey))
                .contains(Gathered.STORM_KEY);
    }

    @Test
    void withinTheQuotaNothingWaits() throws Exception {
        var flood = flood(100, 5_000);
        for (int i = 0; i < 500; i++) {
            keep(flood, request(AlertAction.TRIGGER, "same")).await(5, TimeUnit.SECONDS);
        }
        assertThat(told).hasSize(500);
    }

    @Test
    void overTheQuotaFirstOccurrencesAndResolvesDoNotWait() throws Exception {
        var flood = flood(1, 5_000);
        for (int i = 0; i < 50; i++) {
            keep(flood, request(AlertAction.TRIGGER, "key " + i)).await(5, TimeUnit.SECONDS);
            keep(flood, request(AlertAction.RESOLVE, "key " + i)).await(5, TimeUnit.SECONDS);
        }
        assertThat(told)
                .hasSize(100)
                .allSatisfy(one -> assertThat(one.alerts().getFirst().repeats()).isNull());
    }

    @Test
    void aStormIsOneAlertThatEndsByItselfAndHasSamples() throws Exception {
        var flood = flood(1_000, 10);
        var kept = new ArrayList<Future<Durability>>();
        for (int i = 0; i < 500; i++) {
            kept.add(keep(flood, request(AlertAction.TRIGGER, "key " + i)));
        }
        Future.all(kept).await(10, TimeUnit.SECONDS);

        assertThat(told).hasSize(11);
        var storm = told.stream()
                .map(request -> request.alerts().getFirst())
                .filter(signal -> signal.dedupKey().equals(Gathered.STORM_KEY))
                .toList();
        assertThat(storm).hasSize(1);
        assertThat(storm.getFirst().summary())
                .contains("more than 10 different alerts")
                .contains("490 more");
        assertThat(storm.getFirst().repeats()).isEqualTo(489);
        assertThat(storm.getFirst().expiresAt()).isAfter(CLOCK.instant());
        assertThat(storm.getFirst().details()).hasSize(100).containsEntry("sample 1", "key 10: summary of key 10");
    }
}
