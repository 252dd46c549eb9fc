package dev.belfry.system.bench;

import dev.belfry.contracts.Topics;
import dev.belfry.platform.events.Producer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The bare ceiling: a handler that reads the body, sends it as one record, and answers 202 when the broker has it. No
 * parsing, no routing key, no format.
 */
public final class Ceiling {
    private Ceiling() {}

    /** Arguments: Kafka's bootstrap, port, event loops. */
    public static void main(String[] arguments) {
        int loops = Integer.parseInt(arguments[2]);
        var vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
        var producer = new Producer(vertx, arguments[0], "ceiling");
        producer.warm(List.of(Topics.ALERTS)).await();
        var id = new UUID(0, 1);
        for (int i = 0; i < loops; i++) {
            vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(Integer.parseInt(arguments[1])))
                    .requestHandler(request -> request.body()
                            .compose(body -> producer.send(
                                    Topics.ALERTS.name(),
                                    null,
                                    "ceiling",
                                    id,
                                    "ceiling",
                                    "ceiling",
                                    Instant.EPOCH,
                                    body.getBytes()))
                            .onSuccess(acked ->
                                    request.response().setStatusCode(202).end())
                            .onFailure(failed ->
                                    request.response().setStatusCode(503).end()))
                    .listen()
                    .await();
        }
    }
}
