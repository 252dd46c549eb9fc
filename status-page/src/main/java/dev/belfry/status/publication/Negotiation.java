package dev.belfry.status.publication;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the headers of a reader's request ask for (RFC 9110, sections 12.5.3 and 13.1.2). */
final class Negotiation {
    private Negotiation() {}

    /** Whether the reader takes gzip; a quality of 0 refuses it. */
    static boolean takesGzip(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        Boolean any = null;
        for (var each : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            var parts = each.split(";", -1);
            boolean wanted = Arrays.stream(parts)
                    .skip(1)
                    .map(String::strip)
                    .noneMatch(parameter -> parameter.matches("q\\s*=\\s*0(\\.0{0,3})?"));
            var coding = parts[0].strip();
            if (coding.equals("gzip") || coding.equals("x-gzip")) {
                return wanted;
            }
            if (coding.equals("*")) {
                any = wanted;
            }
        }
        return Boolean.TRUE.equals(any);
    }

    /** Whether the reader has this body already: a list of tags, weak ones too, or {@code *} for any. */
    static boolean has(@Nullable String ifNoneMatch, String etag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(",", -1))
                        .map(String::strip)
                        .anyMatch(
                                tag -> tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag));
    }
}
