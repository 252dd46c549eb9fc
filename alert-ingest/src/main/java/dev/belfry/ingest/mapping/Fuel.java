package dev.belfry.ingest.mapping;

import java.util.List;
import java.util.Map;

/**
 * What the expressions of one request may use together, so that none of them holds up the others' alerts: each step costs
 * one, and its result what it is long. A step is counted before the next one can use its result, so nothing grows
 * beyond what is left.
 */
final class Fuel {
    /** A thousand items with nine expressions of fifty steps. */
    static final int OF_A_REQUEST = 500_000;

    private static final int CHARACTERS = 8;

    private int left;

    Fuel(int left) {
        this.left = left;
    }

    boolean isSpent() {
        return left <= 0;
    }

    /** @throws Spent when there is no more */
    void spend(int units) {
        left = units < left ? left - units : 0;
        if (left == 0) {
            throw new Spent();
        }
    }

    /** What a step costs; of a list or an object only the reference is handed on. */
    void step(Object result) {
        spend(result instanceof CharSequence text ? 1 + text.length() / CHARACTERS : 1);
    }

    /** For what a regular expression goes over, with as many states as it has. */
    void searched(Object value) {
        step(value);
        if (value instanceof CharSequence text) {
            spend(text.length());
        }
    }

    /** For what is compared or copied as a whole. */
    void whole(Object value) {
        step(value);
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((name, member) -> {
                    step(name);
                    whole(member);
                });
            case List<?> list -> list.forEach(this::whole);
            default -> {}
        }
    }

    /** Ends an evaluation. */
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Spent() {
            super("too much work", null, false, false);
        }
    }
}
