package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Text;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pushover's message API. An urgent page breaks through quiet hours; what repeats it is our own escalation. */
final class PushoverWire implements Wire {
    private static final int LONGEST = 1_024;
    private static final int LONGEST_URL = 512;
    private static final String USUAL = "https://api.pushover.net";

    @Override
    public Request request(Letter letter) {
        var card = letter.card();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("token", letter.value("token"));
        fields.put("user", letter.to().address());
        fields.put("title", CardText.title(card, 250));
        var text = CardText.withoutButtons(card, Markup.PLAIN, LONGEST, CardText::codePoints);
        fields.put("message", text.isEmpty() ? Text.line(card.title(), LONGEST) : text);
        fields.put(
                "priority",
                switch (card.tone()) {
                    case URGENT -> "1";
                    case CALM, QUIET -> "0";
                });
        CardText.buttons(card).stream()
                .filter(link -> link.url().length() <= LONGEST_URL)
                .findFirst()
                .ifPresent(link -> {
                    fields.put("url", link.url());
                    fields.put("url_title", Text.line(link.words(), 100));
                });
        var server = letter.value("server").isEmpty() ? USUAL : letter.value("server");
        return Request.form(server.replaceAll("/+$", "") + "/1/messages.json", fields);
    }

    /** What is wrong with the token is wrong for everybody; with the user, for this one. */
    @Override
    public Outcome outcome(Answer answer, Instant now) {
        if (answer.status() >= 400 && answer.status() < 500 && answer.status() != 429) {
            var errors = answer.json().getValue("errors");
            var said = errors == null ? "" : errors.toString();
            var fault = answer.text("token").equals("invalid")
                    ? Outcome.Fault.CHANNEL
                    : answer.text("user").equals("invalid") ? Outcome.Fault.GONE : Outcome.Fault.ADDRESS;
            return Verdict.refused("Pushover", answer.status(), said, fault);
        }
        return Verdict.hook("Pushover", answer, "", null, now);
    }

    @Override
    public boolean throughAccount() {
        return true;
    }
}
