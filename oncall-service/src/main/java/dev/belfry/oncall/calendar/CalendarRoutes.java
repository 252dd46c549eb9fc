package dev.belfry.oncall.calendar;

import dev.belfry.oncall.access.CallerRoutes;
import dev.belfry.oncall.answer.AnswerRoutes;
import dev.belfry.platform.access.Access;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** The API of feeds, and the addresses at which calendars read them: whoever knows one needs nothing else. */
public final class CalendarRoutes {
    private final CalendarCommands commands;
    private final CalendarQueries queries;

    public CalendarRoutes(CalendarCommands commands, CalendarQueries queries) {
        this.commands = commands;
        this.queries = queries;
    }

    public void on(Api api, Router router) {
        api.on("listCalendarFeeds", Role.VIEWER, this::list)
                .on("createCalendarFeed", Role.VIEWER, this::create)
                .on("rotateCalendarFeed", Role.VIEWER, this::rotate)
                .on("deleteCalendarFeed", Role.VIEWER, this::delete);
        router.get("/calendar/:file").handler(this::read);
    }

    private Future<Reply> list(Call call) {
        var owner = CalendarCommands.owner(CallerRoutes.of(call, Role.VIEWER));
        return AnswerRoutes.list(
                call, (after, limit) -> queries.feeds(owner, after, limit), CalendarFeed::id, Future::succeededFuture);
    }

    private Future<Reply> create(Call call) {
        return commands.create(CallerRoutes.of(call, Role.VIEWER), call.newId(), call.body(FeedDraft.class))
                .map(answer -> AnswerRoutes.created(
                        answer, feed -> "/api/v1/calendar-feeds/" + feed.id(), Function.identity()));
    }

    private Future<Reply> rotate(Call call) {
        return commands.rotate(CallerRoutes.of(call, Role.VIEWER), call.id("id"))
                .map(answer -> AnswerRoutes.changed(answer, Function.identity()));
    }

    private Future<Reply> delete(Call call) {
        return commands.delete(CallerRoutes.of(call, Role.VIEWER), call.id("id"))
                .map(AnswerRoutes::deleted);
    }

    private void read(RoutingContext context) {
        String file = context.pathParam("file");
        String secret = file.endsWith(".ics") ? file.substring(0, file.length() - 4) : file;
        queries.text(secret)
                .onSuccess(text -> {
                    if (text == null) {
                        context.fail(404);
                        return;
                    }
                    String tag = "\"" + Access.sha256(text).substring(0, 32) + "\"";
                    var response = context.response()
                            .putHeader("ETag", tag)
                            .putHeader("Cache-Control", "private, max-age=300")
                            .putHeader("Referrer-Policy", "no-referrer");
                    if (tag.equals(context.request().getHeader("If-None-Match"))) {
                        response.setStatusCode(304).end();
                    } else {
                        response.putHeader("Content-Type", "text/calendar; charset=utf-8")
                                .putHeader("Content-Disposition", "inline; filename=\"on-call.ics\"")
                                .end(text);
                    }
                })
                .onFailure(context::fail);
    }
}
