package dev.belfry.platform.database;

import static dev.belfry.platform.events.Sample.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.platform.events.Sample;
import dev.belfry.testing.Engines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Engines.class)
class RetentionIT {
    private static final String DELETE = """
            delete from effect where ctid = any(array(select ctid from effect where at < $1 limit $2))""";

    /** A year in fast motion: what comes and what goes keep each other in balance, a month of rows at any time. */
    @Test
    void overAYearTheTableStaysAsLargeAsWhatIsKept() {
        var host = Sample.host("sample", Engines.postgres().newDatabase("retention"));
        var database = host.database();
        var now = new Instant[] {Instant.parse("2027-01-01T00:00:00Z")};
        var metrics = new SimpleMeterRegistry();
        var retention = new Retention(database, () -> now[0], metrics, "effect", Duration.ofDays(30), DELETE);
        long afterTwoMonths = 0;
        for (int day = 0; day < 365; day++) {
            await(database.query(
                    "insert into effect (what, at) select 'x', $1::timestamptz + n * interval '1 second'"
                            + " from generate_series(1, 1500) n",
                    Tuple.of(Columns.utc(now[0]))));
            now[0] = now[0].plus(Duration.ofDays(1));
            await(retention.run());
            if (day % 10 == 0) {
                await(database.query("vacuum effect", Tuple.tuple()));
            }
            if (day == 60) {
                afterTwoMonths = size(database);
            }
        }

        assertThat(count(database)).isEqualTo(30 * 1_500);
        assertThat(size(database)).isLessThanOrEqualTo(afterTwoMonths * 11 / 10);
        assertThat(metrics.counter("belfry.retention.deleted", "kind", "effect").count())
                .isEqualTo(335 * 1_500.0);
        host.stop();
    }

    private static long count(Database database) {
        return await(database.query("select count(*) as n from effect", Tuple.tuple()))
                .iterator()
                .next()
                .getLong("n");
    }

    private static long size(Database database) {
        return await(database.query("select pg_total_relation_size('effect') as n", Tuple.tuple()))
                .iterator()
                .next()
                .getLong("n");
    }
}
