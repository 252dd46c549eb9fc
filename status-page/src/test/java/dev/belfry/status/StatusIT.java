package dev.belfry.status;

import static dev.belfry.status.Stand.SOON;
import static dev.belfry.status.Stand.header;
import static dev.belfry.status.Stand.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pages and components over the API, who may change them, and the page that customers follow. */
@ExtendWith(Engines.class)
class StatusIT {
    private static Stand stand;

    @BeforeAll
    static void open() {
        stand = new Stand("example");
    }

    @AfterAll
    static void close() {
        stand.close();
    }

    @Test
    void anAddressThatTheStatusPageDoesNotHaveIsAnsweredInItsOwnFrameAndNotTheConsoles() {
        for (var path : List.of("/p/nobody", "/p/example/nothing", "/typo")) {
            var answer = stand.read("GET", path, "Accept", "text/html");
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(text(answer))
                    .contains("No page at this address")
                    .doesNotContain("Belfry", "/sign-in", "belfry.css");
            assertThat(header(answer, "Content-Security-Policy")).contains("style-src 'sha256-");
        }
        assertThat(header(stand.read("GET", "/p/nobody"), "Content-Type")).isEqualTo("application/problem+json");
        assertThat(text(stand.read("GET", "/status/typo", "Accept", "text/html")))
                .contains("belfry.css");
    }

