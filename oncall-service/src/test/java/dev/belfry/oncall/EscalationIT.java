package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.incident;
import static dev.belfry.oncall.OncallHarness.step;
import static dev.belfry.oncall.OncallHarness.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.escalation.FactKind;
import dev.belfry.contracts.escalation.FactReason;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.escalation.Through;
import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.incident.RequestedParty;
import dev.belfry.contracts.page.Page;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.run.Host;
import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Escalations on the real engines: an incident event in, pages out. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EscalationIT {
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
    void aNewIncidentPagesWhoIsOnCallAndTellsTheTimeline() {
        UUID ana = house.user("Ana Example");
        UUID policy = house.policy(0, step("PT5M", target("schedule", house.schedule(ana))));
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 1);
        Page page = house.pages(incident).getFirst();
        assertThat(page.userId()).isEqualTo(ana);
        assertThat(page.id()).isEqualTo(Ids.derived("page", incident, 1, 1, 0, ana));
        assertThat(page.reason()).startsWith("step 1 of \"Policy").contains("on call in \"Schedule");
        assertThat(page.incident().title()).isEqualTo("Checkout is down");
        eventually(() -> house.told(incident).stream()
                .anyMatch(text -> text.startsWith("Step 1 paged Ana Example (on call in \"Schedule")));
    }

    @Test
    void nobodyAnswersSoTheNextStepAndTheRepeatFollowUntilExhausted() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(1, step("PT1S", target("user", ana)), step("PT1S", target("user", bea)));
        UUID incident = trigger(policy);
        eventually(() -> house.told(incident).stream().anyMatch(text -> text.startsWith("Escalation exhausted")));
        assertThat(house.pages(incident)).extracting(Page::userId).containsExactly(ana, bea, ana, bea);
        assertThat(house.pages(incident)).extracting(Page::repeat).containsExactly(0, 0, 1, 1);
        JsonObject escalation =
                house.items("/api/v1/escalations?incident=" + incident).getFirst();
        assertThat(escalation.getString("status")).isEqualTo("exhausted");
        assertThat(escalation.getString("nextAt")).isNull();
    }

    @Test
    void anIncidentOfOnePersonPagesOnlyThemUntilSomebodyEscalatesIt() {
        UUID ana = house.user("Ana Alone");
        UUID bea = house.user("Bea Alone");
        UUID policy = house.policy(0, step("PT1S", target("user", bea)));
        UUID incident = UUID.randomUUID();
        house.tell(Happened.UNACKNOWLEDGED, 2, assigned(incident, 2, policy, ana));
        eventually(() -> house.pages(incident).size() == 1);
        Page page = house.pages(incident).getFirst();
        assertThat(page.userId()).isEqualTo(ana);
        assertThat(page.reason()).isEqualTo("only you are paged for this incident");
        eventually(() -> house.told(incident).stream().anyMatch(text -> text.startsWith("Only Ana Alone is paged")));
        // A replica that is killed and started again asks nobody twice, and nobody else.
        house.stop(house.host());
        house.start();
        JsonObject escalation =
                house.items("/api/v1/escalations?incident=" + incident).getFirst();
        assertThat(escalation.getJsonObject("assignee").getString("name")).isEqualTo("Ana Alone");
        assertThat(escalation.getJsonArray("nextTargets")).isEmpty();
        never(() -> house.pages(incident).size() > 1, Duration.ofSeconds(2));

        assertThat(house.send(
                                HttpMethod.POST,
                                "/api/v1/escalations/" + escalation.getString("id") + "/escalate",
                                new JsonObject(),
                                Map.of())
                        .statusCode())
                .isEqualTo(200);
        eventually(() -> house.pages(incident).size() == 2);
        assertThat(house.pages(incident).getLast().userId()).isEqualTo(bea);
        eventually(() -> status(incident).equals("exhausted"));
    }

    @Test
    void whereTheOnePersonCannotBePagedThePolicyIsAndTheTimelineSaysSo() {
        UUID ana = house.user("Ana Unreached");
        UUID bea = house.user("Bea Instead");
        UUID policy = house.policy(0, step("PT5M", target("user", bea)));
        UUID unreached = UUID.randomUUID();
        house.tell(Happened.UNACKNOWLEDGED, 2, assigned(unreached, 2, policy, ana));
        eventually(() -> house.pages(unreached).size() == 1);
        house.undeliverable(house.pages(unreached).getFirst());
        eventually(() -> house.pages(unreached).size() == 2);
        assertThat(house.pages(unreached).getLast().userId()).isEqualTo(bea);
        assertThat(house.pages(unreached).getLast().step()).isEqualTo(1);
        eventually(() -> house.told(unreached).stream()
                .anyMatch(text -> text.startsWith("Ana Unreached cannot be reached, so others are paged")));

        UUID gone = UUID.randomUUID();
        house.tell(Happened.UNACKNOWLEDGED, 2, assigned(gone, 2, policy, UUID.randomUUID()));
        eventually(() -> house.pages(gone).size() == 1);
        assertThat(house.pages(gone).getFirst().userId()).isEqualTo(bea);
        eventually(() -> house.told(gone).stream().anyMatch(text -> text.contains("is not active any more")));
    }

    @Test
    void whereTheOnePersonIsDeactivatedOrRemovedThePolicyIsPagedAtOnce() {
        UUID bea = house.user("Bea Stays");
        UUID policy = house.policy(0, step("PT5M", target("user", bea)));
        for (boolean removed : List.of(false, true)) {
            UUID ana = house.user("Ana Leaves");
            UUID incident = UUID.randomUUID();
            house.tell(Happened.UNACKNOWLEDGED, 2, assigned(incident, 2, policy, ana));
            eventually(() -> house.pages(incident).size() == 1);
            var left = removed
                    ? house.send(HttpMethod.DELETE, "/api/v1/users/" + ana, null, Map.of())
                    : house.send(
                            HttpMethod.PUT,
                            "/api/v1/users/" + ana,
                            new JsonObject()
                                    .put("name", "Ana Leaves")
                                    .put("email", ana + "@example.net")
                                    .put("active", false),
                            Map.of());
            assertThat(left.statusCode()).as(left.bodyAsString()).isIn(200, 204);
            eventually(() -> house.pages(incident).size() == 2);
            assertThat(house.pages(incident).getLast().userId()).isEqualTo(bea);
            eventually(() -> house.told(incident).stream()
                    .anyMatch(text -> text.startsWith("Ana Leaves") && text.contains("is not active any more")));
        }
    }

    @Test
    void aTestPagesNobodyButWhoDeclaredItWhateverHappens() {
        UUID ana = house.user("Ana Tries");
        UUID policy = house.policy(0, step("PT5M", target("user", house.user("Bea Sleeps"))));
        UUID test = UUID.randomUUID();
        house.tell(Happened.TRIGGERED, 1, assigned(test, 1, policy, ana).asTest());
        eventually(() -> house.pages(test).size() == 1);
        house.undeliverable(house.pages(test).getFirst());
        String escalation =
                house.items("/api/v1/escalations?incident=" + test).getFirst().getString("id");
        assertThat(house.send(
                                HttpMethod.POST,
                                "/api/v1/escalations/" + escalation + "/escalate",
                                new JsonObject(),
                                Map.of())
                        .bodyAsString())
                .contains("the incident is a test");
        UUID gone = UUID.randomUUID();
        house.tell(
                Happened.TRIGGERED,
                1,
                assigned(gone, 1, policy, UUID.randomUUID()).asTest());
        eventually(() -> house.told(gone).stream().anyMatch(text -> text.startsWith("Nobody could be paged")));
        eventually(() -> house.told(test).stream().anyMatch(text -> text.startsWith("Nobody of step 1")));
        never(() -> house.pages(test).size() + house.pages(gone).size() > 1, Duration.ofSeconds(1));
    }

    private static IncidentState assigned(UUID incident, int cycle, UUID policy, UUID person) {
        return incident(incident, cycle, IncidentStatus.TRIGGERED, policy).assignedTo(person);
    }

    @Test
    void anAcknowledgeStopsTheClimbAndAnUnacknowledgeBeginsItAgain() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(0, step("PT2S", target("user", ana)), step("PT5M", target("user", bea)));
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 1);
        house.tell(Happened.ACKNOWLEDGED, 2, incident(incident, 1, IncidentStatus.ACKNOWLEDGED, policy));
        eventually(() -> status(incident).equals("stopped"));
        never(() -> house.pages(incident).size() > 1, Duration.ofSeconds(4));

        house.tell(Happened.UNACKNOWLEDGED, 3, incident(incident, 2, IncidentStatus.TRIGGERED, policy));
        eventually(() -> house.pages(incident).size() == 2);
        assertThat(house.pages(incident)).extracting(Page::cycle).containsExactly(1, 2);
        // Late news of the first cycle does not stop the second.
        house.tell(Happened.ACKNOWLEDGED, 2, incident(incident, 1, IncidentStatus.ACKNOWLEDGED, policy));
        eventually(() -> house.pages(incident).size() == 3);
        assertThat(house.pages(incident).getLast().userId()).isEqualTo(bea);
    }

    @Test
    void afterAnAcknowledgeOthersCanStillBeCalledIn() {
        UUID ana = house.user("Ana Called");
        UUID bea = house.user("Bea Called");
        UUID carl = house.user("Carl Called");
        house.user("Dora Called");
        UUID policy = house.policy(0, step("PT5M", target("user", ana)), step("PT5M", target("user", bea)));
        for (var state : List.of(IncidentStatus.ACKNOWLEDGED, IncidentStatus.SNOOZED)) {
            UUID incident = trigger(policy);
            eventually(() -> house.pages(incident).size() == 1);
            house.tell(Happened.ACKNOWLEDGED, 2, incident(incident, 1, state, policy));
            eventually(() -> status(incident).equals("stopped"));

            house.ask(incident, RequestedParty.USER, "Carl Called");
            eventually(() -> house.pages(incident).size() == 2);
            Page called = house.pages(incident).getLast();
            assertThat(called.userId()).isEqualTo(carl);
            assertThat(called.incident().status()).isEqualTo(state);

            String escalation = house.items("/api/v1/escalations?incident=" + incident)
                    .getFirst()
                    .getString("id");
            assertThat(house.send(
                                    HttpMethod.POST,
                                    "/api/v1/escalations/" + escalation + "/escalate",
                                    new JsonObject(),
                                    Map.of())
                            .statusCode())
                    .isEqualTo(200);
            eventually(() -> house.pages(incident).size() == 3);
            assertThat(house.pages(incident).getLast().userId())
                    .as("of the next step")
                    .isEqualTo(bea);
            assertThat(status(incident)).as("nothing is climbed for it").isEqualTo("stopped");
            answersAreToldAndCallingAgainAtOncePagesNobody(incident, called);
        }
    }

    private void answersAreToldAndCallingAgainAtOncePagesNobody(UUID incident, Page called) {
        for (int i = 0; i < 4; i++) {
            house.ask(incident, RequestedParty.USER, "Carl Called");
        }
        house.ask(incident, RequestedParty.USER, "Dora Called");
        eventually(() -> house.pages(incident).size() == 4);
        assertThat(house.pages(incident)).extracting(Page::userId).doesNotHaveDuplicates();
        house.acknowledge(called, "Carl Called");
        eventually(() -> house.told(incident).contains("Carl Called was called in and has acknowledged"));
        assertThat(house.commands(incident)).noneMatch(command -> command.verb() == CommandVerb.ACKNOWLEDGE);
    }

    @Test
    void aReplayedEventPagesNobodyTwice() {
        UUID ana = house.user("Ana Example");
        UUID policy = house.policy(0, step("PT5M", target("user", ana)));
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 1);
        for (int i = 0; i < 5; i++) {
            house.tell(Happened.TRIGGERED, 1, incident(incident, 1, IncidentStatus.TRIGGERED, policy));
        }
        house.tell(Happened.ALERT_ADDED, 2, incident(incident, 1, IncidentStatus.TRIGGERED, policy));
        never(() -> house.pages(incident).size() > 1, Duration.ofSeconds(2));
    }

    @Test
    void twoReplicasPageOnce() {
        Host second = house.start();
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(0, step("PT1S", target("user", ana)), step("PT5M", target("user", bea)));
        List<UUID> incidents = java.util.stream.Stream.generate(() -> trigger(policy))
                .limit(20)
                .toList();
        eventually(() ->
                incidents.stream().allMatch(incident -> house.pages(incident).size() >= 2));
        for (UUID incident : incidents) {
            assertThat(house.pages(incident)).extracting(Page::userId).containsExactly(ana, bea);
        }
        house.stop(second);
    }

    @Test
    void aRestartKeepsTheClimb() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(0, step("PT3S", target("user", ana)), step("PT5M", target("user", bea)));
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 1);
        house.stop(house.host());
        house.start();
        eventually(() -> house.pages(incident).size() == 2);
        assertThat(house.pages(incident).getLast().userId()).isEqualTo(bea);
    }

    @Test
    void aRunningEscalationKeepsTheVersionItBeganWith() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID cid = house.user("Cid Example");
        JsonObject body =
                OncallHarness.policyBody(0, step("PT2S", target("user", ana)), step("PT5M", target("user", bea)));
        UUID policy = house.create("/api/v1/escalation-policies", body);
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 1);
        JsonObject edited =
                OncallHarness.policyBody(0, step("PT2S", target("user", ana)), step("PT5M", target("user", cid)));
        var answer = house.send(
                HttpMethod.PUT, "/api/v1/escalation-policies/" + policy, edited, Map.of("If-Match", "\"v1\""));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getHeader("ETag")).isEqualTo("\"v2\"");
        eventually(() -> house.pages(incident).size() == 2);
        assertThat(house.pages(incident).getLast().userId()).isEqualTo(bea);
    }

    @Test
    void whoCannotBeReachedGivesWayAtOnce() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(0, step("PT1H", target("user", ana)), step("PT1H", target("user", bea)));
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 1);
        house.undeliverable(house.pages(incident).getFirst());
        eventually(() -> house.pages(incident).size() == 2);
        assertThat(house.pages(incident).getLast().userId()).isEqualTo(bea);
        house.undeliverable(house.pages(incident).getLast());
        eventually(() -> house.pages(incident).size() == 3);
        assertThat(house.pages(incident).getLast().userId()).isEqualTo(root());
        assertThat(house.told(incident))
                .anyMatch(
                        text -> text.startsWith("Nobody else could be asked, so the catch-all is paged: Root Example"));
    }

    @Test
    void withoutAPolicyTheOldestAdministratorIsPaged() {
        UUID incident = trigger(null);
        eventually(() -> house.pages(incident).size() == 1);
        assertThat(house.pages(incident).getFirst().userId()).isEqualTo(root());
    }

    @Test
    void aPageThatIsStillBeingTriedIsShownSoAndTheNextStepGoesBesideIt() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(0, step("PT1H", target("user", ana)), step("PT1H", target("user", bea)));
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 1);
        Page slow = house.pages(incident).getFirst();
        house.became(slow, DeliveryState.DEFERRED, "the mail server is away");
        eventually(() -> house.pages(incident).size() == 2);
        eventually(() -> house.told(incident).stream()
                .anyMatch(text ->
                        text.equals("Nobody of step 1 has been reached yet: their pages are still being tried")));
        assertThat(outcome(incident, slow)).isEqualTo("deferred");
        house.became(slow, DeliveryState.SENT, "");
        eventually(() -> outcome(incident, slow) == null);
    }

    private @Nullable String outcome(UUID incident, Page page) {
        return house.items("/api/v1/escalations?incident=" + incident).getFirst().getJsonArray("paged").stream()
                .map(JsonObject.class::cast)
                .filter(paged -> paged.getString("id").equals(page.id().toString()))
                .map(paged -> Optional.ofNullable(paged.getString("outcome")))
                .findFirst()
                .orElseThrow()
                .orElse(null);
    }

    @Test
    void whatAnEscalationDoesIsToldAsFacts() {
        UUID ana = house.user("Ana Example");
        UUID schedule = house.schedule(ana);
        UUID policy = house.policy(
                0,
                step("PT1H").put("conditions", new JsonArray().add(new JsonObject().put("urgency", "low"))),
                step("PT1H", target("schedule", schedule)));
        UUID incident = trigger(policy);
        eventually(() -> house.facts(incident).size() == 3);
        assertThat(house.facts(incident))
                .extracting(EscalationFact::kind)
                .containsExactly(FactKind.BEGUN, FactKind.SKIPPED, FactKind.ASKED);
        EscalationFact skipped = house.facts(incident).get(1);
        assertThat(skipped.reason()).isEqualTo(FactReason.OTHER_URGENCY);
        assertThat(skipped.wanted()).isEqualTo("low urgency");
        EscalationFact asked = house.facts(incident).getLast();
        assertThat(asked.policyId()).isEqualTo(policy);
        assertThat(asked.step()).isEqualTo(2);
        assertThat(asked.whom())
                .extracting(Party::id, Party::name, Party::through, Party::viaId)
                .containsExactly(tuple(ana, "Ana Example", Through.SCHEDULE, schedule));
        house.tell(Happened.ACKNOWLEDGED, 2, incident(incident, 1, IncidentStatus.ACKNOWLEDGED, policy));
        eventually(() -> house.facts(incident).getLast().kind() == FactKind.ENDED);
        assertThat(house.facts(incident).getLast().reason()).isEqualTo(FactReason.ACKNOWLEDGED);
    }

    @Test
    void anEmptyStepIsSkippedAtOnceAndToldSo() {
        UUID ana = house.user("Ana Example");
        UUID policy = house.policy(0, step("PT1H"), step("PT1H", target("user", ana)));
        UUID incident = trigger(policy);
        eventually(() -> house.pages(incident).size() == 1);
        assertThat(house.pages(incident).getFirst().step()).isEqualTo(2);
        eventually(() -> house.told(incident).contains("Step 1 was skipped: nobody was on call"));
        JsonObject escalation =
                house.items("/api/v1/escalations?incident=" + incident).getFirst();
        assertThat(escalation.getString("status")).isEqualTo("running");
        assertThat(escalation.getInteger("step")).isEqualTo(2);
        assertThat(escalation.getString("nextAt")).isNotNull();
        assertThat(escalation.getJsonArray("paged")).hasSize(1);
    }

    private UUID trigger(@Nullable UUID policy) {
        UUID incident = UUID.randomUUID();
        house.tell(Happened.TRIGGERED, 1, incident(incident, 1, IncidentStatus.TRIGGERED, policy));
        return incident;
    }

    private String status(UUID incident) {
        return house.items("/api/v1/escalations?incident=" + incident)
                .getFirst()
                .getString("status");
    }

    private UUID root() {
        return house.items("/api/v1/users").stream()
                .filter(user -> user.getString("email").equals(OncallHarness.ADMIN_EMAIL))
                .map(user -> UUID.fromString(user.getString("id")))
                .findFirst()
                .orElseThrow();
    }

    private static void never(java.util.concurrent.Callable<Boolean> condition, Duration time) {
        Awaitility.await()
                .during(time)
                .atMost(time.plusSeconds(10))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !condition.call());
    }
}
