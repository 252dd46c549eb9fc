package dev.belfry.notifier;

import dev.belfry.testing.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void keepsTheRulesOfTheHouse() {
        HouseRules.check("dev.belfry.notifier");
    }
}
