package dev.belfry.incident;

import dev.belfry.testing.HouseRules;
import dev.belfry.testing.Wings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void theHouseRulesHold() {
        HouseRules.check("dev.belfry.incident");
    }

    @Test
    void noWingUsesALaterOne() {
        Wings.check(
                "dev.belfry.incident",
                Path.of("src/main/resources/db/incident"),
                "catalog",
                "signal",
                "incident",
                "learning",
                "insight",
                "compat");
    }
}
