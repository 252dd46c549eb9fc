package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The API and the page of one's own contact methods, and each shape in which they say no. */
class ApiIT {
    private final Stand stand = Stand.get();

    private static String errors(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        return Stand.json(answer).getJsonArray("errors").encode();
    }

    private String add(Stand.Person person) {
        return Stand.json(stand.post(
                        "/api/v1/contact-methods",
                        person.token(),
                        Map.of("type", "email", "address", person.address())))
                .getString("id");
    }

    @Test
    void aContactMethodIsAddedChangedTriedAndRemoved() {
        var ann = stand.person("Ann");
        var id = add(ann);
        var at = "/api/v1/contact-methods/" + id;
        var body = Map.of("type", "email", "label", "Private", "address", ann.address());
        var changed = stand.method("PUT", at, ann.token(), body, "If-Match", "\"v1\"");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag")).contains("\"v2\"");
        assertThat(stand.method("PUT", at, ann.token(), body, "If-Match", "\"v1\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(errors(stand.method(
                        "PUT", at, ann.token(), Map.of("type", "webhook", "address", "https://example.net/"))))
                .contains("#/type");

        var tried = stand.post(at + "/test", ann.token(), Map.of());
        assertThat(Stand.json(tried).getString("result")).as(tried.body()).isEqualTo("sent");
        stand.awaitMail(ann);

        assertThat(stand.method("DELETE", at, ann.token(), Map.of()).statusCode())
                .isEqualTo(204);
        assertThat(stand.get(at, ann.token()).statusCode()).isEqualTo(404);
    }

    @Test
    void othersSeeNoAddressAndChangeNothing() {
        var ann = stand.person("Ann");
        var bea = stand.person("Bea");
        var id = add(ann);
        var seen = stand.get("/api/v1/contact-methods?user=" + ann.id(), bea.token());
        assertThat(seen.body()).contains("a***@example.net").doesNotContain(ann.address());
        assertThat(stand.get("/api/v1/contact-methods/" + id, bea.token()).body())
                .doesNotContain(ann.address());
        assertThat(stand.method("DELETE", "/api/v1/contact-methods/" + id, bea.token(), Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(stand.post(
                                "/api/v1/contact-methods",
                                bea.token(),
                                Map.of("user", ann.id(), "type", "email", "address", "x@example.net"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(stand.get("/api/v1/contact-methods?user=" + ann.id(), Stand.ADMIN)
                        .body())
                .contains(ann.address());
        assertThat(stand.get("/api/v1/contact-methods", "blf_wrong").statusCode())
                .isEqualTo(401);
        assertThat(errors(stand.get("/api/v1/contact-methods", Stand.ADMIN))).contains("#/user");
    }

    @Test
    void eachBadFieldIsNamed() {
        var ann = stand.person("Ann");
        var token = ann.token();
        assertThat(errors(stand.post(
                        "/api/v1/contact-methods", token, Map.of("type", "pigeon", "address", "x@example.net"))))
                .contains("type");
        assertThat(errors(stand.post(
                        "/api/v1/contact-methods", token, Map.of("type", "email", "address", "not an address"))))
                .contains("#/address");
        assertThat(errors(stand.post(
                        "/api/v1/contact-methods", token, Map.of("type", "webhook", "address", "ftp://example.net"))))
                .contains("#/address");
        var id = add(ann);
        assertThat(errors(
                        stand.post("/api/v1/notification-rules", token, Map.of("delay", "PT25H", "contactMethod", id))))
                .contains("#/delay");
        assertThat(errors(stand.post(
                        "/api/v1/notification-rules", token, Map.of("delay", "PT5M", "contactMethod", ann.id()))))
                .contains("#/contactMethod");
        errors(stand.get("/api/v1/deliveries?status=lost", token));
        errors(stand.get("/api/v1/deliveries?incident=1042", token));
        errors(stand.get("/api/v1/deliveries?cursor=abc", token));
    }

    @Test
    void rulesAreListedAndRemoved() {
        var ann = stand.person("Ann");
        var id = add(ann);
        var rule = Map.of("delay", "PT5M", "contactMethod", id);
        var added = stand.post("/api/v1/notification-rules", ann.token(), rule);
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(Stand.json(added).getString("delay")).isEqualTo("PT5M");
        assertThat(stand.post("/api/v1/notification-rules", ann.token(), rule).statusCode())
                .isEqualTo(409);
        var at = added.headers().firstValue("Location").orElseThrow();
        assertThat(stand.method("DELETE", at, stand.person("Bea").token(), Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(stand.method("DELETE", at, ann.token(), Map.of()).statusCode())
                .isEqualTo(204);
        assertThat(Stand.json(stand.get("/api/v1/notification-rules", ann.token()))
                        .getJsonArray("items"))
                .isEmpty();
    }

    @Test
    void deliveriesArePagedNewestFirst() {
        var ann = stand.mailed("Ann");
        for (int i = 0; i < 3; i++) {
            stand.send(ann, "Number " + i);
        }
        var path = "/api/v1/deliveries?limit=2&user=" + ann.id();
        // Pages of the same seconds may be one mail; each has a delivery of its own.
        var sent = "/api/v1/deliveries?status=sent&user=" + ann.id();
        Stand.soon(() -> Stand.check(
                Stand.json(stand.get(sent, ann.token())).getJsonArray("items").size() == 3));
        var first = stand.get(path, ann.token());
        assertThat(Stand.json(first).getJsonArray("items")).hasSize(2);
        var next = first.headers().firstValue("Link").orElseThrow();
        assertThat(next).endsWith("rel=\"next\"");
        var second = stand.get(next.substring(1, next.indexOf('>')), ann.token());
        assertThat(Stand.json(second).getJsonArray("items")).hasSize(1);
        assertThat(second.headers().firstValue("Link")).isEmpty();
    }

    @Test
    void thePageOfDeliveriesIsNarrowedAndGoesOnToOlderOnes() {
        var ann = stand.mailed("Ann");
        var page = stand.send(ann, "Listed under deliveries");
        stand.awaitMail(ann);
        var cookie = stand.session(ann);
        var number = "#" + page.incident().number();
        var mine = "/deliveries?user=" + ann.id();
        Stand.soon(() -> assertThat(
                        stand.browse("GET", mine + "&status=sent", cookie, null).body())
                .contains(number, "Listed under deliveries", "E-mail to Work mail", ann.name())
                .doesNotContain(ann.address()));
        assertThat(stand.browse("GET", mine + "&channel=telegram", cookie, null).body())
                .contains("Nothing matches these filters")
                .doesNotContain(number);
        assertThat(stand.browse("GET", "/deliveries?incident=" + page.incidentId(), cookie, null)
                        .body())
                .contains(number);
        assertThat(stand.browse("GET", "/deliveries?user=nobody&status=odd&cursor=x", cookie, null)
                        .statusCode())
                .isEqualTo(200);
        var listed = Stand.json(stand.get("/api/v1/deliveries?channel=email&user=" + ann.id(), ann.token()))
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(listed.getLong("number")).isEqualTo(page.incident().number());
        assertThat(listed.getString("title")).isEqualTo("Listed under deliveries");
    }

    @Test
    void thePageOfOnesOwnAddsTriesAndRemoves() {
        var ann = stand.person("Ann");
        assertThat(stand.browse("GET", "/me", null, null).statusCode()).isEqualTo(303);
        var cookie = stand.session(ann);
        assertThat(stand.browse("GET", "/me", cookie, null).body())
                .contains(
                        "Pages can't reach you yet",
                        "all your contact methods, immediately",
                        "Hold pages that can wait");

        var wrong =
                stand.browse("POST", "/me/contact-methods", cookie, "csrf=csrf&type=email&address=nothing&label=Mine");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("value=\"nothing\"", "value=\"Mine\"", "must be an e-mail address");
        assertThat(stand.browse("POST", "/me/contact-methods", cookie, "csrf=other&type=email&address=x@example.net")
                        .statusCode())
                .isEqualTo(403);

        var address = URLEncoder.encode(ann.address(), StandardCharsets.UTF_8);
        assertThat(stand.browse("POST", "/me/contact-methods", cookie, "csrf=csrf&type=email&address=" + address)
                        .statusCode())
                .isEqualTo(303);
        var hook = stand.browse(
                "POST",
                "/me/contact-methods",
                cookie,
                "csrf=csrf&type=webhook&label=Hook&address=https%3A%2F%2Fexample.net%2F");
        assertThat(hook.body()).contains("whsec_", "Copy the signing secret");
        var items =
                Stand.json(stand.get("/api/v1/contact-methods", ann.token())).getJsonArray("items");
        assertThat(items).hasSize(2);
        var id = items.getJsonObject(0).getString("id");

        stand.browse("POST", "/me/contact-methods/" + id + "/test", cookie, "csrf=csrf");
        stand.awaitMail(ann);
        stand.browse("POST", "/me/rules", cookie, "csrf=csrf&method=" + id + "&minutes=5");
        assertThat(stand.browse("GET", "/me", cookie, null).body())
                .contains("After 5 min", ann.address())
                .doesNotContain("whsec_");

        var bea = stand.session(stand.person("Bea"));
        stand.browse("POST", "/me/contact-methods/" + id + "/remove", bea, "csrf=csrf");
        assertThat(stand.get("/api/v1/contact-methods/" + id, ann.token()).statusCode())
                .isEqualTo(200);
        stand.browse("POST", "/me/contact-methods/" + id + "/remove", cookie, "csrf=csrf");
        assertThat(stand.get("/api/v1/contact-methods/" + id, ann.token()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void thePageOfOnesOwnDrawsTheDefaultAndKeepsQuietHoursAndStepsOfAnUrgency() {
        var ann = stand.mailed("Ann");
        var cookie = stand.session(ann);
        assertThat(stand.browse("GET", "/me", cookie, null).body()).contains("This is the default", "Work mail");
        var id = Stand.json(stand.get("/api/v1/contact-methods", ann.token()))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        stand.browse("POST", "/me/rules", cookie, "csrf=csrf&method=" + id + "&minutes=3&urgency=high");
        stand.browse("POST", "/me/rules", cookie, "csrf=csrf&method=" + id + "&minutes=3&urgency=low");
        assertThat(stand.browse("GET", "/me", cookie, null).body())
                .contains("Work mail, urgent pages only", "Work mail, only what can wait")
                .doesNotContain("This is the default");
        assertThat(Stand.json(stand.get("/api/v1/notification-rules", ann.token()))
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("urgency"))
                .isIn("high", "low");

        stand.browse(
                "POST", "/me/choices", cookie, "csrf=csrf&when-over=yes&quiet=yes&quiet-from=22%3A00&quiet-to=07%3A30");
        assertThat(Stand.json(stand.get("/api/v1/notification-choices", ann.token()))
                        .getJsonObject("quietHours")
                        .getString("from"))
                .isEqualTo("22:00");
        stand.browse("POST", "/me/choices", cookie, "csrf=csrf&when-over=yes&quiet=yes&quiet-from=22%3A00&quiet-to=");
        assertThat(Stand.json(stand.get("/api/v1/notification-choices", ann.token()))
                        .getJsonObject("quietHours"))
                .isNotNull();
        stand.browse("POST", "/me/choices", cookie, "csrf=csrf&when-over=yes");
        assertThat(Stand.json(stand.get("/api/v1/notification-choices", ann.token()))
                        .getJsonObject("quietHours"))
                .isNull();
    }
}
