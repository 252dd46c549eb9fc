package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.incident;
import static dev.belfry.oncall.OncallHarness.policyBody;
import static dev.belfry.oncall.OncallHarness.step;
import static dev.belfry.oncall.OncallHarness.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.incident.RequestedParty;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.contracts.page.Page;
import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What policies can say, on the real engines: simulated, run, and steered by hand. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyRoadsIT {
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
    void teamsChannelsAndPoliciesWithinPoliciesArePaged() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID team = team(bea, ana);
        UUID channel = UUID.randomUUID();
        UUID inner = house.policy(
                0,
                step("PT1S", target("channel", channel).put("name", "#payments")),
                step("PT9M", target("team", team).put("who", "managers")));
        UUID outer = house.policy(0, step("PT1S", target("policy", inner)), step("PT5M", target("user", ana)));
        UUID incident = trigger(outer);
        eventually(() -> house.pages(incident).size() == 3);
        assertThat(house.pages(incident)).extracting(Page::userId).containsExactly(channel, bea, ana);
        assertThat(house.pages(incident).get(1).reason())
                .contains("step 2 of \"Policy")
                .contains("(step 2 of \"Policy")
                .contains("manager of the team");
        eventually(() -> house.told(incident).contains("Step 1 paged #payments"));
        List<String> simulated = simulate(outer, "sev1").stream()
                .flatMap(event -> event.getJsonArray("paged").stream())
                .map(paged -> ((JsonObject) paged).getString("id"))
                .toList();
        assertThat(simulated).containsExactly(channel.toString(), bea.toString(), ana.toString());
        String path = "/api/v1/escalation-policies/" + outer + "/simulate?at=";
        assertThat(house.get(path + "9999-01-01T00:00:00Z").statusCode()).isEqualTo(400);
        assertThat(house.get(path + "soon").statusCode()).isEqualTo(400);
    }

    @Test
    void aPolicyThatComesBackToItselfIsRefusedAndOneThatIsNamedStays() {
        UUID ana = house.user("Ana Example");
        UUID inner = house.policy(0, step("PT1M", target("user", ana)));
        UUID outer = house.policy(0, step("PT1M", target("policy", inner)));
        HttpResponse<?> refused = house.send(
                HttpMethod.PUT,
                "/api/v1/escalation-policies/" + inner,
                policyBody(0, step("PT1M", target("policy", outer))),
                Map.of());
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.bodyAsString()).contains("#/steps/0/targets/0/id").contains("come back to itself");
        assertThat(house.send(HttpMethod.DELETE, "/api/v1/escalation-policies/" + inner, null, Map.of())
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void roundRobinAsksAnotherPersonForEachIncident() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(
                0, step("PT5M", target("user", ana), target("user", bea)).put("roundRobin", true));
        List<UUID> asked = new java.util.ArrayList<>();
        for (int i = 0; i < 4; i++) {
            UUID incident = trigger(policy);
            eventually(() -> house.pages(incident).size() == 1);
            asked.add(house.pages(incident).getFirst().userId());
        }
        assertThat(asked).containsExactly(ana, bea, ana, bea);
    }

    @Test
    void aStepIsSkippedWhenItsConditionsDoNotHoldAndSaysSo() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        JsonObject minor = new JsonObject().put("severities", new JsonArray().add("sev4"));
        UUID policy = house.policy(
                0,
                step("PT5M", target("user", ana)).put("conditions", new JsonArray().add(minor)),
                step("PT5M", target("user", bea)));
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 1);
        assertThat(house.pages(incident).getFirst().userId()).isEqualTo(bea);
        eventually(() -> house.told(incident).contains("Step 1 was skipped: it is for SEV4 and this is SEV1"));
    }

    @Test
    void whatCouldWaitAndCannotAnyMoreBeginsAnew() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        JsonObject body = policyBody(0, step("PT1S", target("user", ana)), step("PT5M", target("user", bea)))
                .put("escalateLowUrgency", false);
        UUID policy = house.create("/api/v1/escalation-policies", body);
        UUID incident = UUID.randomUUID();
        house.tell(
                Happened.TRIGGERED, 1, incident(incident, 1, IncidentStatus.TRIGGERED, policy, IncidentSeverity.SEV4));
        eventually(() -> house.told(incident).stream().anyMatch(text -> text.contains("low urgency")));
        assertThat(house.pages(incident)).hasSize(1);
        house.tell(
                Happened.SEVERITY_CHANGED,
                2,
                incident(incident, 1, IncidentStatus.TRIGGERED, policy, IncidentSeverity.SEV2));
        eventually(() -> house.pages(incident).size() == 3);
        assertThat(house.pages(incident)).extracting(Page::userId).containsExactly(ana, ana, bea);
        assertThat(house.pages(incident)).extracting(Page::id).doesNotHaveDuplicates();
    }

    @Test
    void whatWasSaidToBeLowAsksTheFirstStepWhateverThePolicySaysAndClimbsOnceItIsHigh() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(0, step("PT1S", target("user", ana)), step("PT5M", target("user", bea)));
        UUID incident = UUID.randomUUID();
        house.tell(Happened.TRIGGERED, 1, said(incident(incident, 1, IncidentStatus.TRIGGERED, policy), Urgency.LOW));
        eventually(() -> house.told(incident).stream().anyMatch(text -> text.contains("low urgency")));
        assertThat(house.pages(incident)).extracting(Page::userId).containsExactly(ana);
        house.tell(
                Happened.UNACKNOWLEDGED,
                2,
                said(incident(incident, 2, IncidentStatus.TRIGGERED, policy), Urgency.HIGH));
        eventually(() -> house.pages(incident).size() == 3);
        assertThat(house.pages(incident)).extracting(Page::userId).containsExactly(ana, ana, bea);
    }

    private static IncidentState said(IncidentState state, Urgency urgency) {
        return new IncidentState(
                state.id(),
                state.number(),
                state.serviceId(),
                state.serviceName(),
                state.title(),
                state.status(),
                state.severity(),
                state.cycle(),
                state.escalationPolicyId(),
                null,
                null,
                state.createdAt(),
                null,
                1,
                null,
                null,
                null,
                urgency);
    }

    @Test
    void aSeverityRaisedAfterAnAcknowledgeReachesThePersonWhoAcknowledged() {
        UUID ana = house.user("Ana Example");
        UUID policy = house.policy(0, step("PT5M", target("user", ana)));
        UUID incident = UUID.randomUUID();
        house.tell(
                Happened.TRIGGERED, 1, incident(incident, 1, IncidentStatus.TRIGGERED, policy, IncidentSeverity.SEV3));
        // Acknowledged before the first step is taken, nobody is paged.
        eventually(() -> house.pages(incident).size() == 1);
        house.tell(Happened.ACKNOWLEDGED, 2, acknowledged(incident, ana, policy, IncidentSeverity.SEV3));
        house.tell(Happened.SEVERITY_CHANGED, 3, acknowledged(incident, ana, policy, IncidentSeverity.SEV1));
        house.tell(Happened.SEVERITY_CHANGED, 3, acknowledged(incident, ana, policy, IncidentSeverity.SEV1));
        house.tell(Happened.SEVERITY_CHANGED, 4, acknowledged(incident, ana, policy, IncidentSeverity.SEV4));
        house.tell(Happened.SEVERITY_CHANGED, 5, acknowledged(incident, ana, policy, IncidentSeverity.SEV2));
        eventually(() -> house.notices(ana).size() == 2);
        assertThat(house.notices(ana))
                .extracting(NoticeRequest::subject)
                .containsExactly("Now SEV1: #1042 Checkout is down", "Now SEV2: #1042 Checkout is down");
        NoticeRequest notice = house.notices(ana).getFirst();
        assertThat(notice.path()).isEqualTo("/incidents/1042");
        assertThat(notice.text())
                .contains("was raised from SEV3 to SEV1 by Belfry", "Checkout is down", "nobody is paged");
        assertThat(house.pages(incident)).hasSize(1);
    }

    private static IncidentState acknowledged(UUID incident, UUID person, UUID policy, IncidentSeverity severity) {
        IncidentState state = incident(incident, 1, IncidentStatus.ACKNOWLEDGED, policy, severity);
        return new IncidentState(
                state.id(),
                state.number(),
                state.serviceId(),
                state.serviceName(),
                state.title(),
                state.status(),
                state.severity(),
                state.cycle(),
                state.escalationPolicyId(),
                person,
                null,
                state.createdAt(),
                null,
                1);
    }

    @Test
    void aStepThatHoldsFiresWhenSomebodyComesOnOnItsScheduleOrForItsTeam() {
        UUID ana = house.user("Ana Example");
        UUID team = team(ana, house.user("Bea Example"));
        Instant start = Instant.now().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS);
        UUID schedule = house.create(
                "/api/v1/schedules",
                new JsonObject()
                        .put("name", "Schedule " + OncallHarness.fresh())
                        .put("timeZone", "UTC")
                        .put("team", team.toString())
                        .put(
                                "rotation",
                                new JsonObject()
                                        .put("unit", "weekly")
                                        .put(
                                                "start",
                                                start.atOffset(ZoneOffset.UTC)
                                                        .toLocalDateTime()
                                                        .toString())
                                        .put("participants", new JsonArray().add(ana.toString()))));
        UUID byName = house.policy(0, step("PT5M", target("schedule", schedule)).put("hold", "PT1H"));
        UUID byTeam = house.policy(0, step("PT5M", target("team", team)).put("hold", "PT1H"));
        assertThat(simulate(byTeam, "sev1"))
                .extracting(event -> event.getString("kind"))
                .startsWith("waits", "paged");
        for (UUID incident : List.of(trigger(byName), trigger(byTeam))) {
            eventually(() -> house.told(incident).stream().anyMatch(text -> text.contains("waits for somebody")));
            eventually(() -> house.pages(incident).size() == 1);
            assertThat(house.pages(incident).getFirst().userId()).isEqualTo(ana);
            assertThat(house.pages(incident).getFirst().at()).isAfterOrEqualTo(start);
        }
    }

    @Test
    void whatSomebodyAskedByHandIsInTheAuditLogWithTheReason() {
        UUID ana = house.user("Ana Example");
        UUID team = team(ana, house.user("Bea Example"));
        UUID policy = house.create(
                "/api/v1/escalation-policies",
                policyBody(0, step("PT1H", target("user", ana))).put("team", team.toString()));
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 1);
        JsonObject why = new JsonObject().put("why", "nobody answers the phone");
        assertThat(house.send(HttpMethod.POST, escalation(incident) + "/restart", why, Map.of())
                        .statusCode())
                .isEqualTo(200);
        assertThat(escalate(incident, why.copy().put("step", 1)).statusCode()).isEqualTo(200);
        List<JsonObject> written = house.items("/api/v1/audit-entries?team=" + team + "&action=escalation");
        assertThat(written)
                .extracting(entry -> entry.getString("action"))
                .containsExactly("escalation.escalated", "escalation.restarted");
        assertThat(written)
                .allSatisfy(entry -> assertThat(entry.encode())
                        .contains("nobody answers the phone")
                        .contains("#1042"));
        eventually(() -> house.told(incident).stream()
                .anyMatch(text ->
                        text.contains("began the escalation anew") && text.endsWith(": nobody answers the phone")));
    }

    @Test
    void aRestartClimbsTheVersionThatIsThereNow() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(0, step("PT1H", target("user", ana)));
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 1);
        JsonObject edited = policyBody(0, step("PT1H", target("user", ana), target("user", bea)));
        assertThat(house.send(HttpMethod.PUT, "/api/v1/escalation-policies/" + policy, edited, Map.of())
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<?> answer = house.send(HttpMethod.POST, escalation(incident) + "/restart", null, Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.bodyAsJsonObject().getJsonObject("policy").getInteger("version"))
                .isEqualTo(2);
        eventually(() -> house.pages(incident).size() == 3);
        assertThat(house.pages(incident)).extracting(Page::id).doesNotHaveDuplicates();
    }

    @Test
    void anEscalationCanBeSteeredByHandAndOthersCalledInUntilItIsOver() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID cid = house.user("Cid Example");
        UUID other = house.policy(0, step("PT1H", target("user", cid)));
        UUID policy = house.policy(0, step("PT1H", target("user", ana)), step("PT1H", target("user", bea)));
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 1);
        assertThat(escalate(incident, new JsonObject()).statusCode()).isEqualTo(200);
        eventually(() -> house.pages(incident).size() == 2);
        assertThat(house.pages(incident).getLast().userId()).isEqualTo(bea);
        JsonObject toCid = new JsonObject().put("targets", new JsonArray().add(target("user", cid)));
        assertThat(escalate(incident, toCid).statusCode()).isEqualTo(200);
        eventually(() -> house.pages(incident).size() == 3);
        assertThat(house.pages(incident).getLast().userId()).isEqualTo(cid);
        assertThat(escalate(incident, new JsonObject().put("step", 1)).statusCode())
                .isEqualTo(200);
        eventually(() -> house.pages(incident).size() == 4);
        assertThat(house.pages(incident).getLast().userId()).isEqualTo(ana);
        JsonObject toOther = new JsonObject().put("targets", new JsonArray().add(target("policy", other)));
        assertThat(escalate(incident, toOther).statusCode()).isEqualTo(200);
        eventually(() -> house.pages(incident).size() == 5);
        assertThat(house.pages(incident)).extracting(Page::id).doesNotHaveDuplicates();
        assertThat(escalate(incident, new JsonObject().put("step", 9)).statusCode())
                .isEqualTo(400);
        house.tell(Happened.ACKNOWLEDGED, 2, incident(incident, 1, IncidentStatus.ACKNOWLEDGED, policy));
        eventually(() -> house.items("/api/v1/escalations?incident=" + incident)
                .getFirst()
                .getString("status")
                .equals("stopped"));
        assertThat(escalate(incident, toOther).statusCode()).isEqualTo(200);
        eventually(() -> house.pages(incident).size() == 6);
        assertThat(house.pages(incident).getLast().userId()).isEqualTo(cid);
        assertThat(house.send(HttpMethod.POST, escalation(incident) + "/restart", null, Map.of())
                        .statusCode())
                .as("nothing is climbed while somebody has it")
                .isEqualTo(409);
        house.tell(Happened.RESOLVED, 3, incident(incident, 1, IncidentStatus.RESOLVED, policy));
        eventually(() -> escalate(incident, new JsonObject()).statusCode() == 409);
    }

    @Test
    void whereEveryoneHasToAcknowledgeTheLastOneAcknowledgesTheIncident() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(
                1, step("PT3S", target("user", ana), target("user", bea)).put("everyone", true));
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 2);
        assertThat(house.pages(incident)).extracting(Page::everyone).containsOnly(true);
        house.acknowledge(pageOf(incident, ana), "Ana Example");
        eventually(
                () -> house.told(incident).contains("Ana Example has acknowledged; still to acknowledge: Bea Example"));
        eventually(() -> house.pages(incident).size() == 3);
        assertThat(house.pages(incident).getLast().userId())
                .as("the others go on being paged")
                .isEqualTo(bea);
        assertThat(house.commands(incident)).noneMatch(command -> command.verb() == CommandVerb.ACKNOWLEDGE);
        house.acknowledge(house.pages(incident).getLast(), "Bea Example");
        eventually(() -> house.commands(incident).stream()
                .anyMatch(command -> command.verb() == CommandVerb.ACKNOWLEDGE
                        && bea.equals(command.by().userId())));
    }

    @Test
    void whatIsAskedOfTheIncidentElsewhereReachesItsEscalation() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        String night = "Night shift " + OncallHarness.fresh();
        house.create(
                "/api/v1/escalation-policies",
                policyBody(0, step("PT1H", target("user", bea))).put("name", night));
        UUID policy = house.policy(0, step("PT1H", target("user", ana)));
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 1);
        house.ask(incident, RequestedParty.POLICY, night);
        eventually(() -> house.pages(incident).size() == 2);
        assertThat(house.pages(incident).getLast().userId()).isEqualTo(bea);
        house.ask(incident, RequestedParty.USER, email(ana));
        eventually(() -> house.pages(incident).size() == 3);
        assertThat(house.pages(incident).getLast().reason()).isEqualTo("asked for by Sender Example");
        house.ask(incident, RequestedParty.ANY, "Nobody at all");
        eventually(() -> house.told(incident).stream()
                .anyMatch(text -> text.contains("asked to escalate to Nobody at all, and nobody more is paged")));
    }

    @Test
    void whoeverBelfryItselfCallsInIsNotPagedOnTopOfTheStepThatHasJustAskedThem() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(0, step("PT1H", target("user", ana)));
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 1);
        for (UUID person : List.of(ana, bea)) {
            house.ask(new EscalationRequest(
                    UUID.randomUUID(),
                    incident,
                    1,
                    Actor.SYSTEM,
                    Instant.parse("2026-01-05T09:00:00Z"),
                    RequestedParty.USER,
                    person.toString()));
        }
        eventually(() -> house.pages(incident).size() >= 2);
        assertThat(house.pages(incident)).extracting(Page::userId).containsExactly(ana, bea);
    }

    @Test
    void aRequestThatArrivesBeforeItsIncidentIsCarriedOutOnce() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(0, step("PT1H", target("user", ana)));
        UUID incident = UUID.randomUUID();
        var request = house.ask(incident, RequestedParty.USER, email(bea));
        house.ask(request);
        // Both copies have been read before the incident is there.
        UUID other = trigger(policy);
        house.ask(other, RequestedParty.USER, email(bea));
        eventually(() -> house.pages(other).size() == 2);
        house.tell(Happened.TRIGGERED, 1, incident(incident, 1, IncidentStatus.TRIGGERED, policy));
        eventually(() -> house.pages(incident).size() == 2);
        assertThat(house.pages(incident).stream().map(Page::userId)).containsExactlyInAnyOrder(ana, bea);
    }

    private Page pageOf(UUID incident, UUID person) {
        return house.pages(incident).stream()
                .filter(page -> page.userId().equals(person))
                .findFirst()
                .orElseThrow();
    }

    private String email(UUID person) {
        return house.get("/api/v1/users/" + person).bodyAsJsonObject().getString("email");
    }

    private HttpResponse<?> escalate(UUID incident, JsonObject body) {
        return house.send(HttpMethod.POST, escalation(incident) + "/escalate", body, Map.of());
    }

    private String escalation(UUID incident) {
        return "/api/v1/escalations/"
                + house.items("/api/v1/escalations?incident=" + incident)
                        .getFirst()
                        .getString("id");
    }

    private List<JsonObject> simulate(UUID policy, String severity) {
        return house
                .get("/api/v1/escalation-policies/" + policy + "/simulate?severity=" + severity)
                .bodyAsJsonObject()
                .getJsonArray("events")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private UUID team(UUID manager, UUID member) {
        return house.create(
                "/api/v1/teams",
                new JsonObject()
                        .put("name", "Team " + OncallHarness.fresh())
                        .put("members", new JsonArray().add(manager.toString()).add(member.toString()))
                        .put("roles", new JsonObject().put(manager.toString(), "manager")));
    }

    private UUID trigger(UUID policy) {
        UUID incident = UUID.randomUUID();
        house.tell(Happened.TRIGGERED, 1, incident(incident, 1, IncidentStatus.TRIGGERED, policy));
        return incident;
    }
}
