package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.oncall.identity.people.Team;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The API of schedules and of who is on call. */
public final class ScheduleRoutes {
    private final ScheduleCommands commands;
    private final ScheduleQueries queries;
    private final InstantSource clock;
    private final Function<Schedule, Future<List<String>>> warnings;

    /** @param warnings says what is wrong with a schedule that was just saved */
    public ScheduleRoutes(
            ScheduleCommands commands,
            ScheduleQueries queries,
            InstantSource clock,
            Function<Schedule, Future<List<String>>> warnings) {
        this.commands = commands;
        this.queries = queries;
        this.clock = clock;
        this.warnings = warnings;
    }

    public void on(Api api) {
        api.on(
                        "listSchedules",
                        Role.VIEWER,
                        call -> ofTeam(
                                call,
                                page -> Future.succeededFuture(
                                        page.stream().map(ScheduleBody::of).toList())))
                .onOwned("createSchedule", Role.MANAGER, this::create)
                .on("getSchedule", Role.VIEWER, this::get)
                .onOwned("updateSchedule", Role.MANAGER, this::update)
                .onOwned(
                        "deleteSchedule",
                        Role.MANAGER,
                        call -> commands.delete(CallerRoutes.of(call, Role.MANAGER), call.id("id"))
                                .map(AnswerRoutes::deleted))
                .on("listShifts", Role.VIEWER, this::shifts)
                .on("listOnCall", Role.VIEWER, this::onCall);
    }

    private Future<Reply> create(Call call) {
        return commands.create(CallerRoutes.of(call, Role.MANAGER), call.newId(), call.body(ScheduleDraft.class))
                .compose(this::warned)
                .map(answer ->
                        AnswerRoutes.created(answer, body -> "/api/v1/schedules/" + body.id(), Function.identity()));
    }

    private Future<Reply> get(Call call) {
        return queries.found(call.id("id"))
                .map(found -> AnswerRoutes.found(
                        Schedule.THING,
                        found,
                        found == null ? 0 : found.schedule().version(),
                        one -> ScheduleBody.of(one.schedule(), one.planned(), null)));
    }

    private Future<Reply> update(Call call) {
        return commands.update(
                        CallerRoutes.of(call, Role.MANAGER),
                        call.id("id"),
                        call.body(ScheduleDraft.class),
                        call.ifMatch())
                .compose(this::warned)
                .map(answer -> AnswerRoutes.changed(answer, Function.identity()));
    }

    private Future<Answer<ScheduleBody>> warned(Answer<Schedule> answer) {
        return answer instanceof Answer.Done<Schedule> done
                ? warnings.apply(done.value())
                        .map(words -> new Answer.Done<>(ScheduleBody.of(done.value(), null, words), done.version()))
                : Future.succeededFuture(Answer.refusal(answer));
    }

    private Future<Reply> shifts(Call call) {
        return SpanRoutes.within(
                call,
                span -> queries.schedule(call.id("id"))
                        .compose(schedule -> schedule == null
                                ? Future.succeededFuture(AnswerRoutes.missing(Schedule.THING))
                                : shifts(call, schedule, span)));
    }

    /** A page begins with the shift that the page before left out: its start is the cursor. */
    private Future<Reply> shifts(Call call, Schedule schedule, Span span) {
        Instant from = call.cursor() == null ? span.from() : Span.instant(call.cursor());
        if (from == null || from.isBefore(span.from()) || !from.isBefore(span.to())) {
            return SpanRoutes.refuse("cursor", "take it from the Link header of the list");
        }
        return queries.rolls(List.of(schedule), from, span.to()).map(rolls -> {
            ScheduleQueries.Roll roll = rolls.getFirst();
            String next = roll.shifts().size() > ShiftBody.MOST
                    ? roll.shifts().get(ShiftBody.MOST).start().toString()
                    : null;
            return Reply.list(call, ShiftBody.all(roll), next);
        });
    }

    private Future<Reply> onCall(Call call) {
        Instant at = call.query("at") == null ? clock.instant() : Span.instant(call.query("at"));
        if (at == null) {
            return SpanRoutes.refuse("at", "this is not a time such as 2026-01-05T09:00:00Z");
        }
        UUID schedule = call.uuid("schedule");
        Function<List<Schedule>, Future<? extends List<?>>> body = page -> queries.rolls(page, at, at)
                .map(rolls -> rolls.stream().map(OnCallBody::of).toList());
        return schedule == null ? ofTeam(call, body) : of(call, schedule, body);
    }

    /** A list of all schedules, or of those that the team owns that the query names. */
    private Future<Reply> ofTeam(Call call, Function<List<Schedule>, Future<? extends List<?>>> body) {
        UUID team = call.uuid("team");
        return AnswerRoutes.about(
                Team.THING,
                queries.teamExists(team),
                () -> AnswerRoutes.list(
                        call, (after, limit) -> queries.schedules(after, team, limit), Schedule::id, body));
    }

    /** The list of one, unless the query names a team that does not own it. */
    private Future<Reply> of(Call call, UUID id, Function<List<Schedule>, Future<? extends List<?>>> body) {
        UUID team = call.uuid("team");
        return queries.schedule(id)
                .compose(found -> found == null
                        ? Future.succeededFuture(AnswerRoutes.missing(Schedule.THING))
                        : AnswerRoutes.about(
                                Team.THING,
                                queries.teamExists(team),
                                () -> body.apply(team == null || team.equals(found.team()) ? List.of(found) : List.of())
                                        .map(items -> Reply.list(call, items, null))));
    }
}
