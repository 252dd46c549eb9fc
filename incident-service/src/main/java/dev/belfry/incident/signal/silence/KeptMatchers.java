package dev.belfry.incident.signal.silence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.belfry.platform.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Conditions as a column keeps them. Each text is compiled once: every batch of alerts asks for the same ones. */
public final class KeptMatchers {
    private static final int MOST_CACHED = 4_096;

    private final Map<String, List<Matcher>> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Matcher>> eldest) {
            return size() > MOST_CACHED;
        }
    };

    /** A condition as it is kept. */
    private record Kept(String name, String value, boolean isRegex, boolean isEqual) {}

    public List<Matcher> read(String text) {
        synchronized (compiled) {
            return compiled.computeIfAbsent(
                    text,
                    fresh -> kept(fresh).stream()
                            .map(one -> Matcher.of(one.name(), one.value(), one.isRegex(), one.isEqual()))
                            .toList());
        }
    }

    public static String text(List<Matcher> matchers) {
        return Json.text(matchers.stream()
                .map(matcher -> new Kept(matcher.name(), matcher.value(), matcher.isRegex(), matcher.isEqual()))
                .toList());
    }

    private static List<Kept> kept(String json) {
        try {
            return Json.mapper().readValue(json, new TypeReference<List<Kept>>() {});
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException(unreadable.getOriginalMessage(), unreadable);
        }
    }
}
