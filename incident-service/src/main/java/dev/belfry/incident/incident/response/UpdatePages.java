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
    public record Form(
            String text, boolean responders, List<UUID> teams, String next, PostForm post, Map<String, String> errors) {

        /** The same with a draft behind what was typed. */
        Form with(Drafted drafted) {
            return new Form(DraftKind.behind(text, drafted), responders, teams, next, post, errors);
        }

        /** The same with what is wrong, by the field of the form. */
        Form with(Outcome.Invalid wrong) {
            var field = wrong.field().startsWith("statusPage/")
                    ? "post-" + wrong.field().substring("statusPage/".length())
                    : wrong.field();
            return new Form(text, responders, teams, next, post, Map.of(field, wrong.reason()));
        }
    }

    private Future<Page> blank(PageCall call) {
        return find(call)
                .compose(incident -> incident == null
                        ? Future.succeededFuture(NoIncident.page())
                        : begun(call, incident, "status-page".equals(call.query("for")))
                                .map(update -> page(incident, update)));
    }

    /** The form of a new update. */
    Future<UpdateView> begun(PageCall call, Incident incident, boolean customers) {
        return begun(incident, customers).compose(form -> view(call, incident, form, null));
    }

    /**
     * The form as it begins: an update goes where the last one went.
     *
     * @param customers whether it is for the status page; then it goes to nobody else unless somebody says so
     */
    private Future<Form> begun(Incident incident, boolean customers) {
        var ruled = crew.rules().of(incident.severity());
        var before = crew.updates().of(incident.id(), null, 1);
        var posted = crew.updates().lastPost(incident.id(), null);
        return Future.all(ruled, before, posted).map(all -> {
            var rule = ruled.result();
            var last = before.result().isEmpty() ? null : before.result().getFirst();
            var every = rule.updateEvery();
            var teams = last == null ? rule.teams() : last.teams();
            return new Form(
                    "",
                    !customers && (last == null || last.responders()),
                    customers ? List.of() : teams,
                    every == null ? "" : every.toString(),
                    PostForm.of(customers, posted.result().orElse(null), directory.statusPages()),
                    Map.of());
        });
    }

    private Future<Page> form(PageCall call, Incident incident, Form form, @Nullable Drafted drafted) {
        return view(call, incident, form, drafted).map(update -> page(incident, update));
    }

    private static Page page(Incident incident, UpdateView update) {
        var page = new Page(
                "Update on #" + incident.number(),
                "incidents",
                "new-update.jte",
                Map.of("incident", incident, "update", update));
        return update.form().errors().isEmpty() ? page : page.withStatus(422);
    }

    private Future<UpdateView> view(PageCall call, Incident incident, Form form, @Nullable Drafted drafted) {
        var me = call.principal().userId();
        return crew.roles()
                .of(incident.id())
                .map(given -> new UpdateView(
                        form,
                        crew.updateCommands()
                                .audience(incident, given, true, List.of(), List.of(), me)
                                .size(),
                        directory.teams().stream()
                                .map(team -> new UpdateView.Team(
                                        team.id(),
                                        team.name(),
                                        directory.membersOf(team.id()).size(),
                                        form.teams().contains(team.id())))
                                .toList(),
                        directory.statusPages(),
                        crew.drafts().on(),
                        drafted));
    }

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
                PostForm.typed(call::form, directory.statusPages()),
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
            var draft = new UpdateCommands.Draft(
                    ids.next(),
                    form.text(),
                    form.responders(),
                    teams,
                    List.of(),
                    next,
                    form.post().draft(directory.statusPages()));
            return crew.updateCommands()
                    .send(incident.id(), draft, Asker.of(call.principal()))
                    .compose(outcome -> answer(call, incident, form, outcome));
        });
    }

    private Future<PageReply> answer(PageCall call, Incident incident, Form form, Outcome outcome) {
        var at = "/incidents/" + incident.number();
        return switch (outcome) {
            case Outcome.Done done ->
                Future.succeededFuture(PageReply.redirect(
                        at, form.post().on() ? "Update sent, and on its way to the status page." : "Update sent."));
            case Outcome.Invalid wrong ->
                form(call, incident, form.with(wrong), null).map(page -> page);
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
