package dev.belfry.platform.http;

import dev.belfry.platform.access.Principal;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Host;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The API of a service, contract first: the OpenAPI document says what is valid, each operation id has one handler.
 *
 * <pre>
 *   bearer token (401) ──▶ contract (400, naming each field) ──▶ scope, role (403) ──▶ Idempotency-Key ──▶ handler ──▶ Reply
 * </pre>
 */
public final class Api {
    private static final long MAX_BODY = 1024 * 1024;
    private static final int MAX_KEY = 255;
    private static final String PRINCIPAL = "belfry.principal";
    private static final Pattern JSON = Pattern.compile(
            "application/(\\w[\\w.-]*\\+)?json\\s*(;\\s*charset\\s*=\\s*\"?utf-?8\"?\\s*)?", Pattern.CASE_INSENSITIVE);
    /** Bodies of more bytes are checked beside the event loop. */
    private static final int LARGE = 16 * 1024;

    private record Operation(Role least, boolean anyTeam, Function<Call, Future<Reply>> handler) {
        boolean isOpenTo(Principal principal) {
            return anyTeam ? principal.maySomewhere(least) : principal.role().covers(least);
        }
    }

    private final Host host;
    private final Contract contract;
    private final String resource;
    private final @Nullable IdempotencyStore idempotency;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Operation> operations = new HashMap<>();
    /** What shows the thing at a path. */
    private final Map<String, Operation> shown = new HashMap<>();

    private Api(Host host, Contract contract, String resource) {
        this.host = host;
        this.resource = resource;
        this.contract = contract;
        this.idempotency = host.hasDatabase() ? new IdempotencyStore(host.database()) : null;
    }

    public static Api load(Host host, String resource) {
        Failures.install(host.router(), host.ids());
        return new Api(host, Contract.load(resource), resource);
    }

    /** Binds the handler of one operation; who has a lesser role is refused. */
    public Api on(String operationId, Role least, Function<Call, Future<Reply>> handler) {
        operations.put(operationId, new Operation(least, false, handler));
        return this;
    }

    /**
     * Binds the handler of an operation on a thing that a team may own: who has the role in any team gets in, and the
     * handler asks {@link Principal#may} of the thing it has locked, before it changes it.
     */
    public Api onOwned(String operationId, Role least, Function<Call, Future<Reply>> handler) {
        operations.put(operationId, new Operation(least, true, handler));
        return this;
    }

