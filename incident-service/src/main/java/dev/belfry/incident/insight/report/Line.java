package dev.belfry.incident.insight.report;

import dev.belfry.incident.insight.report.Report.Point;
import dev.belfry.incident.insight.report.Report.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A trend as it is drawn in a box of 100 by 100; a stretch in which nothing was counted breaks it.
 *
 * @param top the seconds at the upper edge
 * @param parts stretches of neighbouring points
 */
public record Line(String name, int top, List<String> parts) {
    private static final int[] STEPS = {
        10, 30, 60, 120, 240, 480, 600, 1200, 2400, 3600, 7200, 14_400, 28_800, 43_200, 86_400, 172_800
    };

    /** @param which of a spread is drawn: the median, or the 95th */
    static Line of(
            String name, List<Point> points, Function<Point, Spread> what, Function<Spread, @Nullable Integer> which) {
        var values = points.stream()
                .map(point -> seconds(which.apply(what.apply(point))))
                .toList();
        int top = top(values.stream().mapToInt(Integer::intValue).max().orElse(0));
        var parts = new ArrayList<String>();
        var part = new ArrayList<String>();
        for (int i = 0; i <= values.size(); i++) {
            if (i < values.size() && values.get(i) >= 0) {
                double x = values.size() == 1 ? 50 : i * 100.0 / (values.size() - 1);
                part.add(String.format(Locale.ROOT, "%.1f,%.1f", x, 100 - values.get(i) * 100.0 / top));
            } else if (!part.isEmpty()) {
                parts.add(String.join(" ", part) + (part.size() == 1 ? " " + beside(part.getFirst()) : ""));
                part.clear();
            }
        }
        return new Line(name, top, parts);
    }

    /** A point alone is drawn as a short line. */
    private static String beside(String point) {
        int comma = point.indexOf(',');
        var x = Double.parseDouble(point.substring(0, comma));
        return String.format(Locale.ROOT, "%.1f", x < 99 ? x + 1 : x - 1) + point.substring(comma);
    }

    private static int seconds(@Nullable Integer seconds) {
        return seconds == null ? -1 : seconds;
    }

    private static int top(int most) {
        for (int step : STEPS) {
            if (step >= most) {
                return step;
            }
        }
        return (most / 172_800 + 1) * 172_800;
    }

    /** The area under a stretch. */
    public String under(String part) {
        var first = part.substring(0, part.indexOf(','));
        var last = part.substring(part.lastIndexOf(' ') + 1);
        return first + ",100 " + part + " " + last.substring(0, last.indexOf(',')) + ",100";
    }
}
