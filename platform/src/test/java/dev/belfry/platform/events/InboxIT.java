package dev.belfry.platform.events;

import static dev.belfry.platform.events.Sample.await;
import static dev.belfry.platform.events.Sample.effects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.engines.KafkaProcess;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The way past Kafka: while it is frozen, records reach their reader over HTTP; afterwards Kafka's copies change nothing. */
@ExtendWith(Engines.class)
class InboxIT {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String SECRET = "a-secret-of-more-than-thirty-two-characters";
    private static final String TOPIC = Topics.PAGES.name();

    @TempDir
    private Path directory;

    private KafkaProcess kafka;
    private Host reader;
    private Host writer;

    @BeforeEach
    void open() {
        kafka = Engines.startPrivateKafka(directory);
        reader = Host.open(settings("notifier", Map.of()), "db/sample");
        reader.consume(TOPIC, InboxIT::once);
        reader.start();
        writer = Host.open(
                settings("oncall-service", Map.of("notifier", URI.create("http://127.0.0.1:" + reader.httpPort()))),
                "db/sample");
        writer.start();
    }

    @AfterEach
    void close() {
        writer.stop();
        reader.stop();
        kafka.close();
    }

    private HostSettings settings(String name, Map<String, URI> inboxes) {
        var database = Engines.postgres().newDatabase("inbox");
        return HostSettings.forTests(name, Engines.postgres().uri(database), kafka.bootstrap())
                .withInboxes(inboxes, SECRET);
    }

    /** As every handler must: what was seen under this id is dropped. */
    private static Future<Void> once(dev.belfry.platform.database.Tx tx, List<Event> batch) {
        Future<Void> all = Future.succeededFuture();
        for (var event : batch) {
            var what = event.as(String.class);
            all = all.compose(before -> tx.query(
                            "insert into effect (what) select $1 where not exists (select 1 from effect where what = $1)",
                            Tuple.of(what))
                    .mapEmpty());
        }
        return all;
    }

    private void say(String what) {
        say(TOPIC, what);
    }

    private void say(String topic, String what) {
        await(writer.database().transact(tx -> {
            tx.emit(new Message(writer.ids().next(), topic, what, "sample", what, what));
            return Future.succeededFuture();
        }));
    }

    private static void signal(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
    }

    @Test
    void whileKafkaIsFrozenRecordsReachTheirReaderAndItsReturnChangesNothing() throws Exception {
        say("before");
        await().atMost(SOON).untilAsserted(() -> assertThat(effects(reader)).containsExactly("before"));
        signal("-STOP", kafka.pid());
        try {
            IntStream.range(0, 50).forEach(i -> say("frozen " + i));
            await().atMost(SOON).untilAsserted(() -> assertThat(effects(reader)).hasSize(51));
            long asked = System.nanoTime();
            say("later");
            await().atMost(SOON).untilAsserted(() -> assertThat(effects(reader)).contains("later"));
            System.out.println("handed over after "
                    + Duration.ofNanos(System.nanoTime() - asked).toMillis() + " ms");
        } finally {
            signal("-CONT", kafka.pid());
        }

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(await(writer.database().query("select 1 from outbox", Tuple.tuple())))
                        .isEmpty());
        say("after");
        await().atMost(SOON).untilAsserted(() -> assertThat(effects(reader)).contains("after"));
        assertThat(effects(reader)).hasSize(53).doesNotHaveDuplicates();
    }

    /** After a while without an answer the client forgets where topics are, and refuses each record at once. */
    @Test
    void whatTheClientRefusesAtOnceGoesPastKafkaToo() throws Exception {
        say("before");
        await().atMost(SOON).untilAsserted(() -> assertThat(effects(reader)).containsExactly("before"));
        signal("-STOP", kafka.pid());
        try {
            say(Topics.DIRECTORY.name(), "nobody gets this past Kafka");
            await().atMost(SOON)
                    .until(() -> writer.metrics()
                                    .counter("belfry.outbox.failures", "topic", Topics.DIRECTORY.name())
                                    .count()
                            > 0);
            say("frozen");
            await().atMost(SOON).untilAsserted(() -> assertThat(effects(reader)).contains("frozen"));
        } finally {
            signal("-CONT", kafka.pid());
        }
    }

    @Test
    void onlyWhoKnowsTheSecretGetsIn() throws Exception {
        assertThat(post("Bearer wrong", "{\"topic\":\"" + TOPIC + "\",\"records\":[]}"))
                .isEqualTo(401);
        assertThat(post("", "{}")).isEqualTo(401);
        assertThat(post("Bearer " + SECRET, "no json")).isEqualTo(400);
        assertThat(post("Bearer " + SECRET, "{\"topic\":\"nobody.reads.this\",\"records\":[]}"))
                .isEqualTo(404);
        assertThat(post("Bearer " + SECRET, "{\"topic\":\"" + TOPIC + "\",\"records\":[]}"))
                .isEqualTo(204);
    }

    private int post(String authorization, String body) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + reader.httpPort() + "/internal/inbox"))
                                    .header("Authorization", authorization)
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
