package dev.belfry.system.deploy;

import static dev.belfry.system.deploy.Manifests.documents;
import static dev.belfry.system.deploy.Manifests.name;
import static dev.belfry.system.deploy.Manifests.namespace;
import static dev.belfry.system.deploy.Manifests.stream;
import static dev.belfry.system.deploy.Manifests.text;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.Topics;
import dev.belfry.platform.run.Environment;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kafka and PostgreSQL as they are declared are what the services ask for. */
class EnginesTest {
    private static final Manifests ENGINES = Manifests.files(Manifests.ENGINES);
    private static final Manifests BASE = Manifests.files(Manifests.BASE);
    private static final Manifests AUTOSCALING = Manifests.files(Manifests.AUTOSCALING);

    @Test
    void theDeclaredTopicsAreTheTopics() {
        var declared = documents(text(Manifests.ENGINES.resolve("topics.yaml"))).stream()
                .map(topic -> {
                    assertThat(topic.path("kind").asText()).isEqualTo("KafkaTopic");
                    assertThat(topic.at("/metadata/labels")
                                    .path("strimzi.io/cluster")
                                    .asText())
                            .isEqualTo(name(ENGINES.of("Kafka").getFirst()));
                    // Room for a full batch of alerts: the producer's own limit.
                    assertThat(topic.at("/spec/config/max.message.bytes").asInt())
                            .isEqualTo(4 * 1024 * 1024);
                    // By the log's own clock those of the nodes are measured.
                    assertThat(topic.at("/spec/config/message.timestamp.type").asText())
                            .isEqualTo("LogAppendTime");
                    assertThat(topic.at("/spec/replicas").asInt()).isEqualTo(3);
                    assertThat(topic.at("/spec/config/min.insync.replicas").asInt())
                            .isEqualTo(2);
                    return List.<Object>of(
                            name(topic),
                            topic.at("/spec/partitions").asInt(),
                            topic.at("/spec/config/cleanup.policy").asText(),
                            topic.at("/spec/config/retention.ms").asLong());
                });
        assertThat(declared)
                .containsExactlyElementsOf(Topics.ALL.stream()
                        .map(topic -> List.<Object>of(
                                topic.name(),
                                topic.partitions(),
                                topic.compacted() ? "compact" : "delete",
                                topic.compacted() ? 0L : topic.retention().toMillis()))
                        .toList());
    }

    @Test
    void theServicesAskTheBrokersThatAreDeclared() {
        var kafka = ENGINES.of("Kafka").getFirst();
        var listener = kafka.at("/spec/kafka/listeners/0");
        // Strimzi names its Service so.
        var bootstrap = name(kafka) + "-kafka-bootstrap." + namespace(kafka) + ":"
                + listener.path("port").asText();
        for (var service : Services.names()) {
            assertThat(BASE.environment(service)).containsEntry("BELFRY_KAFKA_BOOTSTRAP", bootstrap);
        }
        assertThat(stream(listener.at("/networkPolicyPeers/0/namespaceSelector/matchExpressions/0/values"))
                        .map(JsonNode::asText))
                .containsExactlyInAnyOrderElementsOf(
                        BASE.runners().stream().map(Manifests::namespace).collect(toSet()));
    }

    @Test
    void whatKafkaHasAcknowledgedSurvivesTheLossOfABroker() {
        var kafka = ENGINES.of("Kafka").getFirst();
        assertThat(kafka.at("/spec/kafka/config/min.insync.replicas").asInt()).isEqualTo(2);
        assertThat(kafka.at("/spec/kafka/config/default.replication.factor").asInt())
                .isEqualTo(3);
        assertThat(kafka.at("/spec/kafka/config/unclean.leader.election.enable").asBoolean(true))
                .isFalse();
        assertThat(ENGINES.of("KafkaNodePool")).hasSize(2).allSatisfy(pool -> {
            assertThat(pool.at("/spec/replicas").asInt()).isEqualTo(3);
            assertThat(pool.at("/spec/storage/volumes/0/deleteClaim").asBoolean(true))
                    .isFalse();
        });
    }

