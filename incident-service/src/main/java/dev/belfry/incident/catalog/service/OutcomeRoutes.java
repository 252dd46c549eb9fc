package dev.belfry.incident.catalog.service;

import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** Answers over the API what came of a change. */
public final class OutcomeRoutes {
    private OutcomeRoutes() {}

    /**
     * @param missing the answer when there is no such thing
     * @param done what is answered when it is as asked
     */
    public static Future<Reply> answer(Outcome outcome, Reply missing, Supplier<Future<Reply>> done) {
        return switch (outcome) {
            case Outcome.Done fine -> done.get();
            case Outcome.Missing gone -> Future.succeededFuture(missing);
            case Outcome.Stale stale -> Future.succeededFuture(Reply.stale());
            case Outcome.Refused refused -> Future.succeededFuture(Reply.conflict(refused.reason()));
            case Outcome.Invalid wrong ->
                Future.succeededFuture(Reply.invalid(new Problem.Field("#/" + wrong.field(), wrong.reason())));
        };
    }
}
