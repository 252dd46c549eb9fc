package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.engines.Ports;
import dev.belfry.testing.SilencingProxy;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
        void strike(SuiteProcess suite, SilencingProxy mail) throws InterruptedException;
    }

    /** What runs beside the suite before the first alert; ended after the last page. */
    private interface Beside {
        void start(SuiteProcess suite, SilencingProxy mail, Path directory);
    }

    private record Row(String fault, int accepted, int incidents, int lost, int doubled, int repeats, long slowestMs) {
        String line() {
            return "| %s | %d | %d | %d | %d | %d | %.1f s |"
                    .formatted(fault, accepted, incidents, lost, doubled, repeats, slowestMs / 1_000.0);
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, ServiceProcess> replicas = new LinkedHashMap<>();

    @Test
    void whateverStrikesNothingIsLostOrDoubled(@TempDir Path directory) throws IOException, InterruptedException {
        run(directory, "none", (suite, mail) -> {});
        run(directory, "kill -9 of the whole suite", (suite, mail) -> {
            suite.kill();
            suite.up();
        });
        run(directory, "the services frozen for 15 s", (suite, mail) -> {
            suite.signal("STOP");
            TimeUnit.SECONDS.sleep(15);
            suite.signal("CONT");
        });
        run(directory, "Kafka frozen for 15 s", frozen("kafka", 15));
        run(directory, "PostgreSQL frozen for 15 s", frozen("postgres", 15));
        run(directory, "Kafka killed", (suite, mail) -> suite.signal("kafka", "KILL"));
        run(directory, "PostgreSQL killed", (suite, mail) -> suite.signal("postgres", "KILL"));
        run(directory, "the mail server silent for 30 s", (suite, mail) -> {
            mail.silence();
            TimeUnit.SECONDS.sleep(30);
            mail.recover();
        });
        run(directory, "a second replica of three services killed", this::replicas, (suite, mail) -> {
            for (var replica : replicas.values()) {
                replica.kill();
                TimeUnit.SECONDS.sleep(2);
            }
        });
        run(directory, "the suite frozen for 15 s beside a second replica", this::replicas, (suite, mail) -> {
            suite.signal("STOP");
            TimeUnit.SECONDS.sleep(15);
            suite.signal("CONT");
        });

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
        return (suite, mail) -> {
            suite.signal(engine, "STOP");
            TimeUnit.SECONDS.sleep(seconds);
            suite.signal(engine, "CONT");
        };
    }

    /** A replica more of each service on the road from an alert to its mail, on the engines of the suite. */
    private void replicas(SuiteProcess suite, SilencingProxy mail, Path directory) {
        Map.of("incident-service", "belfry_incident", "oncall-service", "belfry_oncall", "notifier", "belfry_notifier")
                .forEach((service, database) -> {
                    int management = Ports.free();
                    var replica = ServiceProcess.start(
                            service,
                            directory.resolve(service + rows.size() + ".out"),
                            Map.of(
                                    "BELFRY_HTTP_PORT",
                                    "0",
                                    "BELFRY_MANAGEMENT_PORT",
                                    Integer.toString(management),
                                    "BELFRY_KAFKA_BOOTSTRAP",
                                    "127.0.0.1:" + (suite.portBase() + 7),
                                    "BELFRY_DATABASE_URL",
                                    "postgresql://postgres:postgres@127.0.0.1:" + (suite.portBase() + 6) + "/"
                                            + database,
                                    "BELFRY_SMTP_HOST",
                                    "127.0.0.1",
                                    "BELFRY_SMTP_PORT",
                                    Integer.toString(mail.port()),
                                    "BELFRY_MAIL_FROM",
                                    "belfry@example.net",
                                    "BELFRY_DIGEST_WINDOW",
                                    "PT0S"));
                    replicas.put(service, replica);
                    replica.awaitReady(management);
                });
    }

    private void run(Path directory, String name, Fault fault) throws InterruptedException {
        run(directory, name, (suite, mail, output) -> {}, fault);
    }

    private void run(Path directory, String name, Beside beside, Fault fault) throws InterruptedException {
        var sentAt = new ConcurrentHashMap<Integer, Long>();
        var arrived = new ConcurrentHashMap<Integer, Long>();
        var vertx = Vertx.vertx();
        try (var mail = MailServer.start();
                var proxy = new SilencingProxy(vertx, "127.0.0.1", mail.port());
                var suite = SuiteProcess.on(directory.resolve("data-" + rows.size()))
                        .sendingMailTo(proxy.port());
                var clock = Executors.newScheduledThreadPool(2)) {
            var belfry = suite.up();
            belfry.pageForEach();
            beside.start(suite, proxy, directory);
            var next = new AtomicInteger();
            clock.scheduleAtFixedRate(() -> send(belfry, next, sentAt), 0, PACE_MS, TimeUnit.MILLISECONDS);
            clock.scheduleAtFixedRate(
                    () -> numbers(mail).keySet().forEach(one -> arrived.putIfAbsent(one, System.nanoTime())),
                    100,
                    100,
                    TimeUnit.MILLISECONDS);
            await("a third is accepted").atMost(SETTLED).until(() -> sentAt.size() > ALERTS / 3);
            fault.strike(suite, proxy);
            await(name + ": all is accepted").atMost(SETTLED).until(() -> sentAt.size() == ALERTS);
            await(name + ": everybody knows of everything").atMost(SETTLED).until(() -> arrived.size() == ALERTS);
            var mails = numbers(mail);
            // Of two mails to one person one has to say that it may be a duplicate; after a freeze it may come first.
            int doubled = mails.values().stream()
                    .flatMap(all -> all.stream()
                            .filter(one -> !one.admitsToBeARepeat())
                            .collect(Collectors.groupingBy(MailServer.Mail::to, Collectors.counting()))
                            .values()
                            .stream())
                    .mapToInt(unmarked -> (int) (unmarked - 1))
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
        } finally {
            replicas.values().forEach(ServiceProcess::close);
            replicas.clear();
            vertx.close().await();
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
