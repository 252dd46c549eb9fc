package dev.belfry.incident.incident.response;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.incident.field.FieldCommands;
import dev.belfry.incident.incident.lifecycle.Answer;
import dev.belfry.incident.incident.lifecycle.Command;
import dev.belfry.incident.incident.lifecycle.Decision;
import dev.belfry.incident.incident.lifecycle.Declaration;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentPriority;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.Lifecycle;
import dev.belfry.incident.incident.lifecycle.MergeCommands;
import dev.belfry.incident.incident.lifecycle.Merging;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.incident.incident.lifecycle.Splitting;
import dev.belfry.incident.incident.timeline.Place;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.incident.signal.alert.AlertStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Incidents over the API. */
public final class IncidentRoutes {
    private final IncidentStore store;
    private final IncidentCommands commands;
    private final ResponseCommands response;
    private final AlertStore alerts;
    private final TimelineStore timeline;
    private final MergeCommands merges;
    private final FieldCommands fields;
    private final Directory directory;
    private final InstantSource clock;
    private final Function<UUID, Future<Optional<String>>> policies;

    private record OpenInput(
            UUID service,
            String title,
            @Nullable IncidentSeverity severity,
            @Nullable Boolean test,
            @Nullable Instant startedAt,
            @Nullable Instant resolvedAt) {
        boolean isOver() {
            return startedAt != null || resolvedAt != null;
        }
    }

    private record ChangeInput(
            @Nullable String title,
            @Nullable IncidentSeverity severity,
            @Nullable Urgency urgency,
            @Nullable String priority) {}

    private record AcknowledgeInput(@Nullable Integer cycle) {}

    private record SnoozeInput(String duration) {}

    private record NoteInput(String text) {}

    private record MergeInput(UUID into, @Nullable String why) {}

    private record SplitInput(
            List<UUID> alerts,
            @Nullable String title,
            @Nullable Boolean acknowledge) {}

    private record ReassignInput(
            @Nullable UUID escalationPolicy, @Nullable UUID person) {}

    /** @param policies what an escalation policy is called, if there is one with this id */
    public IncidentRoutes(
            IncidentStore store,
            IncidentCommands commands,
            ResponseCommands response,
            AlertStore alerts,
            TimelineStore timeline,
            MergeCommands merges,
            FieldCommands fields,
            Directory directory,
            InstantSource clock,
            Function<UUID, Future<Optional<String>>> policies) {
        this.store = store;
        this.commands = commands;
        this.response = response;
        this.alerts = alerts;
        this.timeline = timeline;
        this.merges = merges;
        this.fields = fields;
        this.directory = directory;
        this.clock = clock;
        this.policies = policies;
    }

    public void on(Api api) {
        api.on("openIncident", Role.RESPONDER, this::open)
                .on("getIncident", Role.VIEWER, call -> show(call.id("id")))
                .on("changeIncident", Role.RESPONDER, this::change)
                .on(
                        "acknowledgeIncident",
                        Role.RESPONDER,
                        call -> act(
                                call,
                                new Command.Acknowledge(
                                        call.body(AcknowledgeInput.class).cycle())))
                .on("unacknowledgeIncident", Role.RESPONDER, call -> act(call, new Command.Unacknowledge()))
                .on(
                        "resolveIncident",
                        Role.RESPONDER,
                        call -> fields.resolve(call.id("id"), Asker.of(call.principal()), null)
                                .compose(this::answer))
                .on("snoozeIncident", Role.RESPONDER, this::snooze)
                .on("mergeIncident", Role.RESPONDER, this::merge)
                .on(
                        "unmergeIncident",
                        Role.RESPONDER,
                        call -> merges.unmerge(call.id("id"), Asker.of(call.principal()))
                                .compose(this::answer))
                .on("splitIncident", Role.RESPONDER, this::split)
                .on("reassignIncident", Role.RESPONDER, this::reassign)
                .on("reopenIncident", Role.RESPONDER, call -> act(call, new Command.Reopen()))
                .on(
                        "addNote",
                        Role.RESPONDER,
                        call -> act(
                                call,
                                new Command.AddNote(call.body(NoteInput.class).text())))
                .on("listTimeline", Role.VIEWER, this::listTimeline);
    }

