package dev.belfry.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.belfry.contracts.integration.PayloadMapping;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping whose expressions have been compiled; those that cannot be are as if they were not there. */
public final class CompiledMapping {
    /** How many alerts one body may hold. */
    public static final int MAX_ITEMS = 1_000;

    private static final int MAX_NOTES = 100;
    private static final String USUAL = "; the usual names were used";
    private static final String WHOLE = "; the whole body is one alert";

    private final Map<Member, Expression> expressions = new EnumMap<>(Member.class);
    private final List<MappingFault> faults = new ArrayList<>();

    private CompiledMapping() {}

    public static CompiledMapping of(PayloadMapping mapping) {
        var compiled = new CompiledMapping();
        for (var member : Member.values()) {
            var text = member.of(mapping);
            if (text != null && !text.isBlank()) {
                switch (Language.compile(text)) {
                    case Language.Compiled.Ready ready ->
                        compiled.expressions.put(member, new Expression(text, ready.tree(), ready.program()));
                    case Language.Compiled.Bad bad -> compiled.faults.add(new MappingFault(member, bad.words()));
                }
            }
        }
        return compiled;
    }

    /** Loads the language, which takes a second: not while an alert waits for it. */
    public static boolean prepare() {
        var mapping = new PayloadMapping("[body]", null, null, "body.a + 'b'", null, null, null, null, null);
        var body = JsonNodeFactory.instance.objectNode().put("a", "a");
        return of(mapping).read(body, Map.of()).notes().isEmpty();
    }

    /** What does not compile, in the order of the members. */
    public List<MappingFault> faults() {
        return List.copyOf(faults);
    }

    /**
     * What the mapping makes of a body.
     *
     * @param items what is left out is no member
     * @param leftOut how many more items there were
     * @param notes what is read by its usual name, or not at all, and why
     */
    public record Reading(List<MappedItem> items, int leftOut, List<String> notes) {}

    /** Never throws, whatever the body: an expression that fails is noted, and its member left out. */
    public Reading read(JsonNode body, Map<String, String> headers) {
        return read(body, headers, new Fuel(Fuel.OF_A_REQUEST));
    }

    Reading read(JsonNode body, Map<String, String> headers, Fuel fuel) {
        var notes = new ArrayList<String>();
        faults.forEach(fault -> notes.add(
                fault.member().text() + ": " + fault.words() + (fault.member() == Member.ITEMS ? WHOLE : USUAL)));
        var variables = new LinkedHashMap<String, Object>();
        var value = JsonValues.value(body);
        variables.put("body", value);
        variables.put("headers", headers);
        variables.put("item", value);
        var list = items(variables, fuel, notes);
        if (list == null) {
            return new Reading(List.of(item(body, "", variables, fuel, notes)), 0, notes);
        }
        var items = new ArrayList<MappedItem>();
        for (var element : list) {
            if (items.size() == MAX_ITEMS) {
                break;
            }
            variables.put("item", JsonValues.value(element));
            items.add(item(element, "item " + (items.size() + 1) + ": ", variables, fuel, notes));
        }
        return new Reading(items, list.size() - items.size(), notes);
    }

    /** Null when the whole body is one alert. */
    private @Nullable JsonNode items(Map<String, Object> variables, Fuel fuel, List<String> notes) {
        var expression = expressions.get(Member.ITEMS);
        if (expression == null) {
            return null;
        }
        var value = expression.evaluate(variables, fuel);
        if (value instanceof Value.Present present && present.json().isArray()) {
            return present.json();
        }
        notes.add(Member.ITEMS.text() + ": "
                + (value instanceof Value.Failed failed ? failed.reason() : "is not a list") + WHOLE);
        return null;
    }

    private MappedItem item(
            JsonNode item, String prefix, Map<String, Object> variables, Fuel fuel, List<String> notes) {
        var values = new EnumMap<Member, Value>(Member.class);
        expressions.forEach((member, expression) -> {
            if (member != Member.ITEMS) {
                var value = expression.evaluate(variables, fuel);
                values.put(member, value);
                if (value instanceof Value.Failed failed && notes.size() < MAX_NOTES) {
                    notes.add(prefix + member.text() + ": " + failed.reason() + USUAL);
                }
            }
        });
        return new MappedItem(item, values);
    }
}
