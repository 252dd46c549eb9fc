package dev.belfry.incident.signal.rule;

import com.google.re2j.Pattern;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.incident.catalog.service.Words;
import dev.belfry.incident.signal.alert.Decided;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An event rule that is ready to be asked any number of times. */
final class CompiledRule {
    private static final int LONGEST_VALUE = 255;
    private static final int LONGEST_FOUND_IN = 16_384;
    private static final int MOST_LABELS = 200;
    private static final Pattern PLACE = Pattern.compile("\\{\\{ *([^{}]{1,100}?) *\\}\\}");

    private final EventRule rule;
    private final Predicate<Facts> condition;
    private final List<Pattern> patterns;

    private CompiledRule(EventRule rule, Predicate<Facts> condition, List<Pattern> patterns) {
        this.rule = rule;
        this.condition = condition;
        this.patterns = patterns;
    }

    static CompiledRule of(EventRule rule) throws Language.Unreadable {
        // What came from the form is tested without the expression language: it is the same, and faster.
        var test = rule.conditions() == null
                ? Language.compile(rule.condition())
                : rule.conditions().test();
        return new CompiledRule(
                rule,
                test,
                extractions(rule.actions()).stream()
                        .map(one -> Pattern.compile(one.pattern()))
                        .toList());
    }

    /** A rule that was sound when it was saved and is not any more: it fails with every alert, and says so. */
    static CompiledRule broken(EventRule rule, String why) {
        return new CompiledRule(
                rule,
                facts -> {
                    throw new Language.Failed(why);
                },
                List.of());
    }

    EventRule rule() {
        return rule;
    }

    boolean applies(Facts facts) {
        return condition.test(facts);
    }

    /** Changes what the alert says; answers in words what it did. */
    List<String> change(Facts facts) {
        var actions = rule.actions();
        var before = facts.signal();
        var did = new ArrayList<String>();
        var labels = new LinkedHashMap<>(facts.labels());
        var known = Map.copyOf(labels);
        find(facts, labels, did);
        Objects.requireNonNullElse(actions.labels(), Map.<String, String>of()).forEach((name, value) -> {
            var text = filled(value, labels);
            if (text.isEmpty()) {
                labels.remove(name);
            } else {
                put(labels, name, text);
            }
            did.add(text.isEmpty() ? "removed label " + name : "set label " + name + " to " + text);
        });
        var labelled = before.labels() != null && !before.labels().isEmpty();
        var same = known.equals(labels);
        if (actions.severity() != null) {
            did.add("set severity to " + Facts.word(actions.severity()));
        }
        if (actions.priority() != null) {
            did.add("set priority to " + actions.priority());
        }
        if (actions.urgency() != null) {
            did.add("set urgency to " + Facts.word(actions.urgency()));
        }
        if (actions.title() != null) {
            did.add("set the title");
        }
        facts.become(new AlertSignal(
                before.id(),
                before.action(),
                before.dedupKey(),
                title(before.summary(), actions.title(), labels),
                actions.severity() == null ? before.severity() : actions.severity(),
                text("source", before.source(), actions.source(), labels, did),
                text("component", before.component(), actions.component(), labels, did),
                before.occurredAt(),
                same || labelled ? before.details() : labels,
                before.links(),
                same || !labelled ? before.labels() : labels,
                text("description", before.description(), actions.description(), labels, did),
                actions.priority() == null ? before.priority() : actions.priority(),
                before.tags(),
                before.expiresAt(),
                before.repeats()));
        return did;
    }

    private void find(Facts facts, Map<String, String> labels, List<String> did) {
        var extractions = extractions(rule.actions());
        for (var i = 0; i < patterns.size(); i++) {
            var from = extractions.get(i);
            var text = facts.text(from.field(), from.label() == null ? "" : from.label());
            var matcher = patterns.get(i).matcher(text.substring(0, Math.min(text.length(), LONGEST_FOUND_IN)));
            if (!matcher.find()) {
                continue;
            }
            for (var group : patterns.get(i).namedGroups().keySet()) {
                var found = matcher.group(group);
                if (found != null) {
                    put(labels, group, found);
                    did.add("found " + group + ": " + shortened(found));
                }
            }
        }
    }

    private static void put(Map<String, String> labels, String name, String value) {
        if (labels.size() < MOST_LABELS || labels.containsKey(name)) {
            labels.put(name, shortened(value));
        }
    }

    private static String title(String before, @Nullable String wanted, Map<String, String> labels) {
        if (wanted == null) {
            return before;
        }
        var filled = filled(wanted, labels);
        return filled.isBlank() ? before : Words.summary(filled);
    }

    private static @Nullable String text(
            String name,
            @Nullable String before,
            @Nullable String wanted,
            Map<String, String> labels,
            List<String> did) {
        if (wanted == null) {
            return before;
        }
        did.add("set the " + name);
        return filled(wanted, labels);
    }

    /** A label that is not there leaves nothing. */
    private static String filled(String text, Map<String, String> labels) {
        if (!text.contains("{{")) {
            return text;
        }
        var matcher = PLACE.matcher(text);
        var filled = new StringBuilder();
        var from = 0;
        while (matcher.find()) {
            filled.append(text, from, matcher.start()).append(labels.getOrDefault(matcher.group(1), ""));
            from = matcher.end();
        }
        return filled.append(text, from, text.length()).toString();
    }

    /** Never half a surrogate pair at its end. */
    private static String shortened(String value) {
        if (value.length() <= LONGEST_VALUE) {
            return value;
        }
        return value.substring(
                0, Character.isHighSurrogate(value.charAt(LONGEST_VALUE - 1)) ? LONGEST_VALUE - 1 : LONGEST_VALUE);
    }

    Decided.Applied applied(List<String> did) {
        return new Decided.Applied(rule.id(), rule.name(), rule.version(), List.copyOf(did));
    }

    Decided.Fault fault(String why) {
        return new Decided.Fault(rule.id(), rule.name(), rule.version(), why);
    }

    private static List<Actions.Extraction> extractions(Actions actions) {
        return Objects.requireNonNullElse(actions.extract(), List.of());
    }
}
