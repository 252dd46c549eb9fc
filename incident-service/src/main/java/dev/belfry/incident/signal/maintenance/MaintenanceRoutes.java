package dev.belfry.incident.signal.maintenance;

import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.signal.silence.Matcher;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Maintenance windows over the API. */
public final class MaintenanceRoutes {
    private static final String AT = "/api/v1/maintenance-windows";

    private final MaintenanceStore store;
    private final MaintenanceQueries queries;
    private final MaintenanceCommands commands;
    private final InstantSource clock;

    private record ConditionInput(
            String name,
            String value,
            @Nullable Boolean isRegex,
            @Nullable Boolean isEqual) {}

    private record WindowInput(
            String name,
            @Nullable String description,
            @Nullable List<UUID> services,
            @Nullable List<ConditionInput> matchers,
            String start,
            String end,
            String timeZone,
            @Nullable String recurrence) {}

    /** What is wrong with the input, for the one who sent it. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Problem.Field field;

        Unreadable(String pointer, String detail) {
            super(detail);
            this.field = new Problem.Field(pointer, detail);
        }
    }

    public MaintenanceRoutes(
            MaintenanceStore store, MaintenanceQueries queries, MaintenanceCommands commands, InstantSource clock) {
        this.store = store;
        this.queries = queries;
        this.commands = commands;
        this.clock = clock;
    }

    public void on(Api api) {
        api.on("listMaintenanceWindows", Role.VIEWER, this::list)
                .on("createMaintenanceWindow", Role.RESPONDER, this::create)
                .on("previewMaintenanceWindow", Role.VIEWER, this::preview)
                .on("getMaintenanceWindow", Role.VIEWER, call -> show(call.id("id"), this::ok))
                .on("replaceMaintenanceWindow", Role.RESPONDER, this::replace)
                .on(
                        "cancelMaintenanceWindow",
                        Role.RESPONDER,
                        call -> commands.cancel(call.id("id"), call.principal().name())
                                .compose(outcome -> answer(outcome, call.id("id"), this::ok)));
    }

    private Future<Reply> list(Call call) {
        var cursor = call.cursor();
        if (cursor != null && !cursor.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            return Future.succeededFuture(Reply.invalid(
                    new Problem.Field("query: cursor", "Take it from the Link header of the page before.")));
        }
        var status = call.query("status");
        return store.list(
                        call.uuid("service"),
                        status == null ? null : MaintenanceWindow.State.valueOf(status.toUpperCase(Locale.ROOT)),
                        cursor == null ? null : UUID.fromString(cursor),
                        call.limit() + 1)
                .map(found -> {
                    var page = found.subList(0, Math.min(found.size(), call.limit()));
                    var next = found.size() > page.size() ? page.getLast().id().toString() : null;
                    var now = clock.instant();
                    return Reply.list(
                            call,
                            page.stream()
                                    .map(one -> MaintenanceView.of(one, now))
                                    .toList(),
                            next);
                });
    }

    private Future<Reply> create(Call call) {
        return with(call, plan -> {
            var id = call.newId();
            return commands.add(id, plan, call.principal().name())
                    .compose(outcome -> answer(
                            outcome,
                            id,
                            window -> Reply.created(
                                    AT + "/" + id, MaintenanceView.of(window, clock.instant()), window.version())));
        });
    }

    private Future<Reply> replace(Call call) {
        var id = call.id("id");
        return with(
                call,
                plan -> commands.change(id, plan, call.principal().name(), call.ifMatch())
                        .compose(outcome -> answer(outcome, id, this::ok)));
    }

    private Future<Reply> preview(Call call) {
        return with(
                call,
                plan -> commands.problem(plan).compose(wrong -> {
                    if (wrong.isPresent()) {
                        return answer(wrong.get(), new UUID(0, 0), this::ok);
                    }
                    var now = clock.instant();
                    return queries.preview(MaintenanceWindow.draft(plan, now), now)
                            .map(preview -> Reply.ok(MaintenanceView.PreviewView.of(
                                    preview, plan.timetable().zone())));
                }));
    }

    private static Future<Reply> with(Call call, Function<Plan, Future<Reply>> step) {
        try {
            return step.apply(plan(call.body(WindowInput.class)));
        } catch (Unreadable wrong) {
            return Future.succeededFuture(Reply.invalid(wrong.field));
        }
    }

    private static Plan plan(WindowInput input) {
        var matchers = new ArrayList<Matcher>();
        for (var one : Objects.requireNonNullElse(input.matchers(), List.<ConditionInput>of())) {
            try {
                matchers.add(Matcher.of(
                        one.name(),
                        one.value(),
                        Boolean.TRUE.equals(one.isRegex()),
                        !Boolean.FALSE.equals(one.isEqual())));
            } catch (IllegalArgumentException wrong) {
                throw new Unreadable("#/matchers/" + matchers.size(), String.valueOf(wrong.getMessage()));
            }
        }
        return new Plan(
                input.name().strip(),
                Objects.requireNonNullElse(input.description(), "").strip(),
                Objects.requireNonNullElse(input.services(), List.<UUID>of()).stream()
                        .distinct()
                        .toList(),
                matchers,
                new Timetable(
                        local(input.start(), "#/start"),
                        local(input.end(), "#/end"),
                        input.timeZone(),
                        input.recurrence()));
    }

    private static LocalDateTime local(String text, String pointer) {
        try {
            return LocalDateTime.parse(text);
        } catch (DateTimeException unreadable) {
            throw new Unreadable(pointer, "Use a local date and time, such as 2027-01-05T22:00.");
        }
    }

    private Future<Reply> answer(Outcome outcome, UUID id, Function<MaintenanceWindow, Reply> done) {
        return switch (outcome) {
            case Outcome.Done fine -> show(id, done);
            case Outcome.Missing missing -> Future.succeededFuture(missing());
            case Outcome.Stale stale -> Future.succeededFuture(Reply.stale());
            case Outcome.Refused refused -> Future.succeededFuture(Reply.conflict(refused.reason()));
            case Outcome.Invalid wrong ->
                Future.succeededFuture(Reply.invalid(new Problem.Field("#/" + wrong.field(), wrong.reason())));
        };
    }

    private Future<Reply> show(UUID id, Function<MaintenanceWindow, Reply> shown) {
        return store.find(id).map(found -> found.map(shown).orElseGet(MaintenanceRoutes::missing));
    }

    private Reply ok(MaintenanceWindow window) {
        return Reply.ok(MaintenanceView.of(window, clock.instant()), window.version());
    }

    private static Reply missing() {
        return Reply.notFound("maintenance window", AT);
    }
}
