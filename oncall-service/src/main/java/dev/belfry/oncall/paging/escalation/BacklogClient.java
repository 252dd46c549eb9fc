package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.Topics;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.admin.KafkaAdminClient;
import io.vertx.kafka.admin.OffsetSpec;
import io.vertx.kafka.client.common.TopicPartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Waits until what had happened to incidents at a moment has been heard. */
final class BacklogClient {
    private static final Topics.Topic TOPIC = Topics.INCIDENTS;
    private static final long LOOK_MS = 200;

    private final Vertx vertx;
    private final String bootstrap;
    private final Database database;

    BacklogClient(Vertx vertx, String bootstrap, Database database) {
        this.vertx = vertx;
        this.bootstrap = bootstrap;
        this.database = database;
    }

    /** Ends when all of it has been heard or the patience is over; a broker that is away has nothing to tell. */
    Future<Void> heard(Duration patience) {
        return ends().compose(ends -> watch(ends, patience.toMillis() / LOOK_MS))
                .otherwiseEmpty();
    }

    private Future<Void> watch(Map<Integer, Long> ends, long looks) {
        return CatchUpStore.readUpTo(database::query, TOPIC.name()).compose(next -> {
            boolean heard =
                    ends.entrySet().stream().allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
            return heard || looks <= 0
                    ? Future.succeededFuture()
                    : vertx.timer(LOOK_MS, TimeUnit.MILLISECONDS).compose(waited -> watch(ends, looks - 1));
        });
    }

    private Future<Map<Integer, Long>> ends() {
        KafkaAdminClient admin = KafkaAdminClient.create(
                vertx,
                Map.of("bootstrap.servers", bootstrap, "request.timeout.ms", "3000", "default.api.timeout.ms", "5000"));
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int part = 0; part < TOPIC.partitions(); part++) {
            wanted.put(new TopicPartition(TOPIC.name(), part), OffsetSpec.LATEST);
        }
        return admin.listOffsets(wanted)
                .map(found -> {
                    Map<Integer, Long> ends = new HashMap<>();
                    found.forEach((partition, end) -> ends.put(partition.getPartition(), end.getOffset()));
                    return ends;
                })
                .eventually(() -> admin.close());
    }
}
