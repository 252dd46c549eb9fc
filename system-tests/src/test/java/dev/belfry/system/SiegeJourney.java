package dev.belfry.system;

import static dev.belfry.system.Belfry.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite of one machine while strangers hold on to its doors, and while its engines die under it. */
class SiegeJourney {
    private static final Duration CUT_OFF = Duration.ofSeconds(20);
    private static final Duration QUICK = Duration.ofSeconds(3);

    private final Http http = new Http();

    @Test
    void doorsStayOpenForOthersAndEnginesThatDieComeBack(@TempDir Path directory) throws Exception {
        try (var mail = MailServer.start();
                var suite = SuiteProcess.on(directory.resolve("data")).sendingMailTo(mail)) {
            var belfry = suite.up();
            assertThat(suite.output()).doesNotContain("the broker is away");
            assertThat(Files.readString(suite.data().resolve("logs/belfry.log")))
                    .doesNotContain("the broker is away");
            signIn(belfry, suite.printedPassword());

            manyTabsAndSlowBodiesLeaveTheConsoleToOthers(belfry);
            headsThatDribbleInAreCutOffAtEveryDoor(belfry, suite);

            var management = new JsonObject(Files.readString(suite.readyFile()))
                    .getJsonObject("management")
                    .getString("edge");
            dies(suite, management, "PostgreSQL", "/bin/postgres -D ");
            dies(suite, management, "Kafka", "KafkaEngine");
            await("an alert is accepted").atMost(SOON).until(() -> belfry.report("after", "After the fall") == 202);
            mail.awaitMailTo(belfry.onCall("Payments weekly"), Duration.ofSeconds(60));
        }
    }

    private void signIn(Belfry belfry, String password) {
        var form = http.get(belfry.console() + "/sign-in");
        var csrf = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"").matcher(form.body());
        assertThat(csrf.find()).isTrue();
        var answer = http.submit(
                belfry.console() + "/sign-in",
                Map.of("csrf", csrf.group(1), "email", "admin@example.net", "password", password));
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
    }

    private void manyTabsAndSlowBodiesLeaveTheConsoleToOthers(Belfry belfry) throws IOException {
        var held = new ArrayList<AutoCloseable>();
        try {
            for (int tab = 0; tab < 40; tab++) {
                held.add(http.stream(belfry.console() + "/incidents/live"));
            }
            for (int stranger = 0; stranger < 80; stranger++) {
                var socket = connect(URI.create(belfry.console()).getPort());
                held.add(socket);
                send(socket, "POST /api/v1/users HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf");
            }
            for (var path : List.of("/incidents", "/on-call", "/me", "/status")) {
                long start = System.nanoTime();
                assertThat(http.get(belfry.console() + path).status()).as(path).isEqualTo(200);
                assertThat(since(start)).as(path).isLessThan(QUICK);
            }
            assertThat(belfry.people()).isNotEmpty();
        } finally {
            for (var one : held) {
                try {
                    one.close();
                } catch (Exception gone) {
                    // Whoever was cut off has nothing to close.
                }
            }
        }
    }

    /** Each of the six doors and of their management ports. */
    private static void headsThatDribbleInAreCutOffAtEveryDoor(Belfry belfry, SuiteProcess suite) throws Exception {
        var ports = new ArrayList<Integer>();
        for (int service = 0; service < 6; service++) {
            ports.add(suite.portBase() + service);
            ports.add(suite.portBase() + 10 + service);
        }
        long start = System.nanoTime();
        var sockets = new ArrayList<Socket>();
        try (var clock = Executors.newSingleThreadScheduledExecutor()) {
            for (int port : ports) {
                var socket = connect(port);
                sockets.add(socket);
                send(socket, "GET / HTTP/1.1\r\nX-Slow: ");
                clock.scheduleAtFixedRate(() -> drip(socket), 0, 500, TimeUnit.MILLISECONDS);
            }
            for (var socket : sockets) {
                assertThat(isCutOff(socket)).isTrue();
                socket.close();
            }
            clock.shutdownNow();
        }
        assertThat(since(start)).isLessThan(CUT_OFF);
        assertThat(belfry.people()).isNotEmpty();
    }

    /** Its death is said on the terminal and by the edge's readiness, until it runs again. */
    private void dies(SuiteProcess suite, String management, String name, String command) {
        var line = suite.processes().stream()
                .filter(process -> process.contains(command))
                .findFirst()
                .orElseThrow();
        long pid = Long.parseLong(line.substring(0, line.indexOf(' ')));
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        await(name + " is missed")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> http.get(management + "/health/ready"),
                        answer -> answer.status() == 503
                                && answer.body().contains(name + " has died with exit code 137"));
        await(name + " is back")
                .atMost(SOON)
                .until(() -> http.get(management + "/health/ready").status() == 200);
        assertThat(suite.output())
                .contains(name + " has died with exit code 137; belfry starts it again.")
                .contains(name + " runs again.");
    }

    private static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void drip(Socket socket) {
        try {
            send(socket, "x");
        } catch (IOException closed) {
            throw new java.io.UncheckedIOException(closed);
        }
    }

    private static boolean isCutOff(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
