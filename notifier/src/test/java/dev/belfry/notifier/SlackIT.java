package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentCommand;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.answer.SlackSignatureTest;
import dev.belfry.notifier.provider.ProviderHost.Reply;
import dev.belfry.notifier.provider.SlackHost;
import dev.belfry.platform.id.Ids;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Slack as an app: messages that are changed in place, and buttons that come back over HTTP or Socket Mode. */
@ResourceLock("provider accounts")
class SlackIT {
    private static final AtomicInteger MEMBERS = new AtomicInteger();
    private static final Map<String, String> SOCKET = Map.of("app", SlackHost.APP_TOKEN);
    private static final Map<String, String> SIGNED = Map.of("signing", SlackHost.SIGNING_SECRET);

    private final Stand stand = Stand.get();
    private final SlackHost slack = new SlackHost();
    private String account = "";

    @AfterEach
    void tearDown() {
        if (!account.isEmpty()) {
            stand.method("DELETE", account, Stand.ADMIN, Map.of());
        }
        slack.close();
    }

    private void account(Map<String, String> answers) {
        account(answers, answers.containsKey("app"));
    }

    private void account(Map<String, String> answers, boolean connects) {
        var values = new HashMap<>(slack.account());
        values.putAll(answers);
        account = stand.post(
                        "/api/v1/provider-accounts",
                        Stand.ADMIN,
                        Map.of("kind", "slack", "name", "Workspace", "values", values))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        if (connects) {
            Stand.soon(() -> assertThat(slack.sockets)
                    .as(stand.get(account, Stand.ADMIN).body())
                    .isNotEmpty());
        }
    }

    private static String member() {
        return "U0SLACKIT" + MEMBERS.incrementAndGet();
    }

    private Stand.Person person(String member) {
        var ann = stand.person("Ann");
        var added = stand.post("/api/v1/contact-methods", ann.token(), Map.of("type", "slack_bot", "address", member));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return ann;
    }

    private JsonObject posted(int count) {
        Stand.soon(() -> assertThat(slack.posted()).hasSize(count));
        return slack.posted().getLast();
    }

    private void commanded(Page page, CommandVerb... verbs) {
        Stand.soon(() -> assertThat(stand.commands(page))
                .extracting(IncidentCommand::verb)
                .containsExactly(verbs));
    }

    private void told(String words) {
        Stand.soon(() -> assertThat(slack.told).anySatisfy(one -> {
            assertThat(one.getString("text")).contains(words);
            assertThat(one.getString("response_type")).isEqualTo("ephemeral");
            assertThat(one.getBoolean("replace_original")).isFalse();
        }));
    }

    private static List<String> actions(JsonObject message) {
        return SlackHost.buttons(message).stream()
                .map(one -> ((JsonObject) one).getString("action_id"))
                .map(action -> action.replaceFirst("-\\d+$", ""))
                .toList();
    }

    @Test
    void aMessageIsAcknowledgedAndResolvedOverSocketModeAndSaysSoInItsPlace() {
        account(SOCKET);
        var member = member();
        var ann = person(member);
        var page = stand.send(ann, "Disk full on db-7");
        var message = posted(1);
        assertThat(message.getString("channel")).isEqualTo(member);
        assertThat(actions(message)).containsExactly("acknowledge", "resolve", "open");

        var envelope = slack.press(message, "acknowledge", member);
        commanded(page, CommandVerb.ACKNOWLEDGE);
        assertThat(slack.confirmed).contains(envelope);
        assertThat(stand.commands(page).getFirst()).satisfies(command -> {
            assertThat(command.via()).isEqualTo("slack_bot");
            assertThat(command.by().userId()).isEqualTo(ann.id());
        });
        var by = Actor.user(ann.id(), "Ann Example");
        stand.happens(page, Happened.ACKNOWLEDGED, IncidentStatus.ACKNOWLEDGED, 1, 2, by);
        // In which words depends on whether the incident has moved by then.
        told("Incident " + page.incident().number() + ":");
        Stand.soon(() -> assertThat(slack.updates()).hasSize(1));
        var updated = slack.updates().getFirst();
        assertThat(updated.getString("channel")).isEqualTo("D" + member.substring(1));
        assertThat(updated.getString("text"))
                .startsWith("Acknowledged by Ann Example: ")
                .contains("Disk full on db-7");
        assertThat(actions(updated)).containsExactly("resolve", "open");
        assertThat(updated.encode()).doesNotContain("/ack/");

        slack.press(updated, "resolve", member);
        commanded(page, CommandVerb.ACKNOWLEDGE, CommandVerb.RESOLVE);
        stand.happens(page, Happened.RESOLVED, IncidentStatus.RESOLVED, 1, 3, by);
        Stand.soon(() -> assertThat(slack.told).hasSize(2));
        Stand.soon(() -> assertThat(slack.updates()).hasSize(2));
        assertThat(actions(slack.updates().getLast())).containsExactly("open");
        // Stale: the first message may still stand somewhere.
        slack.told.clear();
        slack.press(message, "acknowledge", member);
        told("resolved by Ann Example");
        assertThat(stand.commands(page)).hasSize(2);
    }

