package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Vonage's SMS API, which answers 200 to everything and says in the body what came of each part. */
final class VonageWire implements Wire {
    private static final String USUAL = "https://rest.nexmo.com";

    @Override
    public Request request(Letter letter) {
        var text = SmsText.of(letter);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("api_key", letter.value("key"));
        fields.put("api_secret", letter.value("secret"));
        fields.put("from", letter.value("from").replaceFirst("^\\+", ""));
        fields.put("to", letter.to().address().substring(1));
        fields.put("text", text);
        fields.put("type", StandardCharsets.US_ASCII.newEncoder().canEncode(text) ? "text" : "unicode");
        fields.put("client-ref", letter.notice().id().toString());
        var server = letter.value("server").isEmpty() ? USUAL : letter.value("server");
        return Request.form(server.replaceAll("/+$", "") + "/sms/json", fields);
    }

    @Override
    public Outcome outcome(Answer answer, Instant now) {
        if (!answer.success()) {
            return Verdict.hook("Vonage", answer, "", null, now);
        }
        var first = answer.json().getValue("messages") instanceof JsonArray messages && !messages.isEmpty()
                ? messages.getJsonObject(0)
                : new JsonObject();
        var status = String.valueOf(first.getValue("status", ""));
        var said = "status " + status;
        return switch (status) {
            case "0" -> new Outcome.Accepted("Vonage has the message", first.getString("message-id"));
            // Too fast; an error on its side.
            case "1" -> new Outcome.Passing("Vonage asks to wait (" + said + ")", null, Outcome.Trouble.NONE);
            case "5" -> new Outcome.Passing("Vonage is in trouble (" + said + ")", null, Outcome.Trouble.CERTAIN);
            // Wrong key, no money left, not for us.
            case "4", "8", "9", "11", "14", "15" -> Verdict.refused("Vonage", 200, said, Outcome.Fault.CHANNEL);
            // The number is barred.
            case "7" -> Verdict.refused("Vonage", 200, said, Outcome.Fault.GONE);
            default -> Verdict.refused("Vonage", 200, said, Outcome.Fault.ADDRESS);
        };
    }

    @Override
    public boolean throughAccount() {
        return true;
    }
}
