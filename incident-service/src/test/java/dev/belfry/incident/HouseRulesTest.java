package dev.belfry.incident;

import dev.belfry.testing.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void thisModuleKeepsTheRulesOfTheHouse() {
        HouseRules.check("dev.belfry.incident");
    }
}
