package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lists that are longer than a page go on, and say so. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListsIT {
    private static final Pattern NEXT = Pattern.compile("rel=\"next\" href=\"([^\"]*)\"");
    private static final Pattern ROW = Pattern.compile("clamp\" href=\"/schedules/([0-9a-f-]{36})\"");

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
    void everyScheduleIsOnSomePageAndAPersonsFeedHasTheLastOne() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        int schedules = 505;
        for (int i = 1; i < schedules; i++) {
            house.schedule(bea);
        }
        UUID last = house.schedule(ana);
        Browser browser = new Browser(house);
        browser.get("/sign-in");
        browser.signIn(OncallHarness.ADMIN_EMAIL, OncallHarness.PASSWORD, "/");
        eventually(() -> browser.get("/on-call").statusCode() == 200);

        Set<String> seen = new HashSet<>();
        List<Integer> sizes = new ArrayList<>();
        String path = "/on-call";
        while (!path.isEmpty()) {
            String page = browser.get(path).bodyAsString();
            List<String> rows =
                    ROW.matcher(page).results().map(row -> row.group(1)).toList();
            sizes.add(rows.size());
            seen.addAll(rows);
            var next = NEXT.matcher(page);
            path = next.find() ? next.group(1).replace("&amp;", "&") : "";
        }
        assertThat(sizes).hasSize(11).startsWith(50, 50).endsWith(5);
        assertThat(seen).hasSize(505).contains(last.toString());

        HttpResponse<?> feed = house.send(
                HttpMethod.POST,
                "/api/v1/calendar-feeds",
                new JsonObject().put("kind", "user").put("subject", ana.toString()),
                Map.of());
        String calendar = house.web()
                .get(
                        house.host().httpPort(),
                        "127.0.0.1",
                        URI.create(feed.bodyAsJsonObject().getString("url")).getPath())
                .send()
                .await()
                .bodyAsString();
        assertThat(calendar).contains("SUMMARY:On call: Schedule").doesNotContain("X-WR-CALDESC");
    }

    @Test
    void shiftsBeyondTenThousandAreOnTheNextPage() {
        UUID schedule = halfHours(house.user("Cid Example"), house.user("Dan Example"), house.user("Eva Example"));
        Instant from = Instant.parse("2026-06-01T00:00:00Z");
        Instant to = from.plus(Duration.ofDays(300));
        String path = "/api/v1/schedules/" + schedule + "/shifts?from=" + from + "&to=" + to;
        List<JsonObject> shifts = new ArrayList<>();
        int pages = 0;
        while (!path.isEmpty()) {
            HttpResponse<?> answer = house.get(path);
            answer.bodyAsJsonObject().getJsonArray("items").forEach(one -> shifts.add((JsonObject) one));
            pages++;
            String link = answer.getHeader("Link");
            path = link == null ? "" : link.substring(1, link.indexOf('>'));
        }
        assertThat(pages).isEqualTo(2);
        assertThat(shifts).hasSize(300 * 48);
        for (int i = 1; i < shifts.size(); i++) {
            assertThat(shifts.get(i).getString("start"))
                    .isEqualTo(shifts.get(i - 1).getString("end"));
        }
        HttpResponse<?> foreign = house.get("/api/v1/schedules/" + schedule + "/shifts?from=" + from + "&to=" + to
                + "&cursor=2020-01-01T00:00:00Z");
        assertThat(foreign.statusCode()).isEqualTo(400);
        assertThat(foreign.bodyAsString()).contains("cursor");
    }

    /** Two groups whose hourly turns change by turns. */
    private UUID halfHours(UUID one, UUID two, UUID three) {
        JsonArray groups = new JsonArray();
        for (String start : List.of("2026-01-05T00:00", "2026-01-05T00:30")) {
            JsonArray members = new JsonArray();
            for (UUID person : List.of(one, two, three)) {
                members.add(new JsonObject().put("user", person.toString()));
            }
            groups.add(new JsonObject()
                    .put("name", "Group " + OncallHarness.fresh())
                    .put(
                            "layers",
                            new JsonArray()
                                    .add(new JsonObject()
                                            .put(
                                                    "rotation",
                                                    new JsonObject()
                                                            .put("unit", "hourly")
                                                            .put("start", start))
                                            .put("members", members))));
        }
        return house.create(
                "/api/v1/schedules",
                new JsonObject()
                        .put("name", "Schedule " + OncallHarness.fresh())
                        .put("timeZone", "UTC")
                        .put("groups", groups));
    }
}
