package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.engines.KafkaProcess;
import dev.belfry.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** alert-ingest and its broker are frozen and killed for about a minute; every 202 is accounted for, in order. */
class NothingLostJourney {
    private static final int CONNECTIONS = 16;
    private static final long PACE_MS = 25;
    private static final Duration TREATMENT = Duration.ofSeconds(50);
    /** Fewer would show little: where starting takes long, the senders go on for as long as they need. */
    private static final int ENOUGH = 5_000;

    private static final List<String> KEYS = IntStream.range(0, 4)
            .mapToObj(i -> "6f1d0c2ab34e4d5f9a7b8c9d0e1f2a3" + i)
            .toList();

    /** What is done to them. */
    private enum Blow {
        KILL_INGEST,
        FREEZE_BROKER,
        FREEZE_BROKER_AND_KILL_INGEST,
        KILL_INGEST_RIGHT_AFTER_THAW,
        KILL_BROKER,
        KILL_BOTH
    }

    /** One sender: a connection of its own, one request after the other, none of them ever sent again. */
    private static final class Sender {
        private final int number;
        private final int port;
        private final HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        private final List<String> accepted = new ArrayList<>();
        private final Map<Integer, Integer> refused = new TreeMap<>();
        /** How many were accepted, for other threads. */
        private volatile int count;

        private int sent;
        private int byNode;
        private int unanswered;

        Sender(int number, int port) {
            this.number = number;
            this.port = port;
        }

        void run(AtomicBoolean over) {
            try (http) {
                while (!over.get()) {
                    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PACE_MS);
                    send("connection-" + number + "-alert-" + sent++);
                    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        private void send(String key) throws InterruptedException {
            try {
                var answer = http.send(request(key), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 202) {
                    accepted.add(key);
                    count = accepted.size();
                    byNode += answer.headers().firstValue("X-Accept-Durability").isPresent() ? 1 : 0;
                } else {
                    refused.merge(answer.statusCode(), 1, Integer::sum);
                }
            } catch (IOException dead) {
                unanswered++;
            }
        }

        private HttpRequest request(String key) {
            var routingKey = KEYS.get(number % KEYS.size());
            boolean pagerDuty = sent % 2 == 0;
            var body = pagerDuty
                    ? "{\"routing_key\":\"" + routingKey + "\",\"event_action\":\"trigger\",\"dedup_key\":\"" + key
                            + "\",\"payload\":{\"summary\":\"Disk full\",\"source\":\"db-7.example.net\","
                            + "\"severity\":\"critical\"}}"
                    : "{\"dedup_key\":\"" + key + "\",\"summary\":\"Disk full\"}";
            var path = pagerDuty ? "/v2/enqueue" : "/v1/webhooks/generic/" + routingKey;
            return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(12))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
        }
    }