    /**
     * Puts the API on the host's router; blocking, at start-up only.
     *
     * @throws IllegalStateException when contract and handlers do not name the same operations
     */
    public void mount() {
        var declared = contract.operationIds();
        if (!declared.equals(operations.keySet())) {
            var undeclared = new TreeSet<>(operations.keySet());
            undeclared.removeAll(declared);
            declared.removeAll(operations.keySet());
            throw new IllegalStateException(
                    "operations without a handler: " + declared + ", handlers without an operation: " + undeclared);
        }
        var loaded = OpenAPIContract.from(host.vertx(), contract.loadable()).await();
        var builder = RouterBuilder.create(host.vertx(), loaded);
        operations.forEach((id, operation) -> {
            var route = builder.getRoute(id);
            if (route == null) {
                throw new IllegalStateException("no route for operation " + id);
            }
            var described = route.getOperation();
            var required = Requirements.of(described, loaded.getSchemaRepository());
            var path = described.getAbsoluteOpenAPIPath();
            if (described.getHttpMethod().equals(HttpMethod.GET)) {
                shown.put(path, operation);
            }
            route.setDoValidation(false)
                    .addHandler(context -> check(context, required))
                    .addHandler(context -> handle(context, operation, path));
        });
        var document = Buffer.buffer(contract.text());
        // The second is its address where the services share an origin.
        for (var path : List.of("/openapi.yaml", "/api/" + resource)) {
            host.router()
                    .get(path)
                    .handler(context -> context.response()
                            .putHeader("Content-Type", "application/yaml")
                            .end(document));
        }
        host.router().route("/api/v1/*").handler(this::authenticate);
        host.router().route("/api/v1/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        // Mounted at the root: the paths of the contract are complete.
        host.router().route().subRouter(Host.withHead(builder.createRouter()));
        if (idempotency != null) {
            host.retain("idempotency", IdempotencyStore.KEPT, IdempotencyStore.EXPIRE);
        }
    }

    private void authenticate(RoutingContext context) {
        var token = bearer(context);
        var principal = token.isEmpty() ? null : host.access().token(token);
        if (principal != null || token.isEmpty() || !host.access().isUntold(token)) {
            authenticated(context, principal);
            return;
        }
        context.request().pause();
        host.secondLook()
                .again("token " + Sha256.hex(token), () -> host.access().token(token))
                .onSuccess(found -> {
                    context.request().resume();
                    authenticated(context, found.orElse(null));
                })
                .onFailure(context::fail);
    }

    private static void authenticated(RoutingContext context, @Nullable Principal principal) {
        if (principal != null) {
            context.put(PRINCIPAL, principal);
            context.next();
            return;
        }
        context.response().putHeader("WWW-Authenticate", "Bearer realm=\"belfry\"");
        Failures.answer(
                context,
                Problem.of(
                        401,
                        "Send a valid API token: Authorization: Bearer blf_…; an admin makes one with POST /api/v1/tokens."));
    }

    private static String bearer(RoutingContext context) {
        var header = context.request().getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : "";
    }

    private void check(RoutingContext context, Requirements required) {
        var body = context.body().buffer();
        var type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        boolean empty = body == null || body.length() == 0;
        if (required.takesBody()
                && !empty
                && type != null
                && !JSON.matcher(type).matches()) {
            context.fail(415);
            return;
        }
        BiFunction<Location, String, @Nullable String> given = (in, name) -> switch (in) {
            case PATH -> context.pathParam(name);
            case QUERY -> context.queryParams().get(name);
            case HEADER -> context.request().getHeader(name);
            case COOKIE -> null;
        };
        var asked =
                context.queryParams().entries().stream().map(Map.Entry::getKey).toList();
        if (empty || body.length() < LARGE) {
            checked(context, required.wrong(given, asked, body));
        } else {
            context.vertx()
                    .executeBlocking(() -> required.wrong(given, asked, body), false)
                    .onSuccess(wrong -> checked(context, wrong))
                    .onFailure(context::fail);
        }
    }

    private static void checked(RoutingContext context, List<Problem.Field> wrong) {
        if (wrong.isEmpty()) {
            context.next();
        } else {
            Failures.answer(context, Problem.invalid(wrong));
        }
    }

    private void handle(RoutingContext context, Operation operation, String path) {
        Principal principal = context.get(PRINCIPAL);
        var scope = scope(context);
        if (!principal.hasScope(scope)) {
            Failures.answer(context, Problem.of(403, "This needs the scope " + scope + ", which the token has not."));
            return;
        }
        if (!operation.isOpenTo(principal)) {
            Failures.answer(
                    context,
                    Problem.of(
                            403,
                            "This needs the role " + operation.least().word() + "; the token has "
                                    + principal.role().word() + "."));
            return;
        }
        var call = new Call(context, principal, host.ids());
        var key = call.idempotencyKey();
        var store = idempotency;
        if (key == null || store == null || !context.request().method().equals(HttpMethod.POST)) {
            run(operation, call, path)
                    .onSuccess(reply -> answer(context, Answer.of(reply)))
                    .onFailure(context::fail);
        } else if (key.isEmpty() || key.length() > MAX_KEY) {
            Failures.answer(context, Problem.of(400, "Idempotency-Key must have 1 to " + MAX_KEY + " characters."));
        } else {
            once(store, operation, call, path, key)
                    .onSuccess(reply -> answer(context, reply))
                    .onFailure(context::fail);
        }
    }

    /** Reading is one scope; changing is one for each kind of thing, named by the path: {@code /api/v1/NAME}. */
    private static String scope(RoutingContext context) {
        var method = context.request().method();
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
                ? Principal.READ
                : context.request().path().split("/", 5)[3] + Principal.WRITE;
    }

    private Future<Reply> run(Operation operation, Call call, String path) {
        return run(operation, call)
                .compose(reply -> reply.status() == 412 ? present(call, path, reply) : Future.succeededFuture(reply));
    }

    private static Future<Reply> run(Operation operation, Call call) {
        try {
            return operation.handler().apply(call);
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    /** Who was overtaken is shown what is there now, where they may read it. */
    private Future<Reply> present(Call call, String path, Reply stale) {
        var operation = shown.get(path);
        if (operation == null && path.contains("{")) {
            // What is done to a thing stands under what shows it.
            return present(call, path.substring(0, path.lastIndexOf('/')), stale);
        }
        if (operation == null || !call.principal().hasScope(Principal.READ) || !operation.isOpenTo(call.principal())) {
            return Future.succeededFuture(stale);
        }
        return run(operation, call).map(now -> now.status() == 200 ? stale.present(now) : stale);
    }

    private Future<Answer> once(IdempotencyStore store, Operation operation, Call call, String path, String key) {
        var caller = call.principal().id();
        var seal = Seal.of(bearer(call.context()), key);
        var fingerprint = fingerprint(seal, call);
        return store.claim(caller, key, fingerprint, host.clock().instant())
                .compose(mine -> mine
                        ? perform(store, operation, call, path, key, seal)
                        : store.find(caller, key).map(kept -> replay(kept, fingerprint, seal)));
    }

    private Future<Answer> perform(
            IdempotencyStore store, Operation operation, Call call, String path, String key, Seal seal) {
        var caller = call.principal().id();
        return run(operation, call, path)
                .compose(
                        reply -> {
                            var answer = Answer.of(reply);
                            // A refusal has changed nothing: what was missing may be there when it is asked again.
                            if (answer.status() >= 400) {
                                return store.release(caller, key).map(answer);
                            }
                            return store.save(
                                            caller,
                                            key,
                                            answer.status(),
                                            answer.location(),
                                            answer.etag(),
                                            seal.close(answer.body(), random))
                                    .map(answer);
                        },
                        failure -> store.release(caller, key).transform(released -> Future.failedFuture(failure)));
    }

    private static Answer replay(IdempotencyStore.@Nullable Kept kept, String fingerprint, Seal seal) {
        if (kept == null || (kept.fingerprint().equals(fingerprint) && kept.status() == null)) {
            return Answer.of(Reply.conflict("The first request with this Idempotency-Key is still under way."));
        }
        if (!kept.fingerprint().equals(fingerprint)) {
            return Answer.of(Reply.problem(422, "This Idempotency-Key was used for another request."));
        }
        var body = kept.body() == null ? Buffer.buffer() : seal.open(kept.body());
        int status = kept.status() == null ? 409 : kept.status();
        return new Answer(status, kept.location(), kept.etag(), null, body, true);
    }

    private static String fingerprint(Seal seal, Call call) {
        var request = call.context().request();
        var body = call.context().body().buffer();
        return seal.mark(request.method() + " " + request.uri() + "\n" + (body == null ? "" : body.toString()));
    }

    private static void answer(RoutingContext context, Answer answer) {
        var response = context.response().setStatusCode(answer.status()).putHeader("Cache-Control", "no-store");
        Failures.askAgain(response, answer.status());
        if (answer.location() != null) {
            response.putHeader("Location", answer.location());
        }
        if (answer.etag() != null) {
            response.putHeader("ETag", answer.etag());
        }
        if (answer.link() != null) {
            response.putHeader("Link", answer.link());
        }
        if (answer.replayed()) {
            response.putHeader("Idempotency-Replayed", "true");
        }
        if (answer.etag() != null
                && answer.status() == 200
                && context.request().method().equals(HttpMethod.GET)
                && Tags.has(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), answer.etag())) {
            response.setStatusCode(304).end();
        } else if (answer.body().length() == 0) {
            response.end();
        } else {
            // What is no JSON has said so itself.
            if (answer.status() >= 400 || !response.headers().contains("Content-Type")) {
                response.putHeader("Content-Type", answer.status() >= 400 ? Problem.MEDIA_TYPE : "application/json");
            }
            response.end(answer.body());
        }
    }

    /** A reply as bytes: what goes out, and what is kept for the next request with the same key. */
    private record Answer(
            int status,
            @Nullable String location,
            @Nullable String etag,
            @Nullable String link,
            Buffer body,
            boolean replayed) {
        static Answer of(Reply reply) {
            var body = reply.body() == null
                    ? Buffer.buffer()
                    : reply.body() instanceof Buffer bytes ? bytes : Buffer.buffer(Json.bytes(reply.body()));
            var etag = reply.version() == null ? null : Tags.of(reply.version());
            return new Answer(reply.status(), reply.location(), etag, reply.link(), body, false);
        }
    }
}
