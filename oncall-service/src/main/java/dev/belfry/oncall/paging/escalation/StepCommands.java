package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.delivery.PageAcknowledged;
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
import org.jspecify.annotations.Nullable;

/** Carries out what was decided for an escalation: pages, timer and what the timeline is told commit with the step. */
final class StepCommands {
    static final String TIMER = "escalation-step";

    private static final long MOST_AT_ONCE = 3;
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

    Future<Void> carryOut(Tx tx, Scene scene, Move move, Note... notes) {
        return carryOut(tx, List.of(new DecidedStep(scene, move, List.of(notes))));
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
                .map(Called::id)
                .collect(Collectors.toSet());
        return people.isEmpty()
                ? Future.succeededFuture(Map.of())
                : BundleStore.recent(
                        tx::query, people, late.getFirst().scene().now().now());
    }

    /** One step that asks somebody. */
    private record Asking(Scene scene, Move.Fired fired, List<RequestedPage> pages) {}

    private Future<Void> write(Tx tx, List<DecidedStep> decided, Map<UUID, Long> recent) {
        List<Note> notes = new ArrayList<>();
        List<Asking> asking = new ArrayList<>();
        List<UUID> ended = new ArrayList<>();
        List<Future<?>> writes = new ArrayList<>();
        for (DecidedStep step : decided) {
            Scene scene = step.scene();
            notes.addAll(step.notes());
            for (Skipped skipped : step.move().skipped()) {
                String text = Wording.skipped(skipped, scene.run().base());
                notes.add(note(tx, scene, "skipped", skipped.position(), text));
            }
            switch (step.move()) {
                case Move.Fired fired -> asking.add(fire(tx, scene, fired, recent, notes));
                case Move.Waits waits -> writes.add(pause(tx, scene, waits, notes));
                case Move.Exhausted done -> {
                    exhausted.increment();
                    Position end = new Position(0, scene.run().base());
                    notes.add(note(tx, scene, "exhausted", end, Wording.exhausted(done)));
                    ended.add(scene.run().id());
                }
            }
        }
        Instant now = decided.getFirst().scene().now().now();
        writes.add(EscalationStore.climb(
                tx::query, asking.stream().map(StepCommands::climb).toList()));
        writes.add(EscalationStore.exhaust(tx::query, ended, now));
        writes.add(NoteStore.write(tx::query, notes));
        writes.add(EscalationStore.request(
                        tx::query,
                        asking.stream().flatMap(one -> one.pages().stream()).toList())
                .onSuccess(inserted -> asking.forEach(one -> told(tx, one, inserted))));
        return Future.join(writes).mapEmpty();
    }

    private static EscalationStore.Climb climb(Asking one) {
        return new EscalationStore.Climb(
                one.scene().run().id(), one.fired().position(), one.fired().delay());
    }

    private Asking fire(Tx tx, Scene scene, Move.Fired fired, Map<UUID, Long> recent, List<Note> notes) {
        steps.increment();
        if (fired.catchAll()) {
            catchAlls.increment();
        }
        if (fired.called().isEmpty()) {
            notes.add(note(tx, scene, "nobody", fired.position(), Wording.nobody()));
        }
        arm(tx, scene.run(), fired.position(), fired.delay());
        return new Asking(
                scene,
                fired,
                fired.called().stream()
                        .map(one -> page(scene, fired.position(), one.id(), recent))
                        .toList());
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
        return EscalationStore.request(tx::query, wanted)
                .onSuccess(inserted -> wanted.stream()
                        .filter(page -> inserted.contains(page.id()))
                        .forEach(page -> send(tx, scene.run(), scene.incident(), page, reason, false)))
                .mapEmpty();
    }

    private static Future<Void> pause(Tx tx, Scene scene, Move.Waits waits, List<Note> notes) {
        Run run = scene.run();
        Duration delay = Duration.between(scene.now().now(), waits.until());
        arm(tx, run, run.position(), delay);
        notes.add(note(tx, scene, "waits " + waits.until(), run.position(), Wording.waits(waits)));
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

    private void told(Tx tx, Asking asking, Set<UUID> inserted) {
        Scene scene = asking.scene();
        Move.Fired fired = asking.fired();
        List<Called> called = new ArrayList<>();
        for (int i = 0; i < asking.pages().size(); i++) {
            Called one = fired.called().get(i);
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
            // The page itself is what the escalation keeps of it.
            note(
                    tx,
                    scene,
                    "paged",
                    fired.position(),
                    Wording.paged(fired, called, scene.run().base()));
        }
    }

    /** After an outage, who has been paged often in a moment gets one message for what else there is. */
    private static RequestedPage page(Scene scene, Position at, UUID person, Map<UUID, Long> recent) {
        boolean bundled = scene.late() && recent.getOrDefault(person, 0L) >= MOST_AT_ONCE;
        if (scene.late() && !bundled) {
            recent.merge(person, 1L, Long::sum);
        }
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
    static Future<Void> acknowledged(
            Tx tx, Scene scene, RequestedPage page, PageAcknowledged told, List<String> others) {
        Actor by = Actor.user(told.userId(), told.name());
        if (!others.isEmpty()) {
            String text = Wording.acknowledged(told.name(), others);
            return record(tx, scene, "acknowledged " + page.person(), page.position(), text, by);
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
        return Future.succeededFuture();
    }

    /** Tells the timeline, and keeps it with the escalation. */
    static Future<Void> record(Tx tx, Scene scene, String what, Position at, String text, Actor by) {
        return NoteStore.write(tx::query, List.of(note(tx, scene, what, at, text, by)));
    }

    static Note note(Tx tx, Scene scene, String what, Position at, String text) {
        return note(tx, scene, what, at, text, ESCALATION);
    }

    /**
     * Tells the timeline; the note is to be written with the step.
     *
     * @param what with the position, what is told once
     */
    static Note note(Tx tx, Scene scene, String what, Position at, String text, Actor by) {
        UUID id = Ids.derived(
                "escalation-record", scene.incident().id(), scene.run().cycle(), at.step(), at.repeat(), what);
        command(tx, scene, id, CommandVerb.RECORD, by, text);
        return new Note(id, scene.run().id(), scene.now().now(), at, text);
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
