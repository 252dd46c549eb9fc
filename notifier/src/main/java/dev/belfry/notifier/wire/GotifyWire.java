package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A Gotify server; the token is that of an application that the person has made there. */
final class GotifyWire implements Wire {
    private static final int LONGEST = 4_000;

    @Override
    public Request request(Letter letter) {
        var card = letter.card();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("title", CardText.title(card, 250));
        body.put("message", message(letter));
        body.put(
                "priority",
                switch (card.tone()) {
                    case URGENT -> 10;
                    case CALM -> 6;
                    case QUIET -> 4;
                });
        if (!card.links().isEmpty()) {
            body.put(
                    "extras",
                    Map.of(
                            "client::notification",
                            Map.of(
                                    "click",
                                    Map.of("url", card.links().getFirst().url()))));
        }
        return Request.json("POST", letter.to().address().replaceAll("/+$", "") + "/message", body)
                .with("x-gotify-key", letter.secret());
    }

    private static String message(Letter letter) {
        var text = CardText.body(letter.card(), Markup.PLAIN, LONGEST, CardText::codePoints);
        return text.isEmpty() ? letter.card().title() : text;
    }

    @Override
    public Outcome outcome(Answer answer, Instant now) {
        return Verdict.hook("Gotify", answer, answer.text("errorDescription"), null, now);
    }
}
