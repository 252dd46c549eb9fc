package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.notifier.provider.Fake;
import dev.belfry.notifier.provider.Fakes;
import dev.belfry.notifier.provider.ProviderHost;
import dev.belfry.notifier.wire.Wires;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each channel on the whole road, from the page to its provider, and what an admin sets up for it. */
@ResourceLock("provider accounts")
class ChannelIT {
    private final Stand stand = Stand.get();

    static Stream<Fake> fakes() {
        return Fakes.all().stream();
    }

    private String account(Fake fake, String url) {
        var values = fake.account(url);
        if (values.isEmpty()) {
            return "";
        }
        var added = stand.post(
                "/api/v1/provider-accounts",
                Stand.ADMIN,
                Map.of("kind", fake.kind(), "name", "Test account", "values", values));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return added.headers().firstValue("Location").orElseThrow();
    }

    private void remove(String account) {
        if (!account.isEmpty()) {
            stand.method("DELETE", account, Stand.ADMIN, Map.of());
        }
    }

    private String method(Stand.Person person, Fake fake, String url) {
        var body = new HashMap<String, Object>(
                Map.of("type", fake.channel().word(), "label", "My phone", "address", fake.address(url)));
        if (fake.secret() != null) {
            body.put("secret", fake.secret());
        }
        var added = stand.post("/api/v1/contact-methods", person.token(), body);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(Stand.json(added).getString("secret")).isNull();
        assertThat(stand.post(
                                "/api/v1/notification-rules",
                                person.token(),
                                Map.of(
                                        "delay",
                                        "PT0S",
                                        "contactMethod",
                                        Stand.json(added).getString("id")))
                        .statusCode())
                .isEqualTo(201);
        return Stand.json(added).getString("id");
    }

    @ParameterizedTest
    @MethodSource("fakes")
    void aPageTakesTheRoadToTheProvider(Fake fake) {
        try (var host = new ProviderHost(fake::take)) {
            var account = account(fake, host.url());
            var ann = stand.person("Ann");
            method(ann, fake, host.url());
            var page = stand.send(ann, "Disk full on db-7");
            Stand.soon(() -> assertThat(stand.events(page))
                    .extracting(DeliveryEvent::state)
                    .containsExactly(DeliveryState.SENT));
            assertThat(stand.events(page).getFirst().channel())
                    .isEqualTo(fake.channel().word());
            assertThat(host.seen).hasSize(1);
            remove(account);
        }
    }

    static Stream<Fake> changeable() {
        return fakes().filter(fake -> Wires.all().entrySet().stream()
                .anyMatch(wire ->
                        wire.getKey() == fake.channel() && wire.getValue().edits()));
    }

    @ParameterizedTest
    @MethodSource("changeable")
    void aMessageThatCanBeChangedSaysInItsPlaceHowItsIncidentStands(Fake fake) {
        try (var host = new ProviderHost(fake::take)) {
            var account = account(fake, host.url());
            var ann = stand.person("Ann");
            method(ann, fake, host.url());
            var page = stand.send(ann, "Moves on");
            Stand.soon(() -> assertThat(stand.events(page)).hasSize(1));
            stand.happens(
                    page,
                    Happened.ACKNOWLEDGED,
                    IncidentStatus.ACKNOWLEDGED,
                    1,
                    2,
                    Actor.user(UUID.randomUUID(), "Bea Example"));
            Stand.soon(() -> assertThat(host.seen.stream().filter(fake::changes))
                    .singleElement()
                    .satisfies(change -> assertThat(change.body())
                            .contains("Acknowledged by Bea Example")
                            .doesNotContain("/ack/")));
            assertThat(host.seen).hasSize(2);
            remove(account);
        }
    }

    @ParameterizedTest
    @MethodSource("fakes")
    void aMethodThatIsGoneIsDisabledAndItsPersonIsToldByMail(Fake fake) {
        try (var host = new ProviderHost(seen -> fake.gone())) {
            var account = account(fake, host.url());
            var ann = stand.person("Ann");
            var id = method(ann, fake, host.url());
            var page = stand.send(ann, "Nobody there");
            Stand.soon(() -> assertThat(stand.events(page))
                    .extracting(DeliveryEvent::state)
                    .containsExactly(DeliveryState.FAILED, DeliveryState.UNDELIVERABLE));
            assertThat(Stand.json(stand.get("/api/v1/contact-methods/" + id, ann.token()))
                            .getString("disabled"))
                    .isNotEmpty();
            Stand.soon(() ->
                    assertThat(stand.contactStatus(ann).orElseThrow().methods()).isZero());
            remove(account);
        }
    }

