package dev.belfry.notifier.channel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Writes text as it may stand in the header of a mail: ASCII as it is, all else as encoded words (RFC 2047). */
final class MailWords {
    /** An encoded word has at most 75 characters: 12 around it, and base64; with 39 bytes the name of the header fits before it. */
    private static final int MOST_BYTES = 39;

    private MailWords() {}

    /** Whole characters in each word, and blanks between words, where the header may be folded. */
    static String encoded(String text) {
        if (text.chars().allMatch(c -> c >= 0x20 && c < 0x7f) && !text.contains("=?")) {
            return text;
        }
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        int bytes = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            var character = Character.toString(text.codePointAt(at));
            int more = character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + more > MOST_BYTES) {
                words.add(word(word));
                word.setLength(0);
                bytes = 0;
            }
            word.append(character);
            bytes += more;
        }
        words.add(word(word));
        return String.join(" ", words);
    }

    private static String word(CharSequence text) {
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }
}
