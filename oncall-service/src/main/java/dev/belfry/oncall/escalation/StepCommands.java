package dev.belfry.oncall.escalation;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.delivery.PageAcknowledged;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.incident.IncidentCommand;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.page.Page;
import dev.belfry.oncall.policy.PolicyStore;
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
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Carries out what was decided for an escalation: pages, timer and what the timeline is told commit with the step. */
final class StepCommands {
    static final String TIMER = "escalation-step";

    private static final Actor ESCALATION = new Actor("system", null, "Escalation");

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

    Future<Void> carryOut(Tx tx, Scene scene, Move move) {
        for (Skipped skipped : move.skipped()) {
            record(
                    tx,
                    scene,
                    "skipped",
                    skipped.position(),
                    Wording.skipped(skipped, scene.run().base()));
        }
        return switch (move) {
            case Move.Fired fired -> fire(tx, scene, fired);
            case Move.Waits waits -> pause(tx, scene, waits);
            case Move.Exhausted done -> {
                exhausted.increment();
                record(tx, scene, "exhausted", new Position(0, scene.run().base()), Wording.exhausted(done));
                yield EscalationStore.exhaust(
                        tx::query, scene.run().id(), scene.now().now());
            }
        };
    }

    /** Pages these, beside the ladder; the request that asked for it makes the pages its own. */
    Future<Void> add(Tx tx, Scene scene, List<Called> called, UUID request, String reason) {
        List<RequestedPage> wanted = called.stream()
                .map(one -> new RequestedPage(
                        Ids.derived("page", scene.incident().id(), scene.run().cycle(), request, one.id()),
                        scene.run().id(),
                        new Position(0, scene.run().base()),
                        one.id(),
                        scene.now().now(),
                        false,
                        null,
                        false))
                .toList();
        return wanted.isEmpty()
                ? Future.succeededFuture()
                : EscalationStore.request(tx::query, wanted)
                        .onSuccess(inserted -> wanted.stream()
                                .filter(page -> inserted.contains(page.person()))
                                .forEach(page -> send(tx, scene.run(), scene.incident(), page, reason, false)))
                        .mapEmpty();
    }

    private static Future<Void> pause(Tx tx, Scene scene, Move.Waits waits) {
        Run run = scene.run();
        Duration delay = Duration.between(scene.now().now(), waits.until());
        arm(tx, run, run.position(), delay);
        record(tx, scene, "waits " + waits.until(), run.position(), Wording.waits(waits));
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

    private Future<Void> fire(Tx tx, Scene scene, Move.Fired fired) {
        Position position = fired.position();
        steps.increment();
        if (fired.catchAll()) {
            catchAlls.increment();
        }
        arm(tx, scene.run(), position, fired.delay());
        return drawn(tx, scene, fired)
                .compose(turn -> EscalationStore.climb(tx::query, scene.run().id(), position, fired.delay())
                        .compose(done -> page(tx, scene, turn)));
    }

    private static Future<Move.Fired> drawn(Tx tx, Scene scene, Move.Fired fired) {
        if (!fired.undrawn()) {
            return Future.succeededFuture(fired);
        }
        PlanStep step = scene.plan().step(fired.position().step());
        return PolicyStore.draw(tx::query, step.policy(), step.number()).map(fired::turn);
    }

    private Future<Void> page(Tx tx, Scene scene, Move.Fired fired) {
        if (fired.called().isEmpty()) {
            record(tx, scene, "nobody", fired.position(), Wording.nobody());
            return Future.succeededFuture();
        }
        return busy(tx, scene, fired).compose(busy -> {
            List<RequestedPage> wanted = fired.called().stream()
                    .map(one -> page(scene, fired.position(), one.id(), busy.contains(one.id())))
                    .toList();
            return EscalationStore.request(tx::query, wanted)
                    .onSuccess(inserted -> told(tx, scene, fired, wanted, inserted))
                    .mapEmpty();
        });
    }

    /** After an outage, who has been paged often in a moment gets one message for what else there is. */
    private static Future<Set<UUID>> busy(Tx tx, Scene scene, Move.Fired fired) {
        return scene.late()
                ? BundleStore.busy(
                        tx::query,
                        fired.called().stream().map(Called::id).toList(),
                        scene.now().now())
                : Future.succeededFuture(Set.of());
    }

    private void told(Tx tx, Scene scene, Move.Fired fired, List<RequestedPage> wanted, Set<UUID> inserted) {
        List<Called> called = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Called one = fired.called().get(i);
            if (inserted.contains(one.id())) {
                called.add(one);
                if (wanted.get(i).bundled()) {
                    BundleCommands.arm(tx, one.id());
                } else {
                    boolean each = fired.everyone() && one.person();
                    String reason = Wording.reason(scene.plan(), fired, one);
                    send(tx, scene.run(), scene.incident(), wanted.get(i), reason, each);
                }
            }
        }
        if (!called.isEmpty()) {
            String text = Wording.paged(fired, called, scene.run().base());
            record(tx, scene, "paged", fired.position(), text);
        }
    }

    private static RequestedPage page(Scene scene, Position at, UUID person, boolean bundled) {
        UUID id = Ids.derived("page", scene.incident().id(), scene.run().cycle(), at.step(), at.repeat(), person);
        return new RequestedPage(id, scene.run().id(), at, person, scene.now().now(), false, null, bundled);
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

    /** One of everyone has acknowledged; without others, the incident itself is. */
    static void acknowledged(Tx tx, Scene scene, RequestedPage page, PageAcknowledged told, List<String> others) {
        Actor by = Actor.user(told.userId(), told.name());
        if (!others.isEmpty()) {
            String text = Wording.acknowledged(told.name(), others);
            record(tx, scene, "acknowledged " + page.person(), page.position(), text, by);
            return;
        }
        command(
                tx,
                scene,
                Ids.derived(
                        "ack-of-all",
                        page.escalation(),
                        page.position().step(),
                        page.position().repeat()),
                CommandVerb.ACKNOWLEDGE,
                by,
                null);
    }

    /** @param what with the position, what is told once */
    static void record(Tx tx, Scene scene, String what, Position at, String text) {
        record(tx, scene, what, at, text, ESCALATION);
    }

    static void record(Tx tx, Scene scene, String what, Position at, String text, Actor by) {
        UUID id = Ids.derived(
                "escalation-record", scene.incident().id(), scene.run().cycle(), at.step(), at.repeat(), what);
        command(tx, scene, id, CommandVerb.RECORD, by, text);
    }

    private static void command(Tx tx, Scene scene, UUID id, CommandVerb verb, Actor by, @Nullable String text) {
        UUID incident = scene.incident().id();
        int cycle = scene.run().cycle();
        Instant now = scene.now().now();
        tx.emit(new Message(
                id,
                Topics.COMMANDS.name(),
                incident.toString(),
                IncidentCommand.TYPE,
                incident.toString(),
                new IncidentCommand(id, incident, verb, cycle, by, "escalation", now, text)));
    }
}
