package dev.belfry.incident.compat.opsgenie;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertCommand;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.alert.AlertVerb;
import dev.belfry.contracts.alert.IdentifierType;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.incident.RequestedParty;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.incident.lifecycle.Answer;
import dev.belfry.incident.incident.lifecycle.Command;
import dev.belfry.incident.incident.lifecycle.Decision;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.Lifecycle;
import dev.belfry.incident.incident.timeline.CallIn;
import dev.belfry.incident.incident.timeline.Entry;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.incident.signal.alert.AlertCommands;
import dev.belfry.incident.signal.alert.Priority;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what Opsgenie's clients ask of alerts, each request once, and keeps what became of it.
 *
 * <p>The service is locked first, then the incident, then the alert is read: nobody else changes it meanwhile.
 */
public final class OpsgenieCommands {
    static final String FORMAT = "opsgenie";
    private static final int MOST_TAGS = 100;
    private static final int MOST_DETAILS = 200;
    private static final int LONGEST_NOTE = 10_000;
    private static final int LONGEST_MESSAGE = 1_024;
    private static final int LONGEST_WORD = 512;

    private final AlertCommands alerts;
    private final IncidentCommands incidents;
    private final IncidentStore incidentStore;
    private final TimelineStore timeline;
    private final CatalogStore catalog;
    private final OpsgenieStore store;
    private final SentStore sent = new SentStore();
    private final CreatedCommands created;
    private final Directory directory;
    private final InstantSource clock;

    public OpsgenieCommands(
            AlertCommands alerts,
            IncidentCommands incidents,
            IncidentStore incidentStore,
            TimelineStore timeline,
            CatalogStore catalog,
            OpsgenieStore store,
            Directory directory,
            InstantSource clock) {
        this.alerts = alerts;
        this.incidents = incidents;
        this.incidentStore = incidentStore;
        this.timeline = timeline;
        this.catalog = catalog;
        this.store = store;
        this.created = new CreatedCommands(incidents, timeline, catalog, store, sent);
        this.directory = directory;
        this.clock = clock;
    }

    /** What a verb has come to. */
    private record Result(boolean success, String status) {}

    /** One command with the alert and the incident it is about, locked. */
    private record Case(
            AlertCommand command, Target alert, @Nullable Held held, Actor by) {
        String who() {
            return by.name();
        }
    }

    /** Takes in requests for alerts, and keeps what became of those in Opsgenie's format. */
    Future<Void> take(Tx tx, List<AcceptedRequest> requests) {
        var asked = requests.stream()
                .filter(request -> request.format().equals(FORMAT))
                .toList();
        var taken = alerts.take(tx, requests);
        return asked.isEmpty()
                ? taken
                : taken.compose(done -> store.begun(tx, asked, clock.instant()))
                        .compose(made -> store.keep(
                                        tx,
                                        made.stream()
                                                .map(OpsgenieStore.Made::carried)
                                                .toList())
                                .compose(kept -> created.keep(
                                        tx,
                                        made.stream()
                                                .flatMap(one -> Stream.ofNullable(one.begun()))
                                                .toList())));
    }

    /** Carries out commands in the given order; one that was carried out before is passed over. */
    Future<Void> carryOut(Tx tx, List<AlertCommand> commands) {
        var services = commands.stream()
                .map(AlertCommand::serviceId)
                .distinct()
                .sorted()
                .toList();
        var doors =
                commands.stream().map(AlertCommand::integrationId).distinct().toList();
        return catalog.lock(tx, services)
                .compose(locked ->
                        store.known(tx, commands.stream().map(AlertCommand::id).toList()))
                .compose(known -> catalog.integrationNames(tx, doors).compose(names -> {
                    var once = new HashSet<>(known);
                    var carried = new ArrayList<Carried>();
                    Future<Void> done = Future.succeededFuture();
                    for (var command : commands) {
                        if (once.add(command.id())) {
                            done = done.compose(before -> carryOut(tx, command, by(command, names)))
                                    .map(one -> {
                                        carried.add(one);
                                        return null;
                                    });
                        }
                    }
                    return done.compose(all -> store.keep(tx, carried));
                }));
    }

