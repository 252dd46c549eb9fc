package dev.belfry.platform.events;

import static dev.belfry.platform.events.Sample.effects;
import static dev.belfry.platform.events.Sample.produce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Migrations;
import dev.belfry.platform.run.Host;
import dev.belfry.testing.Engines;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** kill -9 at random moments: whatever step it hits, each record has one effect, each timer one, each message is told. */
@ExtendWith(Engines.class)
class KillIT {
    private static final int RECORDS = 600;
    private static final int KILLS = 6;

    @Test
    void whateverStepIsHitEffectsHappenOnceAndNothingIsLost() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        var database = Engines.postgres().newDatabase("kill");
        // It has a database of its own: on the killed one's it would lead the relay and fire the timers itself.
        Host observer = Sample.host("observer", Engines.postgres().newDatabase("observer"));
        Migrations.migrate(Engines.postgres().uri(database), "db/sample");
        var killed = new Database(observer.vertx(), Engines.postgres().uri(database), 2, observer.clock());
        var in = Sample.topic(observer, 3);
        var out = Sample.topic(observer, 1);
        var told = new CopyOnWriteArrayList<Event>();
        observer.table(out, told::add);
        observer.start();

        var process = KilledProcess.start(database, in, out);
        try {
            for (int number = 0; number < RECORDS; number++) {
                produce(observer, in, "k" + number % 7, Integer.toString(number));
                if (number % (RECORDS / KILLS) == RECORDS / KILLS - 1) {
                    int soFar = number;
                    // Let it get into its work, to a random point of it, and end it there.
                    int reached = random.nextInt(soFar - RECORDS / KILLS + 1, soFar);
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> effects(killed).size() > reached);
                    process.destroyForcibly().waitFor();
                    process = KilledProcess.start(database, in, out);
                }
            }
            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(effects(killed)).hasSize(2 * RECORDS));
            assertThat(effects(killed)).doesNotHaveDuplicates();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(told.stream()
                                    .map(event -> event.as(Integer.class))
                                    .distinct())
                            .containsExactlyInAnyOrderElementsOf(
                                    IntStream.range(0, RECORDS).boxed().toList()));
            // What was published twice carries the same id, so readers drop it.
            assertThat(told.stream().map(Event::id).distinct()).hasSize(RECORDS);
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            observer.stop();
        }
    }
}
