package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Card;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Discord's webhooks: an embed, and nobody mentioned whatever a sender wrote. */
final class DiscordWire implements Wire {
    private static final int LONGEST = 4_000;

    @Override
    public Request request(Letter letter) {
        var address = letter.to().address();
        return Request.json("POST", address + (address.contains("?") ? "&" : "?") + "wait=true", body(letter.card()));
    }

    /** What follows the question mark, such as the thread, stays where it is. */
    @Override
    public Request edit(Letter letter, String receipt) {
        return Request.json(
                "PATCH",
                letter.to().address().replaceFirst("/?(?=\\?|$)", "/messages/" + Request.encoded(receipt)),
                body(letter.card()));
    }

    private static Map<String, Object> body(Card card) {
        return Map.of(
                "content",
                Markup.MARKDOWN.escape(CardText.title(card, 300)),
                "allowed_mentions",
                Map.of("parse", List.of()),
                "embeds",
                List.of(Map.of(
                        "title",
                        Markup.MARKDOWN.escape(CardText.title(card, 100)),
                        "description",
                        CardText.body(card, Markup.MARKDOWN, LONGEST, CardText::codePoints),
                        "color",
                        Colours.number(card.tone()))));
    }

    @Override
    public boolean edits() {
        return true;
    }

    /** How long to wait is in the body, in seconds with a fraction. */
    @Override
    public Outcome outcome(Answer answer, Instant now) {
        if (answer.success()) {
            return new Outcome.Accepted("Discord has the message", answer.text("id"));
        }
        var wait = answer.json().getValue("retry_after") instanceof Number seconds
                ? Duration.ofMillis((long) Math.ceil(seconds.doubleValue() * 1_000))
                : null;
        return Verdict.hook("Discord", answer, answer.text("message"), wait, now);
    }
}
