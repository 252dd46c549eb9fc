package dev.belfry.incident;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.belfry.platform.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What alert-ingest answers to a dry run, by its contract: a summary is read from {@code body.title}, an expression that
 * holds an exclamation mark does not compile. Events are accepted.
 */
final class IngestAnswers {
    private final HttpServer server;
    private final List<JsonObject> asked = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    IngestAnswers() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        server.createContext("/v1/webhooks/generic/", this::answer);
        server.createContext("/v2/enqueue", this::accept);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on it fails, or not. */
    void away(boolean now) {
        away = now;
    }

    /** The latest question, with the path it was sent to. */
    JsonObject asked() {
        return asked.getLast();
    }

    private void accept(HttpExchange exchange) throws IOException {
        try (exchange) {
            var event = new JsonObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            asked.add(event.put("path", exchange.getRequestURI().getPath()));
            send(exchange, away ? 502 : 202, "application/json", new JsonObject());
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var question = new JsonObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            asked.add(question.copy().put("path", exchange.getRequestURI().getPath()));
            if (away) {
                send(exchange, 502, "application/json", new JsonObject());
                return;
            }
            var errors = new JsonArray();
            for (var one : question.getJsonObject("mapping", new JsonObject())) {
                if (String.valueOf(one.getValue()).contains("!")) {
                    errors.add(new JsonObject()
                            .put("pointer", "#/mapping/" + one.getKey())
                            .put("detail", "1:6: this is no expression"));
                }
            }
            if (errors.isEmpty()) {
                send(exchange, 200, "application/json", alerts(question.getValue("payload")));
            } else {
                var problem = new JsonObject()
                        .put("status", 400)
                        .put("title", "Bad Request")
                        .put("errors", errors);
                send(exchange, 400, "application/problem+json", problem);
            }
        }
    }

    private static JsonObject alerts(Object payload) {
        var title = payload instanceof JsonObject body ? body.getString("title", "Alert without a summary") : "?";
        return new JsonObject(Json.text(Map.of(
                "alerts",
                List.of(Map.of(
                        "action",
                        "trigger",
                        "dedup_key",
                        "disk-db1",
                        "summary",
                        title,
                        "severity",
                        "critical",
                        "details",
                        Map.of("region", "eu"))),
                "notes",
                List.of("source: no such member; the usual names were used"))));
    }

    private static void send(HttpExchange exchange, int status, String type, JsonObject body) throws IOException {
        var bytes = body.encode().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
