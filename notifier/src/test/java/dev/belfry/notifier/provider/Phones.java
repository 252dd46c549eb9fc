package dev.belfry.notifier.provider;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.provider.ProviderHost.Reply;
import dev.belfry.notifier.provider.ProviderHost.Seen;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** The providers of what rings on a phone, as their own documents say that they answer. */
final class Phones {
    private Phones() {}

    static class Telegram implements Fake {
        @Override
        public Channel channel() {
            return Channel.TELEGRAM;
        }

        @Override
        public String address(String url) {
            return "-1001234567890";
        }

        @Override
        public Map<String, String> account(String url) {
            return Map.of("server", url, "token", "123456789:AAF-secret_secret_secret");
        }

        @Override
        public Reply take(Seen request) {
            if (request.path().equals("/bot123456789:AAF-secret_secret_secret/getUpdates")) {
                return new Reply(200, "{\"ok\":true,\"result\":[]}");
            }
            if (!request.path().equals("/bot123456789:AAF-secret_secret_secret/sendMessage") && !changes(request)) {
                return new Reply(404, "{\"ok\":false,\"error_code\":404,\"description\":\"Not Found\"}");
            }
            var body = Fakes.json(request);
            if (body == null || body.getString("text", "").isBlank()) {
                return error("Bad Request: message text is empty");
            }
            if (!body.getString("chat_id").equals("-1001234567890")) {
                return error("Bad Request: chat not found");
            }
            if (!body.getString("parse_mode").equals("HTML")
                    || body.getString("text")
                            .replaceAll("</?b>|<a href=\"[^\"<>]*\">|</a>", "")
                            .matches("(?s).*[<>].*")) {
                return error("Bad Request: can't parse entities");
            }
            if (!TelegramHost.buttons(body).stream().allMatch(Telegram::isButton)) {
                return error("Bad Request: BUTTON_DATA_INVALID");
            }
            return new Reply(200, "{\"ok\":true,\"result\":{\"message_id\":4711,\"date\":1767225600}}");
        }

        @Override
        public boolean changes(Seen request) {
            return request.path().equals("/bot123456789:AAF-secret_secret_secret/editMessageText")
                    && request.json().getLong("message_id") == 4711;
        }

        private static boolean isButton(JsonObject button) {
            return !button.getString("text").isBlank()
                    && (button.containsKey("url") != button.containsKey("callback_data"))
                    && Fakes.bytes(button.getString("callback_data", "")) <= 64;
        }

        private static Reply error(String description) {
            return new Reply(
                    400,
                    new JsonObject()
                            .put("ok", false)
                            .put("error_code", 400)
                            .put("description", description)
                            .encode());
        }

        @Override
        public Reply gone() {
            return new Reply(
                    403,
                    "{\"ok\":false,\"error_code\":403,\"description\":\"Forbidden: bot was blocked by the user\"}");
        }

        @Override
        public Reply limited() {
            return new Reply(
                    429,
                    "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after 7\","
                            + "\"parameters\":{\"retry_after\":7}}");
        }

        @Override
        public double fullness(Seen request) {
            return request.json().getString("text").length() / 4_096.0;
        }

        @Override
        public String[] harmful() {
            return new String[] {"<script>", "href=\\\"http://evil", "<img"};
        }
    }

    static final class Ntfy implements Fake {
        @Override
        public Channel channel() {
            return Channel.NTFY;
        }

        @Override
        public String address(String url) {
            return url + "/belfry-ann-8f2k";
        }

        @Override
        public String secret() {
            return "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2";
        }

        @Override
        public Reply take(Seen request) {
            if (!request.header("authorization").equals("Bearer tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2")) {
                return new Reply(401, "{\"code\":40101,\"http\":401,\"error\":\"unauthorized\"}");
            }
            var body = Fakes.json(request);
            if (!request.path().equals("/")
                    || body == null
                    || !body.getString("topic").equals("belfry-ann-8f2k")) {
                return new Reply(400, "{\"code\":40009,\"http\":400,\"error\":\"invalid topic\"}");
            }
            int priority = body.getInteger("priority");
            boolean right = priority >= 1
                    && priority <= 5
                    && body.getJsonArray("actions").size() <= 3
                    && body.getJsonArray("actions").stream()
                            .allMatch(one -> ((JsonObject) one)
                                            .getString("action")
                                            .equals("view")
                                    && ((JsonObject) one).getString("url").startsWith("http"));
            return right
                    ? new Reply(200, "{\"id\":\"hwQ2YpKdmg\",\"time\":1767225600,\"event\":\"message\"}")
                    : new Reply(400, "{\"code\":40018,\"http\":400,\"error\":\"actions invalid\"}");
        }

