package dev.belfry.platform.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live pages over a real connection. */
@Timeout(60)
class LiveIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AtomicBoolean welcome = new AtomicBoolean(true);
    private final Live live = new Live(vertx, metrics, "test", 10, 0);
    private int port;

    @BeforeEach
    void start() throws Exception {
        var router = Router.router(vertx);
        router.get("/live").handler(context -> live.attach(context, welcome::get));
        port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void stop() throws Exception {
        http.shutdownNow();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private BufferedReader open(String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/live"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        var reader = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        assertThat(reader.readLine()).startsWith("retry: ");
        assertThat(reader.readLine()).isEmpty();
        await().atMost(SOON).until(() -> readers() > 0);
        return reader;
    }

    private double readers() {
        return metrics.get("belfry.live.readers").gauge().value();
    }

    private static List<String> event(BufferedReader reader) throws IOException {
        var lines = new ArrayList<String>();
        for (var line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    @Test
    void aStreamEndsBeforeTheNextEventWhenItsReaderIsNotWelcomeAnyLonger() throws Exception {
        var reader = open();
        live.send("changed", "first");
        assertThat(event(reader)).containsExactly("id: 1", "event: changed", "data: first");

        welcome.set(false);
        live.send("changed", "second");
        assertThat(reader.readLine()).as("the end of the stream").isNull();
        assertThat(readers()).isZero();
    }

    @Test
    void whoComesBackGetsWhatItMissed() throws Exception {
        for (var text : List.of("one", "two", "three")) {
            live.send("changed", text);
        }
        var reader = open("Last-Event-ID", "1");
        assertThat(event(reader)).contains("data: two");
        assertThat(event(reader)).contains("data: three");
        live.send("changed", "four");
        assertThat(event(reader)).contains("id: 4", "data: four");
    }

    @Test
    void whoWasAwayForTooLongOrKnowsALaterEventIsToldToFetchAnew() throws Exception {
        for (int i = 0; i < 300; i++) {
            live.send("changed", "event " + i);
        }
        assertThat(event(open("Last-Event-ID", "2"))).contains("event: refetch");
        assertThat(event(open("Last-Event-ID", "301"))).contains("event: refetch");
    }
}
