package dev.belfry.incident.compat.alertmanager;

import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Integration;
import dev.belfry.incident.catalog.service.RoutingKey;
import dev.belfry.incident.compat.BodyRoutes;
import dev.belfry.incident.signal.alert.AlertStore;
import dev.belfry.incident.signal.silence.Outcome;
import dev.belfry.incident.signal.silence.Silence;
import dev.belfry.incident.signal.silence.SilenceCommands;
import dev.belfry.incident.signal.silence.SilenceStore;
import dev.belfry.platform.http.Failures;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of Alertmanager's API version 2 that needs to know alerts and silences: what alert-ingest leads here, with the
 * routing key of an integration. What is seen and done is of that integration's service.
 *
 * <p>Shapes, words and statuses are Alertmanager's (api/v2/openapi.yaml and go-openapi's run time), for its clients
 * parse them.
 */
public final class AlertmanagerRoutes {
    private static final String ROOT = "/alertmanager";
    private static final String API = "/api/v2";
    private static final String SILENCE = API + "/silence/";
    private static final long MAX_BODY = 512 * 1024;
    private static final int MOST = 10_000;
    private static final int MOST_DOORS = 500;

    private final CatalogStore catalog;
    private final AlertStore alerts;
    private final SilenceStore silences;
    private final SilenceCommands commands;
    private final InstantSource clock;
    private final Ids ids;
    private final Instant started;

    public AlertmanagerRoutes(
            CatalogStore catalog,
            AlertStore alerts,
            SilenceStore silences,
            SilenceCommands commands,
            InstantSource clock,
            Ids ids) {
        this.catalog = catalog;
        this.alerts = alerts;
        this.silences = silences;
        this.commands = commands;
        this.clock = clock;
        this.ids = ids;
        this.started = clock.instant();
    }

    public void on(Router router) {
        router.route(ROOT + "/*")
                .handler(context -> {
                    Failures.tellBy(context, AlertmanagerRoutes::tell);
                    context.next();
                })
                .handler(BodyRoutes.upTo(MAX_BODY))
                .handler(this::handle);
    }

    private void handle(RoutingContext context) {
        door(context)
                .compose(door -> door.isEmpty()
                        ? Future.succeededFuture(unauthorized(context))
                        : answer(context, door.get()).map(answer -> {
                            send(context, answer);
                            return true;
                        }))
                .onFailure(context::fail);
    }

    /** As an Alertmanager says it. */
    private static void tell(RoutingContext context, Problem problem) {
        var words = problem.status() == 413
                ? "the body must not be larger than " + MAX_BODY + " bytes"
                : problem.status() < 500 ? "the request cannot be taken" : String.valueOf(problem.detail());
        send(context, Answer.refused(problem.status(), words));
    }

