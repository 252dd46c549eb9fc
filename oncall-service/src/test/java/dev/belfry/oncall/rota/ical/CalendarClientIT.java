package dev.belfry.oncall.rota.ical;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Servers of calendars that mean no good. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalendarClientIT {
    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeAll
    void open() {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    switch (request.path()) {
                        case "/large" -> request.response().end("x".repeat(CalendarClient.MOST_BYTES + 1));
                        case "/around" ->
                            request.response()
                                    .setStatusCode(302)
                                    .putHeader("Location", "/around")
                                    .end();
                        case "/file" ->
                            request.response()
                                    .setStatusCode(302)
                                    .putHeader("Location", "file:///etc/passwd")
                                    .end();
                        default -> request.response().end("BEGIN:VCALENDAR");
                    }
                })
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterAll
    void close() {
        vertx.close().await();
    }

    private String why(boolean allowPrivate, String path) {
        Fetched fetched = new CalendarClient(vertx, allowPrivate)
                .fetch("http://localhost:" + server.actualPort() + path, null, null)
                .await();
        return fetched instanceof Fetched.Failed failed ? failed.why() : "fetched";
    }

    @Test
    void onlySoMuchIsReadAndFollowed() {
        assertThat(why(true, "/good")).isEqualTo("fetched");
        assertThat(why(true, "/large")).contains("larger than 2 MiB");
        assertThat(why(true, "/around")).contains("more than 3 others");
        assertThat(why(true, "/file")).contains("not http");
    }

    @Test
    void ourOwnNetworkIsNotReached() {
        assertThat(why(false, "/good")).isEqualTo("the address leads into a private network");
    }
}
