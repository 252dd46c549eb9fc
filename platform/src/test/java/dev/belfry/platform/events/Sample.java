package dev.belfry.platform.events;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import io.vertx.core.Future;
import io.vertx.kafka.admin.KafkaAdminClient;
import io.vertx.kafka.admin.NewTopic;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A small service for the tests of the primitives: what it does is visible in the table {@code effect}. */
public final class Sample {
    private Sample() {}

    public static Host host(String name, String database) {
        return Host.open(settings(name, database), "db/sample");
    }

    static HostSettings settings(String name, String database) {
        return HostSettings.forTests(name, Engines.postgres().uri(database), Engines.kafka());
    }

    /** A topic of its own for one test. */
    public static String topic(Host host, int partitions) {
        var name = "sample-" + host.ids().next();
        var admin = KafkaAdminClient.create(host.vertx(), Map.of("bootstrap.servers", Engines.kafka()));
        await(admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))));
        await(admin.close());
        await(host.producer().partitions(name));
        return name;
    }

    public static void produce(Host host, String topic, String key, String json) {
        var data = json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        await(host.producer()
                .partitions(topic)
                .compose(known ->
                        host.producer().send(topic, null, key, new UUID(0, 0), "sample", key, Instant.EPOCH, data)));
    }

    public static Future<Void> effect(Tx tx, String what) {
        return tx.query("insert into effect (what) values ($1)", Tuple.of(what)).mapEmpty();
    }

    public static List<String> effects(Host host) {
        return effects(host.database());
    }

    static List<String> effects(Database database) {
        var rows = await(database.query("select what from effect order by at, what", Tuple.tuple()));
        var found = new ArrayList<String>();
        rows.forEach(row -> found.add(row.getString("what")));
        return found;
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new AssertionError("no answer within 30 s", late);
        }
    }
}
