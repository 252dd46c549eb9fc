package dev.belfry.notifier.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One reply of a mail server: its code, and the text of its lines. */
record SmtpReply(int code, List<String> lines) {
    static final int MAX_LINES = 100;

    boolean is(int hundreds) {
        return code / 100 == hundreds;
    }

    String last() {
        return lines.isEmpty() ? "" : lines.getLast();
    }

    /** What the server says after the word in its answer to EHLO; empty when it does not know the extension. */
    Optional<String> extension(String word) {
        return lines.stream()
                .map(line -> line.toUpperCase(Locale.ROOT))
                .filter(line -> line.equals(word) || line.startsWith(word + " "))
                .map(line -> line.substring(word.length()).strip())
                .findFirst();
    }

    /** Gathers the lines of one reply. */
    static final class Gatherer {
        private final List<String> lines = new ArrayList<>();

        /** The whole reply with its last line; null before it. */
        @Nullable
        SmtpReply line(String line) {
            if (line.length() < 3 || !line.substring(0, 3).matches("[2-5]\\d\\d") || lines.size() >= MAX_LINES) {
                throw new IllegalStateException("the mail server does not speak SMTP");
            }
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() > 3 && line.charAt(3) == '-') {
                return null;
            }
            var reply = new SmtpReply(Integer.parseInt(line.substring(0, 3)), List.copyOf(lines));
            lines.clear();
            return reply;
        }
    }
}
