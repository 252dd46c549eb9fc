package dev.belfry.oncall.identity.scim;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.oncall.identity.people.User;
import dev.belfry.platform.access.Access;
import dev.belfry.platform.access.Principal;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SCIM 2.0 over HTTP (RFC 7644), for a token with the scope {@code scim} and the role admin. */
public final class ScimRoutes {
    private static final String ROOT = "/scim/v2";
    private static final String SCOPE = "scim";
    private static final long MAX_BODY = 1024 * 1024;
    private static final int MOST = 200;
    private static final int FIRST = 100;
    private static final Set<String> USER_FILTERS = Set.of("id", "username", "externalid", "displayname", "active");
    private static final Set<String> GROUP_FILTERS =
            Set.of("id", "displayname", "externalid", "members", "members.value");
    private static final UUID NOBODY = new UUID(0, 0);

    private final ScimCommands commands;
    private final Database database;
    private final Access access;
    private final String base;

    /** @param console where the service is reached from outside */
    public ScimRoutes(ScimCommands commands, Database database, Access access, String console) {
        this.commands = commands;
        this.database = database;
        this.access = access;
        this.base = console.replaceFirst("/$", "") + ROOT;
    }

    private record Reply(int status, @Nullable JsonObject body) {}

    public void on(Router router) {
        router.route(ROOT + "/*").handler(this::authorise);
        router.route(ROOT + "/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        router.get(ROOT + "/ServiceProviderConfig").handler(context -> answer(context, c -> document("config")));
        router.get(ROOT + "/ResourceTypes").handler(context -> answer(context, c -> document("resource-types")));
        router.get(ROOT + "/Schemas").handler(context -> answer(context, c -> document("schemas")));
        router.get(ROOT + "/Users").handler(context -> answer(context, this::users));
        router.post(ROOT + "/Users").handler(context -> answer(context, this::createUser));
        router.get(ROOT + "/Users/:id").handler(context -> answer(context, c -> user(id(c), 200)));
        router.put(ROOT + "/Users/:id")
                .handler(context -> answer(context, c -> {
                    JsonObject body = body(c);
                    return changeUser(c, before -> body);
                }));
        router.patch(ROOT + "/Users/:id")
                .handler(context -> answer(context, c -> {
                    JsonObject body = body(c);
                    return changeUser(c, before -> ScimPatch.apply(before, body));
                }));
        router.delete(ROOT + "/Users/:id").handler(context -> answer(context, this::deleteUser));
        router.get(ROOT + "/Groups").handler(context -> answer(context, this::groups));
        router.post(ROOT + "/Groups").handler(context -> answer(context, this::createGroup));
        router.get(ROOT + "/Groups/:id").handler(context -> answer(context, c -> group(id(c), 200)));
        router.put(ROOT + "/Groups/:id")
                .handler(context -> answer(context, c -> {
                    JsonObject body = body(c);
                    return changeGroup(c, before -> body);
                }));
        router.patch(ROOT + "/Groups/:id")
                .handler(context -> answer(context, c -> {
                    JsonObject body = body(c);
                    return changeGroup(c, before -> ScimPatch.apply(before, body));
                }));
        router.delete(ROOT + "/Groups/:id").handler(context -> answer(context, this::deleteGroup));
        router.route(ROOT + "/*")
                .handler(context -> answer(context, c -> {
                    throw new ScimRefusal(404, null, "there is nothing at this address");
                }));
    }

    private void authorise(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        Principal principal = header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? access.token(header.substring(7).strip())
                : null;
        Set<String> scopes = principal == null ? null : principal.scopes();
        if (principal == null) {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"belfry\"");
            refuse(context, new ScimRefusal(401, null, "send a valid API token"));
        } else if (scopes == null
                || !scopes.contains(SCOPE)
                || !principal.role().covers(Role.ADMIN)) {
            refuse(context, new ScimRefusal(403, null, "this needs a token with the scope scim and the role admin"));
        } else {
            context.put("caller", new Caller(principal, Role.ADMIN, CallerRoutes.address(context)));
            context.next();
        }
    }

    private Future<Reply> users(RoutingContext context) {
        ScimFilter filter = ScimFilter.parse(context.queryParams().get("filter"), USER_FILTERS);
        Page page = page(context);
        return ScimStore.users(database::query, uuid(filter.of("id")), filter, page.start() - 1, page.count())
                .map(found -> new Reply(
                        200,
                        list(
                                page,
                                found.total(),
                                found.items().stream()
                                        .map(user -> user.json(base))
                                        .toList())));
    }

