package dev.belfry.platform.console;

import dev.belfry.platform.id.Sha256;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A sentence that the next page shows once, and how to take back what it speaks of. It travels in a cookie of the browser.
 *
 * @param undo the path that a press on Undo is posted to; null when there is nothing to take back
 */
public record Flash(Kind kind, String words, @Nullable String undo) {
    static final Flash NONE = new Flash(Kind.DONE, "", null);

    /** What the sentence is about. */
    public enum Kind {
        DONE("circle-check"),
        WARNING("alert-triangle"),
        REFUSED("circle-x");

        private final String icon;

        Kind(String icon) {
            this.icon = icon;
        }

        public String icon() {
            return icon;
        }
    }

    public boolean isEmpty() {
        return words.isEmpty();
    }

    /** @param csrf the token of the session it is for: nobody else can have a button point to a form of ours */
    String cookie(String csrf) {
        var back = undo == null ? "" : undo;
        return String.join("!", kind.name(), encoded(words), encoded(back), seal(back, csrf));
    }

    /** What a cookie holds; without its Undo when it is not sealed for this session, and nothing when it is not ours. */
    static Flash of(String cookie, String csrf) {
        var parts = cookie.split("!", -1);
        if (parts.length != 4) {
            return NONE;
        }
        try {
            var back = decoded(parts[2]);
            var sealed = !back.isEmpty() && parts[3].equals(seal(back, csrf));
            return new Flash(Kind.valueOf(parts[0]), decoded(parts[1]), sealed ? back : null);
        } catch (IllegalArgumentException notOurs) {
            return NONE;
        }
    }

    private static String seal(String undo, String csrf) {
        return Sha256.hex(csrf + " " + undo).substring(0, 32);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("!", "%21");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