    private Future<Optional<Integration>> door(RoutingContext context) {
        var header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, "GenieKey ", 0, 9)) {
            return Future.succeededFuture(Optional.empty());
        }
        var key = header.substring(9).strip();
        return RoutingKey.adoptable(key) ? catalog.integrationOf(key) : Future.succeededFuture(Optional.empty());
    }

    /** As an Alertmanager behind basic authentication says it. */
    private static boolean unauthorized(RoutingContext context) {
        context.response()
                .setStatusCode(401)
                .putHeader("WWW-Authenticate", "Basic realm=\"belfry\"")
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end("Unauthorized\n");
        return false;
    }

    private static void send(RoutingContext context, Answer answer) {
        var response = context.response()
                .setStatusCode(answer.status())
                .putHeader("Cache-Control", "no-store")
                .putHeader("Vary", "Origin");
        if (answer.allow() != null) {
            response.putHeader("Allow", answer.allow());
        }
        if (answer.json() == null) {
            response.end();
        } else {
            response.putHeader("Content-Type", "application/json").end(answer.json() + "\n");
        }
    }

    private Future<Answer> answer(RoutingContext context, Integration door) {
        var path = path(context);
        var method = context.request().method().name();
        var allowed = allowed(path);
        if (allowed.isEmpty()) {
            return Future.succeededFuture(Answer.refused(404, "path " + path + " was not found"));
        }
        if (!List.of(allowed.split(",", -1)).contains(method)) {
            return Future.succeededFuture(Answer.notAllowed(method, allowed));
        }
        var refused = refusedMedia(context);
        if (refused != null) {
            return Future.succeededFuture(refused);
        }
        if (path.startsWith(SILENCE)) {
            return silence(path.substring(SILENCE.length()), method.equals("DELETE"), door);
        }
        if (method.equals("POST")) {
            return postSilence(context, door);
        }
        try {
            return read(path, context.queryParams()::getAll, door);
        } catch (IllegalArgumentException wrong) {
            return Future.succeededFuture(Answer.words(400, String.valueOf(wrong.getMessage())));
        }
    }

    private Future<Answer> read(String path, Function<String, List<String>> parameters, Integration door) {
        return switch (path) {
            case API + "/alerts" -> {
                var question = Question.of(parameters);
                yield shown(door).map(all -> Answer.ok(Listing.alerts(all, question, clock.instant())));
            }
            case API + "/alerts/groups" -> {
                var question = Question.of(parameters);
                yield shown(door).map(all -> Answer.ok(Listing.groups(all, question, clock.instant())));
            }
            case API + "/receivers" -> {
                var wanted = Question.of(parameters).receiverLabels();
                yield receivers(door)
                        .map(names -> Answer.ok(Pretence.receivers(
                                wanted.stream().allMatch(one -> one.matches(Map.of())) ? names : List.of())));
            }
            case API + "/silences" -> silences(parameters, door);
            default -> receivers(door).map(names -> Answer.ok(Pretence.status(names, started)));
        };
    }

    private Future<Answer> silences(Function<String, List<String>> parameters, Integration door) {
        var filter = Question.matchers(parameters.apply("filter"));
        var states = Stream.of(Silence.State.values())
                .filter(state -> Question.flag(parameters, state.name().toLowerCase(Locale.ROOT)))
                .toList();
        return silences.list(door.serviceId(), true, null, null, MOST).map(found -> {
            var now = clock.instant();
            var asked = found.stream()
                    .filter(one -> states.contains(one.state(now)))
                    .toList();
            return Answer.ok(Listing.silences(asked, filter, now));
        });
    }

    private Future<List<Shown>> shown(Integration door) {
        var firing = alerts.open(door.serviceId(), MOST);
        var doors = catalog.integrations(door.serviceId(), null, MOST_DOORS);
        var active = silences.active(door.serviceId());
        var service = catalog.service(door.serviceId());
        return Future.all(firing, doors, active, service).map(all -> {
            var names = doors.result().stream().collect(Collectors.toMap(Integration::id, Integration::name));
            var name = service.result().map(one -> one.name()).orElse("");
            return firing.result().stream()
                    .map(alert -> Shown.of(alert, names.get(alert.integration()), name, active.result()))
                    .toList();
        });
    }

    private Future<List<String>> receivers(Integration door) {
        return catalog.integrations(door.serviceId(), null, MOST_DOORS).map(doors -> {
            var names = new ArrayList<String>(
                    doors.stream().map(Integration::name).distinct().sorted().toList());
            return names.isEmpty() ? List.of(Shown.NOBODY) : names;
        });
    }

    private Future<Answer> silence(String word, boolean end, Integration door) {
        var id = id(word);
        if (id == null) {
            return Future.succeededFuture(
                    Answer.refused(601, "silenceID in path must be of type uuid: " + Answer.quoted(word)));
        }
        return visible(id, door).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Answer.empty(404));
            }
            if (!end) {
                return Future.succeededFuture(Answer.ok(Listing.silence(found.get(), clock.instant())));
            }
            return found.get().service() == null
                    ? Future.succeededFuture(ofAll())
                    : commands.end(id).map(ended -> Answer.empty(200));
        });
    }

    private Future<Answer> postSilence(RoutingContext context, Integration door) {
        var body = context.body().buffer();
        if (body == null || body.length() == 0) {
            return Future.succeededFuture(PostedSilence.required("silence"));
        }
        return switch (posted(body)) {
            case PostedSilence.Wrong wrong -> Future.succeededFuture(wrong.answer());
            case PostedSilence.Wanted wanted ->
                wanted.id().isEmpty()
                        ? commands.add(wanted.of(ids.next(), door.serviceId(), clock.instant()))
                                .map(AlertmanagerRoutes::answer)
                        : replace(wanted, door);
        };
    }

    private PostedSilence posted(Buffer body) {
        try {
            return PostedSilence.read(new JsonObject(body), clock.instant());
        } catch (DecodeException | ClassCastException unreadable) {
            return new PostedSilence.Wrong(PostedSilence.unreadable("it is no JSON object"));
        }
    }

    private Future<Answer> replace(PostedSilence.Wanted wanted, Integration door) {
        var id = id(wanted.id());
        if (id == null) {
            return Future.succeededFuture(notFound());
        }
        return visible(id, door).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(notFound());
            }
            return found.get().service() == null
                    ? Future.succeededFuture(ofAll())
                    : commands.replace(wanted.of(id, door.serviceId(), clock.instant()), ids.next())
                            .map(AlertmanagerRoutes::answer);
        });
    }

    private static Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done ->
                Answer.ok(new JsonObject().put("silenceID", done.id().toString()));
            case Outcome.Missing missing -> notFound();
            case Outcome.Stale stale -> Answer.words(400, "the silence has changed meanwhile");
            case Outcome.Refused refused -> Answer.words(400, refused.reason());
            case Outcome.Invalid wrong ->
                Answer.words(
                        400,
                        wrong.field().equals("matchers")
                                ? "invalid silence: matcher set 0: at least one matcher must not match the empty string"
                                : "Failed to create silence: " + wrong.reason());
        };
    }

    /** A silence of this service, or of all: it silences alerts that are seen here. */
    private Future<Optional<Silence>> visible(UUID id, Integration door) {
        return silences.find(id)
                .map(found -> found.filter(
                        one -> one.service() == null || one.service().equals(door.serviceId())));
    }

    private static Answer notFound() {
        return Answer.words(404, "silence not found");
    }

    private static Answer ofAll() {
        return Answer.words(403, "this silence is for all services: only Belfry's console and API can change it");
    }

    private static String path(RoutingContext context) {
        var path = context.request().path().substring(ROOT.length());
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The methods of a path; empty when there is nothing. New alerts are taken in by alert-ingest. */
    private static String allowed(String path) {
        if (path.startsWith(SILENCE) && path.indexOf('/', SILENCE.length()) < 0 && path.length() > SILENCE.length()) {
            return "DELETE,GET";
        }
        return switch (path) {
            case API + "/alerts", API + "/alerts/groups", API + "/receivers", API + "/status" -> "GET";
            case API + "/silences" -> "POST,GET";
            default -> "";
        };
    }

    private static @Nullable Answer refusedMedia(RoutingContext context) {
        var body = context.body().buffer();
        var type = context.request().getHeader("Content-Type");
        var plain = type == null
                ? "application/octet-stream"
                : type.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
        if (body != null && body.length() > 0 && !plain.equals("application/json")) {
            return Answer.refused(
                    415, "unsupported media type " + Answer.quoted(plain) + ", only [application/json] are allowed");
        }
        var accept = context.request().getHeader("Accept");
        if (accept != null && !accept.isBlank() && !accept.contains("*/*") && !accept.contains("application/")) {
            return Answer.refused(406, "unsupported media type requested, only [application/json] are available");
        }
        return null;
    }

    private static @Nullable UUID id(String word) {
        return word.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}") ? UUID.fromString(word) : null;
    }
}
