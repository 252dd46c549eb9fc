package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Account;
import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** SMS through whatever takes a POST: a gateway of one's own, a modem, a provider that is not among those with names. */
final class SmsWire implements Wire {
    private static final Wire TWILIO = new TwilioSmsWire();
    private static final Wire VONAGE = new VonageWire();

    @Override
    public Wire through(Account account) {
        return switch (account.kind()) {
            case "twilio" -> TWILIO;
            case "vonage" -> VONAGE;
            default -> this;
        };
    }

    @Override
    public Request request(Letter letter) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("id", letter.notice().id().toString());
        body.put("to", letter.to().address());
        body.put("text", SmsText.of(letter));
        var request = Request.json("POST", letter.value("url"), body)
                .with("idempotency-key", letter.notice().id().toString());
        return letter.value("token").isEmpty() ? request : request.bearer(letter.value("token"));
    }

    /** What is wrong with the sign-in is wrong for every number. */
    @Override
    public Outcome outcome(Answer answer, Instant now) {
        int status = answer.status();
        return status == 401 || status == 403 || status == 404
                ? Verdict.refused("the SMS gateway", status, "", Outcome.Fault.CHANNEL)
                : Verdict.hook("the SMS gateway", answer, "", null, now);
    }

    @Override
    public boolean throughAccount() {
        return true;
    }
}
