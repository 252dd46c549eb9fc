package dev.belfry.oncall;

import dev.belfry.testing.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void theHouseRulesHold() {
        HouseRules.check("dev.belfry.oncall");
    }
}
