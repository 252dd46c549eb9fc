package dev.belfry.oncall.identity.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outcome of a write: it was done, or it was refused for a reason the caller can act on. */
public sealed interface Answer<T> {
    record Done<T>(T value, long version) implements Answer<T> {}

    record Missing<T>(Thing thing) implements Answer<T> {}

    /** Somebody else changed it since it was read. */
    record Stale<T>() implements Answer<T> {}

    /** Another team owns it, or nobody but the whole organisation. */
    record Forbidden<T>(String detail) implements Answer<T> {}

    record Conflict<T>(String detail) implements Answer<T> {}

    record Invalid<T>(List<Bad> fields) implements Answer<T> {}

    /** A field that cannot be taken, by its JSON pointer, and why. */
    record Bad(String pointer, String detail) {}

    /** Refuses the value when anything in it is bad; null when it is good. */
    static <T> @Nullable Answer<T> unlessEmpty(List<Bad> bad) {
        return bad.isEmpty() ? null : new Invalid<>(List.copyOf(bad));
    }

    /** The same refusal of something else. */
    static <T, U> Answer<U> refusal(Answer<T> refused) {
        return switch (refused) {
            case Done<T> done -> throw new IllegalStateException("this was done, not refused");
            case Missing<T> missing -> new Missing<>(missing.thing());
            case Stale<T> stale -> new Stale<>();
            case Forbidden<T> forbidden -> new Forbidden<>(forbidden.detail());
            case Conflict<T> conflict -> new Conflict<>(conflict.detail());
            case Invalid<T> invalid -> new Invalid<>(invalid.fields());
        };
    }
}
