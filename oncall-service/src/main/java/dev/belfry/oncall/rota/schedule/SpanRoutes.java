package dev.belfry.oncall.rota.schedule;

import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.function.Function;

/** Reads the times in the query of a request, and refuses by name what cannot be read. */
public final class SpanRoutes {
    private SpanRoutes() {}

    /** Answers with what the handler makes of {@code ?from=&to=}. */
    public static Future<Reply> within(Call call, Function<Span, Future<Reply>> handler) {
        Instant from = Span.instant(call.query("from"));
        Instant to = Span.instant(call.query("to"));
        if (from == null || to == null) {
            return refuse(from == null ? "from" : "to", "this is not a time such as 2026-01-05T09:00:00Z");
        }
        Span span = new Span(from, to);
        return span.fits()
                ? handler.apply(span)
                : refuse("to", "this must be after from, by " + Span.LONGEST.toDays() + " days at most");
    }

    public static Future<Reply> refuse(String parameter, String detail) {
        return Future.succeededFuture(Reply.invalid(new Problem.Field("query: " + parameter, detail)));
    }
}
