package dev.belfry.oncall.identity.scim;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which resources are asked for: attributes that must equal a value, all of them (RFC 7644, section 3.4.2.2). */
record ScimFilter(Map<String, String> equal) {
    private static final Pattern TERM =
            Pattern.compile("\\s*([\\w:.$-]+)\\s+[eE][qQ]\\s+(\"(?:[^\"\\\\]|\\\\.)*\"|true|false)\\s*");
    private static final Pattern AND = Pattern.compile("\\G[aA][nN][dD]\\s");
    private static final int LONGEST = 1_000;

    /** @param known the attributes that may be asked for, in lower case */
    static ScimFilter parse(@Nullable String text, Set<String> known) {
        Map<String, String> equal = new HashMap<>();
        if (text == null || text.isBlank()) {
            return new ScimFilter(equal);
        }
        int position = 0;
        Matcher term = TERM.matcher(text);
        while (text.length() <= LONGEST && term.find(position) && term.start() == position) {
            String attribute = attribute(term.group(1));
            if (!known.contains(attribute) || equal.containsKey(attribute)) {
                throw refused(text);
            }
            equal.put(attribute, unquoted(term.group(2)));
            position = term.end();
            if (position == text.length()) {
                return new ScimFilter(equal);
            }
            Matcher and = AND.matcher(text);
            if (!and.find(position)) {
                break;
            }
            position = and.end();
        }
        throw refused(text);
    }

    @Nullable
    String of(String attribute) {
        return equal.get(attribute.toLowerCase(Locale.ROOT));
    }

    /** Names do not depend on case, and may be said in full with their schema. */
    static String attribute(String name) {
        return name.replaceFirst("(?i)^urn:ietf:params:scim:schemas:core:2\\.0:(User|Group):", "")
                .toLowerCase(Locale.ROOT);
    }

    static String unquoted(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    private static ScimRefusal refused(String text) {
        return new ScimRefusal(
                400,
                "invalidFilter",
                "this filter cannot be answered; known are eq and \"and\" on what the schema says: "
                        + text.substring(0, Math.min(100, text.length())));
    }
}
