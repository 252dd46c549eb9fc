package dev.belfry.platform.events;

import static dev.belfry.platform.events.Sample.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.parking.ParkedRecord;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.run.Host;
import dev.belfry.testing.Engines;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(published.size()).as("published again").isGreaterThan(2));
        assertThat(published.stream().map(Event::id).distinct()).hasSize(2);
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

    @Test
    void aMessageTheBrokerRefusesIsSetAsideAndReportedAndTheOthersLeave() {
        var parked = new CopyOnWriteArrayList<ParkedRecord>();
        host.tail(Topics.PARKING.name(), event -> parked.add(event.as(ParkedRecord.class)));
        host.start();
        var large = "x".repeat(5 * 1024 * 1024);
        await(host.database().transact(tx -> {
            tx.emit(new Message(host.ids().next(), topic, "k", "sample", "k", "m1"));
            tx.emit(new Message(host.ids().next(), topic, "large", "sample", "k", large));
            tx.emit(new Message(host.ids().next(), topic, "k", "sample", "k", "m2"));
            return Future.succeededFuture();
        }));

        await().atMost(SOON).untilAsserted(() -> assertThat(said()).containsExactly("m1", "m2"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(parked)
                        .filteredOn(record -> record.topic().equals(topic))
                        .singleElement()
                        .satisfies(record -> assertThat(record.error()).contains("RecordTooLarge")));
        var left = await(
                host.database().query("select key, error from outbox where set_aside_at is not null", Tuple.tuple()));
        assertThat(left.iterator().next().getString("key")).isEqualTo("large");
    }

    /** A topic without a leader, or one that does not exist: pages on other topics leave, and once. */
    @Test
    void aTopicThatTakesNothingKeepsNoOtherAndNothingIsPublishedTwice() {
        host.start();
        for (int i = 0; i < 20; i++) {
            await(host.database().transact(tx -> {
                tx.emit(new Message(host.ids().next(), "nowhere.v1", "k", "sample", "k", "lost"));
                return Future.succeededFuture();
            }));
            say(host, i);
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(said()).hasSize(20));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(await(host.database()
                                .query("select 1 from outbox where topic <> 'nowhere.v1'", Tuple.tuple())))
                        .isEmpty());
        assertThat(said()).hasSize(20);
        assertThat(await(host.database().query("select 1 from outbox", Tuple.tuple()))
                        .size())
                .isEqualTo(20);
    }

    @Test
    void aFrozenLeaderIsFollowedWithinFiveSecondsAndDoublesNothingWhenItThaws() throws Exception {
        var frozen = KilledProcess.start(database, topic, Sample.topic(host, 1));
        try {
            await().atMost(SOON).until(() -> leader().isPresent());
            var first = leader();
            host.start();
            new ProcessBuilder("kill", "-STOP", Long.toString(frozen.pid()))
                    .start()
                    .waitFor();
            long stoppedAt = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                say(host, i);
            }
            await().atMost(Duration.ofSeconds(5)).until(() -> !first.equals(leader()));
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(said()).hasSize(100));
            System.out.println("followed after "
                    + Duration.ofNanos(System.nanoTime() - stoppedAt).toMillis() + " ms");
            new ProcessBuilder("kill", "-CONT", Long.toString(frozen.pid()))
                    .start()
                    .waitFor();
            say(host, 100);
            await().atMost(SOON).untilAsserted(() -> assertThat(said()).contains("m100"));
            assertThat(said()).doesNotHaveDuplicates();
        } finally {
            frozen.destroyForcibly().waitFor();
        }
    }

    private Optional<UUID> leader() {
        var rows = await(host.database().query("select holder from outbox_lease", Tuple.tuple()));
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next().getUUID("holder"));
    }
}
