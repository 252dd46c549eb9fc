package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;

/** What Twilio's messages and calls have in common: where they are asked for, and what it answers. */
final class Twilio {
    private static final String USUAL = "https://api.twilio.com";

    /** The number is none, cannot be reached from here, or has asked for no more messages. */
    private static final Set<Integer> GONE = Set.of(21211, 21214, 21217, 21408, 21610, 21612, 21614, 13224);

    private Twilio() {}

    static String address(Wire.Letter letter, String path) {
        var server = letter.value("server").isEmpty() ? USUAL : letter.value("server");
        return server.replaceAll("/+$", "") + "/2010-04-01/Accounts/" + letter.value("account") + path;
    }

    static Request signedIn(Wire.Letter letter, Request request) {
        var pair = letter.value("account") + ":" + letter.value("token");
        return request.with(
                "authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    static Outcome outcome(Answer answer, Instant now) {
        if (answer.success()) {
            var sid = answer.text("sid");
            return new Outcome.Accepted("Twilio has it", sid.isEmpty() ? null : sid);
        }
        int code = answer.json().getValue("code") instanceof Number number ? number.intValue() : 0;
        var said = code == 0 ? "" : "error " + code;
        if (answer.status() == 401 || answer.status() == 403 || answer.status() == 404) {
            return Verdict.refused("Twilio", answer.status(), said, Outcome.Fault.CHANNEL);
        }
        if (GONE.contains(code)) {
            return Verdict.refused("Twilio", answer.status(), said, Outcome.Fault.GONE);
        }
        return Verdict.hook("Twilio", answer, said, null, now);
    }
}
