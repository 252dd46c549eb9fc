package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Card;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Text;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Telegram's Bot API, or a server of one's own that speaks it. */
final class TelegramWire implements Wire {
    private static final int LONGEST = 4_000;
    private static final String USUAL = "https://api.telegram.org";

    @Override
    public Request request(Letter letter) {
        var body = body(letter);
        body.put("disable_notification", letter.card().tone() == Card.Tone.QUIET);
        return Request.json("POST", method(letter, "sendMessage"), body);
    }

    @Override
    public Request edit(Letter letter, String receipt) {
        var body = body(letter);
        body.put("message_id", Long.valueOf(receipt));
        return Request.json("POST", method(letter, "editMessageText"), body);
    }

    private static Map<String, Object> body(Letter letter) {
        var card = letter.card();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("chat_id", letter.to().address());
        body.put("text", CardText.whole(card, Markup.HTML, LONGEST, String::length));
        body.put("parse_mode", "HTML");
        body.put("link_preview_options", Map.of("is_disabled", true));
        var rows = Stream.of(answers(letter), links(card))
                .filter(row -> !row.isEmpty())
                .toList();
        if (!rows.isEmpty()) {
            body.put("reply_markup", Map.of("inline_keyboard", rows));
        }
        return body;
    }

    private static String method(Letter letter, String name) {
        var server = letter.value("server").isEmpty() ? USUAL : letter.value("server");
        return server.replaceAll("/+$", "") + "/bot" + letter.value("token") + "/" + name;
    }

    /** At most 64 bytes come back. */
    private static List<Map<String, String>> answers(Letter letter) {
        return letter.card().presses().stream()
                .map(press -> Map.of(
                        "text",
                        press.words(),
                        "callback_data",
                        press.word() + ":" + letter.notice().id()))
                .toList();
    }

    /** The link to acknowledge stays in the text: it works for who reads the message elsewhere. */
    private static List<Map<String, String>> links(Card card) {
        return CardText.buttons(card).stream()
                .filter(link -> card.presses().isEmpty() || !link.url().contains("/ack/"))
                .map(link -> Map.of("text", Text.line(link.words(), 60), "url", link.url()))
                .toList();
    }

    /** Whoever blocks the bot, and a group that is not there, take no message any more; a wrong token is 401 or 404. */
    @Override
    public Outcome outcome(Answer answer, Instant now) {
        var body = answer.json();
        if (answer.success() && Boolean.TRUE.equals(body.getValue("ok"))) {
            var message = body.getValue("result") instanceof JsonObject result ? result.getValue("message_id") : null;
            return new Outcome.Accepted("Telegram has the message", message == null ? null : message.toString());
        }
        var said = answer.text("description");
        var more = body.getValue("parameters") instanceof JsonObject parameters ? parameters : new JsonObject();
        if (answer.status() == 401 || answer.status() == 404) {
            return Verdict.refused("Telegram", answer.status(), said, Outcome.Fault.CHANNEL);
        }
        if (answer.status() == 400 && (said.contains("chat not found") || more.containsKey("migrate_to_chat_id"))) {
            return Verdict.refused("Telegram", 400, said, Outcome.Fault.GONE);
        }
        var wait =
                more.getValue("retry_after") instanceof Number seconds ? Duration.ofSeconds(seconds.longValue()) : null;
        return answer.success()
                ? Verdict.refused("Telegram", answer.status(), said, Outcome.Fault.ADDRESS)
                : Verdict.hook("Telegram", answer, said, wait, now);
    }

    @Override
    public boolean edits() {
        return true;
    }

    @Override
    public boolean throughAccount() {
        return true;
    }
}
