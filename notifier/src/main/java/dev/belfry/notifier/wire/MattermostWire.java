package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Card;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Mattermost's incoming webhooks. */
final class MattermostWire implements Wire {
    private static final int LONGEST = 15_000;

    @Override
    public Request request(Letter letter) {
        var card = letter.card();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", Markup.MARKDOWN.bold(CardText.title(card, 300)));
        body.put(
                "attachments",
                List.of(Map.of(
                        "color",
                        Colours.hex(card.tone()),
                        "fallback",
                        Markup.MARKDOWN.escape(CardText.title(card, 300)),
                        "text",
                        CardText.body(card, Markup.MARKDOWN, LONGEST, CardText::codePoints))));
        if (card.tone() == Card.Tone.URGENT) {
            body.put("priority", Map.of("priority", "urgent"));
        }
        return Request.json("POST", letter.to().address(), body);
    }

    /** A hook that is not there is answered as any bad request: the name of the error tells them apart. */
    @Override
    public Outcome outcome(Answer answer, Instant now) {
        var error = answer.text("id");
        return answer.status() == 400 && error.equals("web.incoming_webhook.invalid.app_error")
                ? Verdict.refused("Mattermost", 400, error, Outcome.Fault.GONE)
                : Verdict.hook("Mattermost", answer, error, null, now);
    }
}
