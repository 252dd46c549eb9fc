package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.delivery.PageAcknowledged;
import dev.belfry.contracts.escalation.FactKind;
import dev.belfry.contracts.escalation.FactReason;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.escalation.Through;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.incident.IncidentCommand;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.page.Page;
import dev.belfry.oncall.paging.policy.PolicyStore;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Carries out what was decided for an escalation: pages, timer and facts commit with the step. */
final class StepCommands {
    static final String TIMER = "escalation-step";

    private static final long MOST_AT_ONCE = 3;

    private final Counter steps;
    private final Counter pages;
    private final Counter catchAlls;
    private final Counter exhausted;

    StepCommands(MeterRegistry metrics) {
        this.steps = metrics.counter("belfry.escalation.steps");
        this.pages = metrics.counter("belfry.escalation.pages");
        this.catchAlls = metrics.counter("belfry.escalation.catch.all");
        this.exhausted = metrics.counter("belfry.escalation.exhausted");
    }

    Future<Void> carryOut(Tx tx, Scene scene, Move move, Fact... facts) {
        return carryOut(tx, List.of(new DecidedStep(scene, move, List.of(facts))));
    }

    /** What was decided at one moment takes a statement for each kind of thing, however many escalations it is for. */
    Future<Void> carryOut(Tx tx, List<DecidedStep> decided) {
        return drawn(tx, decided)
                .compose(drawn -> recent(tx, drawn).compose(recent -> write(tx, drawn, new HashMap<>(recent))));
    }

    private static Future<List<DecidedStep>> drawn(Tx tx, List<DecidedStep> decided) {
        List<Future<DecidedStep>> drawn = decided.stream()
                .map(step -> step.undrawn() ? draw(tx, step) : Future.succeededFuture(step))
                .toList();
        return Future.join(drawn).map(all -> all.<DecidedStep>list());
    }

    private static Future<DecidedStep> draw(Tx tx, DecidedStep step) {
        PlanStep asking =
                step.scene().plan().step(((Move.Fired) step.move()).position().step());
        return PolicyStore.draw(tx::query, asking.policy(), asking.number()).map(step::turn);
    }

    /** After an outage: how often those who are to be paged have been paged a moment ago. */
    private static Future<Map<UUID, Long>> recent(Tx tx, List<DecidedStep> decided) {
        List<DecidedStep> late =
                decided.stream().filter(step -> step.scene().late()).toList();
        Set<UUID> people = late.stream()
                .flatMap(step -> step.move() instanceof Move.Fired fired ? fired.called().stream() : Stream.empty())
                .map(Party::id)
                .collect(Collectors.toSet());
        return people.isEmpty()
                ? Future.succeededFuture(Map.of())
                : BundleStore.recent(
                        tx::query, people, late.getFirst().scene().now().now());
    }

    /** One step that asks somebody. */
    private record Asking(Scene scene, Move.Fired fired, List<RequestedPage> pages, List<Fact> facts) {}

    private Future<Void> write(Tx tx, List<DecidedStep> decided, Map<UUID, Long> recent) {
        List<Asking> asking = new ArrayList<>();
        List<UUID> ended = new ArrayList<>();
        List<FactCommands.Account> accounts = new ArrayList<>();
        List<Future<?>> writes = new ArrayList<>();
        for (DecidedStep step : decided) {
            Scene scene = step.scene();
            Run run = scene.run();
            Instant now = scene.now().now();
            List<Fact> facts = new ArrayList<>(step.facts());
            step.move().skipped().forEach(skipped -> facts.add(Fact.skipped(skipped)));
            switch (step.move()) {
                case Move.Fired fired -> asking.add(fire(tx, scene, fired, recent, facts));
                case Move.Waits waits -> {
                    facts.add(Fact.waiting(waits, run.position()));
                    writes.add(pause(tx, scene, waits));
                }
                case Move.Exhausted done -> {
                    exhausted.increment();
                    facts.add(Fact.exhausted(scene.plan(), done, run.position()));
                    ended.add(run.id());
                }
            }
            accounts.add(new FactCommands.Account(run, scene.incident(), now, facts));
        }
        Instant now = decided.getFirst().scene().now().now();
        writes.add(EscalationStore.climb(
                tx::query, asking.stream().map(StepCommands::climb).toList()));
        writes.add(EscalationStore.exhaust(tx::query, ended, now));
        writes.add(EscalationStore.request(
                        tx::query,
                        asking.stream().flatMap(one -> one.pages().stream()).toList())
                .compose(inserted -> {
                    asking.forEach(one -> send(tx, one, inserted));
                    return FactCommands.tell(tx, accounts);
                }));
        return Future.join(writes).mapEmpty();
    }

    private static EscalationStore.Climb climb(Asking one) {
        return new EscalationStore.Climb(
                one.scene().run().id(), one.fired().position(), one.fired().delay());
    }

    private Asking fire(Tx tx, Scene scene, Move.Fired fired, Map<UUID, Long> recent, List<Fact> facts) {
        steps.increment();
        if (fired.catchAll()) {
            catchAlls.increment();
        }
        if (fired.called().isEmpty()) {
            facts.add(Fact.of(FactKind.NOBODY_LEFT, fired.position()));
        }
        arm(tx, scene.run(), fired.position(), fired.delay());
        return new Asking(
                scene,
                fired,
                fired.called().stream()
                        .map(one -> page(scene, fired.position(), one.id(), recent))
                        .toList(),
                facts);
    }

