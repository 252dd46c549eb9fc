package dev.belfry.system.bench;

import dev.belfry.contracts.Topics;
import dev.belfry.platform.events.Producer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The bare ceiling: a handler that reads the body, sends it to the broker, and answers 202 when the broker has it. No
 * parsing, no routing key, no format. The requests of one event-loop tick are one record; or each is a record of its own.
 */
public final class Ceiling {
    private static final UUID ID = new UUID(0, 1);

    private final Producer producer;
    private final boolean gathers;
    private List<HttpServerResponse> waiting = new ArrayList<>();
    private Buffer record = Buffer.buffer();

    private Ceiling(Producer producer, boolean gathers) {
        this.producer = producer;
        this.gathers = gathers;
    }

    /** Arguments: Kafka's bootstrap, port, event loops, {@code tick} or {@code each}. */
    public static void main(String[] arguments) {
        int loops = Integer.parseInt(arguments[2]);
        var vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
        var producer = new Producer(vertx, arguments[0], "ceiling", java.time.InstantSource.system());
        producer.warm(List.of(Topics.ALERTS)).await();
        for (int i = 0; i < loops; i++) {
            var one = new Ceiling(producer, arguments[3].equals("tick"));
            vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(Integer.parseInt(arguments[1])))
                    .requestHandler(
                            request -> request.body().onSuccess(body -> one.take(vertx, body, request.response())))
                    .listen()
                    .await();
        }
    }

    private void take(Vertx vertx, Buffer body, HttpServerResponse response) {
        if (!gathers) {
            answer(List.of(response), send(body));
            return;
        }
        if (waiting.isEmpty()) {
            vertx.runOnContext(end -> flush());
        }
        waiting.add(response);
        record.appendBuffer(body);
    }

    private void flush() {
        var answered = waiting;
        var sent = record;
        waiting = new ArrayList<>();
        record = Buffer.buffer();
        answer(answered, send(sent));
    }

    private Future<Void> send(Buffer data) {
        return producer.send(
                Topics.ALERTS.name(), null, "ceiling", ID, "ceiling", "ceiling", Instant.EPOCH, data.getBytes());
    }

    private static void answer(List<HttpServerResponse> responses, Future<Void> sent) {
        sent.onComplete(done -> responses.forEach(
                response -> response.setStatusCode(done.succeeded() ? 202 : 503).end()));
    }
}
