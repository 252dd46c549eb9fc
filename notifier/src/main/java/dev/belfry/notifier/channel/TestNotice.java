package dev.belfry.notifier.channel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Words the message that shows that a contact method works. */
public final class TestNotice {
    private TestNotice() {}

    public static Notice write(UUID id, String person, Instant at) {
        var line = "This is a test from Belfry for " + Text.line(person, 200) + ": pages will reach you here.";
        return new Notice(
                id,
                "Belfry test message",
                line + "\n",
                "<!doctype html><html><body><p>" + Text.html(line) + "</p></body></html>",
                Card.quiet("Belfry test message", List.of(line), List.of()),
                null,
                Map.of("type", "test", "timestamp", at, "data", Map.of("text", line)));
    }
}
