package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.identity.outcome.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the field of the editor that a refusal is about. */
final class EditorErrors {
    private static final Pattern LAYER = Pattern.compile("/groups/(\\d+)/layers/(\\d+)/(.*)");
    private static final Pattern HOURS = Pattern.compile("restrictions/(\\d+)(/.*)?");

    private EditorErrors() {}

    static Map<String, String> of(List<Answer.Bad> bad) {
        Map<String, String> errors = new LinkedHashMap<>();
        bad.forEach(one -> errors.putIfAbsent(field(one.pointer()), OverrideForm.sentence(one.detail())));
        return errors;
    }

    private static String field(String pointer) {
        Matcher layer = LAYER.matcher(pointer);
        if (layer.matches()) {
            String at = "g" + layer.group(1) + ".l" + layer.group(2);
            Matcher hours = HOURS.matcher(layer.group(3));
            if (hours.matches()) {
                return at + ".h" + hours.group(1) + ".from";
            }
            String rest = layer.group(3);
            if (rest.startsWith("members/")) {
                return at + ".find";
            }
            return switch (rest) {
                case "rotation/start" -> at + ".start";
                case "rotation/unit", "rotation/lengths", "rotation/rules" -> at + ".unit";
                case "from", "until" -> at + "." + rest;
                default -> at + ".name";
            };
        }
        return switch (pointer) {
            case "/timeZone" -> "zone";
            case "/team" -> "team";
            case "/effectiveFrom" -> "effective";
            default -> "name";
        };
    }
}