    /** Each database that a service asks for is made, with the user and the password of its address, and shut for others. */
    @Test
    void theDatabasesAreThoseOfTheServices() {
        var cluster = ENGINES.of("Cluster").getFirst();
        var made = cluster.at("/spec/bootstrap/initdb");
        var statements = Stream.of(made.path("postInitSQL"), made.path("postInitApplicationSQL"))
                .flatMap(Manifests::stream)
                .map(JsonNode::asText)
                .toList();
        var secrets = new TreeMap<String, String>();
        secrets.put(
                made.path("owner").asText(), made.path("secret").path("name").asText());
        cluster.at("/spec/managed/roles")
                .forEach(role -> secrets.put(
                        role.path("name").asText(),
                        role.path("passwordSecret").path("name").asText()));
        assertThat(secrets).hasSameSizeAs(Services.WITH_DATABASE);
        for (var service : Services.WITH_DATABASE) {
            var url = URI.create(BASE.environment(service).getOrDefault("BELFRY_DATABASE_URL", ""));
            assertThat(url.getHost()).isEqualTo(name(cluster) + "-rw." + namespace(cluster));
            var database = url.getPath().substring(1);
            var user = List.of(url.getUserInfo().split(":", 2));
            if (!made.path("database").asText().equals(database)) {
                assertThat(statements)
                        .contains(
                                "CREATE ROLE " + user.getFirst() + " LOGIN",
                                "CREATE DATABASE " + database + " OWNER " + user.getFirst());
            }
            assertThat(statements).contains("REVOKE CONNECT ON DATABASE " + database + " FROM PUBLIC");
            var secret = Objects.requireNonNull(
                    Manifests.exampleSecrets().get(namespace(cluster) + "/" + secrets.get(user.getFirst())));
            assertThat(secret.path("username").asText()).isEqualTo(user.getFirst());
            assertThat(secret.path("password").asText()).isEqualTo(user.getLast());
        }
    }

    @Test
    void aCommitIsOnTwoInstancesBeforeItIsAnswered() {
        var cluster = ENGINES.of("Cluster").getFirst();
        assertThat(cluster.at("/spec/instances").asInt()).isEqualTo(3);
        var synchronous = cluster.at("/spec/postgresql/synchronous");
        assertThat(synchronous.path("method").asText()).isEqualTo("any");
        assertThat(synchronous.path("number").asInt()).isEqualTo(1);
        assertThat(synchronous.path("dataDurability").asText()).isEqualTo("required");
    }

    /** While a service is replaced it has one replica more; each has its pool and a connection for the outbox. */
    @Test
    void thereAreConnectionsForAsManyReplicasAsThereMayBe() {
        int needed = 0;
        for (var service : Services.WITH_DATABASE) {
            var settings = Services.read(service, new Environment(BASE.environment(service)));
            needed += (most(service) + 1) * (settings.poolSize() + 1);
        }
        assertThat(ENGINES.of("Cluster")
                        .getFirst()
                        .at("/spec/postgresql/parameters/max_connections")
                        .asInt())
                .isGreaterThan(needed);
    }

    @Test
    void whatHasItsWorkFromKafkaGrowsToAsManyReplicasAsThereArePartitions() {
        int partitions =
                Topics.ALL.stream().mapToInt(Topics.Topic::partitions).max().orElseThrow();
        var scaled = AUTOSCALING.of("ScaledObject");
        assertThat(Manifests.names(scaled)).containsExactlyInAnyOrder("incident-service", "oncall-service", "notifier");
        for (var object : scaled) {
            assertThat(object.at("/spec/scaleTargetRef/name").asText()).isEqualTo(name(object));
            assertThat(namespace(object)).isEqualTo(namespace(BASE.runner(name(object))));
            assertThat(object.at("/spec/minReplicaCount").asInt()).isEqualTo(2);
            assertThat(object.at("/spec/maxReplicaCount").asInt()).isEqualTo(partitions);
            assertThat(object.at("/spec/triggers/0/metadata/query").asText())
                    .isEqualTo("max(belfry_consumer_lag_seconds{job=\"" + name(object) + "\"})");
        }
    }

    private static int most(String service) {
        return Stream.concat(
                        AUTOSCALING.of("ScaledObject").stream(), AUTOSCALING.of("HorizontalPodAutoscaler").stream())
                .filter(object -> name(object).equals(service))
                .mapToInt(object -> object.at("/spec/maxReplicaCount")
                        .asInt(object.at("/spec/maxReplicas").asInt()))
                .findFirst()
                .orElseThrow();
    }
}
