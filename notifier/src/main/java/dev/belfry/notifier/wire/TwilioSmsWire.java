package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Wire;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Twilio's messages. It knows no key by which a repeat is one, but lists what it was sent: that is looked up first. */
final class TwilioSmsWire implements Wire {
    @Override
    public Request request(Letter letter) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("To", letter.to().address());
        fields.put(letter.value("from").startsWith("MG") ? "MessagingServiceSid" : "From", letter.value("from"));
        fields.put("Body", SmsText.of(letter));
        fields.put("ValidityPeriod", "3600");
        return Twilio.signedIn(letter, Request.form(Twilio.address(letter, "/Messages.json"), fields));
    }

    @Override
    public Outcome outcome(Answer answer, Instant now) {
        return Twilio.outcome(answer, now);
    }

    @Override
    public Request lookup(Letter letter) {
        return Twilio.signedIn(
                letter,
                Request.get(Twilio.address(letter, "/Messages.json") + "?PageSize=50&To="
                        + Request.encoded(letter.to().address())));
    }

    /** A message of ours ends in a link that no other has. */
    @Override
    public @Nullable Outcome found(Answer answer, Letter letter) {
        var links = CardText.buttons(letter.card());
        if (links.isEmpty() || !(answer.json().getValue("messages") instanceof JsonArray messages)) {
            return null;
        }
        var path = links.getFirst().url();
        var page = path.substring(0, path.lastIndexOf('.') < 0 ? path.length() : path.lastIndexOf('.'));
        for (var each : messages) {
            if (each instanceof JsonObject message
                    && message.getString("body", "").contains(page)
                    && !message.getString("status", "").matches("failed|undelivered|canceled")) {
                return new Outcome.Accepted("Twilio has the message from an earlier attempt", message.getString("sid"));
            }
        }
        return null;
    }

    @Override
    public boolean throughAccount() {
        return true;
    }
}
