package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** ntfy, on its own server or another: JSON goes to the root, with the topic in it. */
final class NtfyWire implements Wire {
    /** Above 4,096 bytes it would make an attachment of it. */
    private static final int MOST_BYTES = 3_900;

    @Override
    public Request request(Letter letter) {
        var card = letter.card();
        var address = letter.to().address().replaceAll("/+$", "");
        int slash = address.lastIndexOf('/');
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("topic", address.substring(slash + 1));
        body.put("title", CardText.title(card, 250));
        body.put("message", CardText.withoutButtons(card, Markup.PLAIN, MOST_BYTES, CardText::bytes));
        body.put(
                "priority",
                switch (card.tone()) {
                    case URGENT -> 5;
                    case CALM -> 4;
                    case QUIET -> 3;
                });
        if (!card.links().isEmpty()) {
            body.put("click", CardText.buttons(card).getLast().url());
            body.put(
                    "actions",
                    CardText.buttons(card).stream()
                            .map(link -> Map.of("action", "view", "label", link.words(), "url", link.url()))
                            .toList());
        }
        if (card.lines().isEmpty() && card.facts().isEmpty()) {
            body.put("message", card.title());
        }
        var request = Request.json("POST", address.substring(0, slash + 1), body);
        return letter.secret().isEmpty() ? request : request.bearer(letter.secret());
    }

    @Override
    public Outcome outcome(Answer answer, Instant now) {
        return Verdict.hook("ntfy", answer, answer.text("error"), null, now);
    }
}
