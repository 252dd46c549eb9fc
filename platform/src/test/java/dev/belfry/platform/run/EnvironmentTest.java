package dev.belfry.platform.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
    @Test
    void allBadSettingsAreToldAtOnceAndNoSecretIsShown() {
        var environment = new Environment(Map.of(
                "BELFRY_HTTP_PORT", "eighty",
                "BELFRY_DRAIN", "5s",
                "BELFRY_CONSOLE_URL", "belfry",
                "BELFRY_MIGRATE", "yes",
                "BELFRY_DATABASE_URL", "mysql://belfry:hunter2@db/x"));
        HostSettings.from(environment, "sample", 8080, 8090, true);

        assertThatThrownBy(environment::check)
                .isInstanceOfSatisfying(
                        BadSettings.class,
                        bad -> assertThat(bad.problems())
                                .hasSize(5)
                                .noneMatch(problem -> problem.contains("hunter2"))
                                .anyMatch(problem -> problem.contains("BELFRY_HTTP_PORT")
                                        && problem.contains("expected: a whole number"))
                                .anyMatch(problem -> problem.contains("BELFRY_DRAIN") && problem.contains("PT30S")));
    }

    @Test
    void whatIsNotSetHasItsDefault() {
        var environment = new Environment(Map.of("BELFRY_DATABASE_URL", "postgresql://u:p@127.0.0.1/x"));
        var settings = HostSettings.from(environment, "sample", 8080, 8090, true);
        environment.check();

        assertThat(settings.bind()).isEqualTo("127.0.0.1");
        assertThat(settings.httpPort()).isEqualTo(8080);
        assertThat(settings.migrate()).isTrue();
    }

    @Test
    void linksOfAnInstallationLeadToItsOwnPathsOrToTheWeb() {
        var good = new Environment(
                Map.of("BELFRY_CONSOLE_LINKS", "Mailbox=/mailbox, Dashboards=https://g.example.net/d?a=b"));
        assertThat(good.links("BELFRY_CONSOLE_LINKS"))
                .containsExactly(
                        Map.entry("Mailbox", "/mailbox"), Map.entry("Dashboards", "https://g.example.net/d?a=b"));
        good.check();

        for (var bad : List.of("=/x", "Mailbox", "X=//elsewhere.example", "X=javascript:alert(1)", "X=/a b")) {
            var environment = new Environment(Map.of("BELFRY_CONSOLE_LINKS", bad));
            environment.links("BELFRY_CONSOLE_LINKS");
            assertThatThrownBy(environment::check).as(bad).isInstanceOf(BadSettings.class);
        }
    }

    @Test
    void aSecretMayStandInAFile(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("url"), "postgresql://u:p@127.0.0.1/x\n");
        var environment = new Environment(Map.of("BELFRY_DATABASE_URL_FILE", file.toString()));

        assertThat(environment.secret("BELFRY_DATABASE_URL")).isEqualTo("postgresql://u:p@127.0.0.1/x");
        assertThat(environment.names()).contains("BELFRY_DATABASE_URL", "BELFRY_DATABASE_URL_FILE");
    }
}