    /** Pages these, beside the steps; the request that asked for it makes the pages its own. */
    Future<Void> add(Tx tx, Scene scene, List<Party> called, EscalationAsk ask) {
        Position at = new Position(0, scene.run().base());
        List<RequestedPage> wanted = called.stream()
                .map(one -> new RequestedPage(
                        Ids.derived("page", scene.incident().id(), scene.run().cycle(), ask.id(), one.id()),
                        scene.run().id(),
                        at,
                        one.id(),
                        scene.now().now(),
                        null,
                        null,
                        false))
                .toList();
        String reason = Wording.asked(ask.by().name());
        Fact asked = Fact.of(FactKind.ASKED, at)
                .whom(called.stream()
                        .map(one -> new Party(one.id(), one.name(), Through.REQUEST, one.viaId(), one.viaName()))
                        .toList())
                .because(FactReason.ASKED_FOR)
                .by(ask.by(), ask.why())
                .once(ask.id());
        return EscalationStore.request(tx::query, wanted)
                .onSuccess(inserted -> wanted.stream()
                        .filter(page -> inserted.contains(page.id()))
                        .forEach(page -> send(tx, scene.run(), scene.incident(), page, reason, false)))
                .compose(sent -> FactCommands.tell(tx, FactCommands.Account.of(scene, asked)));
    }

    private static Future<Void> pause(Tx tx, Scene scene, Move.Waits waits) {
        Run run = scene.run();
        Duration delay = Duration.between(scene.now().now(), waits.until());
        arm(tx, run, run.position(), delay);
        return EscalationStore.pause(
                tx::query, run.id(), delay, waits.hold(), scene.now().now());
    }

    static void arm(Tx tx, Run run, Position at, Duration delay) {
        tx.arm(new TimerOrder(
                Ids.derived(TIMER, run.id(), at.step(), at.repeat()),
                TIMER,
                run.id(),
                run.cycle(),
                at.step(),
                at.repeat(),
                delay));
    }

    private void send(Tx tx, Asking asking, Set<UUID> inserted) {
        Scene scene = asking.scene();
        Move.Fired fired = asking.fired();
        List<Party> called = new ArrayList<>();
        for (int i = 0; i < asking.pages().size(); i++) {
            Party one = fired.called().get(i);
            RequestedPage page = asking.pages().get(i);
            if (inserted.contains(page.id())) {
                called.add(one);
                if (page.bundled()) {
                    BundleCommands.arm(tx, one.id());
                } else {
                    boolean each = fired.everyone() && one.person();
                    send(tx, scene.run(), scene.incident(), page, Wording.reason(scene.plan(), fired, one), each);
                }
            }
        }
        if (!called.isEmpty()) {
            asking.facts().add(Fact.asked(fired, called));
        }
    }

    /** After an outage, who has been paged often in a moment gets one message for what else there is. */
    private static RequestedPage page(Scene scene, Position at, UUID person, Map<UUID, Long> recent) {
        boolean bundled = scene.late() && recent.getOrDefault(person, 0L) >= MOST_AT_ONCE;
        if (scene.late() && !bundled) {
            recent.merge(person, 1L, Long::sum);
        }
        UUID id = Ids.derived("page", scene.incident().id(), scene.run().cycle(), at.step(), at.repeat(), person);
        return new RequestedPage(id, scene.run().id(), at, person, scene.now().now(), null, null, bundled);
    }

    /** @param everyone each of the step has to acknowledge */
    void send(Tx tx, Run run, IncidentState incident, RequestedPage page, String reason, boolean everyone) {
        Page event = new Page(
                page.id(),
                incident.id(),
                run.cycle(),
                page.position().step(),
                page.position().repeat(),
                page.person(),
                reason,
                page.at(),
                incident,
                everyone ? true : null);
        tx.emit(new Message(
                page.id(),
                Topics.PAGES.name(),
                page.person().toString(),
                Page.TYPE,
                incident.id().toString(),
                event));
        pages.increment();
    }

    /** One of several people who all must acknowledge has done so; the last one acknowledges the incident. */
    static Future<Void> acknowledged(
            Tx tx, Scene scene, RequestedPage page, PageAcknowledged told, List<Party> others) {
        Actor by = Actor.user(told.userId(), told.name());
        if (!others.isEmpty()) {
            Fact fact = Fact.of(FactKind.ACKNOWLEDGED, page.position())
                    .by(by, null)
                    .whom(others)
                    .once(page.person());
            return FactCommands.tell(tx, FactCommands.Account.of(scene, fact));
        }
        Position at = page.position();
        UUID id = Ids.derived("ack-of-all", page.escalation(), at.step(), at.repeat());
        UUID incident = scene.incident().id();
        tx.emit(new Message(
                id,
                Topics.COMMANDS.name(),
                incident.toString(),
                IncidentCommand.TYPE,
                incident.toString(),
                new IncidentCommand(
                        id,
                        incident,
                        CommandVerb.ACKNOWLEDGE,
                        scene.run().cycle(),
                        by,
                        "escalation",
                        scene.now().now(),
                        null)));
        return Future.succeededFuture();
    }
}
