package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.escalation.FactKind;
import dev.belfry.contracts.escalation.FactReason;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.escalation.Through;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.platform.database.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a step counts only when its pages have left.
 *
 * <pre>
 *   step is due ──▶ have the pages before it left? ──yes──▶ take it
 *                     │ no: look again in a second; when they have left, the step before gets its whole time
 *                     └ somebody takes the incident meanwhile: they are taken back
 * </pre>
 */
final class LeavingCommands {
    private static final Logger LOG = LoggerFactory.getLogger(LeavingCommands.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** What somebody has asked for just now, beside the steps, holds up nothing. */
    private static final Duration FRESH = Duration.ofMillis(500);

    private final Counter putOff;
    private final Counter withdrawn;

    LeavingCommands(MeterRegistry metrics) {
        this.putOff = metrics.counter("belfry.escalation.put.off");
        this.withdrawn = metrics.counter("belfry.escalation.withdrawn");
    }

    /** Those whose next step may be taken now; the others are put off. */
    Future<List<Run>> free(Tx tx, List<Run> due, Instant now) {
        if (due.isEmpty()) {
            return Future.succeededFuture(due);
        }
        Set<String> incidents =
                due.stream().map(run -> run.incident().toString()).collect(Collectors.toSet());
        return tx.waiting(Topics.PAGES.name(), incidents, now.minus(FRESH)).compose(waiting -> {
            List<Run> free = new ArrayList<>();
            List<Run> held = new ArrayList<>();
            List<EscalationStore.Climb> left = new ArrayList<>();
            for (Run run : due) {
                Duration delay = run.plan().delay(run.position());
                if (waiting.contains(run.incident().toString())) {
                    StepCommands.arm(tx, run, run.position(), LOOK);
                    held.add(run);
                } else if (run.pagesWait()) {
                    StepCommands.arm(tx, run, run.position(), delay);
                    left.add(new EscalationStore.Climb(run.id(), run.position(), delay));
                } else {
                    free.add(run);
                }
            }
            return EscalationStore.climb(tx::query, left)
                    .compose(done -> putOff(
                            tx, held.stream().filter(run -> !run.pagesWait()).toList(), now))
                    .map(free);
        });
    }

    private Future<Void> putOff(Tx tx, List<Run> held, Instant now) {
        if (held.isEmpty()) {
            return Future.succeededFuture();
        }
        putOff.increment(held.size());
        LOG.atWarn().addKeyValue("escalations", held.size()).log("next steps wait for pages that nobody has taken yet");
        List<UUID> runs = held.stream().map(Run::id).toList();
        return EscalationStore.putOff(tx::query, runs)
                .compose(done -> EscalationStore.incidents(
                        tx::query, held.stream().map(Run::incident).toList()))
                .compose(incidents -> FactCommands.tell(
                        tx,
                        held.stream()
                                .map(run -> new FactCommands.Account(
                                        run,
                                        Objects.requireNonNull(incidents.get(run.incident())),
                                        now,
                                        List.of(Fact.of(FactKind.PUT_OFF, run.position())
                                                .because(FactReason.PAGES_WAIT))))
                                .toList()));
    }

    /** Somebody has the incident, or it is over: what has not left is not sent any more. */
    Future<Void> withdraw(Tx tx, IncidentState incident, Instant now) {
        return tx.withdraw(Topics.PAGES.name(), incident.id().toString())
                .compose(ids -> ids.isEmpty() ? Future.succeededFuture() : withdrawn(tx, incident, ids, now));
    }

    private Future<Void> withdrawn(Tx tx, IncidentState incident, Set<UUID> ids, Instant now) {
        return BundleStore.letGo(tx::query, ids)
                .map(people -> {
                    // Their message told of other incidents too, which still need somebody.
                    people.forEach(person -> BundleCommands.arm(tx, person));
                    return people;
                })
                .compose(done -> EscalationStore.withdraw(tx::query, ids))
                .compose(pages -> {
                    withdrawn.increment(pages.size());
                    Set<UUID> people = pages.stream().map(RequestedPage::person).collect(Collectors.toSet());
                    return PeopleStore.names(tx::query, people).compose(names -> tell(tx, incident, pages, names, now));
                });
    }

    private static Future<Void> tell(
            Tx tx, IncidentState incident, List<RequestedPage> pages, Map<UUID, String> names, Instant now) {
        Map<UUID, List<RequestedPage>> byRun = pages.stream().collect(Collectors.groupingBy(RequestedPage::escalation));
        return EscalationStore.runs(tx::query, byRun.keySet())
                .compose(runs -> FactCommands.tell(
                        tx,
                        runs.values().stream()
                                .map(run -> {
                                    List<RequestedPage> these = byRun.getOrDefault(run.id(), List.of());
                                    return new FactCommands.Account(
                                            run, incident, now, List.of(fact(run, incident, these, names)));
                                })
                                .toList()));
    }

    private static Fact fact(Run run, IncidentState incident, List<RequestedPage> pages, Map<UUID, String> names) {
        Set<UUID> seen = new HashSet<>();
        List<Party> whom = pages.stream()
                .map(RequestedPage::person)
                .filter(seen::add)
                .map(one -> names.containsKey(one)
                        ? new Party(one, names.get(one), Through.NAMED, null, null)
                        : new Party(one, "a channel", Through.PLACE, null, null))
                .toList();
        return Fact.of(FactKind.WITHDRAWN, run.position())
                .whom(whom)
                .because(Fact.endOf(run, incident))
                .once(pages.getFirst().id());
    }
}
