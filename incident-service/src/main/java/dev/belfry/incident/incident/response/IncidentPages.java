package dev.belfry.incident.incident.response;

import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Integration;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.incident.dependency.DependencyStore;
import dev.belfry.incident.incident.dependency.Neighbour;
import dev.belfry.incident.incident.draft.DraftKind;
import dev.belfry.incident.incident.draft.Drafted;
import dev.belfry.incident.incident.lifecycle.Answer;
import dev.belfry.incident.incident.lifecycle.Command;
import dev.belfry.incident.incident.lifecycle.Decision;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentPriority;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.incident.incident.timeline.TimelineEntry;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.incident.signal.alert.AlertStore;
import dev.belfry.incident.signal.alert.AlertView;
import dev.belfry.incident.signal.change.ChangeStore;
import dev.belfry.incident.signal.silence.Silence;
import dev.belfry.incident.signal.silence.SilenceStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Live;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One incident in the console, what a responder does with it, and the form that opens one. */
public final class IncidentPages {
    private static final int ALERTS = 50;
    private static final int LINES = 200;
    private static final int MOST_DOORS = 500;
    private static final int LONGEST_NOTE = 10_000;
    private static final int CHANGES = 50;
    private static final Duration CHANGES_BEFORE = Duration.ofHours(2);

    private final IncidentStore store;
    private final IncidentCommands commands;
    private final ResponseCommands response;
    private final AlertStore alerts;
    private final TimelineStore timeline;
    private final ChangeStore changes;
    private final CatalogStore catalog;
    private final SilenceStore silences;
    private final DependencyStore dependencies;
    private final CrewService crew;
    private final Directory directory;
    private final InstantSource clock;
    private final Ids ids;
    private final UpdatePages updates;

    public IncidentPages(
            IncidentStore store,
            IncidentCommands commands,
            ResponseCommands response,
            AlertStore alerts,
            TimelineStore timeline,
            ChangeStore changes,
            CatalogStore catalog,
            SilenceStore silences,
            DependencyStore dependencies,
            CrewService crew,
            Directory directory,
            InstantSource clock,
            Ids ids) {
        this.store = store;
        this.commands = commands;
        this.response = response;
        this.alerts = alerts;
        this.timeline = timeline;
        this.changes = changes;
        this.catalog = catalog;
        this.silences = silences;
        this.dependencies = dependencies;
        this.crew = crew;
        this.directory = directory;
        this.clock = clock;
        this.ids = ids;
        this.updates = new UpdatePages(store, crew, directory, ids, clock);
    }

    public void on(Console console, Router router, Live live) {
        router.get("/incidents/live").handler(context -> console.live(context, live));
        console.get("/incidents/new", Role.RESPONDER, call -> form(DeclareForm.EMPTY, Map.of()));
        console.post("/incidents", Role.RESPONDER, this::open);
        console.get("/incidents/:number", Role.VIEWER, call -> detail(call, "", ""));
        post(console, "acknowledge", call -> new Command.Acknowledge(cycle(call)));
        post(console, "unacknowledge", call -> new Command.Unacknowledge());
        console.post("/incidents/:number/resolve", Role.RESPONDER, this::resolve);
        post(console, "reopen", call -> new Command.Reopen());
        console.post("/incidents/:number/undo", Role.RESPONDER, this::undo);
        console.post(
                "/incidents/:number/urgency",
                Role.RESPONDER,
                call -> chosen(
                        call,
                        "urgency",
                        "high|low",
                        word -> new Command.SetUrgency(Urgency.valueOf(word.toUpperCase(Locale.ROOT)))));
        console.post(
                "/incidents/:number/priority",
                Role.RESPONDER,
                call -> chosen(
                        call, "priority", "|p[1-5]", word -> new Command.SetPriority(IncidentPriority.of(word))));
        post(console, "snooze", call -> new Command.Snooze(duration(call.form("duration"))));
        post(console, "severity", call -> new Command.ChangeSeverity(severity(call.form("severity"))));
        console.post("/incidents/:number/notes", Role.RESPONDER, this::note);
    }

    private void post(Console console, String action, Function<PageCall, Command> command) {
        console.post("/incidents/:number/" + action, Role.RESPONDER, call -> act(call, command));
    }

