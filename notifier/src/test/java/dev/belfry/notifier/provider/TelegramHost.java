package dev.belfry.notifier.provider;

import dev.belfry.notifier.provider.ProviderHost.Reply;
import dev.belfry.notifier.provider.ProviderHost.Seen;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Telegram's Bot API with people who write to the bot and press its buttons: what is read is forgotten once it is confirmed. */
public final class TelegramHost implements AutoCloseable {
    private static final AtomicLong UPDATES = new AtomicLong(900_000);
    private static final AtomicLong MESSAGES = new AtomicLong(4_710);

    private final ProviderHost host = new ProviderHost(this::answer);
    private final List<JsonObject> updates = new CopyOnWriteArrayList<>();
    private final String path;
    private final String token;
    /** From where on was read, each time. */
    public final List<Long> offsets = new CopyOnWriteArrayList<>();

    public TelegramHost(String token) {
        this.token = token;
        this.path = "/bot" + token + "/";
    }

    public Map<String, String> account() {
        return Map.of("token", token, "server", host.url());
    }

    private Reply answer(Seen request) {
        if (!request.path().startsWith(path)) {
            return new Reply(401, "{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized\"}");
        }
        var body = request.json();
        return switch (request.path().substring(path.length())) {
            case "getUpdates" -> updates(body);
            case "sendMessage" -> taken(new JsonObject().put("message_id", MESSAGES.incrementAndGet()));
            case "editMessageText" -> taken(new JsonObject().put("message_id", body.getLong("message_id")));
            case "answerCallbackQuery" ->
                body.getString("text").length() <= 200
                        ? new Reply(200, "{\"ok\":true,\"result\":true}")
                        : new Reply(400, "{\"ok\":false,\"error_code\":400,\"description\":\"MESSAGE_TOO_LONG\"}");
            default -> new Reply(404, "{\"ok\":false,\"error_code\":404,\"description\":\"Not Found\"}");
        };
    }

    private Reply updates(JsonObject asked) {
        long offset = asked.getLong("offset");
        offsets.add(offset);
        updates.removeIf(update -> update.getLong("update_id") < offset);
        var result = new JsonArray();
        updates.stream().limit(asked.getLong("limit")).forEach(result::add);
        return new Reply(
                200, new JsonObject().put("ok", true).put("result", result).encode());
    }

    private static Reply taken(JsonObject message) {
        return new Reply(
                200, new JsonObject().put("ok", true).put("result", message).encode());
    }

    /** Somebody presses the button with these words. */
    public void press(JsonObject message, String words, long from) {
        var data = buttons(message).stream()
                .filter(button -> button.getString("text").equals(words))
                .map(button -> button.getString("callback_data"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button " + words + " in " + message.encode()));
        pressData(data, from);
    }

    public void pressData(String data, long from) {
        arrives(new JsonObject()
                .put(
                        "callback_query",
                        new JsonObject()
                                .put("id", "cq" + UPDATES.incrementAndGet())
                                .put("from", new JsonObject().put("id", from).put("is_bot", false))
                                .put("data", data)));
    }

    /** Something happens with the bot. */
    public void arrives(JsonObject update) {
        updates.add(update.put("update_id", UPDATES.incrementAndGet()));
    }

    public static List<JsonObject> buttons(JsonObject message) {
        return message
                .getJsonObject("reply_markup", new JsonObject())
                .getJsonArray("inline_keyboard", new JsonArray())
                .stream()
                .flatMap(row -> ((JsonArray) row).stream())
                .map(JsonObject.class::cast)
                .toList();
    }

    /** What was asked with that method. */
    public List<JsonObject> asked(String method) {
        return host.seen.stream()
                .filter(one -> one.path().equals(path + method))
                .map(Seen::json)
                .toList();
    }

    @Override
    public void close() {
        host.close();
    }
}
