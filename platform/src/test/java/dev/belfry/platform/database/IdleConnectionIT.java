package dev.belfry.platform.database;

import static dev.belfry.platform.events.Sample.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testing.Engines;
import dev.belfry.testing.SilencingProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that were idle for too long and are closed in the moment in which somebody asks. */
@ExtendWith(Engines.class)
class IdleConnectionIT {
    @Test
    void whatIsAskedOfAConnectionThatIsJustClosedIsAskedOfAnother() {
        var vertx = Vertx.vertx();
        var postgres = Engines.postgres();
        var name = postgres.newDatabase("idle");
        try (var proxy = new SilencingProxy(vertx, postgres.host(), postgres.port())) {
            var uri = postgres.uri(name).replace(":" + postgres.port() + "/", ":" + proxy.port() + "/");
            var database = new Database(vertx, uri, 2, InstantSource.system());
            await(database.pool().query("create table once (n int)").execute());
            await(Future.all(IntStream.range(0, 3)
                    .mapToObj(i -> database.query("select pg_sleep(0.05)", Tuple.tuple()))
                    .toList()));

            assertThat(proxy.closeWhenAsked()).isEqualTo(3);
            assertThat(await(database.query("select 7 as n", Tuple.tuple()))
                            .iterator()
                            .next()
                            .getInteger("n"))
                    .isEqualTo(7);

            await(database.query("select 1", Tuple.tuple()));
            proxy.closeWhenAsked();
            await(database.transact(tx -> tx.query("insert into once values (1)", Tuple.tuple())));
            assertThat(await(database.query("select count(*)::int as n from once", Tuple.tuple()))
                            .iterator()
                            .next()
                            .getInteger("n"))
                    .isEqualTo(1);
            await(database.pool().close());
        } finally {
            await(vertx.close());
        }
    }
}
