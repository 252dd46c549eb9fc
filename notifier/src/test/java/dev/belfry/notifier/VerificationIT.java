package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.directory.ContactStatusEntry;
import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** That a contact method reaches its person is shown by a code that arrived there, and told to the directory. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerificationIT {
    private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");

    private Stand stand;

    @BeforeAll
    void open() {
        stand = Stand.get();
    }

    private String method(Stand.Person person) {
        return Stand.json(stand.get("/api/v1/contact-methods", person.token()))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
    }

    private String code(Stand.Person person, int mails) throws Exception {
        Stand.soon(() -> Stand.check(stand.mailOf(person).size() == mails));
        var matcher = CODE.matcher(com.icegreen.greenmail.util.GreenMailUtil.getBody(
                stand.mailOf(person).get(mails - 1)));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String other(String code) {
        return code.equals("000000") ? "000001" : "000000";
    }

    private void status(Stand.Person person, int methods, int verified) {
        Stand.soon(() -> assertThat(stand.contactStatus(person))
                .contains(new ContactStatusEntry(person.id(), methods, verified)));
    }

    @Test
    void theCodeThatArrivedVerifiesAndAnotherAddressDoesNotStaySo() throws Exception {
        var ann = stand.mailed("Ann");
        status(ann, 1, 0);
        var at = "/api/v1/contact-methods/" + method(ann);
        assertThat(stand.method("PUT", at + "/verification", ann.token(), Map.of("code", "123456"))
                        .statusCode())
                .isEqualTo(409);

        var sent = stand.post(at + "/verification", ann.token(), Map.of());
        assertThat(Stand.json(sent).getString("result")).as(sent.body()).isEqualTo("sent");
        var code = code(ann, 1);
        assertThat(stand.post(at + "/verification", ann.token(), Map.of()).statusCode())
                .isEqualTo(429);
        var wrong = stand.method("PUT", at + "/verification", ann.token(), Map.of("code", other(code)));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("#/code", "4 more tries");
        var bea = stand.person("Bea");
        assertThat(stand.method("PUT", at + "/verification", bea.token(), Map.of("code", code))
                        .statusCode())
                .isEqualTo(403);

        var right = stand.method("PUT", at + "/verification", ann.token(), Map.of("code", code));
        assertThat(right.statusCode()).as(right.body()).isEqualTo(200);
        assertThat(Stand.json(right).getString("verifiedAt")).isNotNull();
        status(ann, 1, 1);
        assertThat(stand.post(at + "/verification", ann.token(), Map.of()).statusCode())
                .isEqualTo(409);
        assertThat(stand.method("PUT", at + "/verification", ann.token(), Map.of("code", code))
                        .statusCode())
                .isEqualTo(409);

        var same = Map.of("type", "email", "label", "Still mine", "address", ann.address());
        assertThat(Stand.json(stand.method("PUT", at, ann.token(), same)).getString("verifiedAt"))
                .isNotNull();
        var moved = Map.of("type", "email", "label", "Moved", "address", "moved." + ann.address());
        assertThat(new JsonObject(stand.method("PUT", at, ann.token(), moved).body()).getString("verifiedAt"))
                .isNull();
        status(ann, 1, 0);
        stand.method("DELETE", at, ann.token(), Map.of());
        status(ann, 0, 0);
    }

    @Test
    void fiveWrongAnswersEndACode() throws Exception {
        var ann = stand.mailed("Ann");
        var at = "/api/v1/contact-methods/" + method(ann) + "/verification";
        stand.post(at, ann.token(), Map.of());
        var code = code(ann, 1);
        for (int i = 0; i < 5; i++) {
            assertThat(stand.method("PUT", at, ann.token(), Map.of("code", other(code)))
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(stand.method("PUT", at, ann.token(), Map.of("code", code)).statusCode())
                .isEqualTo(409);
        assertThat(stand.sql("select code_hash from contact_verification where user_id = $1", Tuple.of(ann.id())))
                .noneMatch(row -> row.getString("code_hash").contains(code));
    }

    @Test
    void aWebhookGetsItsCodeSignedAndWhoIsNotVerifiedIsPagedAllTheSame() {
        try (var receiver = new Receiver()) {
            var ann = stand.person("Ann");
            stand.post("/api/v1/contact-methods", ann.token(), Map.of("type", "webhook", "address", receiver.url()));
            var at = "/api/v1/contact-methods/" + method(ann) + "/verification";
            stand.send(ann, "Paged before it is verified");
            Stand.soon(() -> Stand.check(receiver.taken.size() == 1));

            stand.post(at, ann.token(), Map.of());
            Stand.soon(() -> Stand.check(receiver.taken.size() == 2));
            var body = new JsonObject(receiver.taken.get(1).body());
            assertThat(body.getString("type")).isEqualTo("verification");
            var code = body.getJsonObject("data").getString("code");
            assertThat(stand.method("PUT", at, ann.token(), Map.of("code", code))
                            .statusCode())
                    .isEqualTo(200);
            status(ann, 1, 1);
        }
    }

    @Test
    void onesOwnPageSendsTheCodeAndTakesIt() throws Exception {
        var ann = stand.mailed("Ann");
        var cookie = stand.session(ann);
        var at = "/me/contact-methods/" + method(ann);
        assertThat(stand.browse("GET", "/me", cookie, null).body()).contains("not verified", "Send a code");
        assertThat(stand.browse("POST", at + "/code", cookie, "csrf=csrf").statusCode())
                .isEqualTo(303);
        var code = code(ann, 1);
        var wrong = stand.browse("POST", at + "/verification", cookie, "csrf=csrf&code=abc");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("A code has six digits.", "aria-describedby=\"code-error\"");
        assertThat(stand.browse("POST", at + "/verification", cookie, "csrf=csrf&code=" + other(code))
                        .body())
                .as("beside its field, not as a message of success")
                .contains("This is not the code that was sent.", "id=\"code-error\"");
        assertThat(stand.browse("GET", "/me", cookie, null).body()).contains("not verified");
        stand.browse("POST", at + "/verification", cookie, "csrf=csrf&code=" + code);
        assertThat(stand.browse("GET", "/me", cookie, null).body())
                .contains("verified")
                .doesNotContain("not verified");
    }
}