    @Test
    void whoLosesOneWayIsToldByAnother() throws Exception {
        try (var host = new ProviderHost(seen -> new ProviderHost.Reply(404, "no_service"))) {
            var ann = stand.mailed("Ann");
            var slack = Fakes.all().getFirst();
            method(ann, slack, host.url());
            stand.send(ann, "Half of it arrives");
            assertThat(stand.awaitMail(ann).getSubject())
                    .isEqualTo("Pages can no longer reach you by Slack webhook (My phone)");
        }
    }

    @Test
    void addressesAndSecretsLieSealedInTheDatabase() {
        var ann = stand.person("Ann");
        var added = stand.post(
                "/api/v1/contact-methods",
                ann.token(),
                Map.of(
                        "type",
                        "gotify",
                        "address",
                        "https://gotify-seal.example.net",
                        "secret",
                        "A.sealed-Token",
                        "label",
                        "Sealed"));
        var id = UUID.fromString(Stand.json(added).getString("id"));
        var row = stand.sql("select address, secret from contact_method where id = $1", Tuple.of(id))
                .getFirst();
        assertThat(row.getString("address")).startsWith("sealed1:t1:").doesNotContain("gotify-seal");
        assertThat(row.getString("secret")).startsWith("sealed1:t1:").doesNotContain("sealed-Token");
        assertThat(added.body()).doesNotContain("sealed-Token");

        var account = stand.post(
                "/api/v1/provider-accounts",
                Stand.ADMIN,
                Map.of(
                        "kind",
                        "matrix",
                        "name",
                        "Sealed account",
                        "values",
                        Map.of("server", "https://matrix.example.net", "token", "syt_sealed_account")));
        assertThat(account.body()).doesNotContain("syt_sealed_account").contains("\"secrets\":[\"token\"]");
        var at = account.headers().firstValue("Location").orElseThrow();
        var kept = stand.sql(
                        "select secrets, settings from provider_account where id = $1",
                        Tuple.of(UUID.fromString(at.substring(at.lastIndexOf('/') + 1))))
                .getFirst();
        assertThat(kept.getString("secrets")).startsWith("sealed1:t1:").doesNotContain("syt_");
        remove(at);
        var key = stand.sql("select key from secret_key where name = 'ack-link'", Tuple.tuple())
                .getFirst()
                .getBuffer("key");
        assertThat(key.toString()).startsWith("sealed1:t1:");
    }

    @Test
    void anAccountIsAddedChangedTriedAndRemovedAndItsSecretIsNeverShown() {
        var telegram = Fakes.all().stream()
                .filter(fake -> fake.channel().word().equals("telegram"))
                .findFirst()
                .orElseThrow();
        try (var host = new ProviderHost(telegram::take)) {
            var at = account(telegram, host.url());
            var token = telegram.account(host.url()).get("token");
            var shown = stand.get(at, Stand.ADMIN);
            assertThat(shown.body()).doesNotContain(token).contains("\"secrets\":[\"token\"]");
            var tried = stand.post(at + "/test", Stand.ADMIN, Map.of("address", telegram.address(host.url())));
            assertThat(Stand.json(tried).getString("result")).as(tried.body()).isEqualTo("sent");
            assertThat(Stand.json(stand.get(at, Stand.ADMIN)).getBoolean("working"))
                    .isTrue();

            // A secret that is left out stays; another value is taken.
            var change = Map.of("kind", "telegram", "name", "Renamed", "values", Map.of("server", host.url()));
            var changed = stand.method(
                    "PUT",
                    at,
                    Stand.ADMIN,
                    change,
                    "If-Match",
                    shown.headers().firstValue("ETag").orElseThrow());
            assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
            assertThat(stand.method("PUT", at, Stand.ADMIN, change, "If-Match", "\"v1\"")
                            .statusCode())
                    .isEqualTo(412);
            assertThat(Stand.json(stand.post(at + "/test", Stand.ADMIN, Map.of("address", "-1001234567890")))
                            .getString("result"))
                    .isEqualTo("sent");

            var wrong = stand.method(
                    "PUT",
                    at,
                    Stand.ADMIN,
                    Map.of(
                            "kind",
                            "telegram",
                            "name",
                            "Renamed",
                            "values",
                            Map.of("token", "nonsense", "colour", "red")));
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(wrong.body())
                    .contains("#/values/token", "#/values/colour")
                    .doesNotContain("nonsense");
            assertThat(stand.get(
                                    "/api/v1/provider-accounts",
                                    stand.person("Ann").token())
                            .statusCode())
                    .isEqualTo(403);
            assertThat(stand.method("DELETE", at, Stand.ADMIN, Map.of()).statusCode())
                    .isEqualTo(204);
            assertThat(stand.get(at, Stand.ADMIN).statusCode()).isEqualTo(404);
            var channel = Stand.json(stand.get("/api/v1/channels", Stand.ADMIN)).getJsonArray("items").stream()
                    .map(JsonObject.class::cast)
                    .filter(one -> one.getString("channel").equals("telegram"))
                    .findFirst()
                    .orElseThrow();
            assertThat(channel.getBoolean("configured")).isFalse();
        }
    }

