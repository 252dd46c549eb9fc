package dev.belfry.oncall.rota.calendar;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Makes a feed from the on-call page and shows its address, once. */
public final class CalendarPages {
    private final CalendarCommands commands;
    private final Ids ids;

    public CalendarPages(CalendarCommands commands, Ids ids) {
        this.commands = commands;
        this.ids = ids;
    }

    public void on(Console console) {
        console.post("/on-call/calendar", Role.VIEWER, this::subscribe);
    }

    private Future<PageReply> subscribe(PageCall call) {
        Caller by = CallerRoutes.of(call, Role.VIEWER);
        FeedKind kind = kind(call.form("kind"));
        UUID subject = kind == FeedKind.USER ? by.principal().userId() : Uuids.of(call.form("subject"));
        return commands.create(by, ids.next(), new FeedDraft(kind, subject)).map(answer -> {
            String url = answer instanceof Answer.Done<CalendarFeed> done
                    ? String.valueOf(done.value().url())
                    : "";
            String board = answer instanceof Answer.Done<CalendarFeed> done
                            && done.value().boardUrl() != null
                    ? String.valueOf(done.value().boardUrl())
                    : "";
            String error = answer instanceof Answer.Conflict<CalendarFeed> full
                    ? full.detail()
                    : url.isEmpty() ? "What you asked for is gone." : "";
            return new Page(
                            "Subscribe",
                            "on-call",
                            "calendar-feed.jte",
                            Map.of("url", url, "board", board, "error", error))
                    .withStatus(error.isEmpty() ? 200 : 422);
        });
    }

    private static FeedKind kind(String text) {
        for (FeedKind kind : FeedKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return kind;
            }
        }
        return FeedKind.ALL;
    }
}
