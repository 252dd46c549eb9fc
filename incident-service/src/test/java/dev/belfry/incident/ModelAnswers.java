package dev.belfry.incident;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a server of OpenAI's chat completions answers, by its contract; a request that it would refuse is refused. */
final class ModelAnswers {
    static final String KEY = "sk-stand-0123456789";

    private final HttpServer server;
    private final List<JsonObject> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String text = "";

    ModelAnswers() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/");
    }

    /** From now on it writes this. */
    void writes(String words) {
        text = words;
    }

    /** From now on it answers with this status. */
    void answersWith(int code) {
        status = code;
    }

    List<JsonObject> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!exchange.getRequestURI().getPath().equals("/v1/chat/completions")
                    || !exchange.getRequestMethod().equals("POST")) {
                asked.add(
                        new JsonObject().put("strayed", exchange.getRequestURI().getPath()));
                send(exchange, 404, "{}");
                return;
            }
            if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, 401, "{}");
                return;
            }
            var question = new JsonObject(body);
            if (!question.getString("model").equals("stand-model")
                    || question.getJsonArray("messages").isEmpty()) {
                send(exchange, 400, "{}");
                return;
            }
            asked.add(question);
            if (status == 302) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
            }
            var message = new JsonObject().put("role", "assistant").put("content", text);
            var choice = new JsonObject()
                    .put("index", 0)
                    .put("finish_reason", "stop")
                    .put("message", message);
            send(
                    exchange,
                    status,
                    new JsonObject()
                            .put("object", "chat.completion")
                            .put("choices", new JsonArray().add(choice))
                            .encode());
        }
    }

    private static void send(HttpExchange exchange, int code, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