    private Future<Reply> createUser(RoutingContext context) {
        return answered(
                commands.createUser(caller(context), body(context)),
                done -> user(done.value().id(), 201));
    }

    private Future<Reply> changeUser(RoutingContext context, Function<JsonObject, JsonObject> change) {
        return answered(
                commands.changeUser(caller(context), id(context), change::apply, ifMatch(context)),
                done -> user(done.value().id(), 200));
    }

    private Future<Reply> deleteUser(RoutingContext context) {
        return answered(
                commands.deleteUser(caller(context), id(context), ifMatch(context)),
                done -> Future.succeededFuture(new Reply(204, null)));
    }

    private static <T> Future<Reply> answered(Future<Answer<T>> asked, Function<Answer.Done<T>, Future<Reply>> reply) {
        return asked.compose(answer ->
                answer instanceof Answer.Done<T> done ? reply.apply(done) : Future.failedFuture(refusal(answer)));
    }

    private Future<Reply> user(UUID id, int status) {
        return ScimStore.users(database::query, id, new ScimFilter(Map.of()), 0, 1)
                .map(found -> found.items().stream().findFirst().orElseThrow(() -> missing("user", "/Users")))
                .map(user -> new Reply(status, user.json(base)));
    }

    private Future<Reply> groups(RoutingContext context) {
        ScimFilter filter = ScimFilter.parse(context.queryParams().get("filter"), GROUP_FILTERS);
        Page page = page(context);
        String member = filter.of("members") == null ? filter.of("members.value") : filter.of("members");
        return ScimStore.groups(
                        database::query, uuid(filter.of("id")), uuid(member), filter, page.start() - 1, page.count())
                .compose(found -> {
                    Set<UUID> people = new HashSet<>();
                    found.items().forEach(group -> people.addAll(group.team().members()));
                    return PeopleStore.names(database::query, people)
                            .map(names -> new Reply(
                                    200,
                                    list(
                                            page,
                                            found.total(),
                                            found.items().stream()
                                                    .map(group -> group.json(base, names))
                                                    .toList())));
                });
    }

    private Future<Reply> createGroup(RoutingContext context) {
        return answered(
                commands.createGroup(caller(context), body(context)),
                done -> group(done.value().id(), 201));
    }

    private Future<Reply> changeGroup(RoutingContext context, Function<JsonObject, JsonObject> change) {
        return answered(
                commands.changeGroup(caller(context), id(context), change::apply, ifMatch(context)),
                done -> group(done.value().id(), 200));
    }

    private Future<Reply> deleteGroup(RoutingContext context) {
        return answered(
                commands.deleteGroup(caller(context), id(context)),
                done -> Future.succeededFuture(new Reply(204, null)));
    }

    private Future<Reply> group(UUID id, int status) {
        return ScimStore.groups(database::query, id, null, new ScimFilter(Map.of()), 0, 1)
                .map(found -> found.items().stream().findFirst().orElseThrow(() -> missing("group", "/Groups")))
                .compose(group -> PeopleStore.names(
                                database::query, group.team().members())
                        .map(names -> new Reply(status, group.json(base, names))));
    }

    private static ScimRefusal missing(String word, String list) {
        return new ScimRefusal(
                404, null, "There is no such " + word + ". GET " + ROOT + list + " lists those there are.");
    }

    private static ScimRefusal refusal(Answer<?> answer) {
        return switch (answer) {
            case Answer.Missing<?> missing ->
                missing.thing().equals(User.THING) ? missing("user", "/Users") : missing("group", "/Groups");
            case Answer.Stale<?> stale -> new ScimRefusal(412, null, "it has changed since you read it");
            case Answer.Forbidden<?> forbidden -> new ScimRefusal(403, null, forbidden.detail());
            case Answer.Conflict<?> conflict -> new ScimRefusal(409, "uniqueness", conflict.detail());
            case Answer.Invalid<?> invalid ->
                ScimRefusal.value(invalid.fields().stream()
                        .map(bad -> bad.pointer() + ": " + bad.detail())
                        .collect(Collectors.joining("; ")));
            case Answer.Done<?> done -> throw new IllegalStateException("this was done, not refused");
        };
    }

    private record Page(int start, int count) {}

