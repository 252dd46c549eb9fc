package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.escalation.EscalationWords;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.incident.IncidentState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An escalation as a responder reads it: what it did, and what it will do if nobody acknowledges.
 *
 * @param alone the only person it is for; null when it climbs a policy
 * @param steps of its policy, nested ones written out
 * @param open whether it can be begun anew
 * @param askable whether those of the next step can be called in: as long as the incident is open
 * @param past the newest first
 */
public record EscalationView(
        UUID id,
        IncidentState incident,
        RunStatus status,
        String policy,
        @Nullable Party alone,
        @Nullable UUID team,
        int steps,
        boolean open,
        boolean askable,
        List<Line> past,
        List<Simulation.Event> ahead) {
    private static final int MOST_AHEAD = 12;

    public EscalationView {
        past = List.copyOf(past);
        ahead = List.copyOf(ahead);
    }

    /** One thing that happened: a step that paged these, or a sentence. */
    public record Line(Instant at, String text, List<Asked> asked) {
        public Line {
            asked = List.copyOf(asked);
        }
    }

    /** One who was paged, and what became of it; empty when nothing is known. */
    public record Asked(String name, String state) {}

    /** Whether more would follow than is shown. */
    public boolean goesOn() {
        return ahead.size() > MOST_AHEAD;
    }

    public List<Simulation.Event> next() {
        return ahead.subList(0, Math.min(MOST_AHEAD, ahead.size()));
    }

    static EscalationView of(
            EscalationQueries.Standing standing,
            IncidentState incident,
            List<EscalationFact> facts,
            List<Simulation.Event> ahead) {
        Run run = standing.run();
        Map<Place, List<RequestedPage>> steps = new LinkedHashMap<>();
        standing.pages()
                .forEach(
                        page -> steps.computeIfAbsent(new Place(page.position(), page.at()), first -> new ArrayList<>())
                                .add(page));
        List<Line> past = new ArrayList<>();
        steps.forEach((place, pages) -> past.add(new Line(
                place.at(),
                title(run, place.position()),
                pages.stream()
                        .map(page -> new Asked(standing.names().getOrDefault(page.person(), "unknown"), state(page)))
                        .toList())));
        facts.forEach(fact -> past.add(new Line(fact.at(), EscalationWords.of(fact), List.of())));
        past.sort(Comparator.comparing(Line::at).reversed());
        return new EscalationView(
                run.id(),
                incident,
                run.status(),
                run.plan().name(),
                run.plan().alone(),
                run.plan().team(),
                run.plan().steps().size(),
                AskCommands.isOpen(run, incident),
                AskCommands.isAskable(run, incident),
                past,
                ahead);
    }

    private record Place(Position position, Instant at) {}

    private static String title(Run run, Position at) {
        if (at.step() == 0) {
            return "Asked for by hand";
        }
        String step = run.plan().beyond(at.step()) ? "Catch-all" : "Step " + at.step();
        return at.repeat() == 0 ? step : step + ", repeat " + at.repeat();
    }

    private static String state(RequestedPage page) {
        if (page.acknowledgedAt() != null) {
            return "has acknowledged";
        }
        if (page.outcome() != null) {
            return switch (page.outcome()) {
                case DEFERRED -> "nothing has arrived yet; still being tried";
                case UNDELIVERABLE -> "cannot be reached";
                case WITHDRAWN -> "not paged: the incident was taken before the page left";
            };
        }
        return page.bundled() ? "told of in one message with others" : "";
    }
}