    /** On a stand of its own: a page with a domain changes what every other name shows. */
    @Test
    void theHostNameDecidesWhichPageIsShown() {
        try (var hosts = new Stand("plain")) {
            assertThat(under(hosts, "anything.example.net")).contains("Example Cloud");
            hosts.made(
                    "/api/v1/status-pages",
                    new JsonObject()
                            .put("name", "Example Shop")
                            .put("slug", "shop")
                            .put("domain", "status.example.com"));
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(under(hosts, "Status.Example.COM")).contains("Example Shop"));
            for (var own : List.of("status.example.net", "localhost", "127.0.0.1")) {
                assertThat(under(hosts, own)).as(own).contains("Example Cloud");
            }
            assertThat(under(hosts, "anything.example.net")).contains("No page at this address");
        }
    }

    private static String under(Stand at, String name) {
        var address = at.uri("/");
        var request = at.host()
                .vertx()
                .createHttpClient()
                .request(new RequestOptions()
                        .setServer(SocketAddress.inetSocketAddress(address.getPort(), address.getHost()))
                        .setHost(name)
                        .setPort(80)
                        .addHeader("Accept", "text/html")
                        .setURI("/"))
                .await();
        return request.send().compose(HttpClientResponse::body).await().toString();
    }

    @Test
    void headIsAnsweredWhereverGetIs() {
        for (var path : List.of(
                "/",
                "/p/example",
                "/p/example/api/v2/summary.json",
                "/api/v2/status.json",
                "/status.js",
                "/events",
                "/openapi.yaml",
                "/api/v1/components",
                "/api/v1/status-pages/" + stand.page)) {
            var get = path.equals("/events") ? null : stand.send("GET", path, null);
            var head = stand.read("HEAD", path, "Authorization", "Bearer " + Stand.VIEWER);
            assertThat(head.statusCode()).as(path).isEqualTo(200);
            assertThat(head.body()).as(path).isEmpty();
            if (get != null) {
                assertThat(header(head, "Content-Type")).as(path).isEqualTo(header(get, "Content-Type"));
                assertThat(header(head, "ETag")).as(path).isEqualTo(header(get, "ETag"));
            }
        }
    }

    @Test
    void readersGetAnEtagAndNothingWhenNothingChanged() {
        var path = "/p/example/api/v2/status.json";
        var first = stand.read("GET", path);
        assertThat(header(first, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(new JsonObject(text(first)).getJsonObject("page").getString("id"))
                .matches("[a-z0-9]{12,13}");
        // Another test may change the page in between.
        await().atMost(SOON).untilAsserted(() -> {
            var etag = header(stand.read("GET", path), "ETag");
            assertThat(stand.read("GET", path, "If-None-Match", etag).statusCode())
                    .isEqualTo(304);
        });
    }

    @Test
    void whoFollowsLiveIsToldOfAChange() {
        var received = new ConcurrentLinkedQueue<String>();
        var address = stand.uri("/events");
        stand.host()
                .vertx()
                .createHttpClient()
                .request(HttpMethod.GET, address.getPort(), address.getHost(), address.getPath())
                .onSuccess(request -> request.send()
                        .onSuccess(response -> response.handler(chunk -> received.add(chunk.toString()))));
        await().atMost(SOON).until(() -> !received.isEmpty());
        stand.component("Mail", new JsonObject());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(String.join("", received))
                        .contains("event: update")
                        .contains("\"page\":\"example\""));
    }

    @Test
    void everyBadFieldIsNamed() {
        var answer = stand.send(
                "POST",
                "/api/v1/components",
                new JsonObject().put("statusPage", stand.page).put("name", "").put("position", -1));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("name").contains("position");

        var blank = stand.send(
                "POST",
                "/api/v1/status-incidents",
                new JsonObject()
                        .put("statusPage", stand.page)
                        .put("name", " \n ")
                        .put("body", "  "));
        assertThat(blank.statusCode()).isEqualTo(400);
        assertThat(blank.body()).contains("#/name", "#/body");

        var stranger = new UUID(7, 7).toString();
        var refused = stand.send(
                "POST",
                "/api/v1/status-incidents",
                new JsonObject()
                        .put("statusPage", stand.page)
                        .put("name", "x")
                        .put("body", "y")
                        .put("components", new JsonObject().put(stranger, "major_outage")));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("#/components/" + stranger);
    }

    @Test
    void nobodyAndAViewerMayNotChangeAnything() {
        var body = new JsonObject().put("name", "x").put("slug", "x");
        assertThat(stand.send("wrong", "POST", "/api/v1/status-pages", body).statusCode())
                .isEqualTo(401);
        assertThat(stand.send(Stand.VIEWER, "POST", "/api/v1/status-pages", body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(header(stand.read("GET", "/status"), "Location")).isEqualTo("/sign-in?next=%2Fstatus");
        var cookie = stand.session("viewer");
        for (var path : List.of("/status/" + stand.page + "/incidents", "/status/" + stand.page + "/maintenances")) {
            assertThat(stand.form(cookie, path, Map.of("name", "n")).statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void aPageMayNotTakeTheSlugOfAnother() {
        var one = stand.page("One", "one");
        var taken = stand.send(
                "PUT",
                "/api/v1/status-pages/" + one,
                new JsonObject().put("name", "One").put("slug", "example"));
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(taken.body()).contains("slug");
    }

    @Test
    void anUpdateOfAnOldVersionIsRefusedAndARepeatedCreateMakesOne() {
        var path = "/api/v1/components/" + stand.component("Versioned", new JsonObject());
        var change = new JsonObject().put("name", "Versioned 2");
        assertThat(stand.send("PUT", path, change, "If-Match", "\"v1\"").statusCode())
                .isEqualTo(200);
        assertThat(stand.send("PUT", path, change, "If-Match", "\"v1\"").statusCode())
                .isEqualTo(412);

        var body = new JsonObject().put("statusPage", stand.page).put("name", "Once");
        var key = new String[] {"Idempotency-Key", "\"8e03978e\""};
        var first = stand.send("POST", "/api/v1/components", body, key);
        var second = stand.send("POST", "/api/v1/components", body, key);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(header(second, "Idempotency-Replayed")).isEqualTo("true");
        assertThat(stand.send("POST", "/api/v1/components", body.copy().put("name", "Other"), key)
                        .statusCode())
                .isEqualTo(422);
    }
}
