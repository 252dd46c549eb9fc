package dev.belfry.notifier.channel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Words the message with the code that shows that a contact method reaches its person. */
public final class CodeNotice {
    private CodeNotice() {}

    /** @param minutes how long the code counts */
    public static Notice write(UUID id, String person, String code, long minutes, Instant at) {
        var line = "The code for " + Text.line(person, 200) + " is " + code + ".";
        var what = "Enter it in Belfry, under \"My notifications\", within " + minutes + " minutes."
                + " If you did not ask for it, do nothing: somebody has typed this address by mistake.";
        return new Notice(
                id,
                "Your Belfry code",
                line + "\n\n" + what + "\n",
                "<!doctype html><html><body>\n<p>" + Text.html(line) + "</p>\n<p>" + Text.html(what)
                        + "</p>\n</body></html>\n",
                Card.quiet("Your Belfry code: " + code, List.of(line, what), List.of()),
                null,
                Map.of("type", "verification", "timestamp", at, "data", Map.of("code", code, "text", line)));
    }
}
