package dev.belfry.oncall.paging.editor;

import dev.belfry.oncall.paging.escalation.Simulation;
import dev.belfry.oncall.paging.policy.DelayText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A simulation as a drawing: a lane for each person from their first page to the end of the first pass, with the minutes
 * above it. Lengths are in per cent of the width.
 *
 * @param notices what is wrong or surprising, each a sentence
 */
public record PolicyPicture(
        List<Lane> lanes,
        List<Tick> ticks,
        String first,
        String firstWho,
        String everyone,
        int people,
        int pages,
        String end,
        List<String> notices) {
    /** Where the first pass ends; the rest of the width says what follows. */
    private static final double WIDTH = 86;

    private static final long[] STEPS = {60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400, 172_800};
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final int MOST_TICKS = 7;
    private static final int MOST_LANES = 40;

    public PolicyPicture {
        lanes = List.copyOf(lanes);
        ticks = List.copyOf(ticks);
        notices = List.copyOf(notices);
    }

    /** What a lane shows. */
    public enum Kind {
        PERSON,
        SKIPPED,
        WAITS,
        AFTER
    }

    /**
     * One line of the drawing.
     *
     * @param note what is written into it, or why it is skipped
     * @param marks when this one is paged
     */
    public record Lane(Kind kind, String label, String note, String x, String width, List<Mark> marks) {
        public Lane {
            marks = List.copyOf(marks);
        }
    }

    /** A page. */
    public record Mark(String x, String title) {}

    /** A line over all lanes, with its minute. */
    public record Tick(String x, String label) {}

    /** @param zone in which the first minute is named */
    static PolicyPicture of(Simulation simulation, String zone) {
        List<Simulation.Event> pass = simulation.events().stream()
                .filter(event -> event.repeat() == 0)
                .toList();
        Instant begun = simulation.at();
        Instant end = end(simulation, pass);
        double total = Math.max(60, Duration.between(begun, end).toSeconds());
        List<Lane> lanes = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        Map<UUID, Integer> at = new LinkedHashMap<>();
        int pages = 0;
        Instant last = begun;
        for (Simulation.Event event : pass) {
            double x = part(begun, event.at(), total);
            switch (event.kind()) {
                case SKIPPED -> {
                    lanes.add(new Lane(
                            Kind.SKIPPED, "Step " + event.step(), reason(event), percent(x), "4.5%", List.of()));
                    if (reason(event).startsWith("nobody")) {
                        notices.add("Step " + event.step() + " finds nobody, so the next step is paged immediately.");
                    }
                }
                case WAITS ->
                    lanes.add(
                            new Lane(Kind.WAITS, "Step " + event.step(), event.text(), percent(x), "4.5%", List.of()));
                case EXHAUSTED -> {}
                case PAGED, CATCHALL -> {
                    pages += event.paged().size();
                    if (event.kind() == Simulation.Kind.CATCHALL) {
                        notices.add(event.text() + ".");
                    }
                    for (Simulation.Paged one : event.paged()) {
                        if (!at.containsKey(one.who().id())) {
                            last = event.at();
                        }
                        person(lanes, at, one, x, title(begun, event, one));
                    }
                }
            }
        }
        lanes.add(after(simulation));
        return new PolicyPicture(
                lanes.size() > MOST_LANES ? lanes.subList(0, MOST_LANES) : lanes,
                ticks(total, CLOCK.format(begun.atZone(ZoneId.of(zone)))),
                at.isEmpty() ? "never" : since(begun, first(pass).at()),
                at.isEmpty() ? "" : who(first(pass)),
                at.isEmpty() ? "never" : since(begun, last),
                at.size(),
                pages,
                since(begun, end),
                notices.stream().distinct().limit(5).toList());
    }

    private static void person(List<Lane> lanes, Map<UUID, Integer> at, Simulation.Paged one, double x, String title) {
        Integer index = at.get(one.who().id());
        Mark mark = new Mark(percent(x), title);
        if (index == null) {
            at.put(one.who().id(), lanes.size());
            lanes.add(new Lane(
                    Kind.PERSON,
                    one.who().name(),
                    one.reason(),
                    percent(x),
                    percent(Math.max(1, WIDTH - x)),
                    List.of(mark)));
        } else {
            Lane lane = lanes.get(index);
            List<Mark> marks = new ArrayList<>(lane.marks());
            marks.add(mark);
            lanes.set(index, new Lane(lane.kind(), lane.label(), lane.note(), lane.x(), lane.width(), marks));
        }
    }

    /** What comes when the pass is over. */
    private static Lane after(Simulation simulation) {
        boolean again = simulation.events().stream().anyMatch(event -> event.repeat() > 0);
        String words = again || !simulation.complete() ? "from step 1" : "nobody more";
        return new Lane(
                Kind.AFTER,
                again || !simulation.complete() ? "Repeats" : "Ends",
                words,
                percent(WIDTH),
                percent(100 - WIDTH),
                List.of());
    }

    /** The first pass ends where the next begins, or where nothing more happens. */
    private static Instant end(Simulation simulation, List<Simulation.Event> pass) {
        for (Simulation.Event event : simulation.events()) {
            if (event.repeat() > 0 || event.kind() == Simulation.Kind.EXHAUSTED) {
                return event.at();
            }
        }
        if (pass.isEmpty()) {
            return simulation.at();
        }
        Simulation.Event last = pass.getLast();
        Duration delay = last.delay();
        return delay == null ? last.at() : last.at().plus(delay);
    }

    private static Simulation.Event first(List<Simulation.Event> pass) {
        return pass.stream()
                .filter(event -> !event.paged().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static String who(Simulation.Event event) {
        Set<String> names = new LinkedHashSet<>();
        event.paged().forEach(one -> names.add(one.who().name()));
        return names.size() < 3
                ? String.join(" and ", names)
                : names.iterator().next() + " and " + (names.size() - 1) + " more";
    }

    private static String title(Instant begun, Simulation.Event event, Simulation.Paged one) {
        return one.who().name() + " is paged after " + since(begun, event.at()) + ": " + one.reason();
    }

    private static String reason(Simulation.Event event) {
        String before = "Step " + event.step() + " was skipped: ";
        String reason = event.text().startsWith(before) ? event.text().substring(before.length()) : event.text();
        return reason.replace("nobody was on call", "nobody is on call");
    }

    /** @param begun the local time at which it begins */
    private static List<Tick> ticks(double total, String begun) {
        long step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0; i--) {
            step = total / STEPS[i] <= MOST_TICKS ? STEPS[i] : step;
        }
        List<Tick> ticks = new ArrayList<>();
        for (long at = 0; at <= total; at += step) {
            ticks.add(new Tick(percent(at / total * WIDTH), at == 0 ? begun : words(Duration.ofSeconds(at))));
        }
        return ticks;
    }

    private static String since(Instant begun, Instant at) {
        return words(Duration.between(begun, at));
    }

    private static String words(Duration duration) {
        return duration.isZero() ? "0 min" : DelayText.shown(duration);
    }

    private static double part(Instant begun, Instant at, double total) {
        return Duration.between(begun, at).toSeconds() / total * WIDTH;
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.2f%%", part);
    }
}
