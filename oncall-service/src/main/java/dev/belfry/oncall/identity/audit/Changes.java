package dev.belfry.oncall.identity.audit;

import dev.belfry.platform.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** What is different between two states of a thing, as the API shows it. */
public final class Changes {
    private Changes() {}

    /** The members that differ: {@code {"role": {"from": "viewer", "to": "manager"}}}; a member that is absent has no side. */
    public static Map<String, Object> between(Object before, Object after) {
        Map<String, Object> old = members(before);
        Map<String, Object> now = members(after);
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        Map<String, Object> changes = new LinkedHashMap<>();
        for (String name : names) {
            if (!Objects.equals(old.get(name), now.get(name))) {
                Map<String, Object> sides = new LinkedHashMap<>();
                if (old.containsKey(name)) {
                    sides.put("from", old.get(name));
                }
                if (now.containsKey(name)) {
                    sides.put("to", now.get(name));
                }
                changes.put(name, sides);
            }
        }
        return changes;
    }

    private static Map<String, Object> members(Object thing) {
        return Json.mapper().convertValue(thing, Json.MAP);
    }
}
