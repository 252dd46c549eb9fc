package dev.belfry.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.platform.http.TrustedProxies;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way to a service while others hold on to it. */
class BackendClientIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final BackendClient.Limits LIMITS =
            new BackendClient.Limits(2, 20, 10, Duration.ofSeconds(1), Duration.ofSeconds(2), 4_000_000);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger hung = new AtomicInteger();
    private final AtomicLong bodyBytes = new AtomicLong();
    private int port;

    @BeforeEach
    void start() throws Exception {
        var service = vertx.createHttpServer()
                .requestHandler(this::serve)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        var client =
                new BackendClient(vertx, service.actualPort(), LIMITS, TrustedProxies.of("127.0.0.0/8"), bodyBytes);
        var edge = Router.router(vertx);
        edge.route().handler(client::lead);
        port = vertx.createHttpServer(new HttpServerOptions())
                .requestHandler(edge)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void stop() throws Exception {
        for (var socket : sockets) {
            socket.close();
        }
        http.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private void serve(HttpServerRequest request) {
        var response = request.response();
        switch (request.path()) {
            case "/stream" -> {
                streams.incrementAndGet();
                response.closeHandler(gone -> streams.decrementAndGet());
                response.setChunked(true)
                        .putHeader("Content-Type", "text/event-stream")
                        .write("data: first\n\n");
            }
            case "/hops" -> response.end(request.getHeader("X-Forwarded-For"));
            case "/hang" -> hung.incrementAndGet();
            case "/unchanged" ->
                response.setStatusCode(304).putHeader("ETag", "\"7\"").end();
            case "/page" -> {
                response.putHeader("ETag", "\"7\"");
                if (request.method().name().equals("HEAD")) {
                    response.putHeader("Content-Length", "1234").end();
                } else {
                    response.end("x".repeat(1234));
                }
            }
            default -> request.body().onSuccess(body -> response.end(request.method() + " " + body.length()));
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(SOON)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Socket send(String text) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket.setSoTimeout((int) SOON.toMillis());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String head(BufferedReader in) throws IOException {
        var lines = new ArrayList<String>();
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            lines.add(line.toLowerCase(java.util.Locale.ROOT));
        }
        return String.join("\n", lines);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    @Test
    void openStreamsLeaveTheOtherRequestsAlone() throws Exception {
        for (int i = 0; i < LIMITS.streams(); i++) {
            var in = reader(send("GET /stream HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n"));
            assertThat(head(in)).contains("200 ok", "content-type: text/event-stream");
        }
        assertThat(get("/fast").body()).isEqualTo("GET 0");

        var oneMore = reader(send("GET /stream HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n"));
        assertThat(head(oneMore)).contains("503", "retry-after: 2");
    }

    @Test
    void aReaderOfAStreamWhoGoesAwayFreesItsConnection() throws Exception {
        var socket = send("GET /stream HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n");
        head(reader(socket));
        assertThat(streams).hasValue(1);
        socket.close();
        await().atMost(SOON).untilAsserted(() -> assertThat(streams).hasValue(0));
    }

    @Test
    void sendersWhoseBodiesAreNotWholeLeaveTheOthersAlone() throws Exception {
        for (int i = 0; i < 50; i++) {
            send("POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf");
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(bodyBytes).hasValue(200));
        assertThat(get("/fast").statusCode()).isEqualTo(200);
        for (var socket : sockets) {
            socket.close();
        }
        await("what is not whole is forgotten")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(bodyBytes).hasValue(0));
    }

    @Test
    void whoFindsNoConnectionInTimeIsToldWhenToComeBack() throws Exception {
        for (int i = 0; i < LIMITS.requests(); i++) {
            send("GET /hang HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(hung).hasValue(LIMITS.requests()));
        long start = System.nanoTime();
        var answer = get("/fast");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("2");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMITS.answer());
    }

    @Test
    void aServiceThatDoesNotAnswerIsGivenUp() throws Exception {
        assertThat(get("/hang").statusCode()).isEqualTo(504);
        assertThat(get("/fast").statusCode()).isEqualTo(200);
    }

    @Test
    void bodiesAreBoundedEachAndAllTogether() throws Exception {
        int large = BackendClient.MAX_BODY;
        assertThat(post(large).body()).isEqualTo("POST " + large);
        assertThat(post(large + 1).statusCode()).isEqualTo(413);

        for (int i = 0; i < 3; i++) {
            send("POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: " + (large + 1) + "\r\n\r\n" + "x".repeat(large));
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(bodyBytes).hasValue(3L * large));
        var refused = post(large);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("2");
    }

    private HttpResponse<String> post(int length) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/echo"))
                        .timeout(SOON)
                        .POST(HttpRequest.BodyPublishers.ofString("x".repeat(length)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whatATrustedProxySaysOfItsCallerIsHandedOn() throws Exception {
        assertThat(get("/hops").body()).isEqualTo("127.0.0.1");
        var in = reader(
                send("GET /hops HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n"));
        head(in);
        assertThat(in.readLine()).isEqualTo("203.0.113.9, 127.0.0.1");
    }

    /** On one connection, so that a byte too many would be taken for the next answer. */
    @Test
    void answersWithoutABodyPassAsTheyAre() throws Exception {
        var socket = send("GET /unchanged HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"7\"\r\n\r\n");
        var in = reader(socket);
        assertThat(head(in))
                .contains("304", "etag: \"7\"")
                .doesNotContain("transfer-encoding")
                .doesNotContain("content-length");
        socket.getOutputStream().write("HEAD /page HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(head(in)).contains("200", "content-length: 1234").doesNotContain("transfer-encoding");
        socket.getOutputStream().write("GET /page HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(head(in)).contains("200", "content-length: 1234");
        assertThat(in.skip(1234)).isEqualTo(1234);
    }
}
