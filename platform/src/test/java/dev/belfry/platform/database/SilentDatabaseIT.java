package dev.belfry.platform.database;

import static dev.belfry.platform.events.Sample.await;
import static dev.belfry.platform.events.Sample.effect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.Sample;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import dev.belfry.testing.SilencingProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections to PostgreSQL that go silent without a reset, as in a failover: everything that uses them goes on. */
@ExtendWith(Engines.class)
class SilentDatabaseIT {
    private static final Duration ON_ITS_FEET = Duration.ofSeconds(15);

    @Test
    void consumersTimersAndTheOutboxGoOnWithinFifteenSecondsAfterANewPrimaryAnswers() {
        var vertx = Vertx.vertx();
        var postgres = Engines.postgres();
        var database = postgres.newDatabase("silent");
        var direct = new Database(vertx, postgres.uri(database), 2, java.time.Instant::now);
        try (var proxy = new SilencingProxy(vertx, postgres.host(), postgres.port())) {
            var uri = postgres.uri(database).replace(":" + postgres.port() + "/", ":" + proxy.port() + "/");
            // Migrations go through JDBC and the proxy as well.
            var host = Host.open(HostSettings.forTests("sample", uri, Engines.kafka()), "db/sample");
            var in = Sample.topic(host, 1);
            var out = Sample.topic(host, 1);
            var published = new CopyOnWriteArrayList<Event>();
            host.table(out, published::add);
            host.timer("ring", (tx, due) -> effect(tx, "rang " + due.step()));
            host.consume(in, (tx, batch) -> {
                tx.emit(new Message(host.ids().next(), out, "k", "sample", "k", "out"));
                return effect(tx, "read " + batch.getFirst().as(String.class));
            });
            host.start();
            Sample.produce(host, in, "k", "\"before\"");
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(published).hasSize(1));

            proxy.silence();
            Sample.produce(host, in, "k", "\"while silent\"");
            await(direct.query(
                    "insert into timer values ($1, clock_timestamp() + interval '1 second', 'ring', $1, 0, 5, 0)",
                    Tuple.of(new UUID(7, 7))));
            // The relay, the timers and the consumer each wait on a connection of their own.
            await().atMost(Duration.ofSeconds(40)).until(() -> proxy.silentlyAsked() >= 3);
            proxy.recover();

            await().atMost(ON_ITS_FEET)
                    .untilAsserted(() -> assertThat(effects(direct)).contains("read while silent", "rang 5"));
            // What was published in the moment of silence may come twice, as the same record: its readers know it by
            // its id.
            await().atMost(ON_ITS_FEET)
                    .untilAsserted(
                            () -> assertThat(published.stream().map(Event::id).distinct())
                                    .hasSize(2));
            assertThat(effects(direct)).containsExactlyInAnyOrder("read before", "read while silent", "rang 5");
            host.stop();
        } finally {
            await(direct.pool().close());
            await(vertx.close());
        }
    }

    private static List<String> effects(Database database) {
        Future<List<String>> found = database.query("select what from effect", Tuple.tuple())
                .map(rows -> {
                    var effects = new ArrayList<String>();
                    rows.forEach(row -> effects.add(row.getString("what")));
                    return effects;
                });
        return await(found);
    }
}
