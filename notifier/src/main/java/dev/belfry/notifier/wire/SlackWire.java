package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Card;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Slack's incoming webhooks. Buttons that only lead somewhere need no app behind them in an attachment. */
final class SlackWire implements Wire {
    private static final int LONGEST = 3_000;

    @Override
    public Request request(Letter letter) {
        var card = letter.card();
        var title = CardText.title(card, 300);
        return Request.json(
                "POST",
                letter.to().address(),
                Map.of(
                        "text",
                        Markup.SLACK.bold(title),
                        "unfurl_links",
                        false,
                        "attachments",
                        List.of(Map.of(
                                "color",
                                Colours.hex(card.tone()),
                                "fallback",
                                Markup.SLACK.escape(title),
                                "mrkdwn_in",
                                List.of("text"),
                                "text",
                                CardText.withoutButtons(card, Markup.SLACK, LONGEST, CardText::codePoints),
                                "actions",
                                buttons(card)))));
    }

    private static List<Map<String, String>> buttons(Card card) {
        return CardText.buttons(card).stream()
                .map(link -> Map.of(
                        "type",
                        "button",
                        "text",
                        link.words(),
                        "url",
                        link.url(),
                        "style",
                        link.equals(card.links().getFirst()) ? "primary" : "default"))
                .toList();
    }

    /** Only the word {@code ok} means that it has the message. */
    @Override
    public Outcome outcome(Answer answer, Instant now) {
        var said = answer.body().strip();
        if (answer.status() == 200 && !said.equals("ok")) {
            return Verdict.refused("Slack", answer.status(), said, Outcome.Fault.ADDRESS);
        }
        return Verdict.hook("Slack", answer, said, null, now);
    }
}