    private Future<Reply> show(UUID id) {
        return store.find(id)
                .compose(found -> found.isEmpty() ? Future.succeededFuture(NoIncident.reply()) : shown(found.get()));
    }

    private Future<Reply> shown(Held held) {
        var incident = held.incident();
        return alerts.ofIncident(incident.id(), IncidentView.MOST_ALERTS)
                .map(of -> Reply.ok(IncidentView.of(held, of), incident.version()));
    }

    private Future<Reply> open(Call call) {
        var input = call.body(OpenInput.class);
        var id = call.newId();
        var severity = Objects.requireNonNullElse(input.severity(), IncidentSeverity.SEV2);
        var person = call.principal().userId();
        var problem = problem(input, person);
        if (problem != null) {
            return Future.succeededFuture(Reply.invalid(problem));
        }
        return response.open(
                        id, input.service(), input.title(), severity, meant(input, person), Asker.of(call.principal()))
                .map(opened -> opened.map(held -> Reply.created(
                                "/api/v1/incidents/" + id,
                                IncidentView.of(held, List.of()),
                                held.incident().version()))
                        .orElseGet(() -> Reply.invalid(new Problem.Field("#/service", "There is no such service."))));
    }

    private Problem.@Nullable Field problem(OpenInput input, @Nullable UUID person) {
        if (input.isOver()) {
            if (Boolean.TRUE.equals(input.test())) {
                return new Problem.Field("#/test", "A test happens now: leave out the times, or the test.");
            }
            if (input.startedAt() == null || input.resolvedAt() == null) {
                return new Problem.Field(
                        input.startedAt() == null ? "#/startedAt" : "#/resolvedAt",
                        "Give both times of an incident that is over, or neither.");
            }
            var wrong = new Declaration.Afterwards(input.startedAt(), input.resolvedAt()).problem(clock.instant());
            return wrong.isEmpty() ? null : new Problem.Field("#/resolvedAt", wrong + ".");
        }
        if (!Boolean.TRUE.equals(input.test())) {
            return null;
        }
        var hindrance = person == null
                ? "A test pages who declares it: use the token of a person."
                : Assignable.own(directory, person);
        return hindrance == null ? null : new Problem.Field("#/test", hindrance);
    }

    private Declaration meant(OpenInput input, @Nullable UUID person) {
        if (input.startedAt() != null && input.resolvedAt() != null) {
            return new Declaration.Afterwards(input.startedAt(), input.resolvedAt());
        }
        return Boolean.TRUE.equals(input.test()) && person != null
                ? new Declaration.Test(Assignable.of(directory, person))
                : new Declaration.Now();
    }

    private Future<Reply> change(Call call) {
        var input = call.body(ChangeInput.class);
        List<Command> asked = new ArrayList<>();
        if (input.title() != null) {
            asked.add(new Command.Retitle(input.title()));
        }
        if (input.severity() != null) {
            asked.add(new Command.ChangeSeverity(input.severity()));
        }
        if (input.urgency() != null) {
            asked.add(new Command.SetUrgency(input.urgency()));
        }
        if (input.priority() != null) {
            asked.add(new Command.SetPriority(IncidentPriority.of(input.priority())));
        }
        return commands.act(call.id("id"), asked, Asker.of(call.principal()), call.ifMatch())
                .compose(this::answer);
    }

    private Future<Reply> snooze(Call call) {
        Duration duration;
        try {
            duration = Duration.parse(call.body(SnoozeInput.class).duration());
        } catch (DateTimeParseException | ArithmeticException notADuration) {
            return Future.succeededFuture(
                    Reply.invalid(new Problem.Field("#/duration", "Give an ISO 8601 duration such as PT30M.")));
        }
        if (duration.compareTo(Lifecycle.SHORTEST_SNOOZE) < 0 || duration.compareTo(Lifecycle.LONGEST_SNOOZE) > 0) {
            return Future.succeededFuture(
                    Reply.invalid(new Problem.Field("#/duration", "A snooze lasts between 1 minute and 7 days.")));
        }
        return act(call, new Command.Snooze(duration));
    }