    @Test
    void theNextAccountTakesWhatTheFirstCannot() {
        var telegram = Fakes.all().stream()
                .filter(fake -> fake.channel().word().equals("telegram"))
                .findFirst()
                .orElseThrow();
        try (var broken = new ProviderHost(seen -> new ProviderHost.Reply(502, "bad gateway"));
                var host = new ProviderHost(telegram::take)) {
            var first = account(telegram, broken.url());
            var second = account(telegram, host.url());
            var ann = stand.person("Ann");
            method(ann, telegram, host.url());
            var page = stand.send(ann, "By the second account");
            Stand.soon(() -> assertThat(stand.events(page))
                    .extracting(DeliveryEvent::state)
                    .containsExactly(DeliveryState.SENT));
            assertThat(broken.seen).hasSize(1);
            assertThat(host.seen).hasSize(1);
            remove(first);
            remove(second);
        }
    }

    @Test
    void whatWasWrittenBeforeThereWereKeysIsReachedAndSealedWithinAMinuteOfAStart() {
        var ann = stand.person("Ann");
        stand.sql(
                "insert into contact_method (id, user_id, type, label, address, created_at)"
                        + " values (uuidv7(), $1, 'email', 'Mail', $2, now())",
                Tuple.of(ann.id(), ann.address()));
        stand.send(ann, "To an old row");
        stand.awaitMail(ann);
        var replica = stand.replica();
        try {
            Stand.soon(() -> assertThat(
                            stand.sql("select address from contact_method where user_id = $1", Tuple.of(ann.id()))
                                    .getFirst()
                                    .getString("address"))
                    .startsWith("sealed1:t1:"));
        } finally {
            replica.stop();
        }
    }

    @Test
    void anAdminSetsUpTriesAndRemovesAnAccountInTheConsole() {
        var telegram = Fakes.all().stream()
                .filter(fake -> fake.channel().word().equals("telegram"))
                .findFirst()
                .orElseThrow();
        var root = stand.session(stand.person("Root", "admin"), "admin");
        var ann = stand.session(stand.person("Ann"));
        assertThat(stand.browse("GET", "/channels", ann, null).statusCode()).isEqualTo(403);
        assertThat(stand.browse("GET", "/me/contact-methods/new", ann, null).body())
                .contains("not set up here yet", "type=slack\"")
                .doesNotContain("type=telegram\"");
        try (var host = new ProviderHost(telegram::take)) {
            var wrong = stand.browse(
                    "POST", "/channels/accounts", root, "csrf=csrf&kind=telegram&name=Bot&v-token=no&position=0");
            assertThat(wrong.statusCode()).isEqualTo(422);
            assertThat(wrong.body())
                    .contains("Not saved yet", "It is not right", "value=\"Bot\"")
                    .doesNotContain("value=\"no\"");

            var token = telegram.account(host.url()).get("token");
            var saved = stand.browse(
                    "POST",
                    "/channels/accounts",
                    root,
                    "csrf=csrf&kind=telegram&name=Bot&enabled=yes&position=0&v-token=" + token + "&v-server="
                            + host.url());
            assertThat(saved.statusCode()).isEqualTo(303);
            var at = saved.headers().firstValue("Location").orElseThrow();
            assertThat(stand.browse("GET", at, root, null).body())
                    .contains("One is set and stays", host.url())
                    .doesNotContain(token);
            stand.browse("POST", at + "/test", root, "csrf=csrf&address=-1001234567890");
            assertThat(host.seen).hasSize(1);
            stand.browse("POST", at + "/test", root, "csrf=csrf&address=nonsense");
            assertThat(host.seen).hasSize(1);
            assertThat(stand.browse("GET", "/channels", root, null).body())
                    .contains("Bot", "works")
                    .doesNotContain(token);
            assertThat(stand.browse("GET", "/me/contact-methods/new", ann, null).body())
                    .contains("type=telegram\"");
            assertThat(stand.browse("POST", at + "/remove", root, "csrf=csrf").statusCode())
                    .isEqualTo(303);
            assertThat(stand.browse("GET", at, root, null).statusCode()).isEqualTo(404);
        }
    }
}
