package dev.belfry.notifier.provider;

import dev.belfry.notifier.provider.ProviderHost.Reply;
import dev.belfry.notifier.provider.ProviderHost.Seen;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Slack with its Web API, Socket Mode and the addresses where words for a presser are posted. */
public final class SlackHost implements AutoCloseable {
    public static final String APP_TOKEN = "xapp-1-A012345-6789-abcdef";
    public static final String SIGNING_SECRET = "8f742231b10e8888abcd99edccc85a55";
    private static final AtomicLong PRESSES = new AtomicLong();

    private final Vertx vertx = Vertx.vertx();
    private final SlackApp app = new SlackApp();
    private final HttpServer server;
    /** Requests of the Web API. */
    public final List<Seen> seen = new CopyOnWriteArrayList<>();
    /** What is answered next by the Web API instead, one for each message. */
    public final Queue<Reply> next = new ConcurrentLinkedQueue<>();
    /** What pressers were told. */
    public final List<JsonObject> told = new CopyOnWriteArrayList<>();
    /** Connections that are open, the newest last. */
    public final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();
    /** Envelopes that were confirmed. */
    public final List<String> confirmed = new CopyOnWriteArrayList<>();

    public SlackHost() {
        server = vertx.createHttpServer()
                .webSocketHandler(this::opened)
                .requestHandler(request -> request.body().onSuccess(body -> {
                    var reply = answer(request, body.toString());
                    reply.headers().forEach((name, value) -> request.response().putHeader(name, value));
                    request.response().setStatusCode(reply.status()).end(reply.body());
                }))
                .listen(0, "127.0.0.1")
                .await();
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** What an admin sets up, without the secrets that bring answers. */
    public Map<String, String> account() {
        return Map.of("token", SlackApp.TOKEN, "server", url());
    }

    private Reply answer(HttpServerRequest request, String body) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        var asked = new Seen(request.method().name(), request.path(), Map.of(), headers, body);
        if (request.path().startsWith("/reply/")) {
            told.add(asked.json());
            return new Reply(200, "ok");
        }
        if (request.path().equals("/apps.connections.open")) {
            return asked.header("authorization").equals("Bearer " + APP_TOKEN)
                    ? new Reply(
                            200,
                            new JsonObject()
                                    .put("ok", true)
                                    .put("url", url().replace("http", "ws") + "/link/?ticket=t-" + UUID.randomUUID())
                                    .encode())
                    : SlackApp.refused("invalid_auth");
        }
        seen.add(asked);
        var instead = next.poll();
        return instead == null ? app.take(asked) : instead;
    }

    private void opened(ServerWebSocket socket) {
        sockets.add(socket);
        socket.closeHandler(ended -> sockets.remove(socket));
        socket.textMessageHandler(text -> confirmed.add(new JsonObject(text).getString("envelope_id")));
        socket.writeTextMessage(new JsonObject()
                .put("type", "hello")
                .put("num_connections", sockets.size())
                .encode());
    }

    /** Slack is about to restart the connection that serves. */
    public void sayGoodbye() {
        sockets.getLast()
                .writeTextMessage(new JsonObject()
                        .put("type", "disconnect")
                        .put("reason", "refresh_requested")
                        .encode());
    }

    /** Somebody presses a button, and the newest connection brings it; answers the envelope. */
    public String press(JsonObject message, String action, String member) {
        var envelope = UUID.randomUUID().toString();
        sockets.getLast()
                .writeTextMessage(new JsonObject()
                        .put("envelope_id", envelope)
                        .put("type", "interactive")
                        .put("accepts_response_payload", false)
                        .put("payload", payload(message, action, member))
                        .encode());
        return envelope;
    }

    /** What Slack says of a press on that message. */
    public JsonObject payload(JsonObject message, String action, String member) {
        var button = buttons(message).stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("action_id").equals(action))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button " + action + " in " + message.encode()));
        return new JsonObject()
                .put("type", "block_actions")
                .put("user", new JsonObject().put("id", member).put("username", "ann"))
                .put("trigger_id", "13345224609.738474920.8088930838d88f008e0")
                .put("response_url", url() + "/reply/" + PRESSES.incrementAndGet())
                .put(
                        "actions",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("type", "button")
                                        .put("action_id", action)
                                        .put("value", button.getString("value"))
                                        .put("action_ts", "15484266" + PRESSES.incrementAndGet() + ".126119")));
    }

    public static JsonArray buttons(JsonObject message) {
        return message.getJsonArray("blocks").stream()
                .map(JsonObject.class::cast)
                .filter(block -> block.getString("type").equals("actions"))
                .map(block -> block.getJsonArray("elements"))
                .findFirst()
                .orElseGet(JsonArray::new);
    }

    public List<JsonObject> posted() {
        return of("/chat.postMessage");
    }

    public List<JsonObject> updates() {
        return of("/chat.update");
    }

    private List<JsonObject> of(String path) {
        return seen.stream()
                .filter(one -> one.path().equals(path))
                .map(Seen::json)
                .toList();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