    private Future<Reply> merge(Call call) {
        var input = call.body(MergeInput.class);
        var why = Objects.requireNonNullElse(input.why(), "");
        return merges.merge(call.id("id"), input.into(), why, Asker.of(call.principal()), call.ifMatch())
                .compose(this::answer);
    }

    private Future<Reply> split(Call call) {
        var input = call.body(SplitInput.class);
        var wish = new Splitting.Wish(input.alerts(), input.title(), Boolean.TRUE.equals(input.acknowledge()));
        return merges.split(call.id("id"), call.newId(), wish, Asker.of(call.principal()), call.ifMatch())
                .compose(outcome -> answer(outcome, "#/alerts"));
    }

    private Future<Reply> answer(Merging.Outcome outcome) {
        return answer(outcome, "#/into");
    }

    private Future<Reply> answer(Merging.Outcome outcome, String field) {
        return switch (outcome) {
            case Merging.Outcome.Missing missing -> Future.succeededFuture(NoIncident.reply());
            case Merging.Outcome.Stale stale -> Future.succeededFuture(Reply.stale());
            case Merging.Outcome.Unfit unfit ->
                Future.succeededFuture(Reply.invalid(new Problem.Field(field, unfit.reason() + ".")));
            case Merging.Outcome.Refused refused -> Future.succeededFuture(Reply.conflict(refused.reason() + "."));
            case Merging.Outcome.Done done -> shown(done.source());
        };
    }

    private Future<Reply> reassign(Call call) {
        var input = call.body(ReassignInput.class);
        var policy = input.escalationPolicy();
        var person = input.person();
        if (policy != null && person == null) {
            return reassign(call, policy);
        }
        if (policy != null || person == null) {
            return Future.succeededFuture(
                    Reply.invalid(new Problem.Field("#/person", "Give either a person or an escalation policy.")));
        }
        var hindrance = Assignable.hindrance(directory, person);
        return hindrance != null
                ? Future.succeededFuture(Reply.invalid(new Problem.Field("#/person", hindrance)))
                : reassign(call, new Command.Assign(Assignable.of(directory, person)));
    }

    private Future<Reply> reassign(Call call, Command to) {
        return commands.act(call.id("id"), List.of(to), Asker.of(call.principal()), call.ifMatch())
                .compose(this::answer);
    }

    private Future<Reply> reassign(Call call, UUID policy) {
        return policies.apply(policy)
                .compose(name -> name.isEmpty()
                        ? Future.succeededFuture(Reply.invalid(
                                new Problem.Field("#/escalationPolicy", "There is no such escalation policy.")))
                        : reassign(call, new Command.Reassign(policy, name.get())));
    }

    private Future<Reply> act(Call call, Command command) {
        return commands.act(call.id("id"), command, Asker.of(call.principal())).compose(this::answer);
    }

    private Future<Reply> answer(Answer answer) {
        return switch (answer) {
            case Answer.Missing missing -> Future.succeededFuture(NoIncident.reply());
            case Answer.Stale stale -> Future.succeededFuture(Reply.stale());
            case Answer.Decided decided ->
                decided.decision() instanceof Decision.Refused refused
                        ? Future.succeededFuture(Reply.conflict(refused.reason() + "."))
                        : shown(decided.held());
        };
    }

    private Future<Reply> listTimeline(Call call) {
        var cursor = call.cursor();
        var after = cursor == null ? null : Place.of(cursor).orElse(null);
        if (cursor != null && after == null) {
            return Future.succeededFuture(badCursor());
        }
        var id = call.id("id");
        return store.find(id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(NoIncident.reply())
                        : timeline.list(id, after, call.limit() + 1).map(entries -> {
                            var page = entries.subList(0, Math.min(entries.size(), call.limit()));
                            var next = entries.size() > page.size()
                                    ? page.getLast().place().cursor()
                                    : null;
                            return Reply.list(call, page, next);
                        }));
    }

    private static Reply badCursor() {
        return Reply.invalid(new Problem.Field("query: cursor", "Take it from the Link header of the page before."));
    }
}