    @Test
    void onlyThePersonWhoWasPagedAnswers() {
        account(SOCKET);
        var member = member();
        var other = member();
        person(other);
        var page = stand.send(person(member), "Not yours");
        var message = posted(1);
        slack.press(message, "acknowledge", other);
        told("This page went to Ann Example, so only they can answer it here");
        slack.press(message, "resolve", "U0NOBODY");
        Stand.soon(() -> assertThat(slack.told).hasSize(2));
        // A button that only leads somewhere is said to be pressed, too.
        var envelope = slack.press(message, "open-2", member);
        Stand.soon(() -> assertThat(slack.confirmed).contains(envelope));
        assertThat(stand.commands(page)).isEmpty();
    }

    @Test
    void aContactMethodThatIsGoneAnswersNothing() {
        account(SOCKET);
        var member = member();
        var ann = person(member);
        var page = stand.send(ann, "Moved on");
        var message = posted(1);
        var id = Stand.json(stand.get("/api/v1/contact-methods", ann.token()))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        stand.method("DELETE", "/api/v1/contact-methods/" + id, ann.token(), Map.of());
        slack.press(message, "acknowledge", member);
        told("cannot be answered any more");
        assertThat(stand.commands(page)).isEmpty();
    }

    @Test
    void aConnectionThatSaysGoodbyeOrEndsIsFollowedByAnother() {
        account(SOCKET);
        var member = member();
        var page = stand.send(person(member), "Long night");
        var message = posted(1);
        var first = slack.sockets.getLast();
        slack.sayGoodbye();
        Stand.soon(() -> assertThat(slack.sockets.getLast()).isNotSameAs(first));
        var second = slack.sockets.getLast();
        second.close();
        Stand.soon(() -> {
            assertThat(slack.sockets).isNotEmpty();
            assertThat(slack.sockets.getLast()).isNotIn(first, second);
        });
        slack.press(message, "acknowledge", member);
        commanded(page, CommandVerb.ACKNOWLEDGE);
    }

    @Test
    void anAppLevelTokenThatSlackRefusesIsSaidOnTheAccount() {
        account(Map.of("app", "xapp-1-another-one"), false);
        Stand.soon(() -> assertThat(Stand.json(stand.get(account, Stand.ADMIN)).getString("detail"))
                .contains("Slack answered invalid_auth"));
        assertThat(slack.sockets).isEmpty();
    }

    private HttpResponse<String> post(String id, String secret, Instant at, String body) {
        var time = Long.toString(at.getEpochSecond());
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(
                                            "http://127.0.0.1:" + stand.host.httpPort() + "/answers/slack/" + id))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .header("X-Slack-Request-Timestamp", time)
                                    .header("X-Slack-Signature", SlackSignatureTest.sign(secret, time, body))
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String form(JsonObject payload) {
        return "payload=" + URLEncoder.encode(payload.encode(), StandardCharsets.UTF_8);
    }

