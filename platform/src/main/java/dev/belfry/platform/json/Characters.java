package dev.belfry.platform.json;

/** Which texts can be kept: PostgreSQL has no U+0000, and half of a surrogate pair is no character. */
public final class Characters {
    /** What to say of a text with such a character. */
    public static final String REFUSED = "has a character that cannot be stored (U+0000, or half of a surrogate pair)";

    private Characters() {}

    public static boolean canBeStored(String text) {
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            if (at == 0 || Character.isLowSurrogate(at)) {
                return false;
            }
            if (Character.isHighSurrogate(at)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
