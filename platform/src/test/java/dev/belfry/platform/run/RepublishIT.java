package dev.belfry.platform.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics.Topic;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.Sample;
import dev.belfry.testing.Engines;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a compacted topic holds of a service comes from its database again when Kafka was emptied, or on demand. */
@ExtendWith(Engines.class)
class RepublishIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Queue<Event> seen = new ConcurrentLinkedQueue<>();
    private String database;
    private Host host;
    private Topic topic;

    @BeforeEach
    void open() {
        database = Engines.postgres().newDatabase("republish");
        host = Sample.host("sample", database);
        topic = new Topic(Sample.topic(host, 1), 1, true, Duration.ofDays(1));
    }

    @AfterEach
    void stop() {
        host.stop();
    }

    private void start() {
        host.republish(topic, tx -> {
            tx.emit(new Message(host.ids().next(), topic.name(), "one", "sample", "one", "from the database"));
            return Future.succeededFuture();
        });
        host.tail(topic.name(), seen::add);
        host.start();
    }

    @Test
    void anEmptyTopicIsFilledAtTheStart() {
        start();
        await().atMost(SOON).untilAsserted(() -> assertThat(seen).hasSize(1));
    }

    @Test
    void oneThatHoldsSomethingIsLeftAloneUnlessTheSettingAsks() {
        Sample.produce(host, topic.name(), "one", "\"from before\"");
        start();
        Sample.produce(host, topic.name(), "two", "\"later\"");
        await().atMost(SOON).untilAsserted(() -> assertThat(seen).isNotEmpty());
        assertThat(seen).extracting(Event::key).containsOnly("two");
        host.stop();

        seen.clear();
        var settings = HostSettings.forTests("sample", Engines.postgres().uri(database), Engines.kafka())
                .republishing();
        host = Host.open(settings, "db/sample");
        start();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(seen)
                        .extracting(event -> event.data().toString(UTF_8))
                        .containsExactly("\"from the database\""));
    }
}