    @Test
    void everyAcceptedAlertIsInTheLogInOrderThoughAllIsFrozenAndKilledAgainAndAgain(@TempDir Path directory)
            throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat with -Dseed=" + seed + ")");
        try (var kafka = KafkaProcess.start(directory.resolve("kafka"), 0, 0, false);
                var ingest = IngestProcess.start(directory, kafka, IngestProcess.integrations(KEYS))) {
            long end = System.nanoTime() + TREATMENT.toNanos();
            var senders = IntStream.range(0, CONNECTIONS)
                    .mapToObj(number -> new Sender(number, ingest.port()))
                    .toList();
            var over = new AtomicBoolean();
            var threads = senders.stream()
                    .map(sender -> Thread.ofVirtual().start(() -> sender.run(over)))
                    .toList();
            var blows = strike(new Random(seed), end, kafka, ingest);
            await("enough alerts are accepted")
                    .atMost(Duration.ofMinutes(2))
                    .until(() ->
                            senders.stream().mapToInt(sender -> sender.count).sum() > ENOUGH);
            over.set(true);
            for (var thread : threads) {
                thread.join();
            }
            ingest.awaitReady();
            ingest.awaitEmptySpool();
            verify(senders, log(kafka.bootstrap()), blows);
        }
    }

    /** Every blow once, in any order, and more of them until the time is over. */
    private static Map<Blow, Integer> strike(Random random, long end, KafkaProcess kafka, IngestProcess ingest)
            throws Exception {
        var dealt = new TreeMap<Blow, Integer>();
        var next = new ArrayList<>(List.of(Blow.values()));
        Collections.shuffle(next, random);
        while (!next.isEmpty() || System.nanoTime() < end) {
            var blow = next.isEmpty() ? Blow.values()[random.nextInt(Blow.values().length)] : next.removeFirst();
            pause(random, 200, 1_000);
            System.out.printf("%5.1f s before the end: %s%n", (end - System.nanoTime()) / 1e9, blow);
            dealt.merge(blow, 1, Integer::sum);
            strike(blow, random, kafka, ingest);
            // Half of the blows hit while the one before is not yet overcome, half while the broker has everything.
            if (random.nextBoolean() && System.nanoTime() < end) {
                long before = System.nanoTime();
                ingest.awaitEmptySpool();
                System.out.printf("the broker has everything again after %.1f s%n", (System.nanoTime() - before) / 1e9);
            }
        }
        return dealt;
    }

    private static void strike(Blow blow, Random random, KafkaProcess kafka, IngestProcess ingest) throws Exception {
        switch (blow) {
            case KILL_INGEST -> {
                ingest.kill();
                ingest.startAgain();
                ingest.awaitReady();
            }
            case FREEZE_BROKER -> {
                signal(kafka, "STOP");
                pause(random, 2_000, 8_000);
                signal(kafka, "CONT");
            }
            case FREEZE_BROKER_AND_KILL_INGEST -> {
                signal(kafka, "STOP");
                pause(random, 500, 3_000);
                ingest.kill();
                ingest.startAgain();
                pause(random, 1_500, 5_000);
                signal(kafka, "CONT");
                ingest.awaitReady();
            }
            case KILL_INGEST_RIGHT_AFTER_THAW -> {
                signal(kafka, "STOP");
                pause(random, 2_000, 4_000);
                signal(kafka, "CONT");
                pause(random, 1, 200);
                ingest.kill();
                ingest.startAgain();
                ingest.awaitReady();
            }
            case KILL_BROKER -> {
                kafka.kill();
                pause(random, 1, 3_000);
                kafka.restart();
            }
            case KILL_BOTH -> {
                kafka.kill();
                pause(random, 1, 2_000);
                ingest.kill();
                ingest.startAgain();
                ingest.awaitReady();
                kafka.restart();
            }
        }
    }

    private static void pause(Random random, long least, long most) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextLong(least, most));
    }

    private static void signal(KafkaProcess kafka, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(kafka.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Where a key stands in its partition for the first time, and all requests it came with. */
    private static final class Stored {
        private final int partition;
        private final long position;
        private final Set<UUID> requests = new HashSet<>();
        private int times;

        Stored(int partition, long position) {
            this.partition = partition;
            this.position = position;
        }
    }

    /** All of the log, by dedup key. */
    private static Map<String, Stored> log(String bootstrap) {
        var stored = new HashMap<String, Stored>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = IntStream.range(0, Topics.ALERTS.partitions())
                    .mapToObj(partition -> new TopicPartition(Topics.ALERTS.name(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var position = new long[1];
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    if (type(record).equals(AlertBatch.TYPE)) {
                        read(record, position, stored);
                    }
                }
            }
        }
        return stored;
    }

    private static String type(ConsumerRecord<String, byte[]> record) {
        return new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
    }

    private static void read(ConsumerRecord<String, byte[]> record, long[] position, Map<String, Stored> stored) {
        for (var request : Json.read(record.value(), AlertBatch.class).requests()) {
            for (var alert : request.alerts()) {
                var one = stored.computeIfAbsent(
                        alert.dedupKey(), first -> new Stored(record.partition(), position[0]++));
                one.times++;
                one.requests.add(request.id());
            }
        }
    }

    private static void verify(List<Sender> senders, Map<String, Stored> stored, Map<Blow, Integer> blows) {
        var refused = new TreeMap<Integer, Integer>();
        senders.forEach(
                sender -> sender.refused.forEach((status, count) -> refused.merge(status, count, Integer::sum)));
        var accepted =
                senders.stream().flatMap(sender -> sender.accepted.stream()).toList();
        var lost = accepted.stream().filter(key -> !stored.containsKey(key)).toList();
        var disorder = senders.stream()
                .flatMap(sender -> disorder(sender, stored).stream())
                .toList();
        System.out.printf(
                "%s%n%d sent, %d accepted (%d of them while the broker was away), %d refused %s, %d unanswered,"
                        + " %d keys in the log, %d of them more than once, %d lost, %d out of order%n",
                blows,
                senders.stream().mapToInt(sender -> sender.sent).sum(),
                accepted.size(),
                senders.stream().mapToInt(sender -> sender.byNode).sum(),
                refused.values().stream().mapToInt(Integer::intValue).sum(),
                refused,
                senders.stream().mapToInt(sender -> sender.unanswered).sum(),
                stored.size(),
                stored.values().stream().filter(one -> one.times > 1).count(),
                lost.size(),
                disorder.size());
        assertThat(accepted).as("a test that tells something").hasSizeGreaterThan(ENOUGH);
        assertThat(lost).as("accepted, and not in the log").isEmpty();
        assertThat(stored.entrySet())
                .as("one that comes again is the same request")
                .allSatisfy(one ->
                        assertThat(one.getValue().requests).as(one.getKey()).hasSize(1));
        assertThat(disorder).as("told before what was accepted earlier").isEmpty();
        assertThat(refused.keySet())
                .as("a sender is never told that it is wrong")
                .isSubsetOf(429, 503);
    }

    /** What stands in the log before something its connection had accepted earlier, by the first time of each. */
    private static List<String> disorder(Sender sender, Map<String, Stored> stored) {
        var late = new ArrayList<String>();
        long position = -1;
        var partitions = new HashSet<Integer>();
        for (var key : sender.accepted) {
            var one = stored.get(key);
            if (one != null) {
                partitions.add(one.partition);
                if (one.position < position) {
                    late.add(key);
                }
                position = Math.max(position, one.position);
            }
        }
        assertThat(partitions).as("a service has one partition").hasSize(1);
        return late;
    }
}