    /** Counted from one; a count below zero is zero (RFC 7644, section 3.4.2.4). */
    private static Page page(RoutingContext context) {
        return new Page(
                Math.clamp(number(context, "startIndex", 1), 1, 10_000_000),
                Math.clamp(number(context, "count", FIRST), 0, MOST));
    }

    private static int number(RoutingContext context, String name, int fallback) {
        String text = context.queryParams().get(name);
        if (text == null) {
            return fallback;
        }
        if (!text.matches("-?\\d{1,9}")) {
            throw ScimRefusal.value(name + " is a number");
        }
        return Integer.parseInt(text);
    }

    private static JsonObject list(Page page, int total, List<JsonObject> items) {
        return new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:api:messages:2.0:ListResponse"))
                .put("totalResults", total)
                .put("startIndex", page.start())
                .put("itemsPerPage", items.size())
                .put("Resources", new JsonArray(items));
    }

    private Future<Reply> document(String name) {
        try (InputStream in = ScimRoutes.class.getResourceAsStream("/scim/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("missing on the class path: scim/" + name + ".json");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Future.succeededFuture(new Reply(200, new JsonObject(text.replace("{base}", base))));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Caller caller(RoutingContext context) {
        return context.get("caller");
    }

    private static UUID id(RoutingContext context) {
        UUID id = uuid(context.pathParam("id"));
        return id == null ? NOBODY : id;
    }

    /** What is no id of ours is nobody's. */
    private static @Nullable UUID uuid(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException foreign) {
            return NOBODY;
        }
    }

    private static @Nullable Long ifMatch(RoutingContext context) {
        String header = context.request().getHeader("If-Match");
        if (header == null || header.equals("*")) {
            return null;
        }
        String plain = header.replaceFirst("^W/", "").replace("\"", "");
        return plain.matches("\\d{1,18}") ? Long.parseLong(plain) : -1L;
    }

    private static JsonObject body(RoutingContext context) {
        try {
            JsonObject body = context.body().asJsonObject();
            if (body != null) {
                return body;
            }
        } catch (DecodeException | ClassCastException unreadable) {
            // told below, like an empty body
        }
        throw new ScimRefusal(400, "invalidSyntax", "the body is one JSON object");
    }

    private static void answer(RoutingContext context, Function<RoutingContext, Future<Reply>> handler) {
        Future<Reply> reply;
        try {
            reply = handler.apply(context);
        } catch (ScimRefusal refusal) {
            reply = Future.failedFuture(refusal);
        }
        reply.onSuccess(good -> send(context, good)).onFailure(failure -> {
            if (failure instanceof ScimRefusal refusal) {
                refuse(context, refusal);
            } else {
                context.fail(failure);
            }
        });
    }

    private static void refuse(RoutingContext context, ScimRefusal refusal) {
        JsonObject body = new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:api:messages:2.0:Error"))
                .put("status", Integer.toString(refusal.status()))
                .put("detail", refusal.getMessage());
        if (refusal.type() != null) {
            body.put("scimType", refusal.type());
        }
        send(context, new Reply(refusal.status(), body));
    }

    private static void send(RoutingContext context, Reply reply) {
        var response = context.response().setStatusCode(reply.status()).putHeader("Cache-Control", "no-store");
        JsonObject body = reply.body();
        if (body == null) {
            response.end();
            return;
        }
        JsonObject meta = body.getJsonObject("meta");
        if (meta != null && meta.getString("version") != null) {
            response.putHeader("ETag", meta.getString("version"));
        }
        if (reply.status() == 201 && meta != null) {
            response.putHeader("Location", meta.getString("location"));
        }
        leaveOut(body, context.queryParams().get("excludedAttributes"));
        response.putHeader("Content-Type", "application/scim+json").end(Buffer.buffer(body.encode()));
    }

    /** Who has many groups asks for them without their members. */
    private static void leaveOut(JsonObject body, @Nullable String excluded) {
        if (excluded == null) {
            return;
        }
        Set<String> names =
                new HashSet<>(List.of(excluded.toLowerCase(Locale.ROOT).split(",", -1)));
        JsonArray resources = body.getJsonArray("Resources", new JsonArray().add(body));
        for (Object resource : resources) {
            if (resource instanceof JsonObject object) {
                object.fieldNames().stream()
                        .filter(name -> names.contains(name.toLowerCase(Locale.ROOT))
                                && !Set.of("id", "schemas", "meta").contains(name))
                        .toList()
                        .forEach(object::remove);
            }
        }
    }
}
