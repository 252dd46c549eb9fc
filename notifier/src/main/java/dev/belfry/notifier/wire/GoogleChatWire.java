package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Webhooks of Google Chat: what belongs to one incident is one thread. */
final class GoogleChatWire implements Wire {
    private static final int MOST_BYTES = 16_000;

    @Override
    public Request request(Letter letter) {
        var card = letter.card();
        var incident = letter.notice().incident();
        var url = letter.to().address();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", CardText.whole(card, Markup.GOOGLE, MOST_BYTES, CardText::json));
        if (!card.links().isEmpty()) {
            body.put("cardsV2", List.of(Map.of("cardId", "links", "card", buttons(letter))));
        }
        if (incident != null) {
            body.put("thread", Map.of("threadKey", incident.toString()));
            url += (url.contains("?") ? "&" : "?") + "messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD";
        }
        return Request.json("POST", url, body);
    }

    private static Map<String, Object> buttons(Letter letter) {
        var buttons = CardText.buttons(letter.card()).stream()
                .map(link -> Map.of("text", link.words(), "onClick", Map.of("openLink", Map.of("url", link.url()))))
                .toList();
        return Map.of(
                "sections", List.of(Map.of("widgets", List.of(Map.of("buttonList", Map.of("buttons", buttons))))));
    }

    @Override
    public Outcome outcome(Answer answer, Instant now) {
        var said = answer.json().getValue("error") instanceof JsonObject error
                ? String.valueOf(error.getValue("status", ""))
                : "";
        return Verdict.hook("Google Chat", answer, said, null, now);
    }
}
