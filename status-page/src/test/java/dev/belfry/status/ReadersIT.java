package dev.belfry.status;

import static dev.belfry.status.Stand.SOON;
import static dev.belfry.status.Stand.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
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
    @TempDir
    private static Path images;

    private static Stand stand;
    private static String incident;

    @BeforeAll
    static void publish() {
        stand = new Stand("read", images.toString());
        stand.component("Shop", new JsonObject());
        incident = stand.post(
                stand.page,
                "Orders & <returns> wait",
                "major",
                "We see **long** queues.\n\n<script>alert(1)</script>",
                new JsonObject());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stand.text("/p/read")).contains("Orders &amp; &lt;returns"));
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    private static String permalink() {
        var incidents = new JsonObject(stand.text("/p/read/api/v2/incidents.json")).getJsonArray("incidents");
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

    @Test
    void everyAddressHasAStrongTagOfItsOwnForEachEncoding() throws IOException {
        for (var path : addresses()) {
            var plain = stand.read("GET", path);
            var packed = stand.read("GET", path, "Accept-Encoding", "br, gzip;q=0.8");
            assertThat(plain.statusCode()).as(path).isEqualTo(200);
            assertThat(header(packed, "Content-Encoding")).as(path).isEqualTo("gzip");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                    .as(path)
                    .isEqualTo(plain.body());
            assertThat(header(plain, "ETag")).as(path).matches("\"[^\"]+\"").isNotEqualTo(header(packed, "ETag"));
            assertThat(header(plain, "Vary")).as(path).isEqualTo("Accept-Encoding");
            assertThat(header(plain, "Cache-Control")).as(path).contains("public", "s-maxage", "stale-if-error");
            assertThat(header(stand.read("GET", path, "Accept-Encoding", "gzip;q=0"), "ETag"))
                    .as(path)
                    .isEqualTo(header(plain, "ETag"));
        }
    }

    @Test
    void aReaderWhoHasTheBodyGetsNoneWhateverWayTheTagIsSaid() {
        for (var path : addresses()) {
            var tag = header(stand.read("GET", path), "ETag");
            for (var said : List.of(tag, "W/" + tag, "\"other\", W/\"more\", " + tag, "*")) {
                var again = stand.read("GET", path, "If-None-Match", said);
                assertThat(again.statusCode()).as(path + " " + said).isEqualTo(304);
                assertThat(again.body()).as(path).isEmpty();
                assertThat(header(again, "ETag")).as(path).isEqualTo(tag);
                assertThat(again.headers().map()).as(path).doesNotContainKeys("transfer-encoding", "content-type");
                assertThat(header(again, "Cache-Control")).as(path).contains("s-maxage");
            }
            assertThat(stand.read("GET", path, "If-None-Match", "\"other\"").statusCode())
                    .as(path)
                    .isEqualTo(200);
            assertThat(stand.read("GET", path, "If-None-Match", tag, "Accept-Encoding", "gzip")
                            .statusCode())
                    .as("the tag of the plain body is not that of the packed one")
                    .isEqualTo(200);
        }
    }

    @Test
    void headSaysWhatGetWouldSay() {
        for (var path : addresses()) {
            var get = stand.read("GET", path);
            var head = stand.read("HEAD", path);
            assertThat(head.statusCode()).as(path).isEqualTo(200);
            for (var name : List.of("ETag", "Content-Type", "Content-Length", "Cache-Control")) {
                assertThat(header(head, name)).as(path + " " + name).isEqualTo(header(get, name));
            }
            assertThat(stand.read("HEAD", path, "If-None-Match", header(get, "ETag"))
                            .statusCode())
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
        assertThat(header(stand.read("GET", "/history.atom"), "Content-Type"))
                .isEqualTo("application/atom+xml; charset=utf-8");
        assertThat(xml("/badge.svg").getDocumentElement().getAttribute("aria-label"))
                .isEqualTo("status: partial outage");
        assertThat(new JsonObject(stand.text("/shields.json")))
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
                .parse(new ByteArrayInputStream(stand.read("GET", path).body()));
    }

    @Test
    void whatIsPostedIsMarkdownOnThePageAndHtmlInItIsShownAsTyped() {
        for (var path : List.of("/p/read", "/p/read" + permalink())) {
            assertThat(stand.text(path))
                    .as(path)
                    .contains("<strong>long</strong>", "&lt;script&gt;alert(1)&lt;/script&gt;")
                    .doesNotContain("<script>alert");
        }
        assertThat(stand.text("/p/read/history")).contains("Orders &amp; &lt;returns", "1 incident");
        assertThat(new JsonObject(stand.text("/api/v2/incidents.json"))
                        .getJsonArray("incidents")
                        .getJsonObject(0)
                        .getString("shortlink"))
                .isEqualTo("https://status.example.net/p/read" + permalink());
    }

    @Test
    void aStartWithoutDatabaseAndBrokerServesTheLastPageAndSaysFromWhenItIs() throws InterruptedException {
        var before = stand.read("GET", "/p/read/api/v2/summary.json");
        assertThat(stand.text("/p/read")).contains("<p class=\"as-of\" hidden>");
        stand.close();
        var nobody = Stand.freePort();
        var port = Stand.freePort();
        var lonely =
                stand.settings(port, "postgresql://nobody:none@127.0.0.1:" + nobody + "/none", "127.0.0.1:" + nobody);
        var start = Thread.ofPlatform().name("lonely").start(() -> {
            try {
                StatusService.start(lonely).stop();
            } catch (IllegalStateException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            stand.at(port, () -> servesWhatItHad(before));
        } finally {
            start.interrupt();
            start.join(Duration.ofSeconds(30));
        }
        assertThat(start.isAlive()).isFalse();
        stand.restart();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stand.text("/p/read")).contains("<p class=\"as-of\" hidden>"));
        assertThat(stand.send("GET", "/api/v1/status-incidents/" + incident, null)
                        .statusCode())
                .isEqualTo(200);
    }

    private static void servesWhatItHad(HttpResponse<byte[]> before) {
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> stand.read("GET", "/p/read").statusCode() == 200);
        assertThat(stand.text("/p/read"))
                .contains("<p class=\"as-of\">This page is from <time", "Orders &amp; &lt;returns")
                .doesNotContain("class=\"as-of\" hidden");
        var json = stand.read("GET", "/p/read/api/v2/summary.json");
        assertThat(json.body()).isEqualTo(before.body());
        assertThat(header(json, "ETag")).isEqualTo(header(before, "ETag"));
        assertThat(stand.read("HEAD", "/history.atom").statusCode()).isEqualTo(200);
        var refused = stand.send("GET", "/api/v1/components", null);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(header(refused, "Retry-After")).isEqualTo("5");
    }
}
