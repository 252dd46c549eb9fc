package dev.belfry.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One alert of a body, and what the expressions say of it.
 *
 * @param json the element, or the whole body when it is one alert
 */
public record MappedItem(JsonNode json, Map<Member, Value> values) {
    /** Null when there is no such expression, when it has no value, or when it says that there is none. */
    public @Nullable JsonNode value(Member member) {
        return values.get(member) instanceof Value.Present present ? present.json() : null;
    }

    /** The expression says so itself. */
    public boolean isNothing(Member member) {
        return values.get(member) instanceof Value.Nothing;
    }
}
