package dev.belfry.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Senders that send byte by byte, out of malice or by a bad network. */
@ExtendWith(Engines.class)
@Execution(ExecutionMode.CONCURRENT)
class SlowSendersIT {
    private static final String KEY = "51053e0dab34e4d5f9a7b8c9d0e1f2a3";
    private static final int LARGE = 250 * 1024;

    private static Host host;

    @BeforeAll
    static void start() {
        host = IngestService.start(Settings.forTests(HostSettings.forTests("alert-ingest", null, Engines.kafka())));
        var id = new UUID(21, 21);
        var entry = new IntegrationEntry(id, new UUID(22, 22), "slow", "events", Sha256.hex(KEY));
        Announced.by(host, entry);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> post("{\"summary\":\"first\"}") == 202);
    }

    @AfterAll
    static void stop() {
        host.stop();
    }

    private static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static int post(String body) throws IOException {
        return send("Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static int send(String headAndBody) throws IOException {
        try (var socket = connect(host.httpPort())) {
            socket.getOutputStream()
                    .write(("POST /v1/webhooks/generic/" + KEY + " HTTP/1.1\r\nHost: a\r\n" + headAndBody)
                            .getBytes(StandardCharsets.US_ASCII));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return Integer.parseInt(in.readLine().split(" ", 3)[1]);
        }
    }

    @Test
    void bodiesInSingleBytesFromFourConnectionsStallNobody() throws Exception {
        var body = "{\"summary\":\"in single bytes\",\"dedup_key\":\"single\",\"more\":\"" + "x".repeat(LARGE) + "\"}";
        var chunks = new StringBuilder("Transfer-Encoding: chunked\r\n\r\n");
        body.chars().forEach(one -> chunks.append("1\r\n").append((char) one).append("\r\n"));
        var request = chunks.append("0\r\n\r\n").toString();

        var slowest = Duration.ZERO;
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var sent = new ArrayList<Future<Integer>>();
            for (int sender = 0; sender < 4; sender++) {
                Callable<Integer> twice = () -> Math.max(send(request), send(request));
                sent.add(senders.submit(twice));
            }
            while (!sent.stream().allMatch(Future::isDone)) {
                long start = System.nanoTime();
                assertThat(post("{\"summary\":\"beside them\",\"dedup_key\":\"beside\"}"))
                        .isEqualTo(202);
                var took = Duration.ofNanos(System.nanoTime() - start);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
            }
            for (var one : sent) {
                assertThat(one.get(1, TimeUnit.SECONDS)).isEqualTo(202);
            }
        }
        System.out.println("slowest beside bodies in single bytes: " + slowest);
        assertThat(slowest).as("a sender waits for ten seconds at least").isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void headsThatDribbleInAreCutOffAtEachDoor() throws Exception {
        try (var atDoor = connect(host.httpPort());
                var atManagement = connect(host.managementPort())) {
            long start = System.nanoTime();
            var clock = Executors.newSingleThreadScheduledExecutor();
            try {
                for (var socket : new Socket[] {atDoor, atManagement}) {
                    socket.getOutputStream().write("GET / HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
                    clock.scheduleAtFixedRate(
                            () -> {
                                try {
                                    socket.getOutputStream().write('x');
                                } catch (IOException closed) {
                                    throw new java.io.UncheckedIOException(closed);
                                }
                            },
                            0,
                            500,
                            TimeUnit.MILLISECONDS);
                }
                assertThat(isClosed(atDoor)).isTrue();
                assertThat(isClosed(atManagement)).isTrue();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            } finally {
                clock.shutdownNow();
            }
        }
    }

    /** Waits for the end of the connection; a byte would be an answer, and silence is cut off by the socket's time-out. */
    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }
}
