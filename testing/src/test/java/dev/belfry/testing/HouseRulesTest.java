package dev.belfry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule is broken once on purpose, and kept once where it nearly is broken. */
class HouseRulesTest {
    private static final String FIXTURE = "dev.belfry.testing.fixture.";

    @Test
    void ioInAClassThatDoesNotSaySoIsFound() {
        assertThat(violations("pure", HouseRules.pureUnlessNamed()))
                .contains("pure.Ledger.exists", "java.nio.file.Files", "Ledger$Page", "io.vertx.core.Future")
                .contains("a class is pure unless its suffix names its I/O")
                .doesNotContain("LedgerStore", "fixture.pure.Sum");
    }

    @Test
    void packagesThatNeedEachOtherAreFound() {
        assertThat(violations("cycle", HouseRules.noCycles()))
                .contains("Cycle detected", "cycle.a", "cycle.b", "merge them");
        assertThat(violations("pure", HouseRules.noCycles())).isEmpty();
    }

    @Test
    void readingTheClockAndDrawingLotsIsFound() {
        assertThat(violations("chance", HouseRules.chanceAndTimeAreHandedIn()))
                .contains("Stamp.reference()", "Stamp.call()", "Stamp.millis()", "Stamp.nanos()", "Stamp.id()")
                .contains("Stamp.lot()", "Stamp.share()", "Stamp.source()", "Stamp.pause()")
                .contains("handed in by wiring")
                .doesNotContain("StampService", "Dice", "WaitingTimer");
        assertThat(violations("chance", HouseRules.chanceAndTimeAreHandedIn("Stamp")))
                .isEmpty();
    }

    @Test
    void whatNoIndexCanServeIsFound(@TempDir Path sources) throws Exception {
        Files.writeString(sources.resolve("DueStore.java"), "where due_at <= clock_timestamp()");
        assertThatThrownBy(() -> HouseRules.refuse(sources, HouseRules.VOLATILE_TIME, "no index"))
                .hasMessageContaining("DueStore.java: <= clock_timestamp()");
        Files.writeString(
                sources.resolve("DueStore.java"), "set due_at = clock_timestamp() where a <= statement_timestamp()");
        assertThatCode(() -> HouseRules.refuse(sources, HouseRules.VOLATILE_TIME, "no index"))
                .doesNotThrowAnyException();
    }

    @Test
    void namesThatSayNothingAreFound() {
        assertThat(violations("names", HouseRules.namesSaySomething()))
                .contains("StampImpl", "AbstractStamp")
                .doesNotContain("names.Database");
    }

    @Test
    void aPackageWithoutAWordAboutItselfIsFound() {
        assertThat(violations("unmarked", HouseRules.nullMarked())).contains("Orphan", "package-info.java");
        assertThat(violations("names", HouseRules.nullMarked())).isEmpty();
    }

    @Test
    void aServiceThatUsesAnotherIsFound() {
        assertThat(violations("service", HouseRules.servicesStandAlone(FIXTURE + "service")))
                .contains("Neighbour", "names.Database", "share only events");
        assertThat(violations("pure", HouseRules.servicesStandAlone(FIXTURE + "pure")))
                .isEmpty();
    }

    @Test
    void sqlOutsideAStoreIsFound() {
        assertThat(violations("sql", HouseRules.sqlIsInStores()))
                .contains("OrderRoutes", "io.vertx.sqlclient.Tuple", "in a class named Store")
                .doesNotContain("OrderStore");
    }

    @Test
    void aPlatformThatKnowsAServiceIsFound() {
        assertThat(violations("service", HouseRules.platformKnowsNobody())).contains("Neighbour");
    }

    @Test
    void aContractThatNeedsMoreThanTheJdkIsFound() {
        assertThat(violations("contract", HouseRules.contractsNeedOnlyTheJdk(FIXTURE + "contract")))
                .contains("Event", "JsonObject");
        assertThat(violations("names", HouseRules.contractsNeedOnlyTheJdk(FIXTURE + "names")))
                .isEmpty();
    }

    @Test
    void wordsOfTheDomainAreFound() {
        assertThat(violations("noun", HouseRules.noDomainNouns()))
                .contains("Meter.openAlerts", "Meter.onCallFor", "DeliveryGauge")
                .doesNotContain("Wheel");
    }

    @Test
    void allBrokenRulesAreToldAtOnce() {
        assertThat(violations(
                        "service",
                        HouseRules.servicesStandAlone(FIXTURE + "service"),
                        HouseRules.namesSaySomething(),
                        HouseRules.platformKnowsNobody()))
                .contains("share only events", "the platform stands under the services");
    }

    @Test
    void aPackageWithoutClassesIsAMistake() {
        assertThatThrownBy(() -> HouseRules.check("dev.belfry.nowhere")).hasMessageContaining("no class");
    }

    @Test
    void linesAboveTheBudgetAreFound(@TempDir Path sources) throws Exception {
        Files.writeString(sources.resolve("Two.java"), "one\n\n  \ntwo\n");
        Files.writeString(sources.resolve("Other.txt"), "one\ntwo\nthree\n");

        assertThatCode(() -> HouseRules.lineBudget(sources, 2)).doesNotThrowAnyException();
        assertThatThrownBy(() -> HouseRules.lineBudget(sources, 1)).hasMessageContaining("2 lines");
    }

    private static String violations(String room, ArchRule... rules) {
        var classes = new ClassFileImporter().importPackages(FIXTURE + room);
        Throwable broken = catchThrowable(() -> HouseRules.check(classes, List.of(rules)));
        assertThat(broken)
                .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        some -> assertThat(some).isInstanceOf(AssertionError.class));
        return broken == null ? "" : String.valueOf(broken.getMessage());
    }
}
