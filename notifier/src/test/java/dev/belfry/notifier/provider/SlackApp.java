package dev.belfry.notifier.provider;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.provider.ProviderHost.Reply;
import dev.belfry.notifier.provider.ProviderHost.Seen;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Slack's Web API as an app uses it: it answers 200 also to what it refuses, and checks blocks against its limits. */
final class SlackApp implements Fake {
    static final String TOKEN = "xoxb-111111111111-222222222222-abcdefghijklmnop";
    static final String MEMBER = "U012AB3CD";
    private static final Set<String> METHODS = Set.of("/chat.postMessage", "/chat.update");

    private final AtomicInteger posted = new AtomicInteger();

    @Override
    public Channel channel() {
        return Channel.SLACK_BOT;
    }

    @Override
    public String kind() {
        return "slack";
    }

    @Override
    public String address(String url) {
        return MEMBER;
    }

    @Override
    public Map<String, String> account(String url) {
        return Map.of("token", TOKEN, "server", url, "signing", "8f742231b10e8888abcd99edccc85a55");
    }

    @Override
    public Reply take(Seen request) {
        var body = Fakes.json(request);
        if (!METHODS.contains(request.path()) || !request.method().equals("POST")) {
            return refused("unknown_method");
        }
        if (!request.header("authorization").equals("Bearer " + TOKEN)) {
            return refused("invalid_auth");
        }
        if (body == null) {
            return refused("invalid_json");
        }
        var wrong = problem(request.path(), body);
        if (wrong != null) {
            return refused(wrong);
        }
        var to = body.getString("channel");
        var channel = to.startsWith("U") ? "D" + to.substring(1) : to;
        var ts = request.path().equals("/chat.update")
                ? body.getString("ts")
                : "1503435956.%06d".formatted(posted.incrementAndGet());
        return new Reply(
                200,
                new JsonObject()
                        .put("ok", true)
                        .put("channel", channel)
                        .put("ts", ts)
                        .put("message", new JsonObject().put("text", body.getString("text")))
                        .encode());
    }

    static Reply refused(String error) {
        return new Reply(
                200, new JsonObject().put("ok", false).put("error", error).encode());
    }

    private static @Nullable String problem(String path, JsonObject body) {
        if (!body.getString("channel", "").matches("[UWCGD][A-Z0-9]+")) {
            return "channel_not_found";
        }
        if (path.equals("/chat.update") && !body.getString("ts", "").matches("\\d+\\.\\d{6}")) {
            return "message_not_found";
        }
        if (body.getString("text", "").isBlank()) {
            return "no_text";
        }
        if (Fakes.codePoints(body.getString("text")) > 4_000) {
            return "msg_too_long";
        }
        var blocks = body.getJsonArray("blocks", new JsonArray());
        return blocks.size() <= 50 && blocks.stream().allMatch(block -> isBlock((JsonObject) block))
                ? null
                : "invalid_blocks";
    }

    private static boolean isBlock(JsonObject block) {
        return switch (block.getString("type", "")) {
            case "section" -> isText(block.getJsonObject("text"), "mrkdwn", 3_000);
            case "actions" -> {
                var elements = block.getJsonArray("elements");
                var ids = elements.stream()
                        .map(one -> ((JsonObject) one).getString("action_id"))
                        .distinct()
                        .count();
                yield !elements.isEmpty()
                        && elements.size() <= 25
                        && ids == elements.size()
                        && elements.stream().allMatch(one -> isButton((JsonObject) one));
            }
            default -> false;
        };
    }

    private static boolean isButton(JsonObject button) {
        var confirm = button.getJsonObject("confirm");
        return button.getString("type").equals("button")
                && isText(button.getJsonObject("text"), "plain_text", 75)
                && button.getString("action_id").length() <= 255
                && button.getString("value", "").length() <= 2_000
                && button.getString("url", "").length() <= 3_000
                && List.of("primary", "danger", "none").contains(button.getString("style", "none"))
                && (confirm == null
                        || (isText(confirm.getJsonObject("title"), "plain_text", 100)
                                && isText(confirm.getJsonObject("text"), "plain_text", 300)
                                && isText(confirm.getJsonObject("confirm"), "plain_text", 30)
                                && isText(confirm.getJsonObject("deny"), "plain_text", 30)));
    }

    private static boolean isText(@Nullable JsonObject text, String type, int most) {
        return text != null
                && text.getString("type").equals(type)
                && !text.getString("text", "").isBlank()
                && Fakes.codePoints(text.getString("text")) <= most;
    }

    @Override
    public Reply gone() {
        return refused("channel_not_found");
    }

    @Override
    public Reply limited() {
        return new Reply(429, Map.of("Retry-After", "7"), "{\"ok\":false,\"error\":\"ratelimited\"}");
    }

    @Override
    public boolean changes(Seen request) {
        return request.path().equals("/chat.update");
    }

    @Override
    public double fullness(Seen request) {
        return request.json().getJsonArray("blocks").stream()
                .map(block -> ((JsonObject) block).getJsonObject("text"))
                .filter(text -> text != null)
                .mapToDouble(text -> Fakes.codePoints(text.getString("text")) / 3_000.0)
                .max()
                .orElse(0);
    }

    @Override
    public String[] harmful() {
        return new String[] {"<!channel>", "<http://evil", "<@U0"};
    }
}
