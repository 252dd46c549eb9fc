package dev.belfry.ingest.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is taken from whom the client asks: little, at once, and from nobody else. */
class SnsClientTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static HttpClient http;
    private static int port;

    @BeforeAll
    static void start() throws TimeoutException {
        http = VERTX.createHttpClient();
        port = VERTX.createHttpServer()
                .requestHandler(request -> {
                    var response = request.response();
                    switch (request.path()) {
                        case "/moved" ->
                            response.setStatusCode(302)
                                    .putHeader("Location", "/small")
                                    .end();
                        case "/small" -> response.end("certificate");
                        case "/full" -> response.end(Buffer.buffer(new byte[16 * 1024]));
                        case "/large" -> response.setChunked(true).end(Buffer.buffer(new byte[16 * 1024 + 1]));
                        case "/endless" -> response.setChunked(true).write("and so on");
                        default -> response.setStatusCode(404).end();
                    }
                })
                .listen(0)
                .await(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterAll
    static void stop() throws TimeoutException {
        VERTX.close().await(10, TimeUnit.SECONDS);
    }

    private static Buffer ask(String path) throws TimeoutException {
        return asked(path).await(20, TimeUnit.SECONDS);
    }

    private static Future<Buffer> asked(String path) {
        return SnsClient.ask(
                http, new RequestOptions().setHost("127.0.0.1").setPort(port).setURI(path));
    }

    @Test
    void aShortAnswerIsTakenWhole() throws TimeoutException {
        assertThat(ask("/small").toString()).isEqualTo("certificate");
        assertThat(ask("/full").length()).isEqualTo(16 * 1024);
    }

    /** Who asks from a thread of its own may be late for an answer that is already there: it is read in time all the same. */
    @Test
    void everyAnswerIsReadHoweverSoonItIsThere() throws TimeoutException {
        for (int round = 0; round < 1_000; round++) {
            assertThat(ask("/small").toString()).isEqualTo("certificate");
        }
    }

    @Test
    void aRedirectALongAnswerAndOneWithoutEndAreNot() throws TimeoutException {
        assertThatThrownBy(() -> ask("/moved")).hasMessageContaining("302");
        assertThatThrownBy(() -> ask("/large")).hasMessageContaining("more than");
        assertThatThrownBy(() -> ask("/none")).hasMessageContaining("404");
        var givenUp = asked("/endless").map(Buffer::toString).otherwise("given up");
        assertThat(givenUp.await(15, TimeUnit.SECONDS)).isEqualTo("given up");
    }
}
