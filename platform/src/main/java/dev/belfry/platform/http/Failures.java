package dev.belfry.platform.http;

import dev.belfry.platform.id.Ids;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.patience.Cause;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorException;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure becomes an answer: a problem+json, and for a fault an id that is in the log. */
public final class Failures implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /** How the validator names a parameter in its messages. */
    private static final Pattern PARAMETER = Pattern.compile("(query|path|header|cookie) parameter (\\w[\\w-]*)");

    /** SQLSTATEs by which PostgreSQL says that a text has a character it cannot keep: the sender's fault. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

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

    static void answer(RoutingContext context, Problem problem) {
        context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(Json.bytes(problem)));
    }

    private Problem problem(RoutingContext context) {
        var failure = context.failure();
        var validation = validation(failure);
        if (validation != null) {
            return Problem.invalid(fields(validation));
        }
        if (failure instanceof PgException pg && UNSTORABLE.contains(String.valueOf(pg.getSqlState()))) {
            return Problem.of(400, "The request has a character that cannot be stored (U+0000, or half of a pair).");
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

    private static @Nullable ValidatorException validation(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ValidatorException validation) {
                return validation;
            }
        }
        return null;
    }

    private static List<Problem.Field> fields(ValidatorException validation) {
        var parameter = PARAMETER.matcher(String.valueOf(validation.getMessage()));
        if (parameter.find()) {
            var name = parameter.group(1) + ": " + parameter.group(2);
            return List.of(new Problem.Field(name, String.valueOf(validation.getMessage())));
        }
        var fields = new ArrayList<Problem.Field>();
        if (validation instanceof SchemaValidationException schema && schema.getOutputUnit() != null) {
            collect(schema.getOutputUnit(), fields);
        }
        if (fields.isEmpty()) {
            fields.add(new Problem.Field("#", String.valueOf(validation.getMessage())));
        }
        return fields;
    }

    private static void collect(OutputUnit unit, List<Problem.Field> fields) {
        if (unit.getErrors() == null) {
            return;
        }
        for (var error : unit.getErrors()) {
            var text = error.getError();
            // A parent only repeats that a child is bad; the deepest error names the field.
            if (text != null && !text.contains("does not match schema") && !text.startsWith("A subschema had errors")) {
                fields.add(new Problem.Field(String.valueOf(error.getInstanceLocation()), text));
            }
        }
    }
}
