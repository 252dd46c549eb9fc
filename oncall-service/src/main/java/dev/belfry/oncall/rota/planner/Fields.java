package dev.belfry.oncall.rota.planner;

import java.util.List;
import java.util.Map;

/** The fields of a form as they were sent; what is missing is empty. */
record Fields(Map<String, List<String>> sent) {
    String one(String name) {
        List<String> values = sent.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst().strip();
    }

    List<String> all(String name) {
        return sent.getOrDefault(name, List.of());
    }

    long number(String name) {
        String text = one(name);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    int count(String name, int most) {
        return (int) Math.min(most, number(name));
    }
}
