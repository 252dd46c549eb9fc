package dev.belfry.platform.access;

import java.util.Locale;

/** What a caller may do; each role may do all that the ones before it may. */
public enum Role {
    VIEWER,
    RESPONDER,
    MANAGER,
    ADMIN;

    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    public Role lesser(Role other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** @throws IllegalArgumentException for a word that is no role */
    public static Role of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
