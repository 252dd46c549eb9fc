package dev.belfry.incident.incident.response;

import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.incident.draft.DraftKind;
import dev.belfry.incident.incident.draft.Drafted;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.incident.incident.severity.ResponseRule;
import dev.belfry.incident.incident.update.StakeholderUpdate;
import dev.belfry.incident.incident.update.UpdateCommands;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The form that sends an update to stakeholders; it says how many people it goes to before it goes. */
public final class UpdatePages {
    private final IncidentStore incidents;
    private final CrewService crew;
    private final Directory directory;
    private final Ids ids;
    private final InstantSource clock;

    public UpdatePages(IncidentStore incidents, CrewService crew, Directory directory, Ids ids, InstantSource clock) {
        this.incidents = incidents;
        this.crew = crew;
        this.directory = directory;
        this.ids = ids;
        this.clock = clock;
    }

    public void on(Console console) {
        console.get("/incidents/:number/updates/new", Role.RESPONDER, this::blank);
        console.post("/incidents/:number/updates", Role.RESPONDER, this::send);
    }

    /**
     * What is in the form.
     *
     * @param next until the next update, an ISO 8601 duration; empty when none is promised
     */
    public record Form(String text, boolean responders, List<UUID> teams, String next, Map<String, String> errors) {

        /** The same with a draft behind what was typed. */
        Form with(Drafted drafted) {
            return new Form(DraftKind.behind(text, drafted), responders, teams, next, errors);
        }
    }

    private Future<Page> blank(PageCall call) {
        return find(call)
                .compose(incident -> incident == null
                        ? Future.succeededFuture(NoIncident.page())
                        : Future.all(
                                        crew.rules().of(incident.severity()),
                                        crew.updates().of(incident.id(), null, 1))
                                .compose(both -> {
                                    ResponseRule rule = both.resultAt(0);
                                    List<StakeholderUpdate> last = both.resultAt(1);
                                    var teams = last.isEmpty()
                                            ? rule.teams()
                                            : last.getFirst().teams();
                                    var every = rule.updateEvery();
                                    return form(
                                            call,
                                            incident,
                                            new Form(
                                                    "",
                                                    last.isEmpty()
                                                            || last.getFirst().responders(),
                                                    teams,
                                                    every == null ? "" : every.toString(),
                                                    Map.of()));
                                }));
    }

    private Future<Page> form(PageCall call, Incident incident, Form form) {
        return form(call, incident, form, null);
    }

    private Future<Page> form(PageCall call, Incident incident, Form form, @Nullable Drafted drafted) {
        return crew.roles().of(incident.id()).map(given -> {
            var me = call.principal().userId();
            Map<String, Object> params = new HashMap<>();
            params.put("incident", incident);
            params.put("form", form);
            params.put("drafting", crew.drafts().on());
            params.put("drafted", drafted);
            params.put(
                    "working",
                    crew.updateCommands()
                            .audience(incident, given, true, List.of(), List.of(), me)
                            .size());
            params.put(
                    "teams",
                    directory.teams().stream()
                            .map(team -> new TeamChoice(
                                    team.id(),
                                    team.name(),
                                    directory.membersOf(team.id()).size(),
                                    form.teams().contains(team.id())))
                            .toList());
            var page = new Page("Update on #" + incident.number(), "incidents", "new-update.jte", params);
            return form.errors().isEmpty() ? page : page.withStatus(422);
        });
    }

    /** A team that an update can go to. */
    public record TeamChoice(UUID id, String name, int people, boolean chosen) {}

    private Future<PageReply> send(PageCall call) {
        var teams = call.context().request().formAttributes().getAll("team").stream()
                .map(Parsed::id)
                .flatMap(Stream::ofNullable)
                .toList();
        var form = new Form(
                call.form("text").replace('\0', '\uFFFD'),
                !call.form("responders").isEmpty(),
                teams,
                call.form("next"),
                Map.of());
        var next = next(form.next());
        return find(call).compose(incident -> {
            if (incident == null) {
                return Future.succeededFuture(NoIncident.page());
            }
            if (call.form("act").equals("draft")) {
                return crew.drafts()
                        .draft(DraftKind.UPDATE, incident)
                        .compose(drafted -> form(call, incident, form.with(drafted), drafted))
                        .map(page -> page);
            }
            var draft = new UpdateCommands.Draft(ids.next(), form.text(), form.responders(), teams, List.of(), next);
            return crew.updateCommands()
                    .send(incident.id(), draft, Asker.of(call.principal()))
                    .compose(outcome -> answer(call, incident, form, outcome));
        });
    }

    private Future<PageReply> answer(PageCall call, Incident incident, Form form, Outcome outcome) {
        var at = "/incidents/" + incident.number();
        return switch (outcome) {
            case Outcome.Done done -> Future.succeededFuture(PageReply.redirect(at, "Update sent."));
            case Outcome.Invalid wrong ->
                form(
                                call,
                                incident,
                                new Form(
                                        form.text(),
                                        form.responders(),
                                        form.teams(),
                                        form.next(),
                                        Map.of(wrong.field(), wrong.reason())))
                        .map(page -> page);
            case Outcome.Refused refused ->
                Future.succeededFuture(PageReply.warning(at, Flash.Kind.REFUSED, refused.reason()));
            case Outcome.Missing missing -> Future.succeededFuture(NoIncident.page());
            case Outcome.Stale stale -> Future.succeededFuture(NoIncident.page());
        };
    }

    private Future<@Nullable Incident> find(PageCall call) {
        return incidents
                .numbered(call.path("number"))
                .map(found -> found.map(held -> held.incident()).orElse(null));
    }

    private @Nullable Instant next(String duration) {
        try {
            return duration.isEmpty() ? null : clock.instant().plus(Duration.parse(duration));
        } catch (DateTimeParseException | ArithmeticException notADuration) {
            return null;
        }
    }
}
