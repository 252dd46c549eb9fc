package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.escalation.FactKind;
import dev.belfry.contracts.escalation.FactReason;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an escalation does, while it is put together. */
final class Fact {
    private final FactKind kind;
    private final Position at;
    private Object once = "";
    private @Nullable Actor by;
    private @Nullable String why;
    private List<Party> whom = List.of();
    private boolean everyone;
    private @Nullable FactReason reason;
    private @Nullable String wanted;
    private @Nullable Instant due;
    private @Nullable Instant until;

    private Fact(FactKind kind, Position at) {
        this.kind = kind;
        this.at = at;
    }

    static Fact of(FactKind kind, Position at) {
        return new Fact(kind, at);
    }

    /** It is for one person, and nobody else is paged. */
    static Fact begunFor(Party person) {
        return of(FactKind.BEGUN, new Position(1, 0)).wanted(person.name());
    }

    static Fact skipped(Skipped skipped) {
        return of(FactKind.SKIPPED, skipped.position())
                .because(skipped.reason())
                .whom(skipped.whom())
                .wanted(skipped.wanted());
    }

    static Fact asked(Move.Fired fired, List<Party> whom) {
        Fact fact = of(FactKind.ASKED, fired.position()).whom(whom);
        fact.everyone = fired.everyone();
        return fact;
    }

    /** The step that is waited for stands in the pass of {@code from}, or begins the one after it. */
    static Fact waiting(Move.Waits waits, Position from) {
        Fact fact = of(FactKind.WAITING, new Position(waits.next(), from.repeat()))
                .because(waits.hold() ? FactReason.NOBODY_YET : FactReason.DAILY_LIMIT)
                .once(waits.until());
        fact.until = waits.until();
        return fact;
    }

    static Fact exhausted(Plan plan, Move.Exhausted done, Position at) {
        return of(FactKind.EXHAUSTED, at)
                .because(done.reason())
                .wanted(plan.alone() == null ? null : plan.alone().name());
    }

    static Fact due(Run run) {
        Fact fact = of(FactKind.STEP_DUE, run.position());
        fact.due = run.nextAt();
        return fact;
    }

    /** Why the run is over, by where its incident stands. */
    static FactReason endOf(Run run, IncidentState incident) {
        return run.cycle() < incident.cycle()
                ? FactReason.NEXT_CYCLE
                : switch (incident.status()) {
                    case ACKNOWLEDGED -> FactReason.ACKNOWLEDGED;
                    case SNOOZED -> FactReason.SNOOZED;
                    case RESOLVED -> FactReason.RESOLVED;
                    case TRIGGERED -> FactReason.NEXT_CYCLE;
                };
    }

    /** Tells it from another of the same kind at the same step. */
    Fact once(Object what) {
        once = what;
        return this;
    }

    /** @param inTheirWords what they gave as the reason */
    Fact by(@Nullable Actor who, @Nullable String inTheirWords) {
        by = who;
        why = inTheirWords;
        return this;
    }

    Fact whom(List<Party> these) {
        whom = these;
        return this;
    }

    Fact because(@Nullable FactReason cause) {
        reason = cause;
        return this;
    }

    Fact wanted(@Nullable String what) {
        wanted = what;
        return this;
    }

    /** @param sequence the order of what happened at the same moment */
    EscalationFact in(Run run, IncidentSeverity severity, Instant now, int sequence) {
        Plan plan = run.plan();
        return new EscalationFact(
                Ids.derived("escalation-fact", run.id(), at.step(), at.repeat(), kind, once),
                run.id(),
                run.incident(),
                run.cycle(),
                now,
                sequence,
                kind,
                at.step(),
                Math.max(0, at.repeat() - run.base()),
                severity,
                plan.name(),
                plan.policy(),
                plan.version(),
                by,
                why,
                whom,
                everyone,
                reason,
                wanted,
                due,
                until);
    }
}
