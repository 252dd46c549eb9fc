package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.incident;
import static dev.belfry.oncall.OncallHarness.step;
import static dev.belfry.oncall.OncallHarness.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An inactive person is nobody, whoever asks. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InactivePersonIT {
    private static final Pattern END = Pattern.compile("DTEND:(\\d{8}T\\d{6}Z)");
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private OncallHarness house;

    @BeforeAll
    void open() {
        house = new OncallHarness();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void nobodySeesAnInactivePersonOnCallAndWhatWasBeforeStays() {
        UUID ana = house.user("Ana Inactive");
        UUID bea = house.user("Bea Example");
        UUID schedule = layered(bea, ana);
        UUID policy = house.policy(0, step("PT5M", target("schedule", schedule)), step("PT5M", target("user", bea)));
        String feed = feed(schedule);
        Browser browser = new Browser(house);
        browser.get("/sign-in");
        browser.signIn(OncallHarness.ADMIN_EMAIL, OncallHarness.PASSWORD, "/");
        eventually(() -> browser.get("/on-call").statusCode() == 200);
        assertThat(onCall(schedule)).contains("Ana Inactive");
        assertThat(simulated(policy)).contains("Ana Inactive");
        assertThat(calendar(feed)).contains("Ana Inactive");
        Instant before = Instant.now();

        JsonObject answer = activate(ana, false);
        Instant after = Instant.now();
        JsonObject open = answer.getJsonObject("openShifts");
        assertThat(open.getInteger("count")).isPositive();
        JsonObject first = open.getJsonArray("next").getJsonObject(0);
        assertThat(first.getString("schedule")).isEqualTo(schedule.toString());
        assertThat(first.getBoolean("uncovered")).isTrue();
        assertThat(house.get("/api/v1/users/" + ana).bodyAsJsonObject().getJsonObject("openShifts"))
                .isNotNull();

        assertThat(onCall(schedule))
                .as("and the layer below does not step in")
                .doesNotContain("Ana Inactive", "Bea Example");
        List<JsonObject> shifts = house.items(
                "/api/v1/schedules/" + schedule + "/shifts?from=" + before + "&to=" + after.plus(3, ChronoUnit.DAYS));
        assertThat(shifts.getFirst().encode()).contains("Ana Inactive");
        assertThat(shifts.getFirst().getInstant("end")).isBetween(before, after);
        assertThat(shifts.get(1).getJsonArray("users")).isEmpty();
        JsonObject coverage =
                house.get("/api/v1/schedules/" + schedule + "/coverage?days=30").bodyAsJsonObject();
        assertThat(coverage.getDouble("percent")).isZero();
        assertThat(coverage.getJsonArray("gaps")).hasSize(1);
        assertThat(END.matcher(calendar(feed)).results())
                .as("the shifts that were are still there, and no other")
                .isNotEmpty()
                .allSatisfy(end -> assertThat(end.group(1)).isLessThanOrEqualTo(BASIC.format(after.plusSeconds(1))));
        assertThat(simulated(policy)).doesNotContain("Ana Inactive").contains("Bea Example");
        assertThat(browser.get("/on-call/board").bodyAsString()).doesNotContain("Ana Inactive");
        assertThat(browser.get("/people/" + ana).bodyAsString()).contains("Open shifts", "<strong>Nobody</strong>");
        UUID incident = UUID.randomUUID();
        house.tell(Happened.TRIGGERED, 1, incident(incident, 1, IncidentStatus.TRIGGERED, policy));
        eventually(() -> house.pages(incident).size() == 1);
        assertThat(house.pages(incident)).extracting(Page::userId).containsExactly(bea);

        assertThat(activate(ana, true).containsKey("openShifts")).isFalse();
        assertThat(onCall(schedule)).contains("Ana Inactive");
        assertThat(house
                        .items("/api/v1/schedules/" + schedule + "/shifts?from=" + before + "&to="
                                + Instant.now().plusSeconds(60))
                        .stream()
                        .map(shift -> shift.getJsonArray("users").size()))
                .as("the time in which nobody was there is not rewritten")
                .containsExactly(1, 0, 1);
    }

    @Test
    void nothingNewNamesAnInactivePersonAndTheirTimeCanBeCovered() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID schedule = layered(bea, ana);
        activate(ana, false);
        refused(override(schedule, ana, null), "#/user");
        refused(
                house.send(
                        HttpMethod.POST,
                        "/api/v1/temporary-schedules",
                        new JsonObject()
                                .put("schedule", schedule.toString())
                                .put("start", hours(1))
                                .put("end", hours(2))
                                .put("mode", "fill")
                                .put(
                                        "shifts",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("user", ana.toString())
                                                        .put("start", hours(1))
                                                        .put("end", hours(2)))),
                        Map.of()),
                "#/shifts/0/user");
        refused(
                house.send(
                        HttpMethod.POST,
                        "/api/v1/schedules",
                        new JsonObject()
                                .put("name", "Schedule " + OncallHarness.fresh())
                                .put("timeZone", "UTC")
                                .put("rotation", rotation(ana)),
                        Map.of()),
                "#/rotation/participants/0");

        String path = "/api/v1/schedules/" + schedule;
        JsonObject body = house.get(path).bodyAsJsonObject();
        JsonObject edit = new JsonObject()
                .put("name", body.getString("name") + " renamed")
                .put("timeZone", body.getString("timeZone"))
                .put("groups", body.getJsonArray("groups"));
        assertThat(house.send(HttpMethod.PUT, path, edit, Map.of()).statusCode())
                .as("who is named already does not stand in the way of another change")
                .isEqualTo(200);
        UUID other = house.schedule(bea);
        refused(
                house.send(
                        HttpMethod.PUT,
                        "/api/v1/schedules/" + other,
                        new JsonObject()
                                .put("name", "Schedule " + OncallHarness.fresh())
                                .put("timeZone", "UTC")
                                .put("rotation", rotation(ana)),
                        Map.of()),
                "#/rotation/participants/0");

        assertThat(override(schedule, bea, ana).statusCode()).isEqualTo(201);
        assertThat(house.items("/api/v1/oncall?limit=200&at=" + hours(2)).stream()
                        .filter(one -> one.encode().contains(schedule.toString()))
                        .findFirst()
                        .orElseThrow()
                        .encode())
                .contains("Bea Example");
    }

    private static void refused(HttpResponse<?> answer, String field) {
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
        assertThat(answer.bodyAsString()).contains(field + "\"", "this user is inactive");
    }

    private HttpResponse<?> override(UUID schedule, UUID user, @Nullable UUID replaces) {
        JsonObject body = new JsonObject()
                .put("schedule", schedule.toString())
                .put("user", user.toString())
                .put("start", hours(1))
                .put("end", hours(3));
        if (replaces != null) {
            body.put("replaces", replaces.toString());
        }
        return house.send(HttpMethod.POST, "/api/v1/overrides", body, Map.of());
    }

    private static String hours(int ahead) {
        return Instant.now()
                .truncatedTo(ChronoUnit.HOURS)
                .plus(Duration.ofHours(ahead))
                .toString();
    }

    private static JsonObject rotation(UUID person) {
        return new JsonObject()
                .put("unit", "weekly")
                .put("start", "2026-01-05T09:00")
                .put("participants", new JsonArray().add(person.toString()));
    }

    /** Two layers, of which the upper one always has somebody. */
    private UUID layered(UUID below, UUID above) {
        JsonArray layers = new JsonArray();
        for (UUID person : List.of(below, above)) {
            layers.add(new JsonObject()
                    .put("name", "Layer " + OncallHarness.fresh())
                    .put("rotation", new JsonObject().put("unit", "weekly").put("start", "2026-01-05T09:00"))
                    .put("members", new JsonArray().add(new JsonObject().put("user", person.toString()))));
        }
        return house.create(
                "/api/v1/schedules",
                new JsonObject()
                        .put("name", "Schedule " + OncallHarness.fresh())
                        .put("timeZone", "UTC")
                        .put(
                                "groups",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("name", "Primary")
                                                .put("layers", layers))));
    }

    private JsonObject activate(UUID person, boolean active) {
        String path = "/api/v1/users/" + person;
        JsonObject user = house.get(path).bodyAsJsonObject();
        HttpResponse<?> answer = house.send(
                HttpMethod.PUT,
                path,
                new JsonObject()
                        .put("name", user.getString("name"))
                        .put("email", user.getString("email"))
                        .put("active", active),
                Map.of());
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
        return answer.bodyAsJsonObject();
    }

    private String onCall(UUID schedule) {
        return house.items("/api/v1/oncall?limit=200").stream()
                .filter(one -> one.getJsonObject("schedule").getString("id").equals(schedule.toString()))
                .findFirst()
                .orElseThrow()
                .encode();
    }

    private String simulated(UUID policy) {
        return house.get("/api/v1/escalation-policies/" + policy + "/simulate").bodyAsString();
    }

    private String feed(UUID schedule) {
        JsonObject feed = house.send(
                        HttpMethod.POST,
                        "/api/v1/calendar-feeds",
                        new JsonObject().put("kind", "schedule").put("subject", schedule.toString()),
                        Map.of())
                .bodyAsJsonObject();
        return URI.create(feed.getString("url")).getPath();
    }

    private String calendar(String path) {
        return house.web()
                .get(house.host().httpPort(), "127.0.0.1", path)
                .send()
                .await()
                .bodyAsString();
    }
}
