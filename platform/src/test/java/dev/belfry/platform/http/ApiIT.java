package dev.belfry.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.events.Sample;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Host;
import dev.belfry.testing.Engines;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Engines.class)
class ApiIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String RESPONDER = "blf_responder_0123456789abcdef";
    private static final String VIEWER = "blf_viewer_0123456789abcdef";
    private static final String TEAM_RESPONDER = "blf_team_0123456789abcdef";
    private static final String SCOPED = "blf_scoped_0123456789abcdef";
    private static final UUID OWN = new UUID(7, 7);
    private static final AtomicInteger MADE = new AtomicInteger();

    private static Host host;
    private static WebClient client;

    @BeforeAll
    static void start() {
        host = Sample.host("sample", Engines.postgres().newDatabase("api"));
        Api.load(host, "openapi/sample.yaml")
                .on(
                        "listThings",
                        Role.VIEWER,
                        call -> Future.succeededFuture(Reply.list(call, List.of(1, 2), "next one")))
                .on("createThing", Role.RESPONDER, ApiIT::create)
                .on(
                        "getThing",
                        Role.VIEWER,
                        call -> Future.succeededFuture(Reply.ok(Map.of("id", call.id("id"), "name", "now"), 3)))
                .onOwned("changeThing", Role.RESPONDER, call -> {
                    if (!call.principal().may(Role.RESPONDER, call.id("id"))) {
                        return Future.succeededFuture(Reply.problem(403, "another team owns this"));
                    }
                    Long version = call.ifMatch();
                    return Future.succeededFuture(
                            version == null || version == 3 ? Reply.ok(Map.of("id", call.id("id")), 4) : Reply.stale());
                })
                .mount();
        var console = new Console(host, "dev.belfry.platform.pages");
        console.open(HttpMethod.GET, "/page", call -> Future.succeededFuture(PageReply.redirect("/", null)));
        console.open(
                HttpMethod.POST,
                "/page",
                call -> Future.failedFuture(new IllegalStateException("nobody should come here")));
        host.router().get("/broken").handler(context -> context.fail(new IllegalStateException("secret")));
        host.start();
        client = WebClient.create(host.vertx());
        token(1, RESPONDER, "responder", null);
        token(2, VIEWER, "viewer", null);
        token(3, "blf_expired", "admin", Instant.parse("2020-01-01T00:00:00Z"));
        token(4, TEAM_RESPONDER, "viewer", null, Map.of("teams", List.of(Map.of("id", OWN, "role", "responder"))));
        token(5, SCOPED, "admin", null, Map.of("scopes", List.of("things:write")));
        await().atMost(SOON).until(() -> list(VIEWER).statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        host.stop();
    }

    private static Future<Reply> create(Call call) {
        int number = MADE.incrementAndGet();
        var shape = call.body(JsonObjectShape.class);
        if (shape.start() != null && shape.end() != null && !shape.end().isAfter(shape.start())) {
            return Future.succeededFuture(Reply.invalid(new Problem.Field("#/end", "must be after the start")));
        }
        var name = shape.name();
        return switch (name) {
            case "fault" -> Future.failedFuture(new IllegalStateException("secret detail of the fault"));
            case "bug" -> throw new IllegalArgumentException("secret detail of the bug");
            default ->
                Future.succeededFuture(Reply.created(
                        "/api/v1/things/" + call.newId(), Map.of("id", call.newId(), "number", number), 1));
        };
    }

    private record JsonObjectShape(
            String name,
            @Nullable UUID owner,
            @Nullable Instant start,
            @Nullable Instant end) {}

    private static void token(int id, String secret, String role, @Nullable Instant expires) {
        token(id, secret, role, expires, Map.of());
    }

    private static void token(int id, String secret, String role, @Nullable Instant expires, Map<String, Object> more) {
        var entry = new java.util.HashMap<String, Object>(
                Map.of("id", new UUID(0, id), "hash", Sha256.hex(secret), "name", role, "role", role));
        if (expires != null) {
            entry.put("expiresAt", expires);
        }
        entry.putAll(more);
        Sample.await(host.producer()
                .send(
                        Topics.DIRECTORY.name(),
                        null,
                        "token:" + new UUID(0, id),
                        new UUID(0, id),
                        "t",
                        "t",
                        Instant.EPOCH,
                        Json.bytes(entry)));
    }

    private static HttpResponse<Buffer> list(String token) {
        return Sample.await(client.get(host.httpPort(), "127.0.0.1", "/api/v1/things?limit=2")
                .bearerTokenAuthentication(token)
                .send());
    }

    private static HttpRequest<Buffer> post() {
        return client.post(host.httpPort(), "127.0.0.1", "/api/v1/things").bearerTokenAuthentication(RESPONDER);
    }

    private static JsonObject thing(String name) {
        return new JsonObject().put("name", name).put("steps", new JsonArray());
    }

    @Test
    void aRoleInATeamCountsForWhatTheTeamOwnsAndForNothingElse() {
        await().atMost(SOON).until(() -> list(TEAM_RESPONDER).statusCode() == 200);
        assertThat(change(TEAM_RESPONDER, OWN).statusCode()).isEqualTo(200);
        assertThat(change(TEAM_RESPONDER, new UUID(7, 8)).statusCode()).isEqualTo(403);
        assertThat(change(VIEWER, OWN).bodyAsString()).contains("needs the role responder");
        assertThat(change(RESPONDER, new UUID(7, 8)).statusCode()).isEqualTo(200);
        var made = Sample.await(post().bearerTokenAuthentication(TEAM_RESPONDER).sendJsonObject(thing("a")));
        assertThat(made.statusCode()).isEqualTo(403);
    }

    @Test
    void aTokenWithScopesIsForNothingElse() {
        await().atMost(SOON).until(() -> change(SCOPED, OWN).statusCode() == 200);
        assertThat(list(SCOPED).statusCode()).isEqualTo(403);
        assertThat(list(SCOPED).bodyAsString()).contains("needs the scope read");
    }

    private static HttpResponse<Buffer> change(String token, UUID thing) {
        return Sample.await(client.put(host.httpPort(), "127.0.0.1", "/api/v1/things/" + thing)
                .bearerTokenAuthentication(token)
                .sendJsonObject(thing("changed")));
    }

    @Test
    void whoHasNoValidTokenIsNobody() {
        for (var token : List.of("wrong", "blf_expired", "blf_")) {
            var answer = list(token);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.getHeader("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
            assertThat(answer.getHeader("WWW-Authenticate")).startsWith("Bearer");
        }
        assertThat(Sample.await(post().bearerTokenAuthentication(VIEWER).sendJsonObject(thing("x")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void everyBadFieldIsNamedByItsPointer() {
        var body =
                new JsonObject().put("name", "").put("steps", new JsonArray().add(new JsonObject().put("delay", -1)));
        var answer = Sample.await(post().sendJsonObject(body));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.getHeader("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
        var pointers = answer.bodyAsJsonObject().getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("pointer"))
                .toList();
        assertThat(pointers).contains("#/name", "#/steps/0/delay");
    }

    private static List<String> pointers(HttpResponse<Buffer> answer) {
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
        return answer.bodyAsJsonObject().getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("pointer"))
                .toList();
    }

    @Test
    void anUnknownMemberIsRefusedByItsName() {
        var body = thing("a")
                .put("restrictoins", true)
                .put(
                        "steps",
                        new JsonArray().add(new JsonObject().put("delay", 1).put("dealy", 2)));
        var answer = Sample.await(post().sendJsonObject(body));
        assertThat(pointers(answer)).containsExactlyInAnyOrder("#/restrictoins", "#/steps/0/dealy");
        assertThat(answer.bodyAsJsonObject().getString("detail"))
                .startsWith("#/")
                .contains("is not known here");
    }

    @Test
    void whoeverChangesAThingMaySendItBackAsItWasRead() {
        var thing = get("/api/v1/things/" + new UUID(0, 7)).bodyAsJsonObject();
        var change = client.put(host.httpPort(), "127.0.0.1", "/api/v1/things/" + new UUID(0, 7))
                .bearerTokenAuthentication(RESPONDER);
        assertThat(thing.fieldNames()).contains("id");
        assertThat(Sample.await(change.copy().sendJsonObject(thing)).statusCode())
                .isEqualTo(200);
        assertThat(pointers(Sample.await(change.copy().sendJsonObject(thing.put("nmae", "x")))))
                .containsExactly("#/nmae");
    }

    @Test
    void theDeepestErrorIsToldAndNothingAboveIt() {
        var body = thing("a").put("owner", "nobody").put("steps", new JsonArray().add(new JsonObject()));
        assertThat(pointers(Sample.await(post().sendJsonObject(body))))
                .containsExactlyInAnyOrder("#/owner", "#/steps/0/delay");
    }

    @Test
    void aTimeWithoutAnOffsetAndADayThatDoesNotExistAreRefusedByName() {
        for (var time : List.of("2026-01-05T09:00:00", "2026-02-30T09:00:00Z", "2026-01-05T09:00:00+0200")) {
            assertThat(pointers(Sample.await(post().sendJsonObject(thing("a").put("start", time)))))
                    .as(time)
                    .containsExactly("#/start");
        }
        assertThat(pointers(Sample.await(post().sendJsonObject(thing("a").put("owner", "urn:uuid:" + new UUID(1, 2))))))
                .containsExactly("#/owner");
    }

    @Test
    void anEndLessThanAMicrosecondAfterItsStartIsNoneAfterIt() {
        var body =
                thing("a").put("start", "2026-01-05T09:00:00.000000100Z").put("end", "2026-01-05T09:00:00.000000900Z");
        assertThat(pointers(Sample.await(post().sendJsonObject(body)))).containsExactly("#/end");
    }

    @Test
    void aCharacterThatCannotBeStoredIsRefusedWithItsField() {
        for (var text : List.of("\\u0000", "\\ud800", "x\\udc00y")) {
            var body = Buffer.buffer("{\"name\": \"" + text + "\", \"steps\": []}");
            var answer = Sample.await(
                    post().putHeader("Content-Type", "application/json").sendBuffer(body));
            assertThat(pointers(answer)).as(text).containsExactly("#/name");
        }
        // Half of a pair as UTF-8 would have it.
        var raw = Buffer.buffer("{\"steps\": [], \"name\": \"")
                .appendBytes(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})
                .appendString("\"}");
        assertThat(pointers(Sample.await(
                        post().putHeader("Content-Type", "application/json").sendBuffer(raw))))
                .hasSize(1);
    }

    @Test
    void parametersAreReadAsStrictlyAsTheirHandlersReadThem() {
        for (var query : List.of(
                "limit=10.0", "limit=1e1", "limit=", "owner=urn:uuid:" + new UUID(1, 2), "at=2026-01-05T09:00:00")) {
            var answer = get("/api/v1/things?" + query);
            assertThat(pointers(answer)).as(query).containsExactly("query: " + query.replaceFirst("=.*", ""));
        }
        assertThat(pointers(get("/api/v1/things?cursor=%00"))).containsExactly("query: cursor");
        for (var query : List.of("at=2026-01-05T09:00:00+02:00", "at=2026-01-05T09:00:00%2B02:00", "cursor=12.5")) {
            assertThat(get("/api/v1/things?" + query).statusCode()).as(query).isEqualTo(200);
        }
    }

    @Test
    void aParameterThatIsNotKnownIsRefusedByName() {
        var answer = get("/api/v1/things?status=open&limit=2&%00=1");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(pointers(answer)).containsExactlyInAnyOrder("query: status", "query: \0");
        assertThat(answer.bodyAsJsonObject().getString("detail"))
                .contains("is not a parameter of this operation, which takes limit, cursor, owner, at");
        assertThat(get("/api/v1/things/" + new UUID(0, 7) + "?view=short").bodyAsString())
                .contains("which takes none");
    }

    @Test
    void aParameterThatStandsThereTwiceIsRefusedByName() {
        var answer = get("/api/v1/things?limit=2&cursor=a&limit=2");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(pointers(answer)).containsExactly("query: limit");
        assertThat(answer.bodyAsJsonObject().getString("detail")).contains("more than once: give it once");
    }

    @Test
    void anAddressThatIsTooLongIsAProblemToo() {
        var answer = get("/api/v1/things?cursor=" + "x".repeat(5_000));
        assertThat(answer.statusCode()).isEqualTo(414);
        assertThat(answer.getHeader("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(answer.bodyAsJsonObject().getString("detail")).isEqualTo("The address of the request is too long.");
        var headers = Sample.await(client.get(host.httpPort(), "127.0.0.1", "/api/v1/things")
                .putHeader("X-Long", "x".repeat(70_000))
                .send());
        assertThat(headers.statusCode()).isEqualTo(431);
        assertThat(headers.bodyAsJsonObject().getString("detail")).contains("headers");
    }

    private static HttpResponse<Buffer> get(String uri) {
        return Sample.await(client.get(host.httpPort(), "127.0.0.1", uri)
                .bearerTokenAuthentication(VIEWER)
                .send());
    }

    @Test
    void tagsMayBeWeakAListOrAnyOfThem() {
        var one = client.put(host.httpPort(), "127.0.0.1", "/api/v1/things/" + new UUID(0, 7))
                .bearerTokenAuthentication(RESPONDER);
        for (var tags : List.of("W/\"v3\"", "\"v1\", \"v3\"", "\"x\" , W/\"v3\"", "*")) {
            assertThat(Sample.await(one.copy().putHeader("If-Match", tags).sendJsonObject(new JsonObject()))
                            .statusCode())
                    .as(tags)
                    .isEqualTo(200);
        }
        assertThat(Sample.await(one.copy().putHeader("If-None-Match", "*").sendJsonObject(new JsonObject()))
                        .statusCode())
                .isEqualTo(412);
        var shown = client.get(host.httpPort(), "127.0.0.1", "/api/v1/things/" + new UUID(0, 7))
                .bearerTokenAuthentication(VIEWER);
        for (var tags : List.of("\"v3\"", "W/\"v3\"", "\"v1\", \"v3\"", "*")) {
            var answer =
                    Sample.await(shown.copy().putHeader("If-None-Match", tags).send());
            assertThat(answer.statusCode()).as(tags).isEqualTo(304);
            assertThat(answer.getHeader("ETag")).isEqualTo("\"v3\"");
        }
        assertThat(Sample.await(shown.copy()
                                .putHeader("If-None-Match", "\"v2\"")
                                .send())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whoComesTooLateIsShownWhatIsThereNow() {
        var answer = Sample.await(client.put(host.httpPort(), "127.0.0.1", "/api/v1/things/" + new UUID(0, 7))
                .bearerTokenAuthentication(RESPONDER)
                .putHeader("If-Match", "\"v2\"")
                .sendJsonObject(new JsonObject()));
        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(answer.getHeader("ETag")).isEqualTo("\"v3\"");
        assertThat(answer.bodyAsJsonObject().getJsonObject("current").getString("name"))
                .isEqualTo("now");
    }

    @Test
    void aBrowserIsToldOnAPageAndAProgramByAProblem() {
        for (var path : List.of("/nothing", "/broken")) {
            var page = Sample.await(client.get(host.httpPort(), "127.0.0.1", path)
                    .putHeader("Accept", "text/html,*/*")
                    .send());
            assertThat(page.getHeader("Content-Type")).startsWith("text/html");
            assertThat(page.bodyAsString()).contains("<title>").doesNotContain("secret");
            assertThat(page.statusCode()).isEqualTo(get(path).statusCode());
            assertThat(get(path).getHeader("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
        }
        assertThat(Sample.await(client.get(host.httpPort(), "127.0.0.1", "/api/v1/nothing")
                                .bearerTokenAuthentication(VIEWER)
                                .putHeader("Accept", "text/html,*/*")
                                .send())
                        .getHeader("Content-Type"))
                .isEqualTo(Problem.MEDIA_TYPE);
    }

    @Test
    void aFormWithACharacterThatCannotBeStoredIsRefusedOnAPageWithItsField() {
        var csrf = "0123456789abcdef0123456789abcdef";
        var answer = Sample.await(client.post(host.httpPort(), "127.0.0.1", "/page")
                .putHeader("Cookie", "belfry_form=" + csrf)
                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                .sendBuffer(Buffer.buffer("csrf=" + csrf + "&title=a%00b")));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.getHeader("Content-Type")).startsWith("text/html");
        assertThat(answer.bodyAsString()).contains("title", "cannot be stored");
    }

    @Test
    void whatAnswersGetAnswersHead() {
        assertThat(Sample.await(client.head(host.httpPort(), "127.0.0.1", "/page")
                                .followRedirects(false)
                                .send())
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void aTokenMadeAMomentAgoIsWaitedForAndAWrongOneOnlyOnce() {
        var fresh = "blf_fresh_0123456789abcdef";
        var asked = client.get(host.httpPort(), "127.0.0.1", "/api/v1/things")
                .bearerTokenAuthentication(fresh)
                .send();
        token(6, fresh, "viewer", null);
        assertThat(Sample.await(asked).statusCode()).isEqualTo(200);

        assertThat(list("blf_never_made").statusCode()).isEqualTo(401);
        long again = System.nanoTime();
        assertThat(list("blf_never_made").statusCode()).isEqualTo(401);
        assertThat(Duration.ofNanos(System.nanoTime() - again)).isLessThan(Duration.ofMillis(900));
    }

    @Test
    void whatIsNotJsonOrTooLargeOrOfAnotherTypeIsRefusedAsAProblem() {
        assertThat(Sample.await(post().putHeader("Content-Type", "application/json")
                                .sendBuffer(Buffer.buffer("{")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(Sample.await(post().putHeader("Content-Type", "text/csv").sendBuffer(Buffer.buffer("a,b")))
                        .statusCode())
                .isBetween(400, 415);
        var large = Sample.await(
                post().putHeader("Content-Type", "application/json").sendBuffer(Buffer.buffer(" ".repeat(1_100_000))));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.getHeader("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
    }

    @Test
    void aBadParameterIsNamed() {
        var answer = Sample.await(client.get(host.httpPort(), "127.0.0.1", "/api/v1/things?limit=0")
                .bearerTokenAuthentication(VIEWER)
                .send());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.bodyAsJsonObject()
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("pointer"))
                .isEqualTo("query: limit");
    }

    @Test
    void aListThatGoesOnLinksToItsNextPage() {
        assertThat(list(VIEWER).getHeader("Link")).isEqualTo("</api/v1/things?limit=2&cursor=next+one>; rel=\"next\"");
    }

    @Test
    void aFaultTellsAnInstanceNothingOfItsCauseAndWhenToAskAgainIfItPasses() {
        for (var name : List.of("fault", "bug")) {
            var answer = Sample.await(post().sendJsonObject(thing(name)));
            boolean passing = name.equals("fault");
            assertThat(answer.statusCode()).as(name).isEqualTo(passing ? 503 : 500);
            assertThat(answer.getHeader("Retry-After")).as(name).isEqualTo(passing ? "5" : null);
            assertThat(answer.bodyAsJsonObject().getString("instance")).startsWith("urn:uuid:");
            assertThat(answer.bodyAsString()).doesNotContain("secret");
        }
    }

    @Test
    void unknownAddressesAndMethodsAreProblemsToo() {
        var missing = Sample.await(client.get(host.httpPort(), "127.0.0.1", "/api/v1/nothing")
                .bearerTokenAuthentication(VIEWER)
                .send());
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.getHeader("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
        var method = Sample.await(client.delete(host.httpPort(), "127.0.0.1", "/api/v1/things")
                .bearerTokenAuthentication(VIEWER)
                .send());
        assertThat(method.statusCode()).isEqualTo(405);
    }

    @Test
    void onlyTheVersionThatWasReadMayBeChanged() {
        var change = client.put(host.httpPort(), "127.0.0.1", "/api/v1/things/" + new UUID(0, 7))
                .bearerTokenAuthentication(RESPONDER);
        var right = Sample.await(change.copy().putHeader("If-Match", "\"v3\"").sendJsonObject(new JsonObject()));
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(right.getHeader("ETag")).isEqualTo("\"v4\"");
        assertThat(Sample.await(change.copy().putHeader("If-Match", "\"v2\"").sendJsonObject(new JsonObject()))
                        .statusCode())
                .isEqualTo(412);
        assertThat(Sample.await(change.copy()
                                .putHeader("If-Match", "\"foreign\"")
                                .sendJsonObject(new JsonObject()))
                        .statusCode())
                .isEqualTo(412);
    }

    /** Many at once with one key: the work is done once, and all who get an answer get the same. */
    @Test
    void aKeyIsWorkedOnOnceHoweverManyAskAtOnce() {
        int before = MADE.get();
        var answers = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> post().putHeader("Idempotency-Key", "race").sendJsonObject(thing("race")))
                .toList();
        var statuses = answers.stream()
                .map(Sample::await)
                .map(HttpResponse::statusCode)
                .toList();

        assertThat(statuses).contains(201).allMatch(status -> status == 201 || status == 409);
        assertThat(MADE.get()).isEqualTo(before + 1);
        assertThat(Sample.await(post().putHeader("Idempotency-Key", "race").sendJsonObject(thing("other")))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void whatIsKeptForAKeyCanBeReadByItsCallerOnly() {
        var first = Sample.await(post().putHeader("Idempotency-Key", "secret").sendJsonObject(thing("secret")));
        var id = first.bodyAsJsonObject().getString("id");
        var kept = Sample.await(host.database()
                        .query("select body from idempotency where key = 'secret'", io.vertx.sqlclient.Tuple.tuple()))
                .iterator()
                .next()
                .getBuffer("body");
        assertThat(kept.toString(java.nio.charset.StandardCharsets.ISO_8859_1))
                .as("what lies in the database")
                .doesNotContain(id)
                .doesNotContain("number");

        var again = Sample.await(post().putHeader("Idempotency-Key", "secret").sendJsonObject(thing("secret")));
        assertThat(again.getHeader("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.bodyAsJsonObject()).isEqualTo(first.bodyAsJsonObject());
    }

    @Test
    void aContractAndItsHandlersMustNameTheSameOperations() {
        var api = Api.load(host, "openapi/sample.yaml")
                .on("listThings", Role.VIEWER, call -> Future.succeededFuture(Reply.noContent()));
        assertThatThrownBy(api::mount).hasMessageContaining("changeThing").hasMessageContaining("createThing");
    }
}