        @Override
        public Reply gone() {
            return new Reply(403, "{\"code\":40301,\"http\":403,\"error\":\"forbidden\"}");
        }

        @Override
        public Reply limited() {
            return new Reply(
                    429,
                    Map.of("Retry-After", "7"),
                    "{\"code\":42901,\"http\":429,\"error\":\"limit reached: too many requests\"}");
        }

        @Override
        public double fullness(Seen request) {
            return Fakes.bytes(request.json().getString("message")) / 4_096.0;
        }

        @Override
        public String[] harmful() {
            return new String[] {"\"markdown\""};
        }
    }

    static final class Gotify implements Fake {
        @Override
        public Channel channel() {
            return Channel.GOTIFY;
        }

        @Override
        public String address(String url) {
            return url;
        }

        @Override
        public String secret() {
            return "A.SecretToken_1";
        }

        @Override
        public Reply take(Seen request) {
            if (!request.header("x-gotify-key").equals("A.SecretToken_1")) {
                return new Reply(
                        401,
                        "{\"error\":\"Unauthorized\",\"errorCode\":401,\"errorDescription\":\"you need to provide a valid token\"}");
            }
            var body = Fakes.json(request);
            boolean right = request.path().equals("/message")
                    && body != null
                    && !body.getString("message", "").isEmpty()
                    && body.getInteger("priority") <= 10;
            return right
                    ? new Reply(200, "{\"id\":25,\"appid\":5,\"message\":\"x\",\"priority\":8}")
                    : new Reply(
                            400,
                            "{\"error\":\"Bad Request\",\"errorCode\":400,\"errorDescription\":\"message is required\"}");
        }

        @Override
        public Reply gone() {
            return take(new Seen("POST", "/message", Map.of(), Map.of(), ""));
        }

        @Override
        public Reply limited() {
            return new Reply(429, Map.of("Retry-After", "7"), "");
        }

        @Override
        public double fullness(Seen request) {
            return Fakes.codePoints(request.json().getString("message")) / 4_096.0;
        }

        @Override
        public String[] harmful() {
            return new String[] {"markdown"};
        }
    }

    static final class Pushover implements Fake {
        @Override
        public Channel channel() {
            return Channel.PUSHOVER;
        }

        @Override
        public String address(String url) {
            return "uQiRzpo4DXghDmr9QzzfQu27cmVRsG";
        }

        @Override
        public Map<String, String> account(String url) {
            return Map.of("server", url, "token", "azGDORePK8gMaC0QOYAMyEEuzJnyUi");
        }

        @Override
        public Reply take(Seen request) {
            var form = request.form();
            if (!request.path().equals("/1/messages.json")
                    || !"azGDORePK8gMaC0QOYAMyEEuzJnyUi".equals(form.get("token"))) {
                return error("token", "application token is invalid");
            }
            if (!"uQiRzpo4DXghDmr9QzzfQu27cmVRsG".equals(form.get("user"))) {
                return gone();
            }
            if (form.getOrDefault("message", "").isEmpty()) {
                return error("message", "cannot be blank");
            }
            // Priority 2 would need retry and expire.
            return form.get("priority").matches("-?[01]")
                    ? new Reply(
                            200,
                            Map.of("X-Limit-App-Remaining", "9999"),
                            "{\"status\":1,\"request\":\"647d2300-702c-4b38-8b2f-d56326ae460b\"}")
                    : error("priority", "is invalid");
        }

        private static Reply error(String field, String said) {
            return new Reply(
                    400,
                    "{\"" + field + "\":\"invalid\",\"errors\":[\"" + said
                            + "\"],\"status\":0,\"request\":\"5042853c-402d-4a18-abcb-168734a801de\"}");
        }

        @Override
        public Reply gone() {
            return error("user", "user identifier is not a valid user, group, or subscribed user key");
        }

        @Override
        public Reply limited() {
            return new Reply(
                    429, Map.of("Retry-After", "7"), "{\"status\":0,\"errors\":[\"application is over its quota\"]}");
        }

        @Override
        public double fullness(Seen request) {
            var form = request.form();
            return Math.max(
                    Math.max(
                            Fakes.codePoints(form.get("message")) / 1_024.0,
                            Fakes.codePoints(form.get("title")) / 250.0),
                    form.getOrDefault("url", "").length() / 512.0);
        }

        @Override
        public String[] harmful() {
            return new String[] {"html=1"};
        }
    }
}
