package dev.belfry.platform.events;

import dev.belfry.contracts.Topics.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.admin.KafkaAdminClient;
import io.vertx.kafka.admin.NewTopic;
import io.vertx.kafka.admin.OffsetSpec;
import io.vertx.kafka.client.common.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing, where a service may do so. */
public final class TopicAdmin {
    private static final int REPLICAS = 3;
    private static final String INSYNC = "min.insync.replicas";

    private TopicAdmin() {}

    public static Future<Void> createMissing(Vertx vertx, String bootstrap, List<Topic> topics) {
        var admin = admin(vertx, bootstrap);
        return admin.describeCluster()
                .compose(cluster -> admin.listTopics()
                        .map(existing -> topics.stream()
                                .filter(topic -> !existing.contains(topic.name()))
                                .map(topic -> describe(
                                        topic,
                                        Math.min(REPLICAS, cluster.getNodes().size())))
                                .toList()))
                .compose(missing -> missing.isEmpty() ? Future.<Void>succeededFuture() : admin.createTopics(missing))
                .recover(failure ->
                        failure instanceof TopicExistsException || failure.getCause() instanceof TopicExistsException
                                ? Future.succeededFuture()
                                : Future.failedFuture(failure))
                .eventually(() -> admin.close());
    }

    /** True when the topic holds no record at all. */
    public static Future<Boolean> isEmpty(Vertx vertx, String bootstrap, Topic topic) {
        var admin = admin(vertx, bootstrap);
        var partitions = IntStream.range(0, topic.partitions())
                .mapToObj(part -> new TopicPartition(topic.name(), part))
                .toList();
        return offsets(admin, partitions, OffsetSpec.EARLIEST)
                .compose(begins -> offsets(admin, partitions, OffsetSpec.LATEST).map(begins::equals))
                .eventually(() -> admin.close());
    }

    private static Future<Map<TopicPartition, Long>> offsets(
            KafkaAdminClient admin, List<TopicPartition> partitions, OffsetSpec which) {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(one -> one, one -> which)))
                .map(found -> found.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, one -> one.getValue().getOffset())));
    }

    private static KafkaAdminClient admin(Vertx vertx, String bootstrap) {
        return KafkaAdminClient.create(
                vertx,
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "request.timeout.ms",
                        "5000",
                        "default.api.timeout.ms",
                        "30000"));
    }

    private static NewTopic describe(Topic topic, int replicas) {
        // An acknowledged record survives the loss of one replica, and one may be away for an upgrade.
        var insync = Integer.toString(Math.max(1, replicas - 1));
        var config = new HashMap<>(Map.of(
                "cleanup.policy",
                topic.compacted() ? "compact" : "delete",
                "max.message.bytes",
                "4194304",
                // The log's own clock: what a sender's clock says is measured against it.
                "message.timestamp.type",
                "LogAppendTime",
                INSYNC,
                insync));
        if (!topic.compacted()) {
            config.put("retention.ms", Long.toString(topic.retention().toMillis()));
        }
        return new NewTopic(topic.name(), topic.partitions(), (short) replicas).setConfig(config);
    }
}
