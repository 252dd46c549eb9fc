package dev.belfry.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Kafka broker of a laptop, as its operator meets it. */
@Timeout(180)
class KafkaProcessIT {
    @TempDir
    Path directory;

    @Test
    void acknowledgedRecordsSurviveKillAndCleanRestart() throws Exception {
        try (var kafka = KafkaProcess.start(directory, 0, 0, true)) {
            createTopic(kafka);
            send(kafka, "first");

            kafka.kill();
            assertThat(kafka.isAlive()).isFalse();
            kafka.restart();
            send(kafka, "second");

            kafka.restart();
            assertThat(readAll(kafka, 2)).containsExactly("first", "second");
        }
    }

    @Test
    void aTakenPortIsNamedAtOnce() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> KafkaProcess.start(directory, port, 0, false))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("port " + port);
            assertThatThrownBy(() -> KafkaProcess.start(directory, 0, port, false))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("port " + port);
        }
    }

    @Test
    void oneJarWhoseManifestNamesTheOthersIsClassPathEnough() throws Exception {
        Path jar = directory.resolve("launcher.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();

        try (var kafka = KafkaProcess.start(directory.resolve("data"), 0, 0, false, jar.toString())) {
            createTopic(kafka);
        }
    }

    @Test
    void aSecondBrokerOnTheSameDirectoryIsRefusedAndSaysWhereItsLogIs() {
        try (var first = KafkaProcess.start(directory, 0, 0, false)) {
            assertThatThrownBy(() -> KafkaProcess.start(directory, 0, 0, false))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining(first.log().toString())
                    .hasMessageContaining("in use by another Kafka broker");
            assertThat(first.isAlive()).isTrue();
        }
    }

    private static void createTopic(KafkaProcess kafka) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void send(KafkaProcess kafka, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept", value)).get();
        }
    }

    private static List<String> readAll(KafkaProcess kafka, int count) {
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "group.id", "reader", "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("kept"));
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }
}
