package dev.belfry.oncall.paging.escalation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A step of an escalation in one cell: the last ones that paged somebody, the one that waits for an answer, and what follows.
 *
 * @param state {@code done}, {@code now} or {@code later}
 * @param text what the step was, or will be
 */
public record LadderCell(String state, List<String> names, String text, Instant at) {
    private static final int MOST = 5;
    private static final int MOST_PAST = 2;

    public LadderCell {
        names = List.copyOf(names);
    }

    static List<LadderCell> of(EscalationView escalation) {
        boolean running = escalation.status() == RunStatus.RUNNING;
        List<EscalationView.Line> asked = escalation.past().stream()
                .filter(line -> !line.asked().isEmpty())
                .limit(MOST_PAST)
                .toList();
        List<LadderCell> cells = new ArrayList<>();
        for (int i = asked.size() - 1; i >= 0; i--) {
            EscalationView.Line line = asked.get(i);
            cells.add(new LadderCell(
                    i == 0 && running ? "now" : "done",
                    line.asked().stream().map(EscalationView.Asked::name).toList(),
                    line.text(),
                    line.at()));
        }
        if (running) {
            escalation.next().stream()
                    .filter(event -> !event.paged().isEmpty())
                    .limit(MOST - cells.size())
                    .forEach(event -> cells.add(new LadderCell(
                            "later",
                            event.paged().stream()
                                    .map(paged -> paged.who().name())
                                    .toList(),
                            step(event),
                            event.at())));
        }
        return cells;
    }

    private static String step(Simulation.Event event) {
        String step = event.kind() == Simulation.Kind.CATCHALL ? "Catch-all" : "Step " + event.step();
        return event.repeat() == 0 ? step : step + ", repeat " + event.repeat();
    }

    /** "Ada Example", "Ada Example and 2 more", or nobody. */
    public String who() {
        return switch (names.size()) {
            case 0 -> "Nobody";
            case 1 -> names.getFirst();
            default -> names.getFirst() + " and " + (names.size() - 1) + " more";
        };
    }
}