    private Future<Carried> carryOut(Tx tx, AlertCommand command, Actor by) {
        return store.target(tx, command).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(carried(command, missing(command), null));
            }
            return locked(tx, found.get())
                    .compose(held -> store.again(
                                    tx, found.get().serviceId(), found.get().id())
                            .compose(now -> {
                                var one = new Case(command, now.orElse(found.get()), held.orElse(null), by);
                                return act(tx, one)
                                        .compose(result ->
                                                noted(tx, one, result).map(carried(command, result, one.alert())));
                            }));
        });
    }

    private Future<Optional<Held>> locked(Tx tx, Target alert) {
        var incident = alert.incidentId();
        return incident == null
                ? Future.succeededFuture(Optional.empty())
                : incidentStore
                        .lock(tx, List.of(incident))
                        .map(held -> held.stream().findFirst());
    }

    private Future<Result> act(Tx tx, Case one) {
        return switch (one.command().verb()) {
            case CLOSE -> close(tx, one, "Closed alert");
            case DELETE -> delete(tx, one);
            case ACKNOWLEDGE -> acknowledge(tx, one);
            case UNACKNOWLEDGE -> unacknowledge(tx, one);
            case SNOOZE -> snooze(tx, one);
            case ADD_NOTE -> Future.succeededFuture(new Result(true, "Note added to alert"));
            case ADD_TAGS, REMOVE_TAGS -> tags(tx, one);
            case ADD_DETAILS, REMOVE_DETAILS -> details(tx, one);
            case CHANGE_PRIORITY -> priority(tx, one);
            case CHANGE_MESSAGE -> message(tx, one);
            case CHANGE_DESCRIPTION ->
                store.description(tx, one.alert().id(), text(one, 15_000))
                        .map(new Result(true, "Updated alert description"));
            case ESCALATE, ASSIGN, ADD_TEAM, ADD_RESPONDER -> handOver(tx, one);
            case RUN_ACTION ->
                told(tx, one, "Action \"" + text(one, LONGEST_WORD) + "\" was run by " + one.who() + ".")
                        .map(new Result(true, "Action executed"));
        };
    }

    /** To its clients it is gone; in Belfry it is over, and stays for who wants to learn from it. */
    private Future<Result> delete(Tx tx, Case one) {
        var done = new Result(true, "Deleted alert");
        var closed = one.alert().open() ? close(tx, one, done.status()) : Future.succeededFuture(done);
        return closed.compose(over -> sent.delete(tx, one.alert().id(), clock.instant()))
                .map(done);
    }

    private Future<Result> close(Tx tx, Case one, String done) {
        if (!one.alert().open()) {
            return already("closed");
        }
        var command = one.command();
        var signal = new AlertSignal(
                command.id(),
                AlertAction.RESOLVE,
                one.alert().alias(),
                done,
                AlertSeverity.INFO,
                command.source(),
                null,
                command.receivedAt(),
                Map.of(),
                List.of());
        var request = new AcceptedRequest(
                command.id(),
                one.alert().integrationId(),
                one.alert().serviceId(),
                FORMAT,
                command.receivedAt(),
                "",
                List.of(signal));
        return told(tx, one, done + " by " + one.who() + ".")
                .compose(next -> alerts.take(tx, List.of(request)))
                .map(new Result(true, done));
    }

    private Future<Result> acknowledge(Tx tx, Case one) {
        if (!one.alert().open()) {
            return already("closed");
        }
        var held = one.held();
        boolean has =
                held == null ? one.alert().acknowledged() : held.incident().status() == IncidentStatus.ACKNOWLEDGED;
        if (has) {
            return already("acknowledged");
        }
        return asked(tx, one, new Command.Acknowledge(null), "Acknowledged alert")
                .compose(result -> result.success()
                        ? store.acknowledge(tx, one.alert().id(), true, one.who())
                                .compose(kept -> store.owner(tx, one.alert().id(), one.who()))
                                .map(result)
                        : Future.succeededFuture(result));
    }

    private Future<Result> unacknowledge(Tx tx, Case one) {
        if (!one.alert().open()) {
            return already("closed");
        }
        var held = one.held();
        boolean has =
                held == null ? one.alert().acknowledged() : held.incident().status() == IncidentStatus.ACKNOWLEDGED;
        if (!has) {
            return already("unacknowledged");
        }
        return asked(tx, one, new Command.Unacknowledge(), "UnAcknowledged alert")
                .compose(result -> result.success()
                        ? store.acknowledge(tx, one.alert().id(), false, null).map(result)
                        : Future.succeededFuture(result));
    }

    private Future<Result> snooze(Tx tx, Case one) {
        if (!one.alert().open()) {
            return already("closed");
        }
        var until = one.command().until();
        if (until == null || one.held() == null) {
            return Future.succeededFuture(new Result(
                    false, until == null ? "Snooze has no end time" : "Alert is silenced: there is nothing to snooze"));
        }
        // Opsgenie knows no longest snooze; Belfry's is a week, and paging starts again sooner rather than never.
        var wanted = Duration.between(clock.instant(), until);
        var duration = wanted.compareTo(Lifecycle.LONGEST_SNOOZE) > 0 ? Lifecycle.LONGEST_SNOOZE : wanted;
        return asked(tx, one, new Command.Snooze(duration), "Snoozed alert");
    }

    private Future<Result> tags(Tx tx, Case one) {
        var tags = new LinkedHashSet<>(one.alert().tags());
        var items = Objects.requireNonNullElse(one.command().items(), List.<String>of());
        boolean adds = one.command().verb() == AlertVerb.ADD_TAGS;
        for (var item : items) {
            var tag = start(item, LONGEST_WORD);
            if (adds && tags.size() < MOST_TAGS) {
                tags.add(tag);
            } else if (!adds) {
                tags.remove(tag);
            }
        }
        return store.tags(tx, one.alert().id(), List.copyOf(tags))
                .map(new Result(true, adds ? "Tags added to alert" : "Tags removed from alert"));
    }

    private Future<Result> details(Tx tx, Case one) {
        var details = new LinkedHashMap<>(one.alert().details());
        if (one.command().verb() == AlertVerb.REMOVE_DETAILS) {
            details.keySet().removeAll(Objects.requireNonNullElse(one.command().items(), List.<String>of()));
            return store.details(tx, one.alert().id(), details).map(new Result(true, "Details removed from alert"));
        }
        Objects.requireNonNullElse(one.command().details(), Map.<String, String>of())
                .forEach((name, value) -> {
                    if (details.containsKey(name) || details.size() < MOST_DETAILS) {
                        details.put(start(name, LONGEST_WORD), start(value, 8_000));
                    }
                });
        return store.details(tx, one.alert().id(), details).map(new Result(true, "Details added to alert"));
    }

    private Future<Result> priority(Tx tx, Case one) {
        var priority = text(one, 2);
        if (!priority.matches("P[1-5]")) {
            return Future.succeededFuture(new Result(false, "Priority must be one of P1 to P5"));
        }
        var severity = Priority.severity(priority);
        var done = new Result(true, "Updated alert priority");
        return store.priority(tx, one.alert().id(), priority, severity).compose(stored -> {
            var held = one.held();
            return held == null || !one.alert().open() || !held.incident().open()
                    ? Future.succeededFuture(done)
                    : incidents
                            .act(
                                    tx,
                                    held.incident().id(),
                                    List.of(new Command.RaiseSeverity(Lifecycle.severityOf(severity))),
                                    one.by(),
                                    null)
                            .map(done);
        });
    }

    private Future<Result> message(Tx tx, Case one) {
        var message = text(one, LONGEST_MESSAGE);
        return message.isBlank()
                ? Future.succeededFuture(new Result(false, "Message can not be empty"))
                : store.message(tx, one.alert().id(), message).map(new Result(true, "Updated alert message"));
    }

    /** Who is paged is for on-call to decide: it is asked, and tells the timeline what came of it. */
    private Future<Result> handOver(Tx tx, Case one) {
        var named = text(one, LONGEST_WORD);
        var handover = Handover.of(one.command(), named);
        if (handover.isUnknown(named, directory)) {
            return Future.succeededFuture(
                    new Result(false, "Nobody was called: there is no " + handover.what() + " " + named));
        }
        var held = one.held();
        boolean open = held != null && held.incident().open();
        if (held != null && open) {
            tx.emit(request(
                    one,
                    held.incident().id(),
                    held.incident().cycle(),
                    handover.responder().party(),
                    named));
        }
        var line = one.who() + " asked to " + handover.words()
                + (open ? "." : ". Nobody is paged for it: no incident is open.");
        return told(tx, one, line)
                .compose(next -> handover.owns() ? store.owner(tx, one.alert().id(), named) : Future.succeededFuture())
                .compose(next -> sent.addResponder(tx, one.alert().id(), handover.responder()))
                .map(new Result(true, handover.status()));
    }

    private static Message request(Case one, UUID incident, int cycle, RequestedParty party, String named) {
        var id = Ids.derived("escalation-request", one.command().id());
        return CallIn.of(new EscalationRequest(
                id, incident, cycle, one.by(), one.command().receivedAt(), party, named));
    }

    /** Asks it of the incident; an alert that a silence holds back has none and only keeps it itself. */
    private Future<Result> asked(Tx tx, Case one, Command command, String done) {
        var held = one.held();
        if (held == null) {
            return Future.succeededFuture(new Result(true, done));
        }
        return incidents
                .act(tx, held.incident().id(), List.of(command), one.by(), null)
                .map(answer -> answer instanceof Answer.Decided decided
                                && decided.decision() instanceof Decision.Refused refused
                        ? new Result(false, refused.reason())
                        : new Result(true, done));
    }

    private Future<Void> told(Tx tx, Case one, String text) {
        var incident = one.alert().incidentId();
        if (incident == null) {
            return Future.succeededFuture();
        }
        var entry = new Entry(
                incident,
                0,
                one.command().receivedAt(),
                "sender",
                one.by(),
                text,
                Map.of("alert", one.alert().id().toString()));
        return timeline.add(tx, List.of(entry));
    }

    /** The note that any command may carry, and the line of the alert's own log. */
    private Future<Void> noted(Tx tx, Case one, Result result) {
        if (!result.success()) {
            return Future.succeededFuture();
        }
        var command = one.command();
        var verb = command.verb();
        var lines = new ArrayList<LogLine>();
        if (verb != AlertVerb.ADD_NOTE) {
            var kind = switch (verb) {
                case ACKNOWLEDGE -> "acknowledge";
                case CLOSE, DELETE -> "close";
                default -> "change";
            };
            lines.add(line(one, kind, result.status() + " via API"));
        }
        var note = start(Objects.requireNonNullElse(command.note(), ""), LONGEST_NOTE);
        var incident = one.alert().incidentId();
        if (note.isBlank()) {
            return store.log(tx, lines);
        }
        lines.add(line(one, "note", note));
        return store.log(tx, lines)
                .compose(logged -> incident == null
                        ? Future.succeededFuture()
                        : incidents
                                .act(tx, incident, List.of(new Command.AddNote(note)), one.by(), null)
                                .mapEmpty());
    }

    private static LogLine line(Case one, String kind, String text) {
        return new LogLine(0, one.alert().id(), one.command().receivedAt(), kind, one.who(), text);
    }

    private Carried carried(AlertCommand command, Result result, @Nullable Target alert) {
        return new Carried(
                command.id(),
                command.integrationId(),
                command.serviceId(),
                Carried.action(command.verb()),
                result.success(),
                result.status(),
                alert == null ? null : alert.id(),
                alert == null ? "" : alert.shownAlias(),
                Handover.ASKS.contains(command.verb()) ? command.text() : null,
                clock.instant());
    }

    private static Result missing(AlertCommand command) {
        return new Result(
                false,
                command.identifierType() == IdentifierType.ALIAS
                        ? "There is no open alert with alias [" + command.identifier() + "]"
                        : "Alert does not exist");
    }

    private static Future<Result> already(String what) {
        return Future.succeededFuture(new Result(false, "Alert is already " + what + "."));
    }

    private static Actor by(AlertCommand command, Map<UUID, String> names) {
        var user = command.user();
        var name = user == null || user.isBlank() ? names.get(command.integrationId()) : start(user, 100);
        return name == null ? Actor.SENDER : new Actor("sender", null, name);
    }

    private static String text(Case one, int longest) {
        return start(Objects.requireNonNullElse(one.command().text(), ""), longest);
    }

    private static String start(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
