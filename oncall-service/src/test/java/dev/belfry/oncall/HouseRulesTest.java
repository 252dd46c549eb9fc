package dev.belfry.oncall;

import dev.belfry.testing.HouseRules;
import dev.belfry.testing.Wings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void theHouseRulesHold() {
        HouseRules.check("dev.belfry.oncall");
    }

    @Test
    void noWingUsesALaterOne() {
        Wings.check("dev.belfry.oncall", Path.of("src/main/resources/db/oncall"), "identity", "rota", "paging");
    }
}
