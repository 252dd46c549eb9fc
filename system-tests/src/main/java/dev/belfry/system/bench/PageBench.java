package dev.belfry.system.bench;

import dev.belfry.engines.Ports;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.subethamail.smtp.server.SMTPServer;

/**
 * From the webhook's first byte sent to the mail server having the mail, whole suite on one machine. The incidents are
 * those of many services, each with a person of its own: one person is called by one mail at a time.
 */
final class PageBench {
    private static final int PORT_BASE = 28_080;
    private static final int SERVICES = 50;
    private static final Pattern TOKEN = Pattern.compile("bench-\\d+-\\d+");

    private final Programs programs;
    private final Figures figures;
    private final Map<String, Long> sent = new ConcurrentHashMap<>();
    private final Map<String, Double> took = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger duplicates = new AtomicInteger();

    PageBench(Programs programs, Figures figures) {
        this.programs = programs;
        this.figures = figures;
    }

    void run() throws Exception {
        int smtpPort = Ports.free();
        var smtp = SMTPServer.port(smtpPort)
                .bindAddress(InetAddress.getLoopbackAddress())
                .maxConnections(1_000)
                .messageHandler((context, from, to, data) -> arrived(data))
                .build();
        smtp.start();
        var suite = programs.suite(
                programs.directory().resolve("data"),
                PORT_BASE,
                Map.of(
                        // A hundred different alerts a second would be a storm.
                        "BELFRY_INGEST_STORM_ALERTS", "1000000",
                        // A digest would hide what is measured.
                        "BELFRY_DIGEST_WINDOW", "PT0S",
                        "BELFRY_SMTP_HOST", "127.0.0.1",
                        "BELFRY_SMTP_PORT", Integer.toString(smtpPort),
                        "BELFRY_SMTP_STARTTLS", "disabled",
                        "BELFRY_MAIL_FROM", "belfry@example.net"));
        var ingest = URI.create(suite.getString("ingest") + "/v2/enqueue");
        var keys = services(suite);
        load(ingest, keys, 0, 20, 10);
        // As long and as fast as what is measured: compiling hot code takes a third of a core for the first minute and
        // a half.
        load(ingest, keys, 1, 100, 90);
        Programs.await(Duration.ofMinutes(1), () -> count("bench-1-") >= 9_000 - refused.get());
        sent.clear();
        took.clear();
        for (int perSecond : new int[] {10, 100}) {
            int seconds = 20;
            load(ingest, keys, perSecond, perSecond, seconds);
            int expected = perSecond * seconds;
            var round = "bench-" + perSecond + "-";
            try {
                Programs.await(Duration.ofMinutes(1), () -> count(round) >= expected - refused.get());
            } catch (IllegalStateException late) {
                System.err.println("only " + count(round) + " of " + expected + " mails came within a minute");
            }
            figures.writeLatencies(
                    "page." + perSecond + "-per-second",
                    took.entrySet().stream()
                            .filter(entry -> entry.getKey().startsWith(round))
                            .mapToDouble(Map.Entry::getValue)
                            .toArray(),
                    Map.of(
                            "how",
                                    "POST /v2/enqueue sent to the SMTP server having the mail; " + seconds
                                            + " s, every incident new, " + SERVICES
                                            + " services and people",
                            "incidents", expected,
                            "mails", count(round),
                            "refused", refused.get(),
                            "duplicates", duplicates.get()));
        }
        smtp.stop();
    }

    /** Makes services with an integration and a person each; answers their routing keys. */
    private static List<String> services(JsonObject suite) throws InterruptedException {
        var api = new Api(suite.getString("adminToken"));
        var door = suite.getString("console");
        var keys = new ArrayList<String>();
        for (int i = 0; i < SERVICES; i++) {
            var person = api.person(door, door, "Person " + i + " Example", "person" + i + "@example.net");
            var policy = api.made(
                    door,
                    "escalation-policies",
                    new JsonObject()
                            .put("name", "Policy " + i)
                            .put("steps", new JsonArray().add(Api.step("user", person, "PT5H"))));
            keys.add(api.service(door, "Service " + i, "alert", policy.getString("id")));
        }
        return keys;
    }

    private long count(String round) {
        return took.keySet().stream().filter(token -> token.startsWith(round)).count();
    }

    private void arrived(byte[] mail) {
        long now = System.nanoTime();
        var found = TOKEN.matcher(new String(mail, StandardCharsets.UTF_8));
        if (found.find()) {
            Long start = sent.get(found.group());
            if (start != null && took.putIfAbsent(found.group(), (now - start) / 1e6) != null) {
                duplicates.incrementAndGet();
            }
        }
    }

    /** An open loop: requests leave when they are due, whatever became of the ones before. */
    private void load(URI ingest, List<String> keys, int round, int perSecond, int seconds)
            throws IOException, InterruptedException {
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            long start = System.nanoTime();
            for (int i = 0; i < perSecond * seconds; i++) {
                long due = start + i * 1_000_000_000L / perSecond;
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                var token = "bench-" + round + "-" + i;
                sent.put(token, System.nanoTime());
                var body = "{\"routing_key\":\"" + keys.get(i % keys.size())
                        + "\",\"event_action\":\"trigger\",\"dedup_key\":\"" + token
                        + "\",\"payload\":{\"summary\":\"" + token
                        + "\",\"source\":\"bench\",\"severity\":\"critical\"}}";
                http.sendAsync(
                                HttpRequest.newBuilder(ingest)
                                        .POST(HttpRequest.BodyPublishers.ofString(body))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .whenComplete((answer, failure) -> {
                            if (failure != null || answer.statusCode() != 202) {
                                refused.incrementAndGet();
                            }
                        });
            }
        }
    }
}
