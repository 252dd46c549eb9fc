package dev.belfry.status.desk;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was typed into a form, read field by field; what is wrong stands beside its field. */
final class Typed {
    static final int LONGEST_NAME = 200;
    static final int LONGEST_BODY = 10_000;

    private Typed() {}

    /** What PostgreSQL cannot keep is shown as such. */
    static String text(String typed) {
        return typed.replace('\0', '\uFFFD');
    }

    /** Notes what is wrong with the title of a post or a maintenance. */
    static void name(String name, Map<String, String> errors) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            errors.put("name", "Give it a title of 1 to " + LONGEST_NAME + " characters.");
        }
    }

    /** Notes what is wrong with words for customers. */
    static void body(String body, Map<String, String> errors) {
        if (body.isEmpty() || body.length() > LONGEST_BODY) {
            errors.put("body", "Say what customers should know, in 1 to 10,000 characters.");
        }
    }

    /** Null when it is none of them: a form offers only those that there are. */
    static <E extends Enum<E>> @Nullable E word(Class<E> type, String word) {
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(word)) {
                return constant;
            }
        }
        return null;
    }

    /** Null when the address names nothing that could be there. */
    static @Nullable UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }
}
