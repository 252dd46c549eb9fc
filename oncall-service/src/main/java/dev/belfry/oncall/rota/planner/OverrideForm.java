package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.rota.schedule.OverrideKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was typed into the form for an override; when it is refused, the form keeps it and says why at each field.
 *
 * @param when a preset, or {@code custom} for the two times
 * @param shiftStart of the shift that was selected; empty for none
 * @param find a part of a name to look for
 * @param errors by field
 */
public record OverrideForm(
        String kind,
        String group,
        String user,
        String replaces,
        String when,
        String start,
        String end,
        String shiftStart,
        String shiftEnd,
        String correction,
        String find,
        Map<String, String> errors) {
    OverrideForm refused(Map<String, String> why) {
        return new OverrideForm(
                kind, group, user, replaces, when, start, end, shiftStart, shiftEnd, correction, find, why);
    }

    OverrideForm refused(String field, String why) {
        return refused(Map.of(field, why));
    }

    public String error(String field) {
        return errors.getOrDefault(field, "");
    }

    static @Nullable OverrideKind kind(String text) {
        for (OverrideKind one : OverrideKind.values()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(text)) {
                return one;
            }
        }
        return null;
    }

    /** The field of the form that a refusal is about, and what to say there. */
    static Map<String, String> errors(List<Answer.Bad> bad) {
        Map<String, String> errors = new LinkedHashMap<>();
        bad.forEach(one -> errors.putIfAbsent(field(one.pointer()), sentence(one.detail())));
        return errors;
    }

    private static String field(String pointer) {
        return switch (pointer) {
            case "/user", "/replaces", "/group", "/correction", "/start", "/end" -> pointer.substring(1);
            default -> "kind";
        };
    }

    static String sentence(String detail) {
        String first = detail.substring(0, 1).toUpperCase(Locale.ROOT) + detail.substring(1);
        return first.endsWith(".") ? first : first + ".";
    }
}
