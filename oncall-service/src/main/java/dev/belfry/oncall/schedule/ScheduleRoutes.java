package dev.belfry.oncall.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.belfry.oncall.answer.AnswerRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API of schedules, overrides and who is on call. */
public final class ScheduleRoutes {
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final Duration WIDEST = Duration.ofDays(366);
    /** Hourly turns for a year. */
    private static final int MOST_SHIFTS = 10_000;

    private final ScheduleCommands commands;
    private final ScheduleQueries queries;
    private final InstantSource clock;

    public ScheduleRoutes(ScheduleCommands commands, ScheduleQueries queries, InstantSource clock) {
        this.commands = commands;
        this.queries = queries;
        this.clock = clock;
    }

    private record ScheduleBody(UUID id, String name, String timeZone, RotationDraft rotation) {
        static ScheduleBody of(Schedule schedule) {
            return new ScheduleBody(
                    schedule.id(), schedule.name(), schedule.zone().getId(), RotationDraft.of(schedule.rotation()));
        }
    }

    private record Reference(UUID id, String name) {}

    private record ShiftBody(
            @Nullable Instant start,
            @Nullable Instant end,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Reference user,

            @Nullable UUID override) {}

    private record OnCallBody(
            Reference schedule,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Reference user,

            @Nullable Instant since,
            @Nullable Instant until) {}

    public void on(Api api) {
        api.on(
                        "listSchedules",
                        Role.VIEWER,
                        call -> AnswerRoutes.list(
                                call,
                                queries::schedules,
                                Schedule::id,
                                page -> Future.succeededFuture(
                                        page.stream().map(ScheduleBody::of).toList())))
                .on("createSchedule", Role.MANAGER, this::create)
                .on("getSchedule", Role.VIEWER, this::get)
                .on("updateSchedule", Role.MANAGER, this::update)
                .on(
                        "deleteSchedule",
                        Role.MANAGER,
                        call -> commands.delete(call.id("id")).map(AnswerRoutes::deleted))
                .on("listShifts", Role.VIEWER, this::shifts)
                .on("listOverrides", Role.VIEWER, this::overrides)
                .on("createOverride", Role.RESPONDER, this::override)
                .on(
                        "deleteOverride",
                        Role.RESPONDER,
                        call -> commands.deleteOverride(call.id("id")).map(AnswerRoutes::deleted))
                .on("listOnCall", Role.VIEWER, this::onCall);
    }

    private Future<Reply> create(Call call) {
        return commands.create(call.newId(), call.body(ScheduleDraft.class))
                .map(answer -> AnswerRoutes.created(
                        answer, schedule -> "/api/v1/schedules/" + schedule.id(), ScheduleBody::of));
    }

    private Future<Reply> get(Call call) {
        return queries.schedule(call.id("id"))
                .map(schedule ->
                        AnswerRoutes.found(schedule, schedule == null ? 0 : schedule.version(), ScheduleBody::of));
    }

    private Future<Reply> update(Call call) {
        return commands.update(call.id("id"), call.body(ScheduleDraft.class), call.ifMatch())
                .map(answer -> AnswerRoutes.changed(answer, ScheduleBody::of));
    }

    private Future<Reply> shifts(Call call) {
        Instant from = instant(call.query("from"));
        Instant to = instant(call.query("to"));
        if (from == null || to == null) {
            return refuse(from == null ? "from" : "to", "this is not a time such as 2026-01-05T09:00:00Z");
        }
        if (!to.isAfter(from) || Duration.between(from, to).compareTo(WIDEST) > 0) {
            return refuse("to", "this must be after from, by 366 days at most");
        }
        return queries.schedule(call.id("id"))
                .compose(schedule -> schedule == null
                        ? Future.succeededFuture(Reply.notFound("nothing has this id"))
                        : queries.rolls(List.of(schedule), from, to)
                                .map(rolls -> Reply.list(call, bodies(rolls.getFirst()), null)));
    }

    private static List<ShiftBody> bodies(ScheduleQueries.Roll roll) {
        return roll.shifts().stream()
                .limit(MOST_SHIFTS)
                .map(shift -> new ShiftBody(
                        known(shift.start()), known(shift.end()), reference(roll, shift.user()), shift.override()))
                .toList();
    }

    private Future<Reply> overrides(Call call) {
        String schedule = call.query("schedule");
        UUID only = schedule == null ? null : UUID.fromString(schedule);
        return AnswerRoutes.list(
                call,
                (after, limit) -> queries.overrides(only, after, limit),
                ScheduleOverride::id,
                Future::succeededFuture);
    }

    private Future<Reply> override(Call call) {
        return commands.override(call.newId(), call.body(OverrideDraft.class))
                .map(answer -> AnswerRoutes.created(
                        answer, override -> "/api/v1/overrides/" + override.id(), override -> override));
    }

    private Future<Reply> onCall(Call call) {
        Instant at = call.query("at") == null ? clock.instant() : instant(call.query("at"));
        if (at == null) {
            return refuse("at", "this is not a time such as 2026-01-05T09:00:00Z");
        }
        return AnswerRoutes.list(
                call,
                queries::schedules,
                Schedule::id,
                page -> queries.rolls(page, at, at)
                        .map(rolls -> rolls.stream().map(ScheduleRoutes::onCall).toList()));
    }

    private static OnCallBody onCall(ScheduleQueries.Roll roll) {
        Shift shift = roll.shifts().getFirst();
        return new OnCallBody(
                new Reference(roll.schedule().id(), roll.schedule().name()),
                reference(roll, shift.user()),
                known(shift.start()),
                known(shift.end()));
    }

    private static @Nullable Reference reference(ScheduleQueries.Roll roll, @Nullable UUID person) {
        String name = roll.name(person);
        return person == null ? null : new Reference(person, name == null ? "unknown" : name);
    }

    private static @Nullable Instant known(Instant instant) {
        return instant.equals(Instant.MIN) || instant.equals(Instant.MAX) ? null : instant;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            Instant instant = text == null
                    ? null
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            return instant == null || instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? null : instant;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static Future<Reply> refuse(String parameter, String detail) {
        return Future.succeededFuture(Reply.invalid(new Problem.Field("query: " + parameter, detail)));
    }
}
