package dev.belfry.oncall.rota.calendar;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The API of feeds, and the addresses at which calendars read them: whoever knows one needs nothing else. */
public final class CalendarRoutes {
    private final CalendarCommands commands;
    private static final Duration FRESH = Duration.ofSeconds(15);
    private static final int MOST_KEPT = 200;

    private record Kept(String text, Instant until) {}

    private final CalendarQueries queries;
    private final InstantSource clock;
    /** The latest answers by the hash of their address; only the event loop touches them. */
    private final Map<String, Kept> boards = new LinkedHashMap<>();

    public CalendarRoutes(CalendarCommands commands, CalendarQueries queries, InstantSource clock) {
        this.commands = commands;
        this.queries = queries;
        this.clock = clock;
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
        boolean json = file.endsWith(".json");
        String secret = file.replaceFirst("\\.(ics|json)$", "");
        (json ? board(secret) : queries.text(secret))
                .onSuccess(text -> {
                    if (text == null) {
                        context.fail(404);
                    } else {
                        answer(context, text, json);
                    }
                })
                .onFailure(context::fail);
    }

    /** Whoever has the address may put it on a page of theirs; it is asked for often, and computed seldom. */
    private Future<@Nullable String> board(String secret) {
        Instant now = clock.instant();
        String key = Sha256.hex(secret);
        Kept kept = boards.get(key);
        if (kept != null && kept.until.isAfter(now)) {
            return Future.succeededFuture(kept.text);
        }
        return queries.board(secret).map(board -> {
            String text = board == null ? null : Json.text(board);
            if (text != null) {
                boards.put(key, new Kept(text, now.plus(FRESH)));
                if (boards.size() > MOST_KEPT) {
                    boards.remove(boards.keySet().iterator().next());
                }
            }
            return text;
        });
    }

    private static void answer(RoutingContext context, String text, boolean json) {
        String tag = "\"" + Sha256.hex(text).substring(0, 32) + "\"";
        // Given here, since to HEAD no body is sent of which it could be counted.
        String length = String.valueOf(text.getBytes(StandardCharsets.UTF_8).length);
        var response = context.response()
                .putHeader("ETag", tag)
                .putHeader("Cache-Control", "private, max-age=" + (json ? FRESH.toSeconds() : 300))
                .putHeader("Referrer-Policy", "no-referrer");
        if (json) {
            response.putHeader("Access-Control-Allow-Origin", "*");
        }
        if (tag.equals(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
        } else if (json) {
            response.putHeader("Content-Type", "application/json")
                    .putHeader("Content-Length", length)
                    .end(text);
        } else {
            response.putHeader("Content-Type", "text/calendar; charset=utf-8")
                    .putHeader("Content-Disposition", "inline; filename=\"on-call.ics\"")
                    .putHeader("Content-Length", length)
                    .end(text);
        }
    }
}
