package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.platform.access.Role;
import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every operation of the contract, asked for by everybody: nobody, each role, and each role in a team, on things of that
 * team and of another. What must come out is said by one table; an operation that is not in it fails the test.
 */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixIT {
    /** What an operation needs, and how one asks for it about a thing of a team. */
    private record Rule(Role least, boolean owned, Function<UUID, Ask> ask) {}

    /** The path's parameter and the body; null where there is none. */
    private record Ask(@Nullable UUID id, @Nullable JsonObject body, String query) {}

    private record Operation(HttpMethod method, String path) {}

    private record Asker(
            String name,
            @Nullable String token,
            @Nullable Role role,
            @Nullable Role inTeam) {}

    private static final String DAY = "?from=2026-01-05T09:00:00Z&to=2026-01-06T09:00:00Z";

    private static final String CALENDAR = """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            SUMMARY:Ana Example
            DTSTART:20260105T090000Z
            DURATION:PT8H
            RRULE:FREQ=DAILY
            END:VEVENT
            END:VCALENDAR
            """;

    private OncallHarness house;
    private UUID ana;
    private UUID bea;
    private UUID own;
    private UUID other;
    private UUID member;
    private UUID stranger;

    @BeforeAll
    void open() {
        house = new OncallHarness();
        ana = house.user("Ana Example");
        bea = house.user("Bea Example");
        member = house.user("Cid Example");
        stranger = house.user("Dan Example");
        own = house.create("/api/v1/teams", named().put("members", new JsonArray().add(member.toString())));
        other = house.create("/api/v1/teams", named().put("members", new JsonArray().add(stranger.toString())));
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void everybodyMayWhatTheTableSaysAndNothingElse() throws IOException {
        Map<String, Operation> operations = operations();
        Map<String, Rule> rules = rules();
        assertThat(rules.keySet())
                .as("an operation without a rule, or a rule without an operation")
                .isEqualTo(operations.keySet());
        List<Asker> askers = askers();
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (Map.Entry<String, Rule> entry : rules.entrySet()) {
            Operation operation = Objects.requireNonNull(operations.get(entry.getKey()));
            for (Asker asker : askers) {
                for (UUID team : List.of(own, other)) {
                    int expected = expected(asker, entry.getValue(), team);
                    int status = ask(operation, entry.getValue().ask().apply(team), asker.token());
                    boolean right = expected == 0 ? status != 401 && status != 403 && status < 500 : status == expected;
                    asked++;
                    if (!right) {
                        wrong.add(entry.getKey() + " by " + asker.name() + " on the thing of "
                                + (team.equals(own) ? "their own" : "another") + " team: " + status + ", not "
                                + (expected == 0 ? "allowed" : expected));
                    }
                }
            }
        }
        System.out.println("access matrix: " + rules.size() + " operations, " + asked + " requests");
        assertThat(wrong).isEmpty();
    }

    /** 0 when it is allowed. */
    private int expected(Asker asker, Rule rule, UUID team) {
        if (asker.token() == null || asker.role() == null) {
            return 401;
        }
        boolean there =
                asker.inTeam() != null && team.equals(own) && asker.inTeam().covers(rule.least());
        return asker.role().covers(rule.least()) || (rule.owned() && there) ? 0 : 403;
    }

    private Map<String, Rule> rules() {
        Map<String, Rule> rules = new TreeMap<>();
        Function<UUID, Ask> plain = team -> new Ask(null, null, "");
        Function<UUID, Ask> unknown = team -> new Ask(UUID.randomUUID(), null, "");
        for (String list : List.of(
                "listUsers",
                "listTeams",
                "listSchedules",
                "listOverrides",
                "listTemporarySchedules",
                "listSwaps",
                "listCoverRequests",
                "listOnCall",
                "listEscalationPolicies")) {
            rules.put(list, new Rule(Role.VIEWER, false, plain));
        }
        for (String get : List.of(
                "getUser", "getTeam", "getSchedule", "getEscalationPolicy", "getEscalation", "simulateEscalation")) {
            rules.put(get, new Rule(Role.VIEWER, false, unknown));
        }
        rules.put("getCoverage", new Rule(Role.VIEWER, false, unknown));
        Function<UUID, Ask> day = team -> new Ask(UUID.randomUUID(), null, DAY);
        rules.put("listShifts", new Rule(Role.VIEWER, false, day));
        rules.put("getFairness", new Rule(Role.VIEWER, false, day));
        rules.put("getPay", new Rule(Role.MANAGER, false, day));
        rules.put("previewSchedule", new Rule(Role.VIEWER, false, team -> new Ask(null, schedule(team), DAY)));
        rules.putAll(exchanges());
        rules.putAll(absences());
        rules.putAll(holidays());
        rules.put("importSchedule", new Rule(Role.MANAGER, true, team -> new Ask(null, imported(team), "")));
        rules.put("getFollowedCalendar", new Rule(Role.VIEWER, false, unknown));
        rules.put("stopFollowing", new Rule(Role.MANAGER, true, team -> new Ask(followed(team), null, "")));
        rules.put(
                "listEscalations",
                new Rule(Role.VIEWER, false, team -> new Ask(null, null, "?incident=" + UUID.randomUUID())));
        rules.put("listTokens", new Rule(Role.ADMIN, false, plain));
        rules.put("listAuditEntries", new Rule(Role.ADMIN, false, plain));
        rules.put("createUser", new Rule(Role.ADMIN, false, team -> new Ask(null, user(), "")));
        rules.put("updateUser", new Rule(Role.ADMIN, false, team -> new Ask(UUID.randomUUID(), user(), "")));
        rules.put("deleteUser", new Rule(Role.ADMIN, false, unknown));
        rules.put("removeSecondFactor", new Rule(Role.ADMIN, false, unknown));
        rules.put("getReminders", new Rule(Role.VIEWER, false, unknown));
        // One's own or, for an admin, anybody's: a token is nobody's.
        rules.put(
                "setReminders",
                new Rule(
                        Role.ADMIN,
                        false,
                        team -> new Ask(UUID.randomUUID(), new JsonObject().put("before", new JsonArray()), "")));
        rules.put("createToken", new Rule(Role.ADMIN, false, team -> new Ask(null, named().put("role", "viewer"), "")));
        rules.put("deleteToken", new Rule(Role.ADMIN, false, unknown));
        rules.put("createTeam", new Rule(Role.MANAGER, false, team -> new Ask(null, named(), "")));
        rules.put("updateTeam", new Rule(Role.MANAGER, true, team -> new Ask(team, named(), "")));
        rules.put("createSchedule", new Rule(Role.MANAGER, true, team -> new Ask(null, schedule(team), "")));
        rules.put(
                "updateSchedule",
                new Rule(
                        Role.MANAGER,
                        true,
                        team -> new Ask(house.create("/api/v1/schedules", schedule(team)), schedule(team), "")));
        rules.put(
                "deleteSchedule",
                new Rule(
                        Role.MANAGER,
                        true,
                        team -> new Ask(house.create("/api/v1/schedules", schedule(team)), null, "")));
        rules.put("createOverride", new Rule(Role.RESPONDER, true, team -> new Ask(null, override(team), "")));
        rules.put(
                "deleteOverride",
                new Rule(
                        Role.RESPONDER,
                        true,
                        team -> new Ask(house.create("/api/v1/overrides", override(team)), null, "")));
        rules.put("createTemporarySchedule", new Rule(Role.MANAGER, true, team -> new Ask(null, temporary(team), "")));
        rules.put(
                "deleteTemporarySchedule",
                new Rule(
                        Role.MANAGER,
                        true,
                        team -> new Ask(house.create("/api/v1/temporary-schedules", temporary(team)), null, "")));
        rules.put("createEscalationPolicy", new Rule(Role.MANAGER, true, team -> new Ask(null, policy(team), "")));
        rules.put(
                "updateEscalationPolicy",
                new Rule(
                        Role.MANAGER,
                        true,
                        team -> new Ask(house.create("/api/v1/escalation-policies", policy(team)), policy(team), "")));
        rules.put(
                "deleteEscalationPolicy",
                new Rule(
                        Role.MANAGER,
                        true,
                        team -> new Ask(house.create("/api/v1/escalation-policies", policy(team)), null, "")));
        JsonObject why = new JsonObject().put("why", "nobody answers the phone");
        Map<UUID, UUID> running = Map.of(own, escalation(own), other, escalation(other));
        rules.put("restartEscalation", new Rule(Role.RESPONDER, true, team -> new Ask(running.get(team), why, "")));
        rules.put("escalateEscalation", new Rule(Role.RESPONDER, true, team -> new Ask(running.get(team), why, "")));
        rules.put("listHandoffNotes", new Rule(Role.VIEWER, false, unknown));
        rules.put(
                "createHandoffNote",
                new Rule(
                        Role.RESPONDER,
                        false,
                        team -> new Ask(UUID.randomUUID(), new JsonObject().put("text", "db-7 is flaky"), "")));
        // Own feeds only, whoever asks: somebody else's is not there for them.
        rules.put("listCalendarFeeds", new Rule(Role.VIEWER, false, plain));
        rules.put("createCalendarFeed", new Rule(Role.VIEWER, false, team -> new Ask(null, feed(), "")));
        rules.put("rotateCalendarFeed", new Rule(Role.VIEWER, false, unknown));
        rules.put("deleteCalendarFeed", new Rule(Role.VIEWER, false, unknown));
        rules.put("deleteTeam", new Rule(Role.MANAGER, true, team -> new Ask(team, null, "")));
        return rules;
    }

    /** Time of people: a token is nobody's, so it speaks for others, which takes a manager. */
    private Map<String, Rule> exchanges() {
        return Map.of(
                "offerSwap", new Rule(Role.MANAGER, true, team -> new Ask(null, swap(team), "")),
                "acceptSwap", new Rule(Role.MANAGER, true, team -> new Ask(made("swaps", swap(team)), null, "")),
                "declineSwap", new Rule(Role.MANAGER, true, team -> new Ask(made("swaps", swap(team)), null, "")),
                "askForCover", new Rule(Role.MANAGER, true, team -> new Ask(null, cover(team), "")),
                "takeCover",
                        new Rule(
                                Role.MANAGER,
                                true,
                                team -> new Ask(
                                        made("cover-requests", cover(team)),
                                        new JsonObject().put("user", bea.toString()),
                                        "")),
                "withdrawCoverRequest",
                        new Rule(Role.MANAGER, true, team -> new Ask(made("cover-requests", cover(team)), null, "")));
    }

    /** Of a member of the team: a token is nobody's, so only who manages the person may. */
    private Map<String, Rule> absences() {
        Function<UUID, Ask> plain = team -> new Ask(null, null, "");
        return Map.of(
                "listAbsences", new Rule(Role.VIEWER, false, plain),
                "createAbsence", new Rule(Role.MANAGER, true, team -> new Ask(null, absence(team), "")),
                "deleteAbsence",
                        new Rule(Role.MANAGER, true, team -> new Ask(made("absences", absence(team)), null, "")),
                "listAbsenceCalendars", new Rule(Role.VIEWER, false, plain),
                "getAbsenceCalendar", new Rule(Role.VIEWER, false, team -> new Ask(UUID.randomUUID(), null, "")),
                "createAbsenceCalendar", new Rule(Role.MANAGER, true, team -> new Ask(null, away(team), "")),
                "updateAbsenceCalendar",
                        new Rule(
                                Role.MANAGER,
                                true,
                                team -> new Ask(made("absence-calendars", away(team)), away(team), "")),
                "deleteAbsenceCalendar",
                        new Rule(Role.MANAGER, true, team -> new Ask(made("absence-calendars", away(team)), null, "")));
    }

    private Map<String, Rule> holidays() {
        return Map.of(
                "listHolidayCalendars", new Rule(Role.VIEWER, false, team -> new Ask(null, null, "")),
                "getHolidayCalendar", new Rule(Role.VIEWER, false, team -> new Ask(UUID.randomUUID(), null, "")),
                "createHolidayCalendar", new Rule(Role.MANAGER, true, team -> new Ask(null, holiday(team), "")),
                "updateHolidayCalendar",
                        new Rule(
                                Role.MANAGER,
                                true,
                                team -> new Ask(made("holiday-calendars", holiday(team)), holiday(team), "")),
                "deleteHolidayCalendar",
                        new Rule(
                                Role.MANAGER,
                                true,
                                team -> new Ask(made("holiday-calendars", holiday(team)), null, "")));
    }

    private JsonObject absence(UUID team) {
        return part(team.equals(own) ? member : stranger, "2030-01-07T09:00:00Z", "2030-01-08T09:00:00Z");
    }

    private JsonObject away(UUID team) {
        return named().put("user", (team.equals(own) ? member : stranger).toString())
                .put("ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    }

    private JsonObject imported(UUID team) {
        return named().put("team", team.toString()).put("dryRun", false).put("ics", CALENDAR);
    }

    /** A schedule that follows a calendar, without a server for it. */
    private UUID followed(UUID team) {
        UUID schedule = house.create("/api/v1/schedules", schedule(team));
        house.sql(
                "insert into outside_calendar (id, kind, name, schedule_id, url, due_at, created_at, version) values ('"
                        + schedule + "', 'schedule', 'Calendar', '" + schedule
                        + "', 'https://calendar.example.net/a.ics', 'infinity', now(), 1)");
        return schedule;
    }

    private JsonObject holiday(UUID team) {
        return named().put("team", team.toString()).put("ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    }

    private UUID made(String what, JsonObject body) {
        return house.create("/api/v1/" + what, body);
    }

    private List<Asker> askers() {
        List<Asker> askers = new ArrayList<>();
        askers.add(new Asker("nobody", null, null, null));
        askers.add(new Asker("a stranger", "blf_nobody", null, null));
        for (Role role : Role.values()) {
            askers.add(new Asker(role.word(), token(role, null), role, null));
        }
        for (Role role : List.of(Role.VIEWER, Role.RESPONDER, Role.MANAGER)) {
            askers.add(new Asker(role.word() + " of a team", token(role, own), Role.VIEWER, role));
        }
        for (Asker asker : askers) {
            if (asker.role() != null) {
                eventually(() ->
                        ask(new Operation(HttpMethod.GET, "/api/v1/users"), new Ask(null, null, ""), asker.token())
                                == 200);
            }
        }
        return askers;
    }

    private String token(Role role, @Nullable UUID team) {
        JsonObject draft = named().put("role", role.word());
        if (team != null) {
            draft.put("team", team.toString());
        }
        return house.send(HttpMethod.POST, "/api/v1/tokens", draft, Map.of())
                .bodyAsJsonObject()
                .getString("secret");
    }

    private int ask(Operation operation, Ask ask, @Nullable String token) {
        String path = operation.path().replace("{id}", String.valueOf(ask.id())) + ask.query();
        var request = house.web().request(operation.method(), house.host().httpPort(), "127.0.0.1", path);
        if (token != null) {
            request.bearerTokenAuthentication(token);
        }
        HttpResponse<?> answer = (ask.body() == null ? request.send() : request.sendJsonObject(ask.body())).await();
        if (answer.statusCode() == 400 && token != null) {
            throw new AssertionError(operation + ": " + answer.bodyAsString());
        }
        return answer.statusCode();
    }

    /** The operations as the contract has them. */
    private static Map<String, Operation> operations() throws IOException {
        Map<String, Operation> operations = new TreeMap<>();
        try (InputStream in =
                Objects.requireNonNull(AccessMatrixIT.class.getResourceAsStream("/openapi/oncall.yaml"))) {
            Pattern line = Pattern.compile("^  (/\\S+):|^    (get|put|post|delete|patch):|^      operationId: (\\w+)");
            String path = "";
            String method = "";
            for (String text : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                Matcher matcher = line.matcher(text);
                if (!matcher.find()) {
                    continue;
                }
                if (matcher.group(1) != null) {
                    path = matcher.group(1);
                } else if (matcher.group(2) != null) {
                    method = matcher.group(2);
                } else {
                    operations.put(
                            matcher.group(3),
                            new Operation(HttpMethod.valueOf(method.toUpperCase(java.util.Locale.ROOT)), path));
                }
            }
        }
        return operations;
    }

    private static JsonObject named() {
        return new JsonObject().put("name", "Thing " + fresh());
    }

    private static JsonObject user() {
        return named().put("email", fresh() + "@example.net");
    }

    private JsonObject schedule(UUID team) {
        return named().put("timeZone", "Europe/Berlin")
                .put("team", team.toString())
                .put(
                        "rotation",
                        new JsonObject()
                                .put("unit", "weekly")
                                .put("start", "2026-01-05T09:00")
                                .put("participants", new JsonArray().add(ana.toString())));
    }

    private JsonObject override(UUID team) {
        return new JsonObject()
                .put(
                        "schedule",
                        house.create("/api/v1/schedules", schedule(team)).toString())
                .put("user", ana.toString())
                .put("start", "2030-01-05T09:00:00Z")
                .put("end", "2030-01-06T09:00:00Z");
    }

    private JsonObject temporary(UUID team) {
        return new JsonObject()
                .put(
                        "schedule",
                        house.create("/api/v1/schedules", schedule(team)).toString())
                .put("start", "2030-01-05T09:00:00Z")
                .put("end", "2030-01-06T09:00:00Z")
                .put("mode", "fill")
                .put(
                        "shifts",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("user", ana.toString())
                                        .put("start", "2030-01-05T09:00:00Z")
                                        .put("end", "2030-01-06T09:00:00Z")));
    }

    /** Bea has the week of 7 January 2030, Ana the one after. */
    private JsonObject swap(UUID team) {
        return new JsonObject()
                .put("schedule", shared(team))
                .put("give", part(bea, "2030-01-07T09:00:00Z", "2030-01-07T10:00:00Z"))
                .put("take", part(ana, "2030-01-14T09:00:00Z", "2030-01-14T10:00:00Z"));
    }

    private JsonObject cover(UUID team) {
        return part(ana, "2030-01-14T09:00:00Z", "2030-01-14T10:00:00Z").put("schedule", shared(team));
    }

    private static JsonObject part(UUID user, String start, String end) {
        return new JsonObject().put("user", user.toString()).put("start", start).put("end", end);
    }

    private String shared(UUID team) {
        JsonObject body = schedule(team);
        body.getJsonObject("rotation").getJsonArray("participants").add(bea.toString());
        return made("schedules", body).toString();
    }

    private JsonObject policy(UUID team) {
        return OncallHarness.policyBody(0, OncallHarness.step("PT5M", OncallHarness.target("user", ana)))
                .put("team", team.toString());
    }

    /** One that runs by a policy of the team. */
    private UUID escalation(UUID team) {
        UUID policy = house.create("/api/v1/escalation-policies", policy(team));
        UUID incident = UUID.randomUUID();
        house.tell(Happened.TRIGGERED, 1, OncallHarness.incident(incident, 1, IncidentStatus.TRIGGERED, policy));
        String path = "/api/v1/escalations?incident=" + incident;
        eventually(() -> !house.items(path).isEmpty());
        return UUID.fromString(house.items(path).getFirst().getString("id"));
    }

    private JsonObject feed() {
        return new JsonObject().put("kind", "user").put("subject", ana.toString());
    }
}
