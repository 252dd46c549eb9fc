package dev.belfry.oncall.rota.ical;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands between a BEGIN and its END. */
record Component(String kind, int number, List<ContentLine> lines, List<Component> parts) {
    private static final int DEEPEST = 10;

    /**
     * The calendars of a file.
     *
     * @throws IllegalArgumentException when it is none
     */
    static List<Component> calendars(String text) {
        List<Component> calendars = new ArrayList<>();
        Deque<Component> open = new ArrayDeque<>();
        for (ContentLine line : ContentLine.all(text)) {
            Component current = open.peek();
            if (line.name().equals("BEGIN")) {
                Component next =
                        new Component(line.value().strip(), line.number(), new ArrayList<>(), new ArrayList<>());
                if (current == null && !next.is("VCALENDAR")) {
                    throw line.wrong("a calendar begins with BEGIN:VCALENDAR");
                }
                if (open.size() == DEEPEST) {
                    throw line.wrong("this is nested too deep");
                }
                (current == null ? calendars : current.parts).add(next);
                open.push(next);
            } else if (current == null) {
                throw line.wrong("a calendar begins with BEGIN:VCALENDAR");
            } else if (line.name().equals("END")) {
                if (!current.is(line.value().strip())) {
                    throw line.wrong("this ends what line " + current.number + " did not begin");
                }
                open.pop();
            } else {
                current.lines.add(line);
            }
        }
        Component left = open.peek();
        if (left != null) {
            throw new IllegalArgumentException(
                    "the file ends within " + left.kind + ", which begins in line " + left.number);
        }
        if (calendars.isEmpty()) {
            throw new IllegalArgumentException("the file has no calendar: it begins with BEGIN:VCALENDAR");
        }
        return calendars;
    }

    boolean is(String name) {
        return kind.equalsIgnoreCase(name);
    }

    List<Component> parts(String name) {
        return parts.stream().filter(part -> part.is(name)).toList();
    }

    List<ContentLine> all(String name) {
        return lines.stream().filter(line -> line.name().equals(name)).toList();
    }

    @Nullable
    ContentLine first(String name) {
        return lines.stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    String text(String name) {
        ContentLine line = first(name);
        return line == null ? "" : line.text();
    }

    ContentLine sure(String name) {
        ContentLine line = first(name);
        if (line == null) {
            throw new IllegalArgumentException("the " + kind + " of line " + number + " has no " + name);
        }
        return line;
    }
}
