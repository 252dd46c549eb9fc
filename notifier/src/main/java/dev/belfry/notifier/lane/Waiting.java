package dev.belfry.notifier.lane;

import dev.belfry.notifier.delivery.Priority;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Who stands in line before the slots of a lane: by priority, and within one first come first served. Whoever was served
 * goes to the end. At most {@value #BOUND} stand here; the others wait in the database.
 */
final class Waiting {
    static final int BOUND = 1_000;

    private final Map<Priority, Map<UUID, Turn>> lines = new EnumMap<>(Priority.class);
    private int size;

    Waiting() {
        for (var priority : Priority.values()) {
            lines.put(priority, new LinkedHashMap<>());
        }
    }

    /** Who stands in line already moves up when the new turn is more urgent. */
    void offer(Collection<Turn> turns) {
        turns.forEach(this::offer);
    }

    private void offer(Turn turn) {
        for (var line : lines.entrySet()) {
            var known = line.getValue().get(turn.method());
            if (known == null) {
                continue;
            }
            if (line.getKey().compareTo(turn.priority()) <= 0) {
                line.getValue()
                        .put(turn.method(), new Turn(turn.method(), line.getKey(), known.retry() && turn.retry()));
                return;
            }
            line.getValue().remove(turn.method());
            size--;
        }
        if (size < BOUND) {
            line(turn.priority()).put(turn.method(), turn);
            size++;
        }
    }

    /** The first so many that may go; those that may not keep their place. */
    List<Turn> take(int most, Predicate<Turn> mayGo) {
        var taken = new ArrayList<Turn>();
        for (var priority : Priority.values()) {
            var line = line(priority).values().iterator();
            while (taken.size() < most && line.hasNext()) {
                var turn = line.next();
                if (mayGo.test(turn)) {
                    line.remove();
                    size--;
                    taken.add(turn);
                }
            }
        }
        return taken;
    }

    int size() {
        return size;
    }

    Set<UUID> methods() {
        Set<UUID> methods = new HashSet<>();
        lines.values().forEach(line -> methods.addAll(line.keySet()));
        return methods;
    }

    private Map<UUID, Turn> line(Priority priority) {
        return lines.computeIfAbsent(priority, none -> new LinkedHashMap<>());
    }
}
