package dev.belfry.platform.http;

import dev.belfry.platform.id.Ids;
import dev.belfry.platform.json.Characters;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.patience.Cause;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.pgclient.PgException;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure becomes an answer: a problem+json, or a page
 * for a browser, and for a fault an id that is in the log. */
public final class Failures implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /** SQLSTATEs by which PostgreSQL says that a text has a character it cannot keep: the sender's fault. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

    private static final String RETRY_AFTER_SECONDS = "5";
    private static final String PAGE = "belfry.failure-page";
    private static final String WORDS = "belfry.failure-words";

    private final Ids ids;

    private Failures(Ids ids) {
        this.ids = ids;
    }

    /** From now on every failure on this router, and every address it does not have, is answered here. */
    public static void install(Router router, Ids ids) {
        var failures = new Failures(ids);
        router.route().failureHandler(failures);
        List.of(400, 404, 405, 413, 415).forEach(status -> router.errorHandler(status, failures));
    }

    @Override
    public void handle(RoutingContext context) {
        if (context.response().ended()) {
            return;
        }
        if (context.response().headWritten()) {
            context.response().reset();
            return;
        }
        answer(context, problem(context));
    }

    /** From now on, what goes wrong is told to browsers on a page. */
    public static void tellBrowsers(Router router, BiConsumer<RoutingContext, Problem> page) {
        // Before everything else: whatever fails finds it.
        router.route().order(-1).handler(context -> {
            context.put(PAGE, page);
            context.next();
        });
    }

    /** From now on, what goes wrong with this request is told in its client's own words. */
    public static void tellBy(RoutingContext context, BiConsumer<RoutingContext, Problem> words) {
        context.put(WORDS, words);
    }

    /** Tells what is wrong: a browser by a page, a program by a problem+json, and whoever has words of their own by them. */
    public static void answer(RoutingContext context, Problem problem) {
        askAgain(context.response(), problem.status());
        BiConsumer<RoutingContext, Problem> words = context.get(WORDS);
        if (words != null) {
            words.accept(context, problem);
            return;
        }
        BiConsumer<RoutingContext, Problem> page = context.get(PAGE);
        var accept = context.request().getHeader(HttpHeaders.ACCEPT);
        if (page != null
                && accept != null
                && accept.contains("text/html")
                && !context.request().path().startsWith("/api/")) {
            page.accept(context, problem);
            return;
        }
        context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(Json.bytes(problem)));
    }

    /** Adds {@code Retry-After} to a 503 that has none, so that its client knows when to try again. */
    public static void askAgain(HttpServerResponse response, int status) {
        if (status == 503 && !response.headers().contains(HttpHeaders.RETRY_AFTER)) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
    }

    private Problem problem(RoutingContext context) {
        var failure = context.failure();
        if (failure instanceof BadRequest bad) {
            return Problem.invalid(bad.fields());
        }
        if (failure instanceof PgException pg && UNSTORABLE.contains(String.valueOf(pg.getSqlState()))) {
            return Problem.of(400, "The request " + Characters.REFUSED + ".");
        }
        if (failure instanceof HttpException http && http.getStatusCode() < 500) {
            return Problem.of(http.getStatusCode(), http.getPayload());
        }
        if (failure == null && context.statusCode() < 0) {
            // The router says so of an address whose escapes it cannot decode.
            return Problem.of(400, told(400));
        }
        if (failure == null || (context.statusCode() >= 400 && context.statusCode() < 500)) {
            return Problem.of(context.statusCode(), told(context.statusCode()));
        }
        var instance = "urn:uuid:" + ids.next();
        LOG.atError()
                .addKeyValue("instance", instance)
                .addKeyValue("method", context.request().method())
                .addKeyValue(
                        "route",
                        context.currentRoute() == null
                                ? ""
                                : context.currentRoute().getPath())
                .setCause(failure)
                .log("a request failed");
        return Problem.fault(instance, Cause.of(failure) != Cause.CERTAIN);
    }

    private static @Nullable String told(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not take this method.";
            case 413 -> "The body is too large.";
            case 415 -> "The body must be application/json.";
            case 400 -> "The request cannot be read.";
            default -> null;
        };
    }
}
