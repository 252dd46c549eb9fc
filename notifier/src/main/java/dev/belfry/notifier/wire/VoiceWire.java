package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.AnswerCode;
import dev.belfry.notifier.channel.Card;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Text;
import dev.belfry.notifier.channel.Wire;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls through Twilio: what there is to say is read out, and one key acknowledges. Which key differs from call to call, so that
 * no machine that picks up acknowledges.
 */
final class VoiceWire implements Wire {
    private static final int LONGEST_SAID = 600;

    @Override
    public Request request(Letter letter) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("To", letter.to().address());
        fields.put("From", letter.value("caller").isEmpty() ? letter.value("from") : letter.value("caller"));
        fields.put("Twiml", script(letter));
        fields.put("Timeout", "30");
        return Twilio.signedIn(letter, Request.form(Twilio.address(letter, "/Calls.json"), fields));
    }

    private static String script(Letter letter) {
        var card = letter.card();
        var said = "This is Belfry. " + spoken(card);
        var ack = CardText.buttons(card).stream()
                .map(Card.Link::url)
                .filter(url -> url.contains("/ack/"))
                .findFirst();
        var head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response>";
        if (ack.isEmpty() || letter.account() == null) {
            return head + say(said) + "<Pause length=\"1\"/>" + say(said) + "</Response>";
        }
        var key = AnswerCode.key(letter.notice().id());
        var url =
                ack.get().replace("/ack/", "/answers/twilio/" + letter.account().id() + "/key/" + key + "/");
        var gather = "<Gather input=\"dtmf\" numDigits=\"1\" timeout=\"8\" method=\"POST\" action=\"" + Text.html(url)
                + "\">" + say(said + " Press " + key + " to acknowledge.") + "</Gather>";
        return head + gather + gather + say("No key was pressed. Goodbye.") + "</Response>";
    }

    private static String say(String text) {
        return "<Say language=\"en-US\">" + Text.html(text) + "</Say>";
    }

    /** Codes are read digit by digit, severities as words. */
    private static String spoken(Card card) {
        var text = (card.repeat() ? "A repeat. " : "") + card.title();
        if (card.tone() == Card.Tone.QUIET) {
            text += ". " + String.join(" ", card.lines());
        }
        return Text.line(
                text.replaceAll("\\[?SEV([1-5])\\]?", "Severity $1.")
                        .replace("#", "incident ")
                        .replaceAll("(?<=\\d)(?=\\d{1,5}\\b)", " "),
                LONGEST_SAID);
    }

    @Override
    public Outcome outcome(Answer answer, Instant now) {
        return Twilio.outcome(answer, now);
    }

    @Override
    public boolean throughAccount() {
        return true;
    }
}
