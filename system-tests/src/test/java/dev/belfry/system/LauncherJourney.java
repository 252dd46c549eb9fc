package dev.belfry.system;

import static dev.belfry.system.Belfry.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a person uses and abuses it: up, the printed line, kill -9, up again, Ctrl-C, and mistakes. */
class LauncherJourney {
    private static final Duration REFUSAL = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(60);

    @Test
    void whatWasAcceptedBeforeAKillIsPagedOnceAfterwardsAndSignalsStopCleanly(@TempDir Path directory)
            throws IOException, InterruptedException {
        try (var mail = MailServer.start();
                var suite = SuiteProcess.on(directory.resolve("data")).sendingMailTo(mail)) {
            timed("cold up", suite);
            assertThat(Files.getPosixFilePermissions(suite.readyFile())).hasSize(2);
            aSecondOneIsRefused(directory, suite);

            pasteIntoAShell(suite.printedCurl());
            suite.kill();
            await("no engine is left of the run that was killed")
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(suite.processes()).isEmpty());

            var belfry = timed("up after kill -9", suite);
            var person = belfry.onCall("Payments weekly");
            var page = mail.awaitMailTo(person, Duration.ofSeconds(90));
            assertThat(page.text()).contains("Checkout is failing for every second customer");
            var incident = belfry.awaitIncident(1, "triggered");
            awaitSent(belfry, incident);

            stopsBy("TERM", suite);
            belfry = timed("warm up", suite);
            awaitSent(belfry, incident);
            assertThat(belfry.incidents()).hasSize(1);
            stopsBy("INT", suite);
            assertThat(mail.all()).as("one page in three runs").hasSize(1);
        }
    }

    private static Belfry timed(String what, SuiteProcess suite) {
        long start = System.nanoTime();
        var belfry = suite.up();
        System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - start) / 1e9);
        return belfry;
    }

    private static void awaitSent(Belfry belfry, Incident incident) {
        await("the page is sent")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(belfry.deliveries(incident))
                        .extracting(delivery -> delivery.getString("status"))
                        .containsExactly("sent"));
    }

    private static void pasteIntoAShell(String line) throws IOException, InterruptedException {
        var shell = new ProcessBuilder("/bin/sh", "-c", line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var answer = new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(answer).contains("\"status\":\"success\"");
    }

    private static void aSecondOneIsRefused(Path directory, SuiteProcess suite) {
        refused(
                directory,
                List.of("Another belfry is running on " + suite.data()),
                "--data",
                suite.data().toString(),
                "--port-base",
                Integer.toString(suite.portBase()));
        assertThat(suite.readyFile()).as("the first one is as it was").exists();
    }

    private static void stopsBy(String signal, SuiteProcess suite) {
        suite.signal(signal);
        assertThat(suite.awaitExit(STOP)).as("exit code after SIG" + signal).isZero();
        assertThat(suite.readyFile()).doesNotExist();
        assertThat(suite.processes()).isEmpty();
        assertThat(suite.output()).contains("belfry has stopped; its data stay in " + suite.data());
    }

    @Test
    void aPortThatIsTakenIsNamed(@TempDir Path directory) throws IOException {
        var suite = SuiteProcess.on(directory.resolve("data"));
        try (var taken = new ServerSocket(suite.portBase() + 3, 1, InetAddress.getLoopbackAddress())) {
            refused(
                    directory,
                    List.of("Port " + taken.getLocalPort() + " (oncall-service) is taken", "--port-base"),
                    "--data",
                    suite.data().toString(),
                    "--port-base",
                    Integer.toString(suite.portBase()));
        }
    }

    @Test
    void dataOfANewerBelfryAreNotTouched(@TempDir Path directory) throws IOException {
        var data = Files.createDirectory(directory.resolve("data"));
        Files.writeString(data.resolve("version"), "99\n");
        refused(directory, List.of("written by a newer belfry (data version 99"), "--data", data.toString());
        assertThat(data.resolve("version")).hasContent("99");
        assertThat(data.resolve("postgres")).doesNotExist();
    }

    @Test
    void mistakesOnTheCommandLineAreNamed(@TempDir Path directory) {
        refused(directory, List.of("unknown option --prot-base", "usage: "), "--prot-base", "9000");
        refused(directory, List.of("--port-base eighty", "usage: "), "--port-base", "eighty");
    }

    /** It says what is wrong, and not much more, and ends with 2. */
    private static void refused(Path directory, List<String> words, String... options) {
        try (var launcher = SuiteProcess.launch(directory.resolve("refused.out"), options)) {
            assertThat(launcher.awaitExit(REFUSAL)).as(launcher::output).isEqualTo(2);
            assertThat(launcher.output())
                    .contains(words)
                    .doesNotContain("Exception")
                    .hasLineCount(launcher.output().contains("usage: ") ? 2 : 1);
        }
    }
}