    @Test
    void overHttpOnlyWhatSlackHasSignedJustNowIsLookedAt() {
        account(SIGNED);
        var member = member();
        var page = stand.send(person(member), "Search is slow");
        var body = form(slack.payload(posted(1), "acknowledge", member));
        var id = account.substring(account.lastIndexOf('/') + 1);
        var now = Instant.now();
        assertThat(post(id, "another0secret00another0secret00", now, body).statusCode())
                .isEqualTo(403);
        assertThat(post(id, SlackHost.SIGNING_SECRET, now.minusSeconds(301), body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(post(id, SlackHost.SIGNING_SECRET, now.plusSeconds(310), body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("no-account", SlackHost.SIGNING_SECRET, now, body).statusCode())
                .isEqualTo(403);
        for (var hostile : List.of(
                "payload=%7B",
                "payload=%5B%5D", "payload", "", "payload=null", "other=1", "payload=\u0000", "payload=7")) {
            assertThat(post(id, SlackHost.SIGNING_SECRET, now, hostile).statusCode())
                    .as(hostile)
                    .isEqualTo(400);
        }
        for (var odd : List.of(
                "{}",
                "{\"type\":7}",
                "{\"type\":\"block_actions\",\"user\":[],\"actions\":{}}",
                "{\"type\":\"block_actions\",\"user\":{\"id\":5},\"actions\":[null]}",
                "{\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},\"actions\":[{\"action_id\":\"acknowledge\","
                        + "\"value\":\"\\u0000\"}]}")) {
            assertThat(post(id, SlackHost.SIGNING_SECRET, now, form(new JsonObject(odd)))
                            .statusCode())
                    .as(odd)
                    .isEqualTo(200);
        }
        assertThat(stand.commands(page)).isEmpty();

        assertThat(post(id, SlackHost.SIGNING_SECRET, now, body).statusCode()).isEqualTo(200);
        commanded(page, CommandVerb.ACKNOWLEDGE);
        // Played again it acknowledges what is acknowledged already.
        assertThat(post(id, SlackHost.SIGNING_SECRET, now, body).statusCode()).isEqualTo(200);
        Stand.soon(() -> assertThat(slack.told)
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.getString("text")).contains("your acknowledge is recorded")));
        assertThat(stand.commands(page).stream().map(IncidentCommand::commandId).distinct())
                .hasSize(1);
    }

    @Test
    void withoutASigningSecretNothingIsTakenOverHttp() {
        account(Map.of());
        var member = member();
        var page = stand.send(person(member), "Links only");
        // No way back: the buttons lead to the page that acknowledges.
        assertThat(actions(posted(1))).containsExactly("open", "open");
        assertThat(posted(1).encode()).contains("/ack/");
        var id = account.substring(account.lastIndexOf('/') + 1);
        assertThat(post(id, "", Instant.now(), "payload=%7B%7D").statusCode()).isEqualTo(403);
        assertThat(stand.commands(page)).isEmpty();
    }

    private Page again(Page page, Stand.Person person, int cycle) {
        return new Page(
                Ids.derived("page", page.incidentId(), cycle, 1, 0, person.id()),
                page.incidentId(),
                cycle,
                1,
                0,
                person.id(),
                page.reason(),
                Instant.now(),
                page.incident());
    }

    @Test
    void whatComesLaterOfAnIncidentStandsInItsThreadAndIsSeen() {
        account(SOCKET);
        var ann = person(member());
        var page = stand.send(ann, "It comes back");
        posted(1);
        var by = Actor.user(ann.id(), "Ann Example");
        Stand.soon(() -> assertThat(stand.events(page)).hasSize(1));
        stand.happens(page, Happened.ACKNOWLEDGED, IncidentStatus.ACKNOWLEDGED, 1, 2, by);
        Stand.soon(() -> assertThat(slack.updates()).hasSize(1));
        var second = again(page, ann, 2);
        stand.send(second);
        var later = posted(2);
        assertThat(later.getString("thread_ts"))
                .isEqualTo(slack.updates().getFirst().getString("ts"));
        assertThat(later.getBoolean("reply_broadcast")).isTrue();

        // The thread was deleted: the page stands alone.
        Stand.soon(() -> assertThat(stand.events(second)).hasSize(1));
        slack.next.add(new Reply(200, "{\"ok\":false,\"error\":\"thread_not_found\"}"));
        var third = again(page, ann, 3);
        stand.send(third);
        Stand.soon(() ->
                assertThat(stand.events(third)).extracting(DeliveryEvent::state).containsExactly(DeliveryState.SENT));
        assertThat(slack.posted().getLast().containsKey("thread_ts")).isFalse();
    }

    @Test
    void aChangeThatSlackPutsOffIsMadeLater() {
        account(SOCKET);
        var ann = person(member());
        var page = stand.send(ann, "Slow down");
        posted(1);
        Stand.soon(() -> assertThat(stand.events(page)).hasSize(1));
        slack.next.add(new Reply(429, Map.of("Retry-After", "1"), "{\"ok\":false,\"error\":\"ratelimited\"}"));
        slack.next.add(new Reply(503, "busy"));
        stand.happens(page, Happened.RESOLVED, IncidentStatus.RESOLVED, 1, 2, Actor.user(ann.id(), "Bea Example"));
        Stand.soon(() -> assertThat(slack.updates()).hasSize(3));
        assertThat(slack.updates().getLast().getString("text")).startsWith("Resolved by Bea Example");
    }

    @Test
    void whatEndedWhileItsMessageWasUnderWayIsSaidAtOnce() {
        account(SOCKET);
        var ann = person(member());
        var page = Stand.page(ann, Stand.incident("Short lived", IncidentStatus.TRIGGERED, 1));
        stand.send(page);
        posted(1);
        stand.happens(page, Happened.RESOLVED, IncidentStatus.RESOLVED, 1, 2, Actor.user(ann.id(), "Cy Example"));
        Stand.soon(() -> assertThat(slack.updates())
                .last()
                .satisfies(update -> assertThat(update.getString("text")).startsWith("Resolved by Cy Example")));
    }
}
