package dev.belfry.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.directory.TokenEntry;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Environment;
import dev.belfry.platform.run.Host;
import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** What readers get over the wire, and what they get when everything else is away. */
@ExtendWith(Engines.class)
class ReadersIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TOKEN = "blf_readers_0123456789abcdef0123456789abcdef";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path images;

    private static String database;
    private static int port;
    private static Host host;
    private static String page;
    private static String incident;

    @BeforeAll
    static void publish() {
        database = Engines.postgres().uri(Engines.postgres().newDatabase("readers"));
        port = freePort();
        host = StatusService.start(settings(port, database, Engines.kafka()));
        var entry = new TokenEntry(new UUID(8, 1), Sha256.hex(TOKEN), null, "readers", "manager", null);
        host.producer()
                .send(
                        Topics.DIRECTORY.name(),
                        null,
                        entry.key(),
                        new UUID(8, 1),
                        TokenEntry.TYPE,
                        entry.key(),
                        Instant.EPOCH,
                        Json.bytes(entry))
                .await();
        await().atMost(SOON)
                .until(() -> api("GET", "/api/v1/status-pages", null).statusCode() == 200);
        page = made(
                "/api/v1/status-pages", new JsonObject().put("name", "Read Me").put("slug", "read"));
        made("/api/v1/components", new JsonObject().put("statusPage", page).put("name", "Shop"));
        incident = made(
                "/api/v1/status-incidents",
                new JsonObject()
                        .put("statusPage", page)
                        .put("name", "Orders & <returns> wait")
                        .put("impact", "major")
                        .put("body", "We see **long** queues.\n\n<script>alert(1)</script>"));
        await().atMost(SOON).untilAsserted(() -> assertThat(text("/p/read")).contains("Orders &amp; &lt;returns"));
    }

    @AfterAll
    static void stop() {
        host.stop();
    }

    private static Settings settings(int http, String databaseUrl, String kafka) {
        return Settings.from(new Environment(Map.of(
                "BELFRY_BIND",
                "127.0.0.1",
                "BELFRY_HTTP_PORT",
                Integer.toString(http),
                "BELFRY_MANAGEMENT_PORT",
                Integer.toString(freePort()),
                "BELFRY_DATABASE_URL",
                databaseUrl,
                "BELFRY_KAFKA_BOOTSTRAP",
                kafka,
                "BELFRY_EVENT_LOOPS",
                "1",
                "BELFRY_STATUS_URL",
                "https://status.example.net",
                "BELFRY_STATUS_IMAGES",
                images.toString())));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private static String made(String path, JsonObject body) {
        var answer = api("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body()).getString("id");
    }

    private static HttpResponse<String> api(String method, String path, @Nullable JsonObject body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return send(request, BodyHandlers.ofString());
    }

    private static HttpResponse<byte[]> read(String method, String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request, BodyHandlers.ofByteArray());
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request.build(), handler);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String text(String path) {
        return new String(read("GET", path).body(), StandardCharsets.UTF_8);
    }

    private static String permalink() {
        var incidents = new JsonObject(text("/p/read/api/v2/incidents.json")).getJsonArray("incidents");
        return "/incidents/" + incidents.getJsonObject(0).getString("id");
    }

    /** Every public address, under the host name and under its slug. */
    private static List<String> addresses() {
        var addresses = new ArrayList<String>();
        for (var name : List.of(
                "/history",
                "/history.rss",
                "/history.atom",
                "/calendar.ics",
                "/badge.svg",
                "/shields.json",
                "/api/v2/summary.json",
                "/api/v2/status.json",
                "/api/v2/components.json",
                "/api/v2/incidents.json",
                "/api/v2/incidents/unresolved.json",
                "/api/v2/scheduled-maintenances.json",
                "/api/v2/scheduled-maintenances/upcoming.json",
                "/api/v2/scheduled-maintenances/active.json",
                permalink())) {
            addresses.add(name);
            addresses.add("/p/read" + name);
        }
        addresses.addAll(List.of("/", "/p/read"));
        return addresses;
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void everyAddressHasAStrongTagOfItsOwnForEachEncoding() throws IOException {
        for (var path : addresses()) {
            var plain = read("GET", path);
            var packed = read("GET", path, "Accept-Encoding", "br, gzip;q=0.8");
            assertThat(plain.statusCode()).as(path).isEqualTo(200);
            assertThat(header(packed, "Content-Encoding")).as(path).isEqualTo("gzip");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                    .as(path)
                    .isEqualTo(plain.body());
            assertThat(header(plain, "ETag")).as(path).matches("\"[^\"]+\"").isNotEqualTo(header(packed, "ETag"));
            assertThat(header(plain, "Vary")).as(path).isEqualTo("Accept-Encoding");
            assertThat(header(plain, "Cache-Control")).as(path).contains("public", "s-maxage", "stale-if-error");
            assertThat(header(read("GET", path, "Accept-Encoding", "gzip;q=0"), "ETag"))
                    .as(path)
                    .isEqualTo(header(plain, "ETag"));
        }
    }

    @Test
    void aReaderWhoHasTheBodyGetsNoneWhateverWayTheTagIsSaid() {
        for (var path : addresses()) {
            var tag = header(read("GET", path), "ETag");
            for (var said : List.of(tag, "W/" + tag, "\"other\", W/\"more\", " + tag, "*")) {
                var again = read("GET", path, "If-None-Match", said);
                assertThat(again.statusCode()).as(path + " " + said).isEqualTo(304);
                assertThat(again.body()).as(path).isEmpty();
                assertThat(header(again, "ETag")).as(path).isEqualTo(tag);
                assertThat(again.headers().map()).as(path).doesNotContainKeys("transfer-encoding", "content-type");
                assertThat(header(again, "Cache-Control")).as(path).contains("s-maxage");
            }
            assertThat(read("GET", path, "If-None-Match", "\"other\"").statusCode())
                    .as(path)
                    .isEqualTo(200);
            assertThat(read("GET", path, "If-None-Match", tag, "Accept-Encoding", "gzip")
                            .statusCode())
                    .as("the tag of the plain body is not that of the packed one")
                    .isEqualTo(200);
        }
    }

    @Test
    void headSaysWhatGetWouldSay() {
        for (var path : addresses()) {
            var get = read("GET", path);
            var head = read("HEAD", path);
            assertThat(head.statusCode()).as(path).isEqualTo(200);
            for (var name : List.of("ETag", "Content-Type", "Content-Length", "Cache-Control")) {
                assertThat(header(head, name)).as(path + " " + name).isEqualTo(header(get, name));
            }
            assertThat(read("HEAD", path, "If-None-Match", header(get, "ETag")).statusCode())
                    .as(path)
                    .isEqualTo(304);
        }
    }

    @Test
    void feedsAreWellFormedAndNameThePermalink() throws IOException, SAXException, ParserConfigurationException {
        var link = "https://status.example.net/p/read" + permalink();
        var rss = xml("/p/read/history.rss");
        assertThat(rss.getElementsByTagName("guid").item(0).getTextContent()).isEqualTo(link);
        var item = rss.getElementsByTagName("item").item(0);
        assertThat(item.getTextContent())
                .contains("Orders & <returns> wait", "<strong>Investigating</strong>", "<strong>long</strong>")
                .doesNotContain("<script");
        var atom = xml("/p/read/history.atom");
        var entry = (org.w3c.dom.Element) atom.getElementsByTagName("entry").item(0);
        assertThat(entry.getElementsByTagName("id").item(0).getTextContent()).isEqualTo(link);
        assertThat(header(read("GET", "/history.atom"), "Content-Type"))
                .isEqualTo("application/atom+xml; charset=utf-8");
        assertThat(xml("/badge.svg").getDocumentElement().getAttribute("aria-label"))
                .isEqualTo("status: partial outage");
        assertThat(new JsonObject(text("/shields.json")))
                .isEqualTo(new JsonObject()
                        .put("schemaVersion", 1)
                        .put("label", "status")
                        .put("message", "partial outage")
                        .put("color", "orange"));
    }

    private static Document xml(String path) throws IOException, SAXException, ParserConfigurationException {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(read("GET", path).body()));
    }

    @Test
    void whatIsPostedIsMarkdownOnThePageAndHtmlInItIsShownAsTyped() {
        for (var path : List.of("/p/read", "/p/read" + permalink())) {
            assertThat(text(path))
                    .as(path)
                    .contains("<strong>long</strong>", "&lt;script&gt;alert(1)&lt;/script&gt;")
                    .doesNotContain("<script>alert");
        }
        assertThat(text("/p/read/history")).contains("Orders &amp; &lt;returns", "1 incident");
        assertThat(new JsonObject(text("/api/v2/incidents.json"))
                        .getJsonArray("incidents")
                        .getJsonObject(0)
                        .getString("shortlink"))
                .isEqualTo("https://status.example.net/p/read" + permalink());
    }

    @Test
    void aPostIsCorrectedMarkedAsEditedAndWithdrawnWithAllItSaidOfComponents() {
        var other = made(
                "/api/v1/status-pages", new JsonObject().put("name", "Amended").put("slug", "amended"));
        var component = made(
                "/api/v1/components", new JsonObject().put("statusPage", other).put("name", "Mail"));
        var post = made(
                "/api/v1/status-incidents",
                new JsonObject()
                        .put("statusPage", other)
                        .put("name", "Mial is slow")
                        .put("body", "Mial waits.")
                        .put("components", new JsonObject().put(component, "major_outage")));
        var path = "/api/v1/status-incidents/" + post;
        var update = new JsonObject(api("GET", path, null).body())
                .getJsonArray("updates")
                .getJsonObject(0)
                .getString("id");
        var named =
                api("PUT", path, new JsonObject().put("name", "Mail is slow").put("impact", "major"));
        assertThat(named.statusCode()).as(named.body()).isEqualTo(200);
        var worded = api("PUT", path + "/updates/" + update, new JsonObject().put("body", "Mail waits."));
        assertThat(worded.statusCode()).as(worded.body()).isEqualTo(200);
        assertThat(new JsonObject(worded.body())
                        .getJsonArray("updates")
                        .getJsonObject(0)
                        .getString("editedAt"))
                .isNotEmpty();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(text("/p/amended"))
                        .contains("Mail is slow", "Mail waits.", "edited")
                        .doesNotContain("Mial"));
        assertThat(api("PUT", path + "/updates/" + page, new JsonObject().put("body", "x"))
                        .statusCode())
                .isEqualTo(404);

        assertThat(api("DELETE", path, null).statusCode()).isEqualTo(204);
        assertThat(api("GET", path, null).statusCode()).isEqualTo(404);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(text("/p/amended"))
                        .contains("All systems operational")
                        .doesNotContain("Mail is slow"));
        assertThat(new JsonObject(text("/p/amended/api/v2/summary.json"))
                        .getJsonArray("components")
                        .getJsonObject(0)
                        .getString("status"))
                .isEqualTo("operational");
        assertThat(text("/p/amended/history.atom")).doesNotContain("Mail");
    }

    @Test
    void aMaintenanceIsAnnouncedBeginsAndEndsByItself() {
        var other = made(
                "/api/v1/status-pages", new JsonObject().put("name", "Planned").put("slug", "planned"));
        var component = made(
                "/api/v1/components", new JsonObject().put("statusPage", other).put("name", "Index"));
        var begin = Instant.now().plusSeconds(6);
        var plan = new JsonObject()
                .put("statusPage", other)
                .put("name", "Index moves; to new, servers")
                .put("body", "The index may be **slow**.")
                .put("scheduledFor", begin.toString())
                .put("scheduledUntil", begin.plusSeconds(4).toString())
                .put("components", List.of(component));
        var bad = api("POST", "/api/v1/maintenances", plan.copy().put("scheduledUntil", begin.toString()));
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("#/scheduledUntil");
        var id = made("/api/v1/maintenances", plan);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(text("/p/planned"))
                        .contains("Scheduled maintenance", "Index moves", "Add to calendar", "100.00 % up"));
        assertThat(maintenances("upcoming")).hasSize(1);
        assertThat(maintenances("active")).isEmpty();
        assertThat(text("/p/planned/calendar.ics"))
                .contains(
                        "SUMMARY:Index moves\\; to new\\, servers\r\n",
                        "DESCRIPTION:The index may be slow.",
                        "UID:" + id + "@belfry");

        await().atMost(SOON).untilAsserted(() -> assertThat(text("/p/planned")).contains("Under maintenance: Index"));
        assertThat(maintenances("active"))
                .first()
                .satisfies(one ->
                        assertThat(((JsonObject) one).getString("status")).isEqualTo("in_progress"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(text("/p/planned"))
                        .contains("All systems operational", "under maintenance for less than a minute"));
        assertThat(maintenances("upcoming")).isEmpty();
        assertThat(maintenances("active")).isEmpty();
        var over = new JsonObject(api("GET", "/api/v1/maintenances/" + id, null).body());
        assertThat(over.getString("status")).isEqualTo("completed");
        assertThat(over.getJsonArray("updates")).hasSize(3);
        assertThat(text("/p/planned/history")).contains("Index moves", "1 maintenance");
        var back = api(
                "POST",
                "/api/v1/maintenances/" + id + "/updates",
                new JsonObject().put("status", "in_progress").put("body", "again"));
        assertThat(back.statusCode()).as(back.body()).isEqualTo(400);
    }

    private static List<Object> maintenances(String which) {
        return new JsonObject(text("/p/planned/api/v2/scheduled-maintenances/" + which + ".json"))
                .getJsonArray("scheduled_maintenances").stream().toList();
    }

    @Test
    void aStartWithoutDatabaseAndBrokerServesTheLastPageWithinTwoSecondsAndSaysFromWhenItIs()
            throws InterruptedException {
        var before = read("GET", "/p/read/api/v2/summary.json");
        assertThat(text("/p/read")).contains("<p class=\"as-of\" hidden>");
        host.stop();
        int usual = port;
        var nobody = freePort();
        port = freePort();
        var lonely = settings(port, "postgresql://nobody:none@127.0.0.1:" + nobody + "/none", "127.0.0.1:" + nobody);
        var start = Thread.ofPlatform().name("lonely").start(() -> {
            try {
                StatusService.start(lonely).stop();
            } catch (IllegalStateException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            await().atMost(Duration.ofSeconds(2))
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .until(() -> read("GET", "/p/read").statusCode() == 200);
            var html = text("/p/read");
            assertThat(html)
                    .contains("<p class=\"as-of\">This page is from <time", "Orders &amp; &lt;returns")
                    .doesNotContain("class=\"as-of\" hidden");
            var json = read("GET", "/p/read/api/v2/summary.json");
            assertThat(json.body()).isEqualTo(before.body());
            assertThat(header(json, "ETag")).isEqualTo(header(before, "ETag"));
            assertThat(read("HEAD", "/history.atom").statusCode()).isEqualTo(200);
            var refused = api("GET", "/api/v1/components", null);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(header(refused, "Retry-After")).isEqualTo("5");
        } finally {
            start.interrupt();
            start.join(Duration.ofSeconds(30));
        }
        assertThat(start.isAlive()).isFalse();
        port = usual;
        host = StatusService.start(settings(port, database, Engines.kafka()));
        await().atMost(SOON).untilAsserted(() -> assertThat(text("/p/read")).contains("<p class=\"as-of\" hidden>"));
        assertThat(api("GET", "/api/v1/status-incidents/" + incident, null).statusCode())
                .isEqualTo(200);
    }
}
