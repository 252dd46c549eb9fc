package dev.belfry.incident.catalog.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImportTest {
    @Test
    void aServiceThatWouldLoseItsEscalationPolicyIsNamed() {
        var policy = new UUID(5, 5);
        var existing = List.of(service(1, "Payments", policy), service(2, "Search", null));
        var plan = Import.plan(
                existing,
                List.of(service(8, "Payments", null), service(9, "Search", policy)),
                (service, before) -> null);
        assertThat(plan).isInstanceOfSatisfying(Import.Planned.class, planned -> {
            assertThat(planned.losePolicy()).containsExactly("Payments");
            assertThat(planned.changed()).extracting(Service::name).containsExactly("Payments", "Search");
        });
    }

    @Test
    void whatAListTakesBackBecauseItDoesNotNameItIsSaidFieldByField() {
        var policy = new UUID(5, 5);
        var rich = new Service(
                new UUID(1, 1),
                "Payments",
                "Takes money",
                policy,
                GroupRule.of(Grouping.SERVICE),
                Ending.USUAL,
                new Profile(new UUID(6, 6), 1, List.of(), "https://wiki.example.com/payments"),
                new Dependencies(List.of(), true),
                new UrgencyRule(UrgencyRule.By.LOW, null),
                NoiseRule.USUAL,
                3);
        var listed = new Service(
                new UUID(1, 8),
                "Payments",
                "Takes cards",
                policy,
                GroupRule.of(Grouping.ALERT),
                Ending.USUAL,
                new Profile(null, 2, List.of(), null),
                Dependencies.NONE,
                UrgencyRule.USUAL,
                NoiseRule.USUAL,
                1);
        assertThat(Import.plan(List.of(rich), List.of(listed), (service, before) -> null))
                .isInstanceOfSatisfying(
                        Import.Planned.class,
                        planned -> assertThat(planned.reset())
                                .containsExactly(new Import.Reset(
                                        "Payments",
                                        List.of(
                                                "grouping",
                                                "team",
                                                "runbook",
                                                "quietWhileDependencyDown",
                                                "urgency"))));
        assertThat(Import.plan(List.of(), List.of(listed), (service, before) -> null))
                .isInstanceOfSatisfying(
                        Import.Planned.class,
                        planned -> assertThat(planned.reset()).isEmpty());
    }

    @Test
    void namesThatDifferInTheirLettersOnlyAreTheSameInOneList() {
        var plan = Import.plan(
                List.of(), List.of(service(1, "Ledger", null), service(2, "ledger", null)), (service, before) -> null);
        assertThat(plan)
                .isInstanceOfSatisfying(
                        Import.Wrong.class, wrong -> assertThat(wrong.field()).isEqualTo("services/1/name"));
    }

    private static Service service(long id, String name, @Nullable UUID policy) {
        return new Service(
                new UUID(1, id),
                name,
                "",
                policy,
                GroupRule.of(Grouping.ALERT),
                Ending.USUAL,
                Profile.NONE,
                Dependencies.NONE,
                UrgencyRule.USUAL,
                NoiseRule.USUAL,
                1);
    }
}
