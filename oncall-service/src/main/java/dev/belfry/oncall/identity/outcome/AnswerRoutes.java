package dev.belfry.oncall.identity.outcome;

import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How outcomes and lists are told over HTTP. */
public final class AnswerRoutes {
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private AnswerRoutes() {}

    public static <T> Reply changed(Answer<T> answer, Function<T, ?> body) {
        return answer instanceof Answer.Done<T> done
                ? Reply.ok(body.apply(done.value()), done.version())
                : refused(answer);
    }

    public static <T> Reply created(Answer<T> answer, Function<T, String> location, Function<T, ?> body) {
        return answer instanceof Answer.Done<T> done
                ? Reply.created(location.apply(done.value()), body.apply(done.value()), done.version())
                : refused(answer);
    }

    public static <T> Reply deleted(Answer<T> answer) {
        return answer instanceof Answer.Done<T> ? Reply.noContent() : refused(answer);
    }

    public static <T> Reply found(Thing thing, @Nullable T value, long version, Function<T, ?> body) {
        return value == null ? missing(thing) : Reply.ok(body.apply(value), version);
    }

    public static Reply missing(Thing thing) {
        return Reply.notFound(thing.word(), thing.list());
    }

    /** Answers the list when what it is about is there, and otherwise that it is not: an empty list would say that it has none. */
    public static Future<Reply> about(Thing thing, Future<Boolean> there, Supplier<Future<Reply>> list) {
        return there.compose(is -> is ? list.get() : Future.succeededFuture(missing(thing)));
    }

    /** A list in the order of ids; one more than asked for is read to know whether it goes on. */
    public static <T> Future<Reply> list(
            Call call,
            BiFunction<UUID, Integer, Future<List<T>>> load,
            Function<T, UUID> id,
            Function<List<T>, Future<? extends List<?>>> body) {
        UUID after;
        try {
            String cursor = call.cursor();
            after = cursor == null ? BEFORE_ALL : UUID.fromString(cursor);
        } catch (IllegalArgumentException foreign) {
            return Future.succeededFuture(
                    Reply.invalid(new Problem.Field("query: cursor", "take it from the Link header of the list")));
        }
        int limit = call.limit();
        return load.apply(after, limit + 1).compose(found -> {
            boolean more = found.size() > limit;
            List<T> page = more ? found.subList(0, limit) : found;
            String next = more ? id.apply(page.getLast()).toString() : null;
            return body.apply(page).map(items -> Reply.list(call, items, next));
        });
    }

    private static <T> Reply refused(Answer<T> answer) {
        return switch (answer) {
            case Answer.Missing<T> missing -> missing(missing.thing());
            case Answer.Forbidden<T> forbidden -> Reply.problem(403, forbidden.detail());
            case Answer.Stale<T> stale -> Reply.stale();
            case Answer.Conflict<T> conflict -> Reply.conflict(conflict.detail());
            case Answer.Invalid<T> invalid ->
                Reply.invalid(invalid.fields().stream()
                        .map(bad -> new Problem.Field("#" + bad.pointer(), bad.detail()))
                        .toArray(Problem.Field[]::new));
            case Answer.Done<T> done -> throw new IllegalStateException("this was done, not refused");
        };
    }
}
