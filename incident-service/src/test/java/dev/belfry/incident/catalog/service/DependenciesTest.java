package dev.belfry.incident.catalog.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DependenciesTest {
    private static final Service SHOP = needing("Shop", 1, 2);
    private static final Service PAYMENTS = needing("Payments", 2, 3);
    private static final Service LEDGER = needing("Ledger", 3);

    @Test
    void aCircleIsRefusedWithItsPath() {
        var wrong = Dependencies.wrong(needing("Ledger", 3, 1), List.of(SHOP, PAYMENTS, LEDGER));
        assertThat(wrong)
                .isEqualTo(new Outcome.Invalid(
                        "dependsOn",
                        "Services cannot need each other in a circle: Ledger needs Shop needs Payments needs Ledger."));
        assertThat(Dependencies.wrong(needing("Ledger", 3, 3), List.of(LEDGER))).isInstanceOf(Outcome.Invalid.class);
    }

    @Test
    void whatHasNoCircleAndNamesServicesThatExistIsFine() {
        assertThat(Dependencies.wrong(SHOP, List.of(SHOP, PAYMENTS, LEDGER))).isNull();
        // What it needed before does not count any more.
        assertThat(Dependencies.wrong(needing("Payments", 2, 1), List.of(needing("Shop", 1, 3), PAYMENTS, LEDGER)))
                .isNull();
        assertThat(Dependencies.wrong(needing("Shop", 1, 2, 9), List.of(SHOP, PAYMENTS)))
                .isEqualTo(new Outcome.Invalid("dependsOn/1", "There is no such service."));
    }

    private static Service needing(String name, int id, int... needs) {
        var ids =
                java.util.Arrays.stream(needs).mapToObj(one -> new UUID(7, one)).toList();
        return new Service(
                new UUID(7, id),
                name,
                "",
                null,
                GroupRule.of(Grouping.ALERT),
                Ending.USUAL,
                Profile.NONE,
                new Dependencies(ids, false),
                UrgencyRule.USUAL,
                NoiseRule.USUAL,
                1);
    }
}
