package dev.belfry.platform;

import dev.belfry.testing.HouseRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void thePlatformKeepsTheRulesOfTheHouse() {
        HouseRules.checkPlatform("Host", "Live", "Console");
    }

    @Test
    void theContractsNeedNothingButTheJdk() {
        HouseRules.check("dev.belfry.contracts");
    }

    /**
     * What stands under every service stays small; raising the number is a change somebody reviews. The last hundred
     * lines are for roles in teams and for what tokens may be used for: every service has to check them; and forty for the
     * producer, which hands its records to Kafka itself; and 360 for the doors: slow senders, trusted proxies, sealed answers; and seventy for commits that partitions share and for timers close to one another; and 260 for the
     * console's navigation and icons, for rows bound by name, and for the addresses that may be called; and 270 for reading the time zone
     * rules of the system, which no JDK does; and 420 for what every page
     * has of the reader: their zone, what they can take back, where they can go; and 620 for a contract
     * that is as strict as the code, for what was made a moment ago, and for faults on a page.
     */
    @Test
    void thePlatformStaysWithinItsBudget() {
        HouseRules.lineBudget(Path.of("src/main/java"), 7_720);
    }
}
