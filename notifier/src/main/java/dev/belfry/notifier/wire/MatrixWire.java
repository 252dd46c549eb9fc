package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Card;
import dev.belfry.notifier.channel.ChannelFigures.Repeats;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import dev.belfry.platform.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A Matrix homeserver: it knows a message by the id of its transaction, so a repeat is no second message. */
final class MatrixWire implements Wire {
    /** An edit has everything twice, of the 65,536 that a message may have. */
    private static final int MOST_BYTES = 14_000;

    @Override
    public Request request(Letter letter) {
        return sent(letter, letter.notice().id(), content(letter.card()));
    }

    /** A message of its own that stands in the place of the other; what does not know that shows it with a star. */
    @Override
    public Request edit(Letter letter, String receipt) {
        var content = content(letter.card());
        Map<String, Object> body = new LinkedHashMap<>(content);
        body.computeIfPresent("body", (name, text) -> "* " + text);
        body.computeIfPresent("formatted_body", (name, text) -> "* " + text);
        body.put("m.new_content", content);
        body.put("m.relates_to", Map.of("rel_type", "m.replace", "event_id", receipt));
        return sent(
                letter, Ids.derived("edit", letter.notice().id(), letter.card().title()), body);
    }

    private static Request sent(Letter letter, UUID transaction, Map<String, Object> content) {
        var url = letter.value("server").replaceAll("/+$", "") + "/_matrix/client/v3/rooms/"
                + Request.encoded(letter.to().address()) + "/send/m.room.message/" + transaction;
        return Request.json("PUT", url, content).bearer(letter.value("token"));
    }

    private static Map<String, Object> content(Card card) {
        return Map.of(
                "msgtype",
                card.tone() == Card.Tone.QUIET ? "m.notice" : "m.text",
                "body",
                CardText.whole(card, Markup.PLAIN, MOST_BYTES, CardText::json),
                "format",
                "org.matrix.custom.html",
                "formatted_body",
                CardText.whole(card, Markup.HTML, MOST_BYTES, CardText::json).replace("\n", "<br>"));
    }

    @Override
    public boolean edits() {
        return true;
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
