package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Rocket.Chat's incoming webhooks. */
final class RocketChatWire implements Wire {
    /** Servers take 5,000 characters unless told otherwise. */
    private static final int LONGEST = 4_000;

    @Override
    public Request request(Letter letter) {
        var card = letter.card();
        return Request.json(
                "POST",
                letter.to().address(),
                Map.of(
                        "text",
                        Markup.MARKDOWN.bold(CardText.title(card, 300)),
                        "attachments",
                        List.of(Map.of(
                                "color",
                                Colours.hex(card.tone()),
                                "text",
                                CardText.body(card, Markup.MARKDOWN, LONGEST, CardText::codePoints)))));
    }

    @Override
    public Outcome outcome(Answer answer, Instant now) {
        if (answer.success() && !Boolean.TRUE.equals(answer.json().getValue("success"))) {
            return Verdict.refused("Rocket.Chat", answer.status(), answer.text("error"), Outcome.Fault.ADDRESS);
        }
        return Verdict.hook("Rocket.Chat", answer, answer.text("error"), null, now);
    }
}