    private Future<Page> detail(PageCall call, String note, String error) {
        return find(call)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(NoIncident.page())
                        : detail(call, found.get(), note, error, null));
    }

    private Future<Page> detail(PageCall call, Held held, String note, String error, @Nullable Drafted drafted) {
        var incident = held.incident();
        var show = String.valueOf(call.query("show"));
        var writing = writing(call, incident);
        var lines = timeline.newest(incident.id(), LINES);
        var of = alerts.ofIncident(incident.id(), ALERTS);
        var doors = catalog.integrations(incident.serviceId(), null, MOST_DOORS);
        var active = silences.active(incident.serviceId());
        var working = crew.of(incident);
        var around = dependencies.around(incident.serviceId());
        var changed = around.compose(services -> changed(incident, services));
        return Future.all(List.of(lines, of, changed, doors, active, working, around, writing))
                .map(all -> {
                    Map<String, Object> params = new HashMap<>();
                    params.put(
                            "affects",
                            around.result().stream()
                                    .filter(one -> one.place() > 0)
                                    .toList());
                    params.put("crew", working.result());
                    params.put(
                            "quieting", quieting(incident.serviceName(), of.result(), doors.result(), active.result()));
                    params.put("incident", IncidentView.of(held, null));
                    params.put("lines", Lines.of(show, lines.result(), changed.result()));
                    params.put("alerts", of.result());
                    params.put("differences", Differences.of(of.result()));
                    params.put("whole", incident);
                    params.put("writing", writing.result().orElse(null));
                    params.put("note", note);
                    params.put("drafting", crew.drafts().on());
                    params.put("drafted", drafted);
                    params.put("error", error);
                    return new Page(
                            "#" + incident.number() + " " + incident.title(), "incidents", "incident.jte", params);
                });
    }

    /** The form of an update, where somebody who may writes one; empty for a note. */
    private Future<Optional<UpdateView>> writing(PageCall call, Incident incident) {
        var what = String.valueOf(call.query("write"));
        return call.view().may(Role.RESPONDER) && what.matches("update|status-page")
                ? updates.begun(call, incident, what.equals("status-page")).map(Optional::of)
                : Future.succeededFuture(Optional.empty());
    }

    /** What changed on its service and on those that it needs, from shortly before it began. */
    private Future<List<TimelineEntry>> changed(Incident incident, List<Neighbour> around) {
        var names = around.stream()
                .filter(one -> one.place() < 0)
                .collect(Collectors.toMap(Neighbour::id, Neighbour::name, (one, same) -> one));
        var services = Stream.concat(Stream.of(incident.serviceId()), names.keySet().stream())
                .toList();
        return changes.between(services, incident.createdAt().minus(CHANGES_BEFORE), incident.resolvedAt(), CHANGES)
                .map(found -> found.stream()
                        .map(change -> Lines.line(change, names.get(change.service())))
                        .toList());
    }

    private static Map<UUID, Quieting> quieting(
            String service, List<AlertView> alerts, List<Integration> doors, List<Silence> active) {
        var names = doors.stream().collect(Collectors.toMap(Integration::id, Integration::name));
        return alerts.stream()
                .filter(alert -> "triggered".equals(alert.status()))
                .collect(Collectors.toMap(
                        AlertView::id, alert -> Quieting.of(alert, names.get(alert.integration()), service, active)));
    }

    private Future<PageReply> act(PageCall call, Function<PageCall, Command> command) {
        return find(call).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(NoIncident.page());
            }
            var id = found.get().incident().id();
            return commands.act(id, command.apply(call), Asker.of(call.principal()))
                    .map(answer -> told(call, answer));
        });
    }

    private Future<PageReply> resolve(PageCall call) {
        return find(call)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(NoIncident.page())
                        : crew.fieldCommands()
                                .resolve(found.get().incident().id(), Asker.of(call.principal()), null)
                                .map(answer -> told(call, answer)));
    }

    /** What is none of the values of a field changes nothing. */
    private Future<PageReply> chosen(PageCall call, String field, String values, Function<String, Command> command) {
        var word = call.form(field).toLowerCase(Locale.ROOT);
        return word.matches(values)
                ? act(call, one -> command.apply(word))
                : find(call)
                        .map(found -> found.isEmpty()
                                ? NoIncident.page()
                                : PageReply.warning(
                                        "/incidents/" + found.get().incident().number(),
                                        Flash.Kind.REFUSED,
                                        "Nothing was changed: choose the " + field + " from the list."));
    }

    /** Takes back the resolve or the acknowledge that made this version, if nothing has happened since. */
    private Future<PageReply> undo(PageCall call) {
        var seen = Parsed.number(call.query("version"));
        return find(call).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(NoIncident.page());
            }
            var incident = found.get().incident();
            var back = incident.open() ? new Command.Unacknowledge() : new Command.TakeBackResolve();
            return commands.act(
                            incident.id(),
                            List.of(back),
                            Asker.of(call.principal()),
                            seen == null ? Long.valueOf(0) : seen)
                    .map(answer -> told(call, answer));
        });
    }

    private Future<PageReply> note(PageCall call) {
        var text = call.form("text").replace('\0', '\uFFFD');
        if (call.form("act").equals("draft")) {
            return draft(call, text);
        }
        if (text.isEmpty() || text.length() > LONGEST_NOTE) {
            return detail(call, text, "Write between 1 and " + LONGEST_NOTE + " characters.")
                    .map(page -> page.status() == 200 ? page.withStatus(422) : page);
        }
        return act(call, same -> new Command.AddNote(text));
    }

    /** A summary behind what was typed; nothing is kept until somebody adds it as a note. */
    private Future<PageReply> draft(PageCall call, String typed) {
        return find(call).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(NoIncident.page());
            }
            var held = found.get();
            return crew.drafts()
                    .draft(DraftKind.SUMMARY, held.incident())
                    .compose(drafted -> detail(call, held, DraftKind.behind(typed, drafted), "", drafted))
                    .map(page -> page);
        });
    }

    private static PageReply told(PageCall call, Answer answer) {
        var at = "/incidents/" + call.path("number");
        return switch (answer) {
            case Answer.Missing missing -> PageReply.warning(at, Flash.Kind.REFUSED, "That incident is gone.");
            case Answer.Stale stale ->
                PageReply.warning(
                        at,
                        Flash.Kind.REFUSED,
                        "Nothing was undone: something else has happened to the incident since.");
            case Answer.Decided decided -> told(call, at, decided.decision());
        };
    }

    private static PageReply told(PageCall call, String at, Decision decision) {
        return switch (decision) {
            case Decision.Moved moved -> moved(call, at, moved);
            case Decision.Unchanged unchanged -> PageReply.redirect(at, unchanged.reason() + ".");
            case Decision.Refused refused ->
                PageReply.warning(at, Flash.Kind.REFUSED, "Nothing was changed: " + refused.reason() + ".");
        };
    }

    /** What can be taken back says how; taking back is not taken back again. */
    private static PageReply moved(PageCall call, String at, Decision.Moved moved) {
        var undo = at + "/undo";
        var back = undo + "?version=" + moved.after().version();
        var number = "#" + call.path("number");
        if (moved.happened() == Happened.RESOLVED) {
            return PageReply.undoable(at, number + " resolved.", back);
        }
        if (moved.happened() == Happened.ACKNOWLEDGED
                && !undo.equals(call.view().path())) {
            return PageReply.undoable(at, "You have " + number + ". Nobody else is paged for it.", back);
        }
        return PageReply.redirect(
                at, moved.note() == null ? LocalWords.of(moved.told(), call.view()::clock) + "." : "Note added.");
    }

    private Future<PageReply> open(PageCall call) {
        var form = DeclareForm.typed(call::form);
        var serviceId = Parsed.id(form.service());
        var zone = call.view().zone();
        var me = call.principal().userId();
        var unreachable = me == null ? "A test needs somebody to page." : Assignable.own(directory, me);
        var wrong = form.errors(serviceId != null, clock.instant(), zone, unreachable);
        if (serviceId == null || !wrong.isEmpty()) {
            return form(form, wrong).map(page -> page);
        }
        var meant = form.meant(zone, me == null ? null : Assignable.of(directory, me));
        return response.open(
                        ids.next(),
                        serviceId,
                        form.title(),
                        severity(form.severity()),
                        meant,
                        Asker.of(call.principal()))
                .compose(opened -> opened.isEmpty()
                        ? form(form, Map.of("service", "That service is gone. Choose another."))
                                .map(page -> page)
                        : Future.succeededFuture(PageReply.redirect(
                                "/incidents/" + opened.get().incident().number(),
                                opened.get().incident().open()
                                        ? "The incident is open."
                                        : "The incident is entered.")));
    }

    private Future<Page> form(DeclareForm form, Map<String, String> errors) {
        return catalog.services(null, 500).map(services -> {
            Map<String, Object> params = new HashMap<>();
            params.put("services", services);
            params.put("form", form);
            params.put("errors", errors);
            var page = new Page("New incident", "incidents", "new-incident.jte", params);
            return errors.isEmpty() ? page : page.withStatus(422);
        });
    }

    private Future<Optional<Held>> find(PageCall call) {
        return store.numbered(call.path("number"));
    }

    private static @Nullable Integer cycle(PageCall call) {
        var cycle = call.form("cycle");
        return cycle.matches("\\d{1,9}") ? Integer.valueOf(cycle) : null;
    }

    /** What cannot be read is refused by the lifecycle, which knows the bounds. */
    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException notADuration) {
            return Duration.ZERO;
        }
    }

    private static IncidentSeverity severity(String word) {
        return List.of(IncidentSeverity.values()).stream()
                .filter(severity -> severity.name().equals(word.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(IncidentSeverity.SEV2);
    }
}
