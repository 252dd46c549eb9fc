package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentCommand;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.notifier.provider.TelegramHost;
import dev.belfry.platform.run.Host;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Telegram's buttons, which are fetched, so that nothing of ours has to be reachable. */
@ResourceLock("provider accounts")
class TelegramIT {
    private static final AtomicLong CHATS = new AtomicLong(77_000_000);

    private final Stand stand = Stand.get();
    private final TelegramHost telegram = new TelegramHost("223456789:AAF-buttons_buttons_buttons");
    private String account = "";

    @BeforeEach
    void setUp() {
        var added = stand.post(
                "/api/v1/provider-accounts",
                Stand.ADMIN,
                Map.of("kind", "telegram", "name", "Bot", "values", telegram.account()));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        account = added.headers().firstValue("Location").orElseThrow();
    }

    @AfterEach
    void tearDown() {
        stand.method("DELETE", account, Stand.ADMIN, Map.of());
        telegram.close();
    }

    private Stand.Person person(long chat) {
        var ann = stand.person("Ann");
        var added = stand.post(
                "/api/v1/contact-methods", ann.token(), Map.of("type", "telegram", "address", Long.toString(chat)));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return ann;
    }

    private JsonObject sent() {
        Stand.soon(() -> assertThat(telegram.asked("sendMessage")).isNotEmpty());
        return telegram.asked("sendMessage").getLast();
    }

    private void told(String words) {
        Stand.soon(() -> assertThat(telegram.asked("answerCallbackQuery"))
                .anySatisfy(one -> assertThat(one.getString("text")).contains(words)));
    }

    private static List<String> words(JsonObject message) {
        return TelegramHost.buttons(message).stream()
                .map(one -> one.getString("text"))
                .toList();
    }

    @Test
    void aMessageIsAcknowledgedAndResolvedAndSaysSoInItsPlace() {
        long chat = CHATS.incrementAndGet();
        var ann = person(chat);
        var page = stand.send(ann, "Disk full on db-7");
        var message = sent();
        assertThat(words(message)).containsExactly("Acknowledge", "Resolve", "Open the incident");
        // For who reads it where there are no buttons.
        assertThat(message.getString("text")).contains("/ack/");

        telegram.press(message, "Acknowledge", chat);
        Stand.soon(() -> assertThat(stand.commands(page)).singleElement().satisfies(command -> {
            assertThat(command.verb()).isEqualTo(CommandVerb.ACKNOWLEDGE);
            assertThat(command.via()).isEqualTo("telegram");
            assertThat(command.by().userId()).isEqualTo(ann.id());
        }));
        var by = Actor.user(ann.id(), "Ann Example");
        stand.happens(page, Happened.ACKNOWLEDGED, IncidentStatus.ACKNOWLEDGED, 1, 2, by);
        // In which words depends on whether the incident has moved by then.
        told("Incident " + page.incident().number() + ":");
        Stand.soon(() -> assertThat(telegram.asked("editMessageText")).hasSize(1));
        var edited = telegram.asked("editMessageText").getFirst();
        assertThat(edited.getString("text"))
                .contains("Acknowledged by Ann Example")
                .doesNotContain("/ack/");
        assertThat(words(edited)).containsExactly("Resolve", "Open the incident");

        telegram.press(edited, "Resolve", chat);
        Stand.soon(() -> assertThat(stand.commands(page))
                .extracting(IncidentCommand::verb)
                .containsExactly(CommandVerb.ACKNOWLEDGE, CommandVerb.RESOLVE));
        stand.happens(page, Happened.RESOLVED, IncidentStatus.RESOLVED, 1, 3, by);
        Stand.soon(() -> assertThat(telegram.asked("answerCallbackQuery")).hasSize(2));
        Stand.soon(() -> assertThat(telegram.asked("editMessageText")).hasSize(2));
        assertThat(words(telegram.asked("editMessageText").getLast())).containsExactly("Open the incident");
        // Stale: the first message may still stand somewhere.
        telegram.press(message, "Acknowledge", chat);
        told("resolved by Ann Example");
        assertThat(stand.commands(page)).hasSize(2);
    }

    @Test
    void onlyThePersonWhoWasPagedAnswersAndWhatMakesNoSenseIsPassedOver() {
        long chat = CHATS.incrementAndGet();
        var page = stand.send(person(chat), "Not yours");
        var message = sent();
        telegram.arrives(new JsonObject().put("callback_query", 7));
        telegram.arrives(new JsonObject().put("callback_query", new JsonObject().put("id", "x")));
        telegram.arrives(new JsonObject()
                .put("message", new JsonObject().put("text", "/start").put("chat", "me")));
        telegram.pressData("acknowledge:" + "z".repeat(36), chat);
        told("This button is not known");
        telegram.press(message, "Acknowledge", 42);
        told("This page went to Ann Example");
        // The same words for a message that there is not.
        telegram.pressData("resolve:" + UUID.randomUUID(), chat);
        told("cannot be answered any more");
        assertThat(stand.commands(page)).isEmpty();
    }

    @Test
    void theBotSaysWhatTheIdOfAChatIs() {
        telegram.arrives(new JsonObject()
                .put(
                        "message",
                        new JsonObject()
                                .put("text", "/start")
                                .put(
                                        "chat",
                                        new JsonObject().put("id", 555_001L).put("type", "private"))));
        telegram.arrives(new JsonObject()
                .put(
                        "message",
                        new JsonObject().put("text", "hello there").put("chat", new JsonObject().put("id", 555_002L))));
        assertThat(sent().getLong("chat_id")).isEqualTo(555_001L);
        assertThat(sent().getString("text")).contains("The ID of this chat is 555001");
        // What was read is not read again: the next question begins behind it.
        Stand.soon(() -> assertThat(telegram.offsets.getLast()).isGreaterThan(900_000L));
        assertThat(telegram.asked("sendMessage")).hasSize(1);
    }

    @Test
    void oneReplicaAsksAndAnotherGoesOnWhereItEnded() {
        Stand.soon(() -> assertThat(telegram.offsets).isNotEmpty());
        var id = UUID.fromString(account.substring(account.lastIndexOf('/') + 1));
        long chat = CHATS.incrementAndGet();
        var page = stand.send(person(chat), "Taken over");
        var message = sent();
        Host other = stand.replica();
        try {
            // The one that asks has died: its hold runs out, and is another's until it runs out.
            stand.sql(
                    "update provider_poll set owner = $2, held_until = clock_timestamp() + interval '1 second'"
                            + " where account_id = $1",
                    Tuple.of(id, UUID.randomUUID()));
            telegram.press(message, "Acknowledge", chat);
            Stand.soon(() -> assertThat(stand.commands(page)).isNotEmpty());
            assertThat(stand.commands(page).stream()
                            .map(IncidentCommand::commandId)
                            .distinct())
                    .hasSize(1);
        } finally {
            other.stop();
        }
    }
}
