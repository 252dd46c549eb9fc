package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.incident;
import static dev.belfry.oncall.OncallHarness.step;
import static dev.belfry.oncall.OncallHarness.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import dev.belfry.testing.Engines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens after the service was away, and when something is broken that should never break. */
@ExtendWith(Engines.class)
class CatchUpIT {
    private OncallHarness house;

    @BeforeEach
    void open() {
        house = new OncallHarness();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void afterTwentyMinutesAwayEachStepFiresOnceTheWorstFirstAndWhatWasAcknowledgedDoesNot() {
        List<UUID> people = new ArrayList<>();
        List<UUID> incidents = new ArrayList<>();
        List<IncidentSeverity> severities = List.of(IncidentSeverity.values());
        UUID ana = house.user("Ana Example");
        for (int i = 0; i < 10; i++) {
            UUID person = house.user("Person " + i + " Example");
            people.add(person);
            UUID policy = house.policy(0, step("PT10M", target("user", ana)), step("PT1H", target("user", person)));
            UUID incident = UUID.randomUUID();
            incidents.add(incident);
            house.tell(
                    Happened.TRIGGERED,
                    1,
                    incident(incident, 1, IncidentStatus.TRIGGERED, policy, severities.get(4 - i % 5)));
        }
        eventually(() ->
                incidents.stream().allMatch(incident -> house.pages(incident).size() == 1));
        house.stop(house.host());
        house.sql("update timer set due_at = due_at - interval '20 minutes'");
        house.sql("update escalation set next_at = next_at - interval '20 minutes'");
        UUID acknowledged = incidents.getFirst();
        house.tell(Happened.ACKNOWLEDGED, 2, incident(acknowledged, 1, IncidentStatus.ACKNOWLEDGED, null));
        house.start();
        List<UUID> rest = incidents.subList(1, incidents.size());
        eventually(
                () -> rest.stream().allMatch(incident -> house.pages(incident).size() == 2));
        List<Page> late =
                rest.stream().map(incident -> house.pages(incident).getLast()).toList();
        assertThat(times(late, IncidentSeverity.SEV1).max(Comparator.naturalOrder()))
                .as("the worst first, or together with the others where one look finds them all due")
                .get(InstanceOfAssertFactories.INSTANT)
                .isBeforeOrEqualTo(times(late, IncidentSeverity.SEV5)
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
        assertThat(late).extracting(Page::userId).isSubsetOf(people);
        assertThat(house.told(rest.getFirst())).anyMatch(text -> text.contains("late: Belfry was away"));
        assertThat(house.pages(acknowledged)).hasSize(1);
        for (UUID incident : rest) {
            assertThat(house.items("/api/v1/escalations?incident=" + incident)
                            .getFirst()
                            .getString("nextAt"))
                    .as("the next step keeps its whole delay")
                    .isGreaterThan(Instant.now().plusSeconds(3_000).toString());
        }
    }

    @Test
    void whoIsPagedOftenAfterAnOutageGetsOneMessageForTheRest() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(0, step("PT10M", target("user", ana)), step("PT1H", target("user", bea)));
        List<UUID> incidents = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            UUID incident = UUID.randomUUID();
            incidents.add(incident);
            house.tell(Happened.TRIGGERED, 1, incident(incident, 1, IncidentStatus.TRIGGERED, policy));
        }
        eventually(() ->
                incidents.stream().allMatch(incident -> house.pages(incident).size() == 1));
        house.stop(house.host());
        house.sql("update timer set due_at = due_at - interval '20 minutes'");
        house.sql("update escalation set next_at = next_at - interval '20 minutes'");
        house.start();
        eventually(() -> beaPages(incidents, bea).size() == 4);
        Page bundle = beaPages(incidents, bea).stream()
                .filter(page -> page.reason().contains("more incidents wait for you"))
                .findFirst()
                .orElseThrow();
        assertThat(bundle.reason()).contains("4 more incidents");
        long bundled = incidents.stream()
                .flatMap(incident -> house.items("/api/v1/escalations?incident=" + incident).stream())
                .flatMap(one -> one.getJsonArray("paged").stream())
                .filter(paged -> ((io.vertx.core.json.JsonObject) paged).getBoolean("bundled"))
                .count();
        assertThat(bundled).isEqualTo(5);
    }

    @Test
    void whatHasLostItsNextStepIsFoundAndPagesOnce() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(0, step("PT10M", target("user", ana)), step("PT1H", target("user", bea)));
        UUID noTimer = trigger(policy);
        UUID noRun = trigger(policy);
        UUID stopped = trigger(policy);
        eventually(() -> house.pages(noTimer).size() == 1
                && house.pages(noRun).size() == 1
                && house.pages(stopped).size() == 1);
        house.sql("delete from timer where ref in (select id from escalation where incident_id = '" + noTimer + "')");
        house.sql("delete from timer where ref in (select id from escalation where incident_id = '" + noRun + "')");
        house.sql("delete from page where escalation_id in (select id from escalation where incident_id = '" + noRun
                + "')");
        house.sql("delete from escalation where incident_id = '" + noRun + "'");
        house.sql("update escalation set status = 'stopped' where incident_id = '" + stopped + "'");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> house.pages(noTimer).size() == 2);
        assertThat(house.pages(noTimer).getLast().userId()).isEqualTo(bea);
        eventually(() -> house.pages(noRun).size() == 2 && house.pages(stopped).size() == 2);
        assertThat(house.pages(noRun).getLast().id())
                .as("the same page again, which the notifier knows already")
                .isEqualTo(house.pages(noRun).getFirst().id());
        String metrics = house.metrics();
        assertThat(metrics).contains("belfry_escalation_repairs_total{kind=\"timer\"} 1.0");
        assertThat(metrics).contains("belfry_escalation_repairs_total{kind=\"start\"} 2.0");
        assertThat(metrics).contains("belfry_sweep_age_seconds{sweep=\"lost-escalations\"");
    }

    private static Stream<Instant> times(List<Page> pages, IncidentSeverity severity) {
        return pages.stream()
                .filter(page -> page.incident().severity() == severity)
                .map(Page::at);
    }

    private List<Page> beaPages(List<UUID> incidents, UUID bea) {
        return incidents.stream()
                .flatMap(incident -> house.pages(incident).stream())
                .filter(page -> page.userId().equals(bea))
                .toList();
    }

    private UUID trigger(UUID policy) {
        UUID incident = UUID.randomUUID();
        house.tell(Happened.TRIGGERED, 1, incident(incident, 1, IncidentStatus.TRIGGERED, policy));
        return incident;
    }
}
