package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.rota.schedule.Layer;
import dev.belfry.oncall.rota.schedule.Restriction;
import dev.belfry.oncall.rota.schedule.Rotation;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A layer in a few words: when its turns begin, and in which hours it counts. */
final class LayerWords {
    private LayerWords() {}

    /** Its hours where it has any, else its turns: what tells it from the layers beside it. */
    static String of(Layer layer) {
        return layer.restrictions().isEmpty()
                ? turns(layer.rotation())
                : layer.restrictions().stream().map(LayerWords::hours).collect(Collectors.joining(", "));
    }

    static String turns(Rotation rotation) {
        if (!rotation.rules().isEmpty()) {
            return "by its own rules";
        }
        LocalTime at = rotation.start().toLocalTime();
        if (rotation.lengths().size() > 1) {
            return "turns of "
                    + rotation.lengths().stream().map(String::valueOf).collect(Collectors.joining(", ")) + " "
                    + unit(rotation, true) + ", " + at;
        }
        int every = rotation.lengths().getFirst();
        String day = switch (rotation.unit()) {
            case WEEKLY -> " " + day(rotation.start().getDayOfWeek());
            case MONTHLY -> " the " + rotation.start().getDayOfMonth() + ".";
            default -> "";
        };
        String often = every == 1
                ? rotation.unit().name().toLowerCase(Locale.ROOT)
                : "every " + every + " " + unit(rotation, true);
        return often + "," + day + " " + at;
    }

    private static String unit(Rotation rotation, boolean many) {
        String one = switch (rotation.unit()) {
            case HOURLY -> "hour";
            case DAILY -> "day";
            case WEEKLY -> "week";
            case MONTHLY -> "month";
        };
        return many ? one + "s" : one;
    }

    static String hours(Restriction restriction) {
        String days = days(restriction.days());
        boolean whole = restriction.from() == 0 && restriction.to() == 86_400;
        String hours = clock(restriction.from()) + " to " + clock(restriction.to());
        return days.isEmpty() ? whole ? "all day" : hours : whole ? days : days + " " + hours;
    }

    /** Empty for all of them. */
    private static String days(List<DayOfWeek> days) {
        if (days.size() == 7) {
            return "";
        }
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < days.size(); ) {
            int last = i;
            while (last + 1 < days.size()
                    && days.get(last + 1).getValue() == days.get(last).getValue() + 1) {
                last++;
            }
            runs.add(
                    last == i
                            ? day(days.get(i))
                            : day(days.get(i)) + (last == i + 1 ? ", " : " to ") + day(days.get(last)));
            i = last + 1;
        }
        return String.join(", ", runs);
    }

    private static String day(DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
    }

    private static String clock(int seconds) {
        return seconds == 86_400 ? "24:00" : LocalTime.ofSecondOfDay(seconds).toString();
    }
}
