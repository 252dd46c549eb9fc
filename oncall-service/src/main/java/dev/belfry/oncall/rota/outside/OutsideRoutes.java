package dev.belfry.oncall.rota.outside;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API of the calendars of absences and holidays that are followed. */
public final class OutsideRoutes {
    private final OutsideCommands commands;
    private final OutsideQueries queries;

    public OutsideRoutes(OutsideCommands commands, OutsideQueries queries) {
        this.commands = commands;
        this.queries = queries;
    }

    public void on(Api api) {
        on(api, OutsideKind.ABSENCE, "Absence", Role.VIEWER);
        on(api, OutsideKind.HOLIDAY, "Holiday", Role.MANAGER);
        api.on("listAbsenceCalendars", Role.VIEWER, this::absences)
                .on("getAbsenceCalendar", Role.VIEWER, this::absence)
                .on("listHolidayCalendars", Role.VIEWER, call -> list(call, OutsideKind.HOLIDAY, null))
                .on(
                        "getHolidayCalendar",
                        Role.VIEWER,
                        call -> queries.calendar(OutsideKind.HOLIDAY, call.id("id"))
                                .map(calendar -> found(OutsideKind.HOLIDAY, calendar)));
    }

    private void on(Api api, OutsideKind kind, String word, Role least) {
        String path = "/api/v1/" + kind.word() + "-calendars/";
        api.onOwned(
                        "create" + word + "Calendar",
                        least,
                        call -> commands.create(
                                        CallerRoutes.of(call, least), kind, call.newId(), call.body(OutsideDraft.class))
                                .map(answer -> AnswerRoutes.created(
                                        answer, calendar -> path + calendar.id(), OutsideCalendar::body)))
                .onOwned(
                        "update" + word + "Calendar",
                        least,
                        call -> commands.update(
                                        CallerRoutes.of(call, least),
                                        kind,
                                        call.id("id"),
                                        call.body(OutsideDraft.class),
                                        call.ifMatch())
                                .map(answer -> AnswerRoutes.changed(answer, OutsideCalendar::body)))
                .onOwned(
                        "delete" + word + "Calendar",
                        least,
                        call -> commands.delete(CallerRoutes.of(call, least), kind, call.id("id"))
                                .map(AnswerRoutes::deleted));
    }

    private Future<Reply> absences(Call call) {
        return ofPerson(queries, call, user -> list(call, OutsideKind.ABSENCE, user));
    }

    /** An answer about one person's things; about everybody's when it is null. */
    @FunctionalInterface
    public interface OfPerson {
        Future<Reply> of(@Nullable UUID user);
    }

    /**
     * Answers about the person that {@code ?user=} names; without it about the caller, or about everybody for who manages
     * all.
     */
    public static Future<Reply> ofPerson(OutsideQueries queries, Call call, OfPerson answer) {
        Caller by = CallerRoutes.of(call, Role.VIEWER);
        String named = call.query("user");
        UUID own = by.principal().userId();
        boolean all = by.principal().may(Role.MANAGER, null);
        if (named == null) {
            UUID nobody = new UUID(0, 0);
            return answer.of(all ? null : own == null ? nobody : own);
        }
        UUID user = UUID.fromString(named);
        return queries.speaksFor(by, user)
                .compose(may -> may
                        ? answer.of(user)
                        : Future.succeededFuture(Reply.problem(
                                403, "When somebody is away is shown to themselves and to who manages them.")));
    }

    private Future<Reply> list(Call call, OutsideKind kind, @Nullable UUID user) {
        return AnswerRoutes.list(
                call,
                (after, limit) -> queries.calendars(kind, user, after, limit),
                OutsideCalendar::id,
                page -> Future.succeededFuture(
                        page.stream().map(OutsideCalendar::body).toList()));
    }

    private Future<Reply> absence(Call call) {
        return queries.calendar(OutsideKind.ABSENCE, call.id("id"))
                .compose(calendar -> calendar == null
                        ? Future.succeededFuture(found(OutsideKind.ABSENCE, null))
                        : queries.may(CallerRoutes.of(call, Role.VIEWER), calendar)
                                .map(may -> found(OutsideKind.ABSENCE, may ? calendar : null)));
    }

    private static Reply found(OutsideKind kind, @Nullable OutsideCalendar calendar) {
        return AnswerRoutes.found(
                kind.thing(), calendar, calendar == null ? 0 : calendar.version(), OutsideCalendar::body);
    }
}
