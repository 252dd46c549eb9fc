package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What overrides may change and what they say about it, through the door: what is past is closed. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClosedPastIT {
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private OncallHarness house;
    private UUID ana;
    private UUID bea;
    private String responder = "";

    @BeforeAll
    void open() {
        house = new OncallHarness();
        ana = house.user("Ana Example");
        bea = house.user("Bea Example");
        responder = token("responder");
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void anOverrideThatChangesNothingIsRefusedByWhatIsWrongWithIt() {
        UUID schedule = house.schedule(ana);
        refused(over(schedule, bea, bea, at(1), at(2)), "#/replaces");
        refused(over(schedule, bea, house.user("Eve Example"), at(1), at(2)), "#/replaces");
        JsonObject turn = body(schedule, bea, null, at(1), at(2))
                .put("layer", layer(schedule))
                // No turn begins then: turns of a schedule begin on the hour, and one of these hours is this one.
                .put("turn", at(1).plus(Duration.ofMinutes(17)).toString());
        refused(post("/api/v1/overrides", turn), "#/turn");
        refused(
                over(schedule, bea, null, Instant.parse("1900-01-01T00:00:00Z"), Instant.parse("1900-01-02T00:00:00Z")),
                "#/end");
        refused(
                over(schedule, bea, null, Instant.parse("2999-01-01T00:00:00Z"), Instant.parse("2999-01-02T00:00:00Z")),
                "#/start");
        JsonObject group = body(schedule, bea, null, at(1), at(9)).put("group", group(schedule));
        String narrow = made(post("/api/v1/overrides", group)).getString("id");
        HttpResponse<?> lost = over(schedule, ana, null, at(2), at(3));
        refused(lost, "#/start");
        assertThat(lost.bodyAsString()).contains(narrow);
        JsonObject partly = made(over(schedule, ana, null, at(8), at(12)));
        assertThat(partly.getJsonArray("warnings").getString(0))
                .startsWith("It changes nothing for 1 h of its 4 h, first from " + at(8) + " to " + at(9));
        assertThat(house.items("/api/v1/overrides?schedule=" + schedule))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.containsKey("warnings")).isFalse());
        refused(
                post(
                        "/api/v1/temporary-schedules",
                        temporary(schedule, at(1), at(2)).put("mode", "fill").put("shifts", new JsonArray())),
                "#/shifts");
    }

    @Test
    void whatIsPastIsClosedAndAManagerWhoCorrectsItSaysWhy() {
        UUID schedule = house.schedule(ana);
        HttpResponse<?> past = over(schedule, bea, null, at(-5), at(-4));
        refused(past, "#/end");
        assertThat(past.bodyAsString()).contains("what is past is closed");
        JsonObject correction = body(schedule, bea, null, at(-5), at(-4)).put("correction", "Bea took the night");
        assertThat(as(responder, HttpMethod.POST, "/api/v1/overrides", correction)
                        .statusCode())
                .isEqualTo(403);
        refused(
                post(
                        "/api/v1/overrides",
                        body(schedule, bea, null, at(1), at(2)).put("correction", "Nothing is past")),
                "#/correction");
        refused(
                post(
                        "/api/v1/overrides",
                        body(schedule, bea, null, at(-24 * 400), at(-24 * 399)).put("correction", "Long ago")),
                "#/start");
        UUID corrected = id(made(post("/api/v1/overrides", correction)));
        assertThat(onCall(schedule, at(-5))).isEqualTo(bea);
        assertThat(house.get("/api/v1/audit-entries?action=override.corrected&object=" + corrected)
                        .bodyAsString())
                .contains("Bea took the night");

        HttpResponse<?> closed = as(responder, HttpMethod.DELETE, "/api/v1/overrides/" + corrected, null);
        assertThat(closed.statusCode()).isEqualTo(409);
        assertThat(as(responder, HttpMethod.DELETE, "/api/v1/overrides/" + corrected + "?correction=Mine", null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(onCall(schedule, at(-5))).isEqualTo(bea);
        assertThat(delete("/api/v1/overrides/" + corrected + "?correction=It%20was%20Ana"))
                .isEqualTo(204);
        assertThat(onCall(schedule, at(-5))).isEqualTo(ana);
    }

    @Test
    void whatHasBegunCountsFromNowAndEndsNow() {
        UUID schedule = house.schedule(ana);
        Instant before = Instant.now();
        JsonObject made = made(over(schedule, bea, null, at(-3), at(3)));
        assertThat(Instant.parse(made.getString("start"))).isAfterOrEqualTo(before.truncatedTo(ChronoUnit.MICROS));
        assertThat(made.getJsonArray("warnings").getString(0)).contains("what is past is closed");
        assertThat(onCall(schedule, at(-2))).isEqualTo(ana);
        assertThat(onCall(schedule, at(2))).isEqualTo(bea);
        assertThat(delete("/api/v1/overrides/" + made.getString("id"))).isEqualTo(204);
        assertThat(onCall(schedule, at(2))).isEqualTo(ana);
        JsonObject ended = house.items("/api/v1/overrides?schedule=" + schedule).getFirst();
        assertThat(onCall(schedule, Instant.parse(ended.getString("start")))).isEqualTo(bea);
        assertThat(house.get("/api/v1/audit-entries?action=override.ended&object=" + ended.getString("id"))
                        .bodyAsString())
                .contains("override.ended");
    }

    @Test
    void aTemporaryScheduleLeavesThePastToo() {
        UUID schedule = house.schedule(ana);
        refused(post("/api/v1/temporary-schedules", temporary(schedule, at(-5), at(-4))), "#/end");
        JsonObject made = made(post("/api/v1/temporary-schedules", temporary(schedule, at(-5), at(5))));
        assertThat(onCall(schedule, at(-2))).isEqualTo(ana);
        assertThat(onCall(schedule, at(2))).isEqualTo(bea);
        String path = "/api/v1/temporary-schedules/" + made.getString("id");
        assertThat(delete(path)).isEqualTo(204);
        assertThat(onCall(schedule, at(2))).isEqualTo(ana);
        assertThat(house.items("/api/v1/temporary-schedules?schedule=" + schedule))
                .hasSize(1);
        assertThat(delete(path)).isEqualTo(409);
        UUID corrected = id(made(post(
                "/api/v1/temporary-schedules",
                temporary(schedule, at(-9), at(-8)).put("correction", "Bea was there"))));
        assertThat(onCall(schedule, at(-9))).isEqualTo(bea);
        assertThat(delete("/api/v1/temporary-schedules/" + corrected + "?correction=Not%20so"))
                .isEqualTo(204);
        assertThat(onCall(schedule, at(-9))).isEqualTo(ana);
    }

    @Test
    void timeThatChangesHandsDoesSoFromNowOn() {
        UUID schedule = house.schedule(ana);
        UUID cover = house.create(
                "/api/v1/cover-requests",
                new JsonObject()
                        .put("schedule", schedule.toString())
                        .put("user", ana.toString())
                        .put("start", at(-3).toString())
                        .put("end", at(3).toString()));
        HttpResponse<?> taken =
                post("/api/v1/cover-requests/" + cover + "/take", new JsonObject().put("user", bea.toString()));
        assertThat(taken.statusCode()).as(taken.bodyAsString()).isEqualTo(200);
        assertThat(onCall(schedule, at(-2))).isEqualTo(ana);
        assertThat(onCall(schedule, at(2))).isEqualTo(bea);
        UUID late = house.create(
                "/api/v1/cover-requests",
                new JsonObject()
                        .put("schedule", schedule.toString())
                        .put("user", ana.toString())
                        .put("start", at(20).toString())
                        .put("end", at(21).toString()));
        house.sql("update cover_request set start_at = now() - interval '3 hours', end_at = now() - interval '2 hours'"
                + " where id = '" + late + "'");
        assertThat(post("/api/v1/cover-requests/" + late + "/take", new JsonObject().put("user", bea.toString()))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void aSwapThatIsAcceptedLateCountsFromNowAndNotAtAllOnceAPartOfItIsOver() {
        UUID schedule = house.schedule(ana, bea);
        String path = "/api/v1/schedules/" + schedule + "/shifts?from=" + hour + "&to=" + at(24 * 40);
        List<Instant> starts = house.items(path).stream()
                .map(shift -> Instant.parse(shift.getString("start")))
                .toList();
        UUID gives = onCall(schedule, hour);
        UUID takes = gives.equals(ana) ? bea : ana;
        UUID late = house.create("/api/v1/swaps", offer(schedule, gives, hour, starts.get(1), takes, starts.get(1)));
        HttpResponse<?> accepted = post("/api/v1/swaps/" + late + "/accept", new JsonObject());
        assertThat(accepted.statusCode()).as(accepted.bodyAsString()).isEqualTo(200);
        assertThat(onCall(schedule, hour)).as("what is past is closed").isEqualTo(gives);
        assertThat(onCall(schedule, Instant.now().plusMillis(500))).isEqualTo(takes);
        assertThat(onCall(schedule, starts.get(1))).isEqualTo(gives);

        Instant mine = starts.get(2);
        Instant theirs = starts.get(3);
        UUID over = house.create(
                "/api/v1/swaps", offer(schedule, gives, mine, mine.plus(5, ChronoUnit.HOURS), takes, theirs));
        house.sql("update swap set give_start = now() - interval '3 hours', give_end = now() - interval '1 hour'"
                + " where id = '" + over + "'");
        HttpResponse<?> refused = post("/api/v1/swaps/" + over + "/accept", new JsonObject());
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.bodyAsString()).contains("the time that would change hands is over");
        assertThat(onCall(schedule, theirs)).as("neither half counts").isEqualTo(takes);
    }

    private static JsonObject offer(UUID schedule, UUID gives, Instant from, Instant to, UUID takes, Instant start) {
        return new JsonObject()
                .put("schedule", schedule.toString())
                .put("give", part(gives, from).put("end", to.toString()))
                .put("take", part(takes, start));
    }

    @Test
    void aSaveThatBreaksAnAcceptedSwapSaysSo() {
        UUID schedule = house.schedule(ana, bea);
        String path = "/api/v1/schedules/" + schedule;
        Instant soon = hour.plus(3, ChronoUnit.DAYS);
        List<JsonObject> shifts = house.items(path + "/shifts?from=" + soon + "&to=" + soon.plus(20, ChronoUnit.DAYS));
        Instant first = Instant.parse(shifts.get(1).getString("start"));
        UUID gives = UUID.fromString(shifts.get(1).getJsonObject("user").getString("id"));
        UUID takes = gives.equals(ana) ? bea : ana;
        Instant second = Instant.parse(shifts.get(2).getString("start"));
        UUID swap = house.create(
                "/api/v1/swaps", offer(schedule, gives, first, first.plus(5, ChronoUnit.HOURS), takes, second));
        assertThat(post("/api/v1/swaps/" + swap + "/accept", new JsonObject()).statusCode())
                .isEqualTo(200);
        JsonObject draft = house.get(path).bodyAsJsonObject();
        assertThat(warnings(path, draft)).noneMatch(line -> line.contains("swap"));
        draft.getJsonObject("rotation").put("participants", new JsonArray().add(takes.toString()));
        draft.remove("groups");
        assertThat(warnings(path, draft))
                .anyMatch(line -> line.startsWith("The swap of ")
                        && line.contains("is broken: " + name(gives) + " is not on call any more"));
    }

    private List<String> warnings(String path, JsonObject draft) {
        JsonObject sent = draft.copy();
        for (String read : List.of("id", "groups", "plannedFrom", "warnings")) {
            sent.remove(read);
        }
        HttpResponse<?> saved = house.send(HttpMethod.PUT, path, sent, Map.of());
        assertThat(saved.statusCode()).as(saved.bodyAsString()).isEqualTo(200);
        return saved.bodyAsJsonObject().getJsonArray("warnings").stream()
                .map(String::valueOf)
                .toList();
    }

    private String name(UUID person) {
        return person.equals(ana) ? "Ana Example" : "Bea Example";
    }

    private static JsonObject part(UUID user, Instant start) {
        return new JsonObject()
                .put("user", user.toString())
                .put("start", start.toString())
                .put("end", start.plus(5, ChronoUnit.HOURS).toString());
    }

    @Test
    void whoIsOnCallOnOneScheduleIsAskedByItsIdAndWhatIsNotThereIsNotFound() {
        UUID team = house.create("/api/v1/teams", new JsonObject().put("name", "Team " + fresh()));
        UUID schedule = house.schedule(ana);
        List<JsonObject> one = house.items("/api/v1/oncall?schedule=" + schedule);
        assertThat(one).hasSize(1);
        assertThat(one.getFirst().getJsonObject("user").getString("id")).isEqualTo(ana.toString());
        assertThat(house.items("/api/v1/oncall?schedule=" + schedule + "&team=" + team))
                .isEmpty();
        assertThat(house.items("/api/v1/oncall?team=" + team)).isEmpty();
        UUID nothing = UUID.randomUUID();
        for (String path : List.of(
                "oncall?schedule=",
                "oncall?team=",
                "schedules?team=",
                "overrides?schedule=",
                "temporary-schedules?schedule=",
                "swaps?schedule=",
                "cover-requests?schedule=")) {
            assertThat(house.get("/api/v1/" + path + nothing).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(house.get("/api/v1/oncall?schedule=" + schedule + "&team=" + nothing)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aLayerCountsInAZoneOfItsOwn() {
        JsonObject tokyo = new JsonObject()
                .put("name", "Tokyo")
                .put("timeZone", "Asia/Tokyo")
                .put("rotation", new JsonObject().put("unit", "daily").put("start", "2026-01-05T00:00"))
                .put("members", new JsonArray().add(new JsonObject().put("user", bea.toString())))
                .put(
                        "restrictions",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("days", new JsonArray().add("monday"))
                                        .put("from", "09:00")
                                        .put("to", "17:00")));
        JsonObject berlin = new JsonObject()
                .put("rotation", new JsonObject().put("unit", "daily").put("start", "2026-01-05T00:00"))
                .put("members", new JsonArray().add(new JsonObject().put("user", ana.toString())));
        JsonObject draft = new JsonObject()
                .put("name", "Two offices " + fresh())
                .put("timeZone", "Europe/Berlin")
                .put(
                        "groups",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("name", "Primary")
                                        .put(
                                                "layers",
                                                new JsonArray().add(berlin).add(tokyo))));
        UUID schedule = house.create("/api/v1/schedules", draft);
        // Monday 09:00 in Tokyo is midnight in UTC.
        assertThat(onCall(schedule, Instant.parse("2026-07-06T00:00:00Z"))).isEqualTo(bea);
        assertThat(onCall(schedule, Instant.parse("2026-07-06T07:59:59Z"))).isEqualTo(bea);
        assertThat(onCall(schedule, Instant.parse("2026-07-06T08:00:00Z"))).isEqualTo(ana);
        JsonObject kept = house.get("/api/v1/schedules/" + schedule)
                .bodyAsJsonObject()
                .getJsonArray("groups")
                .getJsonObject(0)
                .getJsonArray("layers")
                .getJsonObject(1);
        assertThat(kept.getString("timeZone")).isEqualTo("Asia/Tokyo");
        tokyo.put("timeZone", "Tokyo");
        refused(post("/api/v1/schedules", draft.put("name", "Other " + fresh())), "#/groups/0/layers/1/timeZone");
    }

    @Test
    void anOverrideCostsTheSameWhateverLiesElsewhere() {
        UUID few = house.schedule(ana);
        UUID many = house.schedule(ana);
        fill(few, 100);
        fill(many, 10_000);
        house.sql("analyze schedule_override");
        List<Long> small = new ArrayList<>();
        List<Long> large = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            small.add(cost(few, i));
            large.add(cost(many, i));
        }
        long hundred = median(small);
        long thousands = median(large);
        System.out.println(
                "an override beside 100: " + hundred / 1_000 + " us, beside 10,000: " + thousands / 1_000 + " us");
        assertThat(thousands)
                .as("beside 10,000, in ns")
                .isLessThan(2 * hundred + Duration.ofMillis(10).toNanos());
    }

    /** An hour each, every other hour of the next years, from a month ahead on. */
    private void fill(UUID schedule, int count) {
        house.sql("insert into schedule_override (id, schedule_id, kind, person_id, start_at, end_at, created_at)"
                + " select gen_random_uuid(), '" + schedule + "', 'replace', '" + bea
                + "', now() + interval '30 days' + n * interval '2 hours', now() + interval '30 days' + n * interval '2"
                + " hours' + interval '1 hour', now() from generate_series(1, " + count + ") n");
    }

    private long cost(UUID schedule, int number) {
        long begin = System.nanoTime();
        made(over(schedule, bea, null, at(2 + 2 * number), at(3 + 2 * number)));
        return System.nanoTime() - begin;
    }

    private static long median(List<Long> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    // --- short words

    private Instant at(int hours) {
        return hour.plus(hours, ChronoUnit.HOURS);
    }

    private static JsonObject body(UUID schedule, UUID user, @Nullable UUID replaces, Instant start, Instant end) {
        JsonObject body = new JsonObject()
                .put("schedule", schedule.toString())
                .put("user", user.toString())
                .put("start", start.toString())
                .put("end", end.toString());
        return replaces == null ? body : body.put("replaces", replaces.toString());
    }

    private JsonObject temporary(UUID schedule, Instant start, Instant end) {
        JsonArray shifts = new JsonArray()
                .add(new JsonObject()
                        .put("user", bea.toString())
                        .put("start", start.toString())
                        .put("end", end.toString()));
        return new JsonObject()
                .put("schedule", schedule.toString())
                .put("start", start.toString())
                .put("end", end.toString())
                .put("mode", "replace")
                .put("shifts", shifts);
    }

    private HttpResponse<?> over(UUID schedule, UUID user, @Nullable UUID replaces, Instant start, Instant end) {
        return post("/api/v1/overrides", body(schedule, user, replaces, start, end));
    }

    private HttpResponse<?> post(String path, JsonObject body) {
        return house.send(HttpMethod.POST, path, body, Map.of());
    }

    private int delete(String path) {
        return house.send(HttpMethod.DELETE, path, null, Map.of()).statusCode();
    }

    private static JsonObject made(HttpResponse<?> answer) {
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(201);
        return answer.bodyAsJsonObject();
    }

    private static UUID id(JsonObject made) {
        return UUID.fromString(made.getString("id"));
    }

    private static void refused(HttpResponse<?> answer, String field) {
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
        assertThat(answer.bodyAsString()).contains(field + "\"");
    }

    private UUID onCall(UUID schedule, Instant at) {
        return UUID.fromString(house.items("/api/v1/oncall?schedule=" + schedule + "&at=" + at)
                .getFirst()
                .getJsonObject("user")
                .getString("id"));
    }

    private String group(UUID schedule) {
        return groups(schedule).getString("id");
    }

    private String layer(UUID schedule) {
        return groups(schedule).getJsonArray("layers").getJsonObject(0).getString("id");
    }

    private JsonObject groups(UUID schedule) {
        return house.get("/api/v1/schedules/" + schedule)
                .bodyAsJsonObject()
                .getJsonArray("groups")
                .getJsonObject(0);
    }

    private String token(String role) {
        JsonObject draft = new JsonObject().put("name", "Token " + fresh()).put("role", role);
        String secret = post("/api/v1/tokens", draft).bodyAsJsonObject().getString("secret");
        eventually(() -> as(secret, HttpMethod.GET, "/api/v1/users", null).statusCode() == 200);
        return secret;
    }

    private HttpResponse<?> as(String token, HttpMethod method, String path, @Nullable JsonObject body) {
        var request = house.web()
                .request(method, house.host().httpPort(), "127.0.0.1", path)
                .bearerTokenAuthentication(token);
        return (body == null ? request.send() : request.sendJsonObject(body)).await();
    }
}
