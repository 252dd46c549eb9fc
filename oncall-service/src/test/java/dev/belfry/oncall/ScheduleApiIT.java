package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Schedules, what lies over them, and what is computed from them, through the door. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScheduleApiIT {
    private static final String UNKNOWN = "00000000-0000-7000-8000-000000000001";
    private final Instant tomorrow = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);

    private OncallHarness house;
    private UUID ana;
    private UUID bea;
    private UUID cid;

    @BeforeAll
    void open() {
        house = new OncallHarness();
        ana = house.user("Ana Example");
        bea = house.user("Bea Example");
        cid = house.user("Cid Example");
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void groupsAreOnCallTogetherAndComeBackAsTheyWereSent() {
        JsonObject office = new JsonObject()
                .put("days", new JsonArray(List.of("monday", "tuesday")))
                .put("from", "09:00")
                .put("to", "17:00");
        JsonObject draft = draft(
                group("Primary", layer(ana, bea)),
                group(
                        "Secondary",
                        layer(cid)
                                .put("restrictions", new JsonArray().add(office))
                                .put("count", "worked")));
        JsonObject made = post("/api/v1/schedules", draft).bodyAsJsonObject();
        String path = "/api/v1/schedules/" + made.getString("id");
        JsonObject read = house.get(path).bodyAsJsonObject();
        assertThat(read.containsKey("rotation")).isFalse();
        JsonObject secondary = read.getJsonArray("groups").getJsonObject(1);
        assertThat(secondary.getString("name")).isEqualTo("Secondary");
        JsonObject kept = secondary.getJsonArray("layers").getJsonObject(0);
        assertThat(kept.getJsonArray("restrictions").getJsonObject(0)).isEqualTo(office);
        assertThat(kept.getString("count")).isEqualTo("worked");
        // A Monday at noon, then at night.
        List<JsonObject> shifts = house.items(path + "/shifts?from=2026-01-05T12:00:00Z&to=2026-01-05T20:00:00Z");
        assertThat(shifts.getFirst().getJsonArray("users")).hasSize(2);
        assertThat(shifts.getLast().getJsonArray("users")).hasSize(1);
        assertThat(shifts.getLast().getBoolean("partial")).isTrue();
        // Sent back as it was read it is the same schedule, with the same ids.
        JsonObject again = put(path, read.copy()).bodyAsJsonObject();
        assertThat(again.getJsonArray("groups")).isEqualTo(read.getJsonArray("groups"));
    }

    @Test
    void anEditLeavesThePastAndOneForLaterWaits() {
        JsonObject made =
                post("/api/v1/schedules", draft(group("Primary", layer(ana)))).bodyAsJsonObject();
        String path = "/api/v1/schedules/" + made.getString("id");
        JsonObject edit = draft(group("Primary", layer(bea))).put("name", made.getString("name"));
        assertThat(put(path, edit).statusCode()).isEqualTo(200);
        Instant now = Instant.now();
        assertThat(onCall(path, now.minus(1, ChronoUnit.HOURS))).containsExactly(ana);
        assertThat(onCall(path, now.plus(1, ChronoUnit.HOURS))).containsExactly(bea);

        JsonObject later = draft(group("Primary", layer(cid)))
                .put("name", made.getString("name"))
                .put("effectiveFrom", tomorrow.toString());
        assertThat(put(path, later).statusCode()).isEqualTo(200);
        assertThat(house.get(path).bodyAsJsonObject().getString("plannedFrom")).isEqualTo(tomorrow.toString());
        assertThat(onCall(path, tomorrow.minusSeconds(1))).containsExactly(bea);
        assertThat(onCall(path, tomorrow)).containsExactly(cid);
        refused(put(path, edit), "#/effectiveFrom");
        assertThat(put(path, edit.copy().put("replacePlanned", true)).statusCode())
                .isEqualTo(200);
        assertThat(onCall(path, tomorrow)).containsExactly(bea);
        refused(put(path, edit.copy().put("effectiveFrom", "2026-01-01T00:00:00Z")), "#/effectiveFrom");
    }

    @Test
    void ofSavesAtOnceOneCountsAndTheOthersAreShownIt() throws Exception {
        JsonObject made =
                post("/api/v1/schedules", draft(group("Primary", layer(ana)))).bodyAsJsonObject();
        String path = "/api/v1/schedules/" + made.getString("id");
        for (boolean guarded : List.of(true, false)) {
            Map<String, String> seen =
                    guarded ? Map.of("If-Match", house.get(path).getHeader("ETag")) : Map.of();
            JsonObject edit = draft(group("Primary", layer(bea))).put("name", made.getString("name"));
            List<Future<HttpResponse<?>>> saves = new ArrayList<>();
            try (ExecutorService together = Executors.newFixedThreadPool(6)) {
                for (int i = 0; i < 6; i++) {
                    saves.add(together.submit(() -> house.send(HttpMethod.PUT, path, edit, seen)));
                }
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<HttpResponse<?>> save : saves) {
                HttpResponse<?> answer = save.get();
                statuses.add(answer.statusCode());
                if (answer.statusCode() == 412) {
                    assertThat(answer.bodyAsJsonObject()
                                    .getJsonObject("current")
                                    .getString("id"))
                            .isEqualTo(made.getString("id"));
                    assertThat(answer.getHeader("ETag")).isNotNull();
                } else {
                    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
                }
            }
            assertThat(statuses).containsOnly(guarded ? new Integer[] {200, 412} : new Integer[] {200});
            assertThat(statuses.stream().filter(status -> status == 200).count())
                    .isEqualTo(guarded ? 1 : 6);
        }
    }

    @Test
    void aTimeWithoutAnOffsetIsRefusedByItsNameWhereverAnInstantIsWanted() {
        String schedule = house.schedule(ana, bea).toString();
        String local = "2027-01-05T09:00:00";
        String later = "2027-01-05T10:00:00Z";
        JsonObject stint =
                new JsonObject().put("user", ana.toString()).put("start", local).put("end", later);
        refused(post("/api/v1/overrides", stint.copy().put("schedule", schedule)), "#/start");
        refused(
                post(
                        "/api/v1/swaps",
                        new JsonObject()
                                .put("schedule", schedule)
                                .put("give", stint)
                                .put(
                                        "take",
                                        stint.copy().put("user", bea.toString()).put("start", later))),
                "#/give/start");
        refused(post("/api/v1/absences", stint), "#/start");
        refused(
                post(
                        "/api/v1/tokens",
                        new JsonObject().put("name", "t").put("role", "viewer").put("expiresAt", local)),
                "#/expiresAt");
        refused(house.get("/api/v1/oncall?at=" + local), "query: at");
        assertThat(house.get("/api/v1/oncall?at=2027-01-05T09:00:00+02:00").statusCode())
                .isEqualTo(200);
        refused(
                post(
                        "/api/v1/overrides",
                        stint.copy()
                                .put("schedule", schedule)
                                .put("start", "2027-01-05T10:00:00.0000001Z")
                                .put("end", "2027-01-05T10:00:00.0000009Z")),
                "#/end");
    }

    @Test
    void whatIsWrongWithAScheduleIsNamed() {
        JsonObject window =
                new JsonObject().put("days", new JsonArray().add("monday")).put("from", "09:00");
        JsonObject zero =
                layer(ana).put("restrictions", new JsonArray().add(window.copy().put("to", "09:00")));
        refused(post("/api/v1/schedules", draft(group("Primary", zero))), "#/groups/0/layers/0/restrictions/0/to");
        JsonObject stranger = layer(UUID.fromString(UNKNOWN));
        refused(
                post("/api/v1/schedules", draft(group("Primary", layer(ana), stranger))),
                "#/groups/0/layers/1/members/0/user");
        JsonObject backwards = layer(ana).put("from", "2026-02-01T00:00").put("until", "2026-01-01T00:00");
        refused(post("/api/v1/schedules", draft(group("Primary", backwards))), "#/groups/0/layers/0/until");
        JsonObject rules = new JsonObject().put("start", "2026-01-05T09:00");
        for (String rule : List.of(
                "FREQ=SOMETIMES",
                "FREQ=MINUTELY",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
                "FREQ=DAILY;BYMONTH=1;BYSETPOS=2",
                "FREQ=MONTHLY;BYDAY=6MO",
                "FREQ=WEEKLY;BYDAY=MO,THU",
                "FREQ=WEEKLY;BYDAY=XX",
                "FREQ=WEEKLY;INTERVAL=0",
                "FREQ=WEEKLY;UNTIL=20301231",
                "FREQ=WEEKLY;UNTIL=20301231T000000Z",
                "FREQ=WEEKLY;SKIP=OMIT")) {
            JsonObject ruled = layer(ana).put("rotation", rules.copy().put("rules", new JsonArray().add(rule)));
            HttpResponse<?> answer = post("/api/v1/schedules", draft(group("Primary", ruled)));
            refused(answer, "#/groups/0/layers/0/rotation/rules/0");
            assertThat(answer.bodyAsString()).doesNotContain("dmfs");
            String part = rule.replaceFirst(".*;([A-Z]+)=.*", "$1");
            if (rule.startsWith("FREQ=WEEKLY")) {
                assertThat(answer.bodyAsString()).contains("the part " + part);
            }
        }
        JsonObject good =
                rules.copy().put("rules", new JsonArray().add("FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20301231T000000"));
        assertThat(post("/api/v1/schedules", draft(group("Primary", layer(ana).put("rotation", good))))
                        .statusCode())
                .isEqualTo(201);
        refused(post("/api/v1/schedules", draft(group("Primary", layer(ana))).put("team", UNKNOWN)), "#/team");
        refused(post("/api/v1/schedules", new JsonObject().put("name", "Empty").put("timeZone", "UTC")), "#/groups");
    }

    @Test
    void exceptionsOfEveryKindAndATemporarySchedule() {
        String path = schedule(ana);
        String id = id(path);
        Instant day = tomorrow;
        over(id, "add", cid, null, day, day.plus(2, ChronoUnit.HOURS), 201);
        assertThat(onCall(path, day)).containsExactly(ana, cid);
        over(id, "shadow", bea, ana, day, day.plus(2, ChronoUnit.HOURS), 201);
        assertThat(onCall(path, day)).containsExactly(ana, cid);
        over(id, "remove", null, ana, day, day.plus(1, ChronoUnit.HOURS), 201);
        assertThat(onCall(path, day)).containsExactly(cid);
        over(id, "vacate", null, null, day.plus(1, ChronoUnit.HOURS), day.plus(2, ChronoUnit.HOURS), 201);
        assertThat(onCall(path, day.plus(1, ChronoUnit.HOURS))).isEmpty();
        refused(over(id, "vacate", bea, null, day, day.plusSeconds(60), 400), "#/user");
        refused(over(id, "remove", null, null, day, day.plusSeconds(60), 400), "#/replaces");
        refused(over(id, "add", bea, null, day, day, 400), "#/end");

        JsonObject temporary = new JsonObject()
                .put("schedule", id)
                .put("start", day.toString())
                .put("end", day.plus(3, ChronoUnit.HOURS).toString())
                .put("mode", "fill")
                .put("shifts", new JsonArray().add(part(bea, day, day.plus(90, ChronoUnit.MINUTES))));
        UUID made = house.create("/api/v1/temporary-schedules", temporary);
        assertThat(onCall(path, day)).containsExactly(bea);
        assertThat(onCall(path, day.plus(100, ChronoUnit.MINUTES))).isEmpty();
        assertThat(onCall(path, day.plus(150, ChronoUnit.MINUTES))).containsExactly(ana);
        refused(post("/api/v1/temporary-schedules", temporary), "#/start");
        assertThat(house.items("/api/v1/temporary-schedules?schedule=" + id)).hasSize(1);
        assertThat(delete("/api/v1/temporary-schedules/" + made).statusCode()).isEqualTo(204);
        assertThat(onCall(path, day)).containsExactly(cid);
    }

    @Test
    void aSwapIsBothHalvesOrNone() {
        String path = schedule(ana, bea);
        JsonObject first = house.items(path + "/shifts?from=" + tomorrow + "&to=" + tomorrow.plusSeconds(60))
                .getFirst();
        Instant turn = Instant.parse(first.getString("end"));
        UUID one = onCall(path, turn).getFirst();
        UUID other = one.equals(ana) ? bea : ana;
        Instant next = turn.plus(7, ChronoUnit.DAYS);
        JsonObject swap = new JsonObject()
                .put("schedule", id(path))
                .put("give", part(one, turn, turn.plus(1, ChronoUnit.DAYS)))
                .put("take", part(other, next.plus(2, ChronoUnit.HOURS), next.plus(1, ChronoUnit.DAYS)));
        UUID id = house.create("/api/v1/swaps", swap);
        assertThat(onCall(path, turn)).containsExactly(one);
        assertThat(act("/api/v1/swaps/" + id + "/accept").bodyAsJsonObject().getString("status"))
                .isEqualTo("accepted");
        assertThat(onCall(path, turn)).containsExactly(other);
        assertThat(onCall(path, next.plus(3, ChronoUnit.HOURS))).containsExactly(one);
        assertThat(act("/api/v1/swaps/" + id + "/decline").statusCode()).isEqualTo(409);
        refused(post("/api/v1/swaps", swap.copy().put("give", part(cid, turn, turn.plusSeconds(60)))), "#/give/start");
        refused(post("/api/v1/swaps", swap.copy().put("give", swap.getJsonObject("take"))), "#/take/user");
        JsonObject shift = house.items(path + "/shifts?from=" + turn + "&to=" + turn.plusSeconds(60))
                .getFirst();
        assertThat(shift.getJsonArray("duties").getJsonObject(0).getString("source"))
                .isEqualTo("swap");
    }

    @Test
    void coverIsAskedForAndTakenOnce() {
        String path = schedule(ana);
        JsonObject ask = part(ana, tomorrow, tomorrow.plus(4, ChronoUnit.HOURS)).put("schedule", id(path));
        UUID id = house.create("/api/v1/cover-requests", ask);
        JsonObject taker = new JsonObject().put("user", cid.toString());
        HttpResponse<?> nobody = post("/api/v1/cover-requests/" + id + "/take", new JsonObject());
        refused(nobody, "#/user");
        JsonObject taken = post("/api/v1/cover-requests/" + id + "/take", taker).bodyAsJsonObject();
        assertThat(taken.getString("status")).isEqualTo("taken");
        assertThat(onCall(path, tomorrow)).containsExactly(cid);
        assertThat(post("/api/v1/cover-requests/" + id + "/take", taker).statusCode())
                .isEqualTo(409);
        UUID second = house.create(
                "/api/v1/cover-requests",
                ask.copy()
                        .put("start", tomorrow.plus(3, ChronoUnit.HOURS).toString())
                        .put("end", tomorrow.plus(6, ChronoUnit.HOURS).toString()));
        assertThat(delete("/api/v1/cover-requests/" + second).statusCode()).isEqualTo(204);
        refused(post("/api/v1/cover-requests", ask.copy().put("user", bea.toString())), "#/start");
        assertThat(house.items("/api/v1/cover-requests?schedule=" + id(path))).hasSize(2);
    }

    @Test
    void timeThatCameBySwapOrCoverGoesOnToTheNextWhoTakesIt() {
        String path = schedule(ana);
        Instant end = tomorrow.plus(8, ChronoUnit.HOURS);
        assertThat(post(
                                "/api/v1/overrides",
                                part(bea, tomorrow.plus(4, ChronoUnit.HOURS), end)
                                        .put("schedule", id(path)))
                        .statusCode())
                .isEqualTo(201);
        cover(path, ana, cid, tomorrow, tomorrow.plus(4, ChronoUnit.HOURS));
        assertThat(onCall(path, tomorrow)).containsExactly(cid);

        cover(path, cid, bea, tomorrow.plus(1, ChronoUnit.HOURS), tomorrow.plus(2, ChronoUnit.HOURS));
        assertThat(onCall(path, tomorrow)).containsExactly(cid);
        assertThat(onCall(path, tomorrow.plus(1, ChronoUnit.HOURS))).containsExactly(bea);
        cover(path, bea, ana, tomorrow, end);
        assertThat(onCall(path, tomorrow)).containsExactly(cid);
        assertThat(onCall(path, tomorrow.plus(1, ChronoUnit.HOURS))).containsExactly(ana);
        assertThat(onCall(path, tomorrow.plus(5, ChronoUnit.HOURS))).containsExactly(ana);

        JsonObject swap = new JsonObject()
                .put("schedule", id(path))
                .put("give", part(cid, tomorrow, tomorrow.plusSeconds(60)))
                .put("take", part(ana, end, end.plusSeconds(60)));
        refused(post("/api/v1/swaps", swap), "#/give/start");
    }

    @Test
    void whoCameByASwapCanBeCoveredAndCanSwapOn() {
        String path = schedule(ana, bea);
        JsonObject first = house.items(path + "/shifts?from=" + tomorrow + "&to=" + tomorrow.plusSeconds(60))
                .getFirst();
        Instant turn = Instant.parse(first.getString("end"));
        UUID one = onCall(path, turn).getFirst();
        UUID other = one.equals(ana) ? bea : ana;
        Instant next = turn.plus(7, ChronoUnit.DAYS);
        swap(path, part(one, turn, turn.plus(2, ChronoUnit.HOURS)), part(other, next, next.plus(2, ChronoUnit.HOURS)));
        assertThat(onCall(path, turn)).containsExactly(other);

        cover(path, other, cid, turn, turn.plus(1, ChronoUnit.HOURS));
        assertThat(onCall(path, turn)).containsExactly(cid);
        Instant later = turn.plus(1, ChronoUnit.HOURS);
        swap(
                path,
                part(other, later, later.plus(1, ChronoUnit.HOURS)),
                part(one, next, next.plus(1, ChronoUnit.HOURS)));
        assertThat(onCall(path, later)).containsExactly(one);
        assertThat(onCall(path, next)).containsExactly(other);
        assertThat(onCall(path, next.plus(1, ChronoUnit.HOURS))).containsExactly(one);
    }

    private void cover(String path, UUID asks, UUID takes, Instant from, Instant to) {
        UUID id = house.create("/api/v1/cover-requests", part(asks, from, to).put("schedule", id(path)));
        JsonObject taker = new JsonObject().put("user", takes.toString());
        assertThat(post("/api/v1/cover-requests/" + id + "/take", taker).statusCode())
                .isEqualTo(200);
    }

    private void swap(String path, JsonObject give, JsonObject take) {
        UUID id = house.create(
                "/api/v1/swaps",
                new JsonObject().put("schedule", id(path)).put("give", give).put("take", take));
        assertThat(act("/api/v1/swaps/" + id + "/accept").statusCode()).isEqualTo(200);
    }

    @Test
    void aDraftIsShownAndACoverageToldBeforeAndAfterSaving() {
        JsonObject gap = layer(ana)
                .put(
                        "restrictions",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put(
                                                "days",
                                                new JsonArray().add("monday").add("sunday"))
                                        .put("from", "09:00")
                                        .put("to", "17:00")));
        JsonObject draft = draft(group("Primary", gap));
        String span = "from=2026-01-05T00:00:00Z&to=2026-01-12T00:00:00Z";
        JsonObject preview = post("/api/v1/schedules/preview?" + span, draft).bodyAsJsonObject();
        assertThat(preview.getJsonObject("coverage").getDouble("percent")).isEqualTo(9.5);
        JsonObject share = preview.getJsonArray("fairness").getJsonObject(0);
        assertThat(share.getDouble("hours")).isEqualTo(16.0);
        assertThat(share.getDouble("weekendHours")).isEqualTo(8.0);
        JsonObject made = post("/api/v1/schedules", draft).bodyAsJsonObject();
        assertThat(made.getJsonArray("warnings").getString(0)).startsWith("By its own hours the schedule has nobody");
        String path = "/api/v1/schedules/" + made.getString("id");
        assertThat(house.get(path + "/coverage?days=7").bodyAsJsonObject().getJsonArray("gaps"))
                .isNotEmpty();
        assertThat(house.items(path + "/fairness?" + span).getFirst().getDouble("hours"))
                .isEqualTo(16.0);
        JsonObject pay = house.get(path + "/pay?" + span + "&hour=2&weekendHour=3&flat=1.5&page=10&holidays=2026-01-05")
                .bodyAsJsonObject();
        // Monday is a holiday and paid like a weekend since no rate is said: 16 h at 3 and twice 1.5.
        assertThat(pay.getString("csv")).contains("\"Ana Example\",2,16.00,0.00,8.00,8.00,0,0,51.00,EUR");
        refused(house.get(path + "/pay?" + span + "&holidays=christmas"), "holidays");
        refused(house.get(path + "/fairness?from=2026-01-05T00:00:00Z&to=2026-01-05T00:00:00Z"), "to");
    }

    // --- short words

    private String schedule(UUID... people) {
        return "/api/v1/schedules/" + house.create("/api/v1/schedules", draft(group("Primary", layer(people))));
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static JsonObject draft(JsonObject... groups) {
        return new JsonObject()
                .put("name", "Schedule " + fresh())
                .put("timeZone", "UTC")
                .put("groups", new JsonArray(List.of(groups)));
    }

    private static JsonObject group(String name, JsonObject... layers) {
        return new JsonObject().put("name", name).put("layers", new JsonArray(List.of(layers)));
    }

    private static JsonObject layer(UUID... people) {
        JsonArray members = new JsonArray();
        for (UUID person : people) {
            members.add(new JsonObject().put("user", person.toString()));
        }
        return new JsonObject()
                .put("rotation", new JsonObject().put("unit", "weekly").put("start", "2026-01-05T09:00"))
                .put("members", members);
    }

    private static JsonObject part(UUID user, Instant start, Instant end) {
        return new JsonObject()
                .put("user", user.toString())
                .put("start", start.toString())
                .put("end", end.toString());
    }

    private HttpResponse<?> over(
            String schedule,
            String kind,
            @Nullable UUID user,
            @Nullable UUID replaces,
            Instant start,
            Instant end,
            int status) {
        JsonObject body = new JsonObject()
                .put("schedule", schedule)
                .put("kind", kind)
                .put("start", start.toString())
                .put("end", end.toString());
        if (user != null) {
            body.put("user", user.toString());
        }
        if (replaces != null) {
            body.put("replaces", replaces.toString());
        }
        HttpResponse<?> answer = post("/api/v1/overrides", body);
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
        return answer;
    }

    private List<UUID> onCall(String path, Instant at) {
        JsonArray users = house.items(path + "/shifts?from=" + at + "&to=" + at.plusMillis(1))
                .getFirst()
                .getJsonArray("users");
        return users.stream()
                .map(user -> UUID.fromString(((JsonObject) user).getString("id")))
                .toList();
    }

    private HttpResponse<?> post(String path, JsonObject body) {
        return house.send(HttpMethod.POST, path, body, Map.of());
    }

    private HttpResponse<?> act(String path) {
        return house.send(HttpMethod.POST, path, null, Map.of());
    }

    private HttpResponse<?> put(String path, JsonObject body) {
        return house.send(HttpMethod.PUT, path, body, Map.of());
    }

    private HttpResponse<?> delete(String path) {
        return house.send(HttpMethod.DELETE, path, null, Map.of());
    }

    private static void refused(HttpResponse<?> response, String names) {
        assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(400);
        assertThat(response.bodyAsString()).contains(names);
    }
}
