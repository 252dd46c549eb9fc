package dev.belfry.incident.incident.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a failure of a service reaches, as it is drawn: what it needs at the left, what needs it at the right.
 *
 * @param worst the worst severity of its own open incidents; empty when none is open
 */
public record BlastRadius(String name, String worst, List<Neighbour> around) {
    /** A column of the picture holds no more; the list has them all. */
    static final int MOST_DRAWN = 6;

    private static final int BOX = 44;
    private static final int STEP = 64;
    private static final int MARGIN = 12;

    public BlastRadius {
        around = List.copyOf(around);
    }

    /**
     * A box of the picture.
     *
     * @param x in per cent
     * @param y in pixels
     */
    public record Box(@Nullable UUID id, String name, String words, String look, String x, int y) {
        public int middle() {
            return y + BOX / 2;
        }
    }

    /** A line from the right side of one box to the left side of another; in per cent and pixels. */
    public record Line(String fromX, int fromY, String toX, int toY, boolean failing) {}

    public List<Neighbour> needs() {
        return at(-1);
    }

    /** What a failure of it reaches, the near ones first. */
    public List<Neighbour> reached() {
        var all = new ArrayList<>(at(1));
        all.addAll(at(2));
        return all;
    }

    public boolean severe() {
        return worst.equals("sev1") || worst.equals("sev2");
    }

    public int height() {
        int rows = Math.max(Math.max(drawn(-1).size(), drawn(1).size()), Math.max(drawn(2).size(), 1));
        return rows * STEP - (STEP - BOX) + 2 * MARGIN;
    }

    public List<Box> boxes() {
        var boxes = new ArrayList<Box>();
        boxes.addAll(column(-1, "1%"));
        boxes.add(new Box(
                null,
                name,
                worst.isEmpty() ? "no open incidents" : worst.toUpperCase(Locale.ROOT) + " open",
                severe() ? "down" : worst.isEmpty() ? "fine" : "troubled",
                "27%",
                height() / 2 - BOX / 2));
        boxes.addAll(column(1, "53%"));
        boxes.addAll(column(2, "79%"));
        return boxes;
    }

    public List<Line> lines() {
        var lines = new ArrayList<Line>();
        int middle = height() / 2;
        for (var one : column(-1, "1%")) {
            lines.add(new Line("21%", one.middle(), "27%", middle, one.look().equals("down")));
        }
        var near = column(1, "53%");
        for (var one : near) {
            lines.add(new Line("47%", middle, "53%", one.middle(), severe()));
        }
        var far = column(2, "79%");
        for (int i = 0; i < far.size(); i++) {
            var via = drawn(2).get(i).via();
            for (var one : near) {
                if (one.id() != null && one.id().equals(via)) {
                    lines.add(new Line("73%", one.middle(), "79%", far.get(i).middle(), severe()));
                }
            }
        }
        return lines;
    }

    /** The picture in a sentence. */
    public String sentence() {
        return name + " needs " + count(at(-1).size()) + "; " + count(reached().size()) + " cannot do without it.";
    }

    private static String count(int services) {
        return services == 0 ? "no other service" : services == 1 ? "1 service" : services + " services";
    }

    private List<Box> column(int place, String x) {
        var drawn = drawn(place);
        int top = height() / 2 - (drawn.size() * STEP - (STEP - BOX)) / 2;
        var boxes = new ArrayList<Box>();
        for (int i = 0; i < drawn.size(); i++) {
            var one = drawn.get(i);
            boolean reached = place > 0 && severe() && !one.severe();
            boxes.add(new Box(
                    one.id(),
                    one.name(),
                    reached ? "affected" : one.words(),
                    one.severe() ? "down" : reached || one.open() > 0 ? "troubled" : "fine",
                    x,
                    top + i * STEP));
        }
        return boxes;
    }

    private List<Neighbour> at(int place) {
        return around.stream().filter(one -> one.place() == place).toList();
    }

    private List<Neighbour> drawn(int place) {
        return at(place).stream().limit(MOST_DRAWN).toList();
    }
}
