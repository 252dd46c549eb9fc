package dev.belfry.platform.events;

import static dev.belfry.platform.events.Sample.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.platform.database.Message;
import dev.belfry.platform.run.Host;
import dev.belfry.testing.Engines;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Engines.class)
class OutboxRelayIT {
    private static final Duration SOON = Duration.ofSeconds(40);

    private String database;
    private Host host;
    private String topic;
    private final List<Event> published = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        database = Engines.postgres().newDatabase("outbox");
        host = Sample.host("sample", database);
        topic = Sample.topic(host, 1);
        host.table(topic, published::add);
    }

    @AfterEach
    void stop() {
        host.stop();
    }

    private void say(Host by, int number) {
        await(by.database().transact(tx -> {
            tx.emit(new Message(by.ids().next(), topic, "k", "sample", "k", "m" + number));
            return Future.succeededFuture();
        }));
    }

    private List<String> said() {
        return published.stream().map(event -> event.as(String.class)).toList();
    }

    @Test
    void whatCommittedIsPublishedInOrderAndDeleted() {
        host.start();
        for (int i = 0; i < 100; i++) {
            say(host, i);
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(said()).hasSize(100));
        assertThat(said()).startsWith("m0", "m1", "m2").endsWith("m98", "m99");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(await(host.database().query("select 1 from outbox", Tuple.tuple())))
                        .isEmpty());
    }

    @Test
    void whatIsRolledBackIsNeverPublished() {
        host.start();
        host.database().transact(tx -> {
            tx.emit(new Message(host.ids().next(), topic, "k", "sample", "k", "never"));
            return Future.failedFuture(new IllegalStateException("refused"));
        });
        say(host, 1);
        await().atMost(SOON).untilAsserted(() -> assertThat(said()).containsExactly("m1"));
    }

    /** Killed between the broker's ack and the delete: published again, with the same id. */
    @Test
    void aRelayThatDiesBeforeTheDeletePublishesAgainUnderTheSameId() {
        await(host.database().query("""
                create function die_once() returns trigger language plpgsql as $$ begin
                    if (select count(*) from pg_sequences where sequencename = 'died') = 0 then return old; end if;
                    if nextval('died') <= 2 then perform pg_terminate_backend(pg_backend_pid()); end if;
                    return old;
                end $$""", Tuple.tuple()));
        await(host.database().query("create sequence died", Tuple.tuple()));
        await(host.database()
                .query(
                        "create trigger die before delete on outbox for each row execute function die_once()",
                        Tuple.tuple()));
        host.start();
        say(host, 1);
        say(host, 2);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(await(host.database().query("select 1 from outbox", Tuple.tuple())))
                        .isEmpty());
        await().atMost(SOON).untilAsserted(() -> assertThat(said()).contains("m1", "m2"));
        assertThat(published.stream().map(Event::id).distinct()).hasSize(2);
        assertThat(published.size()).isGreaterThan(2);
    }

    @Test
    void whenTheLeaderStopsAnotherReplicaGoesOn() {
        var other = Sample.host("sample", database);
        host.start();
        say(host, 1);
        await().atMost(SOON).untilAsserted(() -> assertThat(said()).contains("m1"));
        other.start();
        say(other, 2);
        await().atMost(SOON).untilAsserted(() -> assertThat(said()).contains("m2"));

        var seen = new CopyOnWriteArrayList<String>();
        host.stop();
        var reader =
                new TopicReader(other.vertx(), Engines.kafka(), topic, true, event -> seen.add(event.as(String.class)));
        reader.start();
        say(other, 3);
        await().atMost(SOON).untilAsserted(() -> assertThat(seen).contains("m1", "m2", "m3"));
        await(reader.stop());
        other.stop();
    }
}
