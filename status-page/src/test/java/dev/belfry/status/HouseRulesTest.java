package dev.belfry.status;

import dev.belfry.testing.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void theModuleKeepsTheRulesOfTheHouse() {
        HouseRules.check("dev.belfry.status");
    }
}
