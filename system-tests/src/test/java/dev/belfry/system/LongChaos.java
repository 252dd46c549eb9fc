package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./belfry chaos}: one fault after the other while alerts come in at a steady pace. It prints the table of
 * docs/reliability.md: what was accepted, what was lost or doubled, and how long the slowest page took.
 */
class LongChaos {
    private static final int ALERTS = 60;
    private static final long PACE_MS = 250;
    private static final Duration SETTLED = Duration.ofMinutes(3);
    private static final Pattern NUMBER = Pattern.compile("Trouble (\\d+)");

    /** What happens to the suite in the middle of the alerts. */
    private interface Fault {
        void strike(SuiteProcess suite) throws InterruptedException;
    }

    private record Row(String fault, int accepted, int incidents, int lost, int doubled, int repeats, long slowestMs) {
        String line() {
            return "| %s | %d | %d | %d | %d | %d | %.1f s |"
                    .formatted(fault, accepted, incidents, lost, doubled, repeats, slowestMs / 1_000.0);
        }
    }

    private final List<Row> rows = new ArrayList<>();

    @Test
    void whateverStrikesNothingIsLostOrDoubled(@TempDir Path directory) throws IOException, InterruptedException {
        run(directory, "none", suite -> {});
        run(directory, "kill -9 of the whole suite", suite -> {
            suite.kill();
            suite.up();
        });
        run(directory, "the services frozen for 15 s", suite -> {
            suite.signal("STOP");
            TimeUnit.SECONDS.sleep(15);
            suite.signal("CONT");
        });
        run(directory, "Kafka frozen for 15 s", frozen("kafka", 15));
        run(directory, "PostgreSQL frozen for 15 s", frozen("postgres", 15));
        run(directory, "Kafka killed", suite -> suite.signal("kafka", "KILL"));
        run(directory, "PostgreSQL killed", suite -> suite.signal("postgres", "KILL"));

        var table = new StringBuilder("""
                | fault | accepted | incidents | lost | doubled | repeats that say so | slowest page |
                |---|---|---|---|---|---|---|
                """);
        rows.forEach(row -> table.append(row.line()).append('\n'));
        System.out.println(table);
        var file = SuiteProcess.ROOT.resolve("target/chaos/faults.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, table);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.lost()).as(row.fault()).isZero();
            assertThat(row.doubled()).as(row.fault()).isZero();
        });
    }

    private static Fault frozen(String engine, int seconds) {
        return suite -> {
            suite.signal(engine, "STOP");
            TimeUnit.SECONDS.sleep(seconds);
            suite.signal(engine, "CONT");
        };
    }

    private void run(Path directory, String name, Fault fault) throws InterruptedException {
        var sentAt = new ConcurrentHashMap<Integer, Long>();
        var arrived = new ConcurrentHashMap<Integer, Long>();
        try (var mail = MailServer.start();
                var suite = SuiteProcess.on(directory.resolve("data-" + rows.size()))
                        .sendingMailTo(mail);
                var clock = Executors.newScheduledThreadPool(2)) {
            var belfry = suite.up();
            var next = new AtomicInteger();
            clock.scheduleAtFixedRate(() -> send(belfry, next, sentAt), 0, PACE_MS, TimeUnit.MILLISECONDS);
            clock.scheduleAtFixedRate(
                    () -> numbers(mail).keySet().forEach(one -> arrived.putIfAbsent(one, System.nanoTime())),
                    100,
                    100,
                    TimeUnit.MILLISECONDS);
            await("a third is accepted").atMost(SETTLED).until(() -> sentAt.size() > ALERTS / 3);
            fault.strike(suite);
            await(name + ": all is accepted").atMost(SETTLED).until(() -> sentAt.size() == ALERTS);
            await(name + ": everybody knows of everything").atMost(SETTLED).until(() -> arrived.size() == ALERTS);
            var mails = numbers(mail);
            int doubled = mails.values().stream()
                    .mapToInt(all -> (int) all.stream()
                            .skip(1)
                            .filter(one -> !one.admitsToBeARepeat())
                            .count())
                    .sum();
            int repeats = mails.values().stream()
                    .mapToInt(all -> (int) all.stream()
                            .filter(MailServer.Mail::admitsToBeARepeat)
                            .count())
                    .sum();
            long slowest = sentAt.entrySet().stream()
                    .mapToLong(one -> arrived.getOrDefault(one.getKey(), Long.MAX_VALUE) - one.getValue())
                    .max()
                    .orElse(0);
            rows.add(new Row(
                    name,
                    sentAt.size(),
                    suite.reopened().incidents().size(),
                    ALERTS - mails.size(),
                    doubled,
                    repeats,
                    TimeUnit.NANOSECONDS.toMillis(slowest)));
            System.out.println(rows.getLast().line());
            clock.shutdownNow();
        }
    }

    /** As a good sender does: what was not answered with 202 is sent again with its key. */
    private static void send(Belfry belfry, AtomicInteger next, Map<Integer, Long> sentAt) {
        int number = next.get();
        if (number == ALERTS) {
            return;
        }
        try {
            long asked = System.nanoTime();
            if (belfry.report("key-" + number, "Trouble " + number + " ") == 202) {
                sentAt.put(number, asked);
                next.incrementAndGet();
            }
        } catch (Http.NoAnswer dead) {
            System.out.println("no answer for alert " + number);
        }
    }

    /** The mails about each alert; a digest is about each that it lists. */
    private static Map<Integer, List<MailServer.Mail>> numbers(MailServer mail) {
        var byNumber = new ConcurrentHashMap<Integer, List<MailServer.Mail>>();
        for (var one : mail.all()) {
            NUMBER.matcher(one.subject() + "\n" + one.text())
                    .results()
                    .map(found -> Integer.parseInt(found.group(1)))
                    .distinct()
                    .forEach(number -> byNumber.computeIfAbsent(number, first -> new ArrayList<>())
                            .add(one));
        }
        return byNumber;
    }
}
