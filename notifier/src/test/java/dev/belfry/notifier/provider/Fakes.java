package dev.belfry.notifier.provider;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.provider.ProviderHost.Reply;
import dev.belfry.notifier.provider.ProviderHost.Seen;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The providers of chats, as their own documents say that they answer. */
public final class Fakes {
    private static final Reply SEVEN_SECONDS = new Reply(429, Map.of("Retry-After", "7"), "");

    private Fakes() {}

    public static List<Fake> all() {
        return List.of(
                new Slack(),
                new SlackApp(),
                new Teams(),
                new Mattermost(),
                new Discord(),
                new GoogleChat(),
                new RocketChat(),
                new Matrix(),
                new Phones.Telegram(),
                new Phones.Ntfy(),
                new Phones.Gotify(),
                new Phones.Pushover(),
                new Numbers.TwilioSms(),
                new Numbers.TwilioVoice(),
                new Numbers.Vonage(),
                new Numbers.Gateway());
    }

    /** The body as JSON that was sent as such; null when it is not. */
    static @Nullable JsonObject json(Seen request) {
        try {
            return request.header("content-type").startsWith("application/json") ? request.json() : null;
        } catch (DecodeException unreadable) {
            return null;
        }
    }

    static int codePoints(@Nullable String text) {
        return text == null ? 0 : text.codePointCount(0, text.length());
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static final class Slack implements Fake {
        @Override
        public Channel channel() {
            return Channel.SLACK;
        }

        @Override
        public String address(String url) {
            return url + "/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx";
        }

        @Override
        public Reply take(Seen request) {
            var body = json(request);
            if (!request.path().equals("/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx")) {
                return new Reply(404, "no_service");
            }
            if (body == null || !request.method().equals("POST")) {
                return new Reply(400, "invalid_payload");
            }
            if (body.getString("text", "").isBlank()) {
                return new Reply(400, "no_text");
            }
            for (var each : body.getJsonArray("attachments", new JsonArray())) {
                var attachment = (JsonObject) each;
                for (var action : attachment.getJsonArray("actions")) {
                    if (!((JsonObject) action).getString("type").equals("button")
                            || !((JsonObject) action).getString("url").startsWith("http")) {
                        return new Reply(400, "invalid_attachments");
                    }
                }
            }
            return new Reply(200, "ok");
        }

        @Override
        public Reply gone() {
            return new Reply(404, "no_service");
        }

        @Override
        public Reply limited() {
            return new Reply(429, Map.of("Retry-After", "7"), "rate_limited");
        }

        @Override
        public double fullness(Seen request) {
            var body = request.json();
            var attachment = body.getJsonArray("attachments").getJsonObject(0);
            return Math.max(
                    codePoints(body.getString("text")) / 4_000.0, codePoints(attachment.getString("text")) / 3_000.0);
        }

        @Override
        public String[] harmful() {
            return new String[] {"<!channel>", "<http://evil", "<@U0"};
        }
    }

    static final class Teams implements Fake {
        @Override
        public Channel channel() {
            return Channel.TEAMS;
        }

        @Override
        public String address(String url) {
            return url
                    + "/workflows/4f1c/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers&sv=1.0&sig=aBc-1";
        }

        @Override
        public Reply take(Seen request) {
            var body = json(request);
            if (!"aBc-1".equals(request.query().get("sig"))) {
                return new Reply(401, "{\"error\":{\"code\":\"DirectApiAuthorizationRequired\"}}");
            }
            if (body == null || !"message".equals(body.getString("type"))) {
                return new Reply(400, "{\"error\":{\"code\":\"TriggerInputSchemaMismatch\"}}");
            }
            var attachment = body.getJsonArray("attachments").getJsonObject(0);
            var card = attachment.getJsonObject("content");
            boolean whole = attachment.getString("contentType").equals("application/vnd.microsoft.card.adaptive")
                    && card.getString("type").equals("AdaptiveCard")
                    && card.getString("version").equals("1.4")
                    && card.getJsonArray("body").stream().allMatch(Teams::block)
                    && card.getJsonArray("actions").stream()
                            .allMatch(one -> ((JsonObject) one)
                                            .getString("type")
                                            .equals("Action.OpenUrl")
                                    && !((JsonObject) one).getString("title").isEmpty()
                                    && ((JsonObject) one).getString("url").startsWith("http"));
            return whole ? new Reply(202, "") : new Reply(400, "{\"error\":{\"code\":\"TriggerInputSchemaMismatch\"}}");
        }

        private static boolean block(Object one) {
            var block = (JsonObject) one;
            return switch (block.getString("type")) {
                case "TextBlock" -> !block.getString("text").isEmpty();
                case "FactSet" ->
                    block.getJsonArray("facts").stream()
                            .allMatch(fact ->
                                    !((JsonObject) fact).getString("title").isEmpty());
                default -> false;
            };
        }

        @Override
        public Reply gone() {
            return new Reply(
                    404,
                    "{\"error\":{\"code\":\"WorkflowNotFound\",\"message\":\"The workflow could not be found.\"}}");
        }

        @Override
        public Reply limited() {
            return SEVEN_SECONDS;
        }

        @Override
        public double fullness(Seen request) {
            return bytes(request.body()) / 28_000.0;
        }

        @Override
        public String[] harmful() {
            return new String[] {"](http://evil"};
        }
    }

    static final class Mattermost implements Fake {
        @Override
        public Channel channel() {
            return Channel.MATTERMOST;
        }

        @Override
        public String address(String url) {
            return url + "/hooks/xr3j5x3p4pfk7kk6ck7b4e6ghh";
        }

        @Override
        public Reply take(Seen request) {
            var body = json(request);
            if (!request.path().equals("/hooks/xr3j5x3p4pfk7kk6ck7b4e6ghh")) {
                return gone();
            }
            if (body == null) {
                return error("web.incoming_webhook.parse.app_error");
            }
            var priority = body.getJsonObject("priority");
            if (body.getString("text", "").isEmpty()
                    || (priority != null && !Set.of("important", "urgent").contains(priority.getString("priority")))) {
                return error("web.incoming_webhook.text.app_error");
            }
            return new Reply(200, Map.of("Content-Type", "text/plain"), "ok");
        }

        private static Reply error(String id) {
            return new Reply(
                    400,
                    new JsonObject()
                            .put("id", id)
                            .put("message", "Invalid webhook.")
                            .put("status_code", 400)
                            .encode());
        }

        @Override
        public Reply gone() {
            return error("web.incoming_webhook.invalid.app_error");
        }

        @Override
        public Reply limited() {
            return new Reply(429, Map.of("Retry-After", "7", "X-RateLimit-Limit", "10"), "limit exceeded");
        }

        @Override
        public double fullness(Seen request) {
            var body = request.json();
            return Math.max(
                    codePoints(body.getString("text")) / 16_383.0,
                    codePoints(body.getJsonArray("attachments").getJsonObject(0).getString("text")) / 16_383.0);
        }
    }

    static final class Discord implements Fake {
        private static final String HOOK =
                "/api/webhooks/223704706495545344/3d89bb7572e0fb30d8128367b3b1b44fecd1726de135cbe28a41f8b2f777c372";

        @Override
        public Channel channel() {
            return Channel.DISCORD;
        }

        @Override
        public String address(String url) {
            return url + HOOK + "?thread_id=7";
        }

        @Override
        public Reply take(Seen request) {
            var body = json(request);
            if (body == null || body.getString("content", "").isBlank()) {
                return new Reply(400, "{\"message\":\"Cannot send an empty message\",\"code\":50006}");
            }
            var mentions = body.getJsonObject("allowed_mentions");
            if (mentions == null || !mentions.getJsonArray("parse").isEmpty()) {
                return new Reply(400, "{\"message\":\"it would mention everyone\",\"code\":50035}");
            }
            if (changes(request)) {
                return new Reply(200, "{\"id\":\"1012345678901234567\",\"type\":0,\"content\":\"x\"}");
            }
            if (!request.method().equals("POST")) {
                return new Reply(404, "{\"message\":\"Unknown Message\",\"code\":10008}");
            }
            return "true".equals(request.query().get("wait"))
                    ? new Reply(200, "{\"id\":\"1012345678901234567\",\"type\":0,\"content\":\"x\"}")
                    : new Reply(204, "");
        }

        @Override
        public boolean changes(Seen request) {
            return request.method().equals("PATCH")
                    && request.path().equals(HOOK + "/messages/1012345678901234567")
                    && "7".equals(request.query().get("thread_id"));
        }

        @Override
        public Reply gone() {
            return new Reply(404, "{\"message\":\"Unknown Webhook\",\"code\":10015}");
        }

        @Override
        public Reply limited() {
            return new Reply(
                    429,
                    Map.of("X-RateLimit-Scope", "shared"),
                    "{\"message\":\"You are being rate limited.\",\"retry_after\":6.999,\"global\":false}");
        }

        @Override
        public double fullness(Seen request) {
            var body = request.json();
            var embed = body.getJsonArray("embeds").getJsonObject(0);
            int title = codePoints(embed.getString("title"));
            int description = codePoints(embed.getString("description"));
            return Math.max(
                    Math.max(codePoints(body.getString("content")) / 2_000.0, title / 256.0),
                    Math.max(description / 4_096.0, (title + description) / 6_000.0));
        }
    }

    static final class GoogleChat implements Fake {
        @Override
        public Channel channel() {
            return Channel.GOOGLE_CHAT;
        }

        @Override
        public String address(String url) {
            return url + "/v1/spaces/AAAAabcd/messages?key=AIzaSyD-x&token=t0k3n";
        }

        @Override
        public Reply take(Seen request) {
            var body = json(request);
            if (!"t0k3n".equals(request.query().get("token"))) {
                return new Reply(401, "{\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\"}}");
            }
            if (body == null || body.getString("text", "").isEmpty() || !known(body)) {
                return new Reply(400, "{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\"}}");
            }
            if (body.containsKey("thread")
                    && !"REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"
                            .equals(request.query().get("messageReplyOption"))) {
                return new Reply(400, "{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\"}}");
            }
            return new Reply(200, "{\"name\":\"spaces/AAAAabcd/messages/m1.m1\",\"text\":\"x\"}");
        }

        /** Google refuses members it does not know. */
        private static boolean known(JsonObject body) {
            return Set.of("text", "cardsV2", "thread").containsAll(body.fieldNames());
        }

        @Override
        public Reply gone() {
            return new Reply(404, "{\"error\":{\"code\":404,\"message\":\"gone\",\"status\":\"NOT_FOUND\"}}");
        }

        @Override
        public Reply limited() {
            return new Reply(
                    429, Map.of("Retry-After", "7"), "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\"}}");
        }

        @Override
        public double fullness(Seen request) {
            return bytes(request.body()) / 32_000.0;
        }

        @Override
        public String[] harmful() {
            return new String[] {"<users/all>", "<http://evil"};
        }
    }

    static final class RocketChat implements Fake {
        @Override
        public Channel channel() {
            return Channel.ROCKET_CHAT;
        }

        @Override
        public String address(String url) {
            return url + "/hooks/64a1b2c3d4e5f6a7b8c9d0e1/kPbzZqTwXyAaBbCcDdEeFf";
        }

        @Override
        public Reply take(Seen request) {
            var body = json(request);
            return body == null || body.getString("text", "").isEmpty()
                    ? new Reply(400, "{\"success\":false,\"error\":\"Invalid message payload\"}")
                    : new Reply(200, "{\"success\":true}");
        }

        @Override
        public Reply gone() {
            return new Reply(404, "{\"success\":false,\"error\":\"Invalid integration id or token provided.\"}");
        }

        @Override
        public Reply limited() {
            return SEVEN_SECONDS;
        }

        @Override
        public double fullness(Seen request) {
            var body = request.json();
            return codePoints(body.getString("text")
                            + body.getJsonArray("attachments").getJsonObject(0).getString("text"))
                    / 5_000.0;
        }
    }

    static final class Matrix implements Fake {
        @Override
        public Channel channel() {
            return Channel.MATRIX;
        }

        @Override
        public String address(String url) {
            return "!OGEhHVWSdvArJzumhm:example.net";
        }

        @Override
        public Map<String, String> account(String url) {
            return Map.of("server", url, "token", "syt_YmVsZnJ5_secret");
        }

        @Override
        public Reply take(Seen request) {
            var body = json(request);
            if (!request.header("authorization").equals("Bearer syt_YmVsZnJ5_secret")) {
                return new Reply(401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"Unrecognised access token.\"}");
            }
            if (!request.method().equals("PUT")
                    || !request.path()
                            .matches(
                                    "/_matrix/client/v3/rooms/!OGEhHVWSdvArJzumhm:example.net/send/m.room.message/[0-9a-f-]{36}")) {
                return new Reply(404, "{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"Unrecognized request\"}");
            }
            return body == null
                            || !Set.of("m.text", "m.notice").contains(body.getString("msgtype"))
                            || body.getString("body").isEmpty()
                            || !"org.matrix.custom.html".equals(body.getString("format"))
                    ? new Reply(400, "{\"errcode\":\"M_BAD_JSON\",\"error\":\"bad\"}")
                    : new Reply(200, "{\"event_id\":\"$YUwRidLecu:example.net\"}");
        }

        @Override
        public boolean changes(Seen request) {
            var relation = request.json().getJsonObject("m.relates_to", new JsonObject());
            return relation.getString("rel_type", "").equals("m.replace")
                    && relation.getString("event_id").equals("$YUwRidLecu:example.net")
                    && request.json()
                            .getJsonObject("m.new_content")
                            .getString("msgtype")
                            .equals("m.notice");
        }

        @Override
        public Reply gone() {
            return new Reply(403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"User not in room\"}");
        }

        @Override
        public Reply limited() {
            return new Reply(429, "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too many\",\"retry_after_ms\":7000}");
        }

        @Override
        public double fullness(Seen request) {
            return bytes(request.body()) / 65_536.0;
        }

        @Override
        public String[] harmful() {
            return new String[] {"href=\"http://evil", "<script>", "<img"};
        }

        @Override
        public String marked(Seen request) {
            return request.json().getString("formatted_body");
        }
    }
}
