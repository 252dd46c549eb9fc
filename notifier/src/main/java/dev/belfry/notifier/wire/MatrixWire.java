package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Card;
import dev.belfry.notifier.channel.ChannelFigures.Repeats;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A Matrix homeserver: it knows a message by the id of its transaction, so a repeat is no second message. */
final class MatrixWire implements Wire {
    private static final int MOST_BYTES = 16_000;

    @Override
    public Request request(Letter letter) {
        var card = letter.card();
        var url = letter.value("server").replaceAll("/+$", "") + "/_matrix/client/v3/rooms/"
                + Request.encoded(letter.to().address()) + "/send/m.room.message/"
                + letter.notice().id();
        return Request.json(
                        "PUT",
                        url,
                        Map.of(
                                "msgtype",
                                card.tone() == Card.Tone.QUIET ? "m.notice" : "m.text",
                                "body",
                                CardText.whole(card, Markup.PLAIN, MOST_BYTES, CardText::json),
                                "format",
                                "org.matrix.custom.html",
                                "formatted_body",
                                CardText.whole(card, Markup.HTML, MOST_BYTES, CardText::json)
                                        .replace("\n", "<br>")))
                .bearer(letter.value("token"));
    }

    @Override
    public Outcome outcome(Answer answer, Instant now) {
        if (answer.success()) {
            return new Outcome.Accepted("Matrix has the message", answer.text("event_id"));
        }
        var error = answer.text("errcode");
        if (answer.status() == 401) {
            return Verdict.refused("Matrix", 401, error, Outcome.Fault.CHANNEL);
        }
        var wait = answer.json().getValue("retry_after_ms") instanceof Number millis
                ? Duration.ofMillis(millis.longValue())
                : null;
        return Verdict.hook("Matrix", answer, error, wait, now);
    }

    @Override
    public Repeats repeats() {
        return Repeats.KNOWN;
    }

    @Override
    public boolean throughAccount() {
        return true;
    }
}
