package dev.belfry.oncall.rota.exchange;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The API of swaps and cover requests. */
public final class SwapRoutes {
    private final ExchangeCommands commands;
    private final SwapQueries queries;

    public SwapRoutes(ExchangeCommands commands, SwapQueries queries) {
        this.commands = commands;
        this.queries = queries;
    }

    private record TakeBody(@Nullable UUID user) {}

    public void on(Api api) {
        api.on("listSwaps", Role.VIEWER, call -> list(call, Swap::id, queries::swaps))
                .onOwned(
                        "offerSwap",
                        Role.RESPONDER,
                        call -> commands.offer(by(call), call.newId(), call.body(SwapDraft.class))
                                .map(answer -> AnswerRoutes.created(
                                        answer, swap -> "/api/v1/swaps/" + swap.id(), swap -> swap)))
                .onOwned(
                        "acceptSwap",
                        Role.RESPONDER,
                        call -> commands.accept(by(call), call.id("id"))
                                .map(answer -> AnswerRoutes.changed(answer, Function.identity())))
                .onOwned(
                        "declineSwap",
                        Role.RESPONDER,
                        call -> commands.decline(by(call), call.id("id"))
                                .map(answer -> AnswerRoutes.changed(answer, Function.identity())))
                .on("listCoverRequests", Role.VIEWER, call -> list(call, CoverRequest::id, queries::covers))
                .onOwned(
                        "askForCover",
                        Role.RESPONDER,
                        call -> commands.ask(by(call), call.newId(), call.body(CoverDraft.class))
                                .map(answer -> AnswerRoutes.created(
                                        answer,
                                        asked -> "/api/v1/cover-requests/"
                                                + asked.request().id(),
                                        ExchangeCommands.Asked::request)))
                .onOwned("takeCover", Role.RESPONDER, this::take)
                .onOwned(
                        "withdrawCoverRequest",
                        Role.RESPONDER,
                        call -> commands.withdraw(by(call), call.id("id")).map(AnswerRoutes::deleted));
    }

    private Future<Reply> take(Call call) {
        UUID named = call.body(TakeBody.class).user();
        return commands.take(by(call), call.id("id"), named)
                .map(answer -> AnswerRoutes.changed(answer, Function.identity()));
    }

    private static Caller by(Call call) {
        return CallerRoutes.of(call, Role.RESPONDER);
    }

    @FunctionalInterface
    private interface Loading<T> {
        Future<List<T>> of(@Nullable UUID schedule, UUID after, int limit);
    }

    private <T> Future<Reply> list(Call call, Function<T, UUID> id, Loading<T> load) {
        UUID schedule = call.uuid("schedule");
        return AnswerRoutes.about(
                Schedule.THING,
                queries.exists(schedule),
                () -> AnswerRoutes.list(
                        call, (after, limit) -> load.of(schedule, after, limit), id, Future::succeededFuture));
    }
}
