package dev.belfry.incident.incident.timeline;

import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.escalation.EscalationWords;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.incident.Actor;
import java.util.HashMap;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Says what an escalation did, in words for the timeline. */
final class EscalationLine {
    private static final Actor ESCALATION = new Actor("system", null, "Escalation");

    private EscalationLine() {}

    static Entry of(EscalationFact fact) {
        var data = new HashMap<String, String>();
        data.put("escalation", fact.escalationId().toString());
        data.put("fact", fact.kind().name().toLowerCase(Locale.ROOT));
        data.put("cycle", String.valueOf(fact.cycle()));
        data.put("step", String.valueOf(fact.step()));
        data.put("repeat", String.valueOf(fact.pass()));
        if (fact.reason() != null) {
            data.put("reason", fact.reason().name().toLowerCase(Locale.ROOT));
        }
        if (!fact.whom().isEmpty()) {
            data.put(
                    "whom",
                    fact.whom().stream().map(Party::id).map(Object::toString).collect(Collectors.joining(",")));
        }
        return new Entry(
                fact.incidentId(),
                0,
                fact.at(),
                "escalation",
                Objects.requireNonNullElse(fact.by(), ESCALATION),
                EscalationWords.of(fact),
                data,
                new Entry.Source(fact.id(), fact.sequence()));
    }
}
