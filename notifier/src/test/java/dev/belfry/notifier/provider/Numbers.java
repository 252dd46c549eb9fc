package dev.belfry.notifier.provider;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.provider.ProviderHost.Reply;
import dev.belfry.notifier.provider.ProviderHost.Seen;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.SAXException;

/** The providers that reach a phone number, as their own documents say that they answer; Twilio against its own schema. */
public final class Numbers {
    static final String NUMBER = "+491701234567";
    public static final String ACCOUNT = "AC00112233445566778899aabbccddeeff";
    public static final String TOKEN = "twilioauthtoken0123456789abcdef0";

    private static final JsonObject SPEC = new JsonObject(spec());

    private Numbers() {}

    private static String spec() {
        try (var in = Objects.requireNonNull(
                Numbers.class.getResourceAsStream("/specs/twilio-messages-calls-subset.openapi3.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Reply error(int status, int code) {
        return new Reply(
                status,
                new JsonObject()
                        .put("code", code)
                        .put("message", "The request to " + NUMBER + " failed")
                        .put("more_info", "https://www.twilio.com/docs/errors/" + code)
                        .put("status", status)
                        .encode());
    }

    /** What both resources of Twilio ask for; null when that is there. */
    private static Reply refusal(Seen request, String resource) {
        var pair = Base64.getEncoder().encodeToString((ACCOUNT + ":" + TOKEN).getBytes(StandardCharsets.UTF_8));
        if (!request.header("authorization").equals("Basic " + pair)) {
            return error(401, 20003);
        }
        var path = "/2010-04-01/Accounts/{AccountSid}/" + resource;
        if (!request.path().equals(path.replace("{AccountSid}", ACCOUNT))) {
            return error(404, 20404);
        }
        var schema = SPEC.getJsonObject("paths")
                .getJsonObject(path)
                .getJsonObject("post")
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .getJsonObject("application/x-www-form-urlencoded")
                .getJsonObject("schema");
        var known = schema.getJsonObject("properties").fieldNames();
        var needed = schema.getJsonArray("required", new JsonArray());
        if (!known.containsAll(request.form().keySet())
                || !request.form().keySet().containsAll(needed.stream().toList())) {
            return error(400, 21604);
        }
        return request.form().get("To").equals(NUMBER) ? null : error(400, 21211);
    }

    public static Map<String, String> twilio(String url) {
        return Map.of("server", url, "account", ACCOUNT, "token", TOKEN, "from", "+15005550006");
    }

    public static class TwilioSms implements Fake {
        @Override
        public Channel channel() {
            return Channel.SMS;
        }

        @Override
        public String kind() {
            return "twilio";
        }

        @Override
        public String address(String url) {
            return NUMBER;
        }

        @Override
        public Map<String, String> account(String url) {
            return twilio(url);
        }

        @Override
        public Reply take(Seen request) {
            if (request.method().equals("GET")) {
                return new Reply(200, "{\"messages\":[],\"page\":0}");
            }
            var refusal = refusal(request, "Messages.json");
            if (refusal != null) {
                return refusal;
            }
            return request.form().getOrDefault("Body", "").isBlank()
                    ? error(400, 21602)
                    : new Reply(201, "{\"sid\":\"SM00112233445566778899aabbccddeeff\",\"status\":\"queued\"}");
        }

        @Override
        public Reply gone() {
            return error(400, 21610);
        }

        @Override
        public Reply limited() {
            return new Reply(429, Map.of("Retry-After", "7"), error(429, 20429).body());
        }

        /** Three parts of an SMS, at most. */
        @Override
        public double fullness(Seen request) {
            return Fakes.codePoints(request.form().get("Body")) / 459.0;
        }

        @Override
        public String[] harmful() {
            return new String[] {"\n\n"};
        }
    }

    static final class TwilioVoice implements Fake {
        @Override
        public Channel channel() {
            return Channel.VOICE;
        }

        @Override
        public String kind() {
            return "twilio";
        }

        @Override
        public String address(String url) {
            return NUMBER;
        }

        @Override
        public Map<String, String> account(String url) {
            return twilio(url);
        }

        @Override
        public Reply take(Seen request) {
            var refusal = refusal(request, "Calls.json");
            if (refusal != null) {
                return refusal;
            }
            try {
                var response = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(
                                request.form().get("Twiml").getBytes(StandardCharsets.UTF_8)))
                        .getDocumentElement();
                return response.getTagName().equals("Response")
                                && response.getElementsByTagName("Say").getLength() > 0
                        ? new Reply(201, "{\"sid\":\"CA00112233445566778899aabbccddeeff\",\"status\":\"queued\"}")
                        : error(400, 12100);
            } catch (SAXException | IOException | ParserConfigurationException unreadable) {
                return error(400, 12100);
            }
        }

        @Override
        public Reply gone() {
            return error(400, 21211);
        }

        @Override
        public Reply limited() {
            return new Reply(429, Map.of("Retry-After", "7"), error(429, 20429).body());
        }

        @Override
        public double fullness(Seen request) {
            return Fakes.codePoints(request.form().get("Twiml")) / 4_000.0;
        }

        @Override
        public String marked(Seen request) {
            return request.form().get("Twiml");
        }

        @Override
        public String[] harmful() {
            return new String[] {"<script>", "<img", "<a "};
        }

        @Override
        public String link() {
            return "/TOKEN";
        }

        @Override
        public String repeated() {
            return "A repeat.";
        }
    }

    static final class Vonage implements Fake {
        @Override
        public Channel channel() {
            return Channel.SMS;
        }

        @Override
        public String kind() {
            return "vonage";
        }

        @Override
        public String address(String url) {
            return "+491701234568";
        }

        @Override
        public Map<String, String> account(String url) {
            return Map.of("server", url, "key", "abcd1234", "secret", "V0nageSecret12", "from", "Belfry");
        }

        @Override
        public Reply take(Seen request) {
            var form = request.form();
            if (!request.path().equals("/sms/json")
                    || !"abcd1234".equals(form.get("api_key"))
                    || !"V0nageSecret12".equals(form.get("api_secret"))) {
                return status("4");
            }
            var text = form.getOrDefault("text", "");
            if (!"491701234568".equals(form.get("to")) || text.isBlank()) {
                return status("3");
            }
            return !form.get("type").equals("unicode")
                            && !StandardCharsets.US_ASCII.newEncoder().canEncode(text)
                    ? status("6")
                    : new Reply(
                            200,
                            "{\"message-count\":\"1\",\"messages\":[{\"to\":\"491701234568\",\"message-id\":\"0A0000000123ABCD1\",\"status\":\"0\"}]}");
        }

        private static Reply status(String status) {
            return new Reply(
                    200,
                    "{\"message-count\":\"1\",\"messages\":[{\"status\":\"" + status
                            + "\",\"error-text\":\"not to 491701234568\"}]}");
        }

        @Override
        public Reply gone() {
            return status("7");
        }

        @Override
        public Reply limited() {
            return new Reply(429, Map.of("Retry-After", "7"), "");
        }

        @Override
        public double fullness(Seen request) {
            return Fakes.codePoints(request.form().get("text")) / 459.0;
        }

        @Override
        public String[] harmful() {
            return new String[] {"\n\n"};
        }
    }

    static final class Gateway implements Fake {
        @Override
        public Channel channel() {
            return Channel.SMS;
        }

        @Override
        public String kind() {
            return "sms_gateway";
        }

        @Override
        public String address(String url) {
            return "+491701234569";
        }

        @Override
        public Map<String, String> account(String url) {
            return Map.of("url", url + "/send", "token", "gateway-token-1");
        }

        @Override
        public Reply take(Seen request) {
            if (!request.header("authorization").equals("Bearer gateway-token-1")) {
                return new Reply(401, "");
            }
            var body = Fakes.json(request);
            return body != null
                            && request.path().equals("/send")
                            && body.getString("to").equals("+491701234569")
                            && !body.getString("text").isBlank()
                            && request.header("idempotency-key").equals(body.getString("id"))
                    ? new Reply(202, "")
                    : new Reply(400, "");
        }

        @Override
        public Reply gone() {
            return new Reply(410, "");
        }

        @Override
        public Reply limited() {
            return new Reply(429, Map.of("Retry-After", "7"), "");
        }

        @Override
        public double fullness(Seen request) {
            return Fakes.codePoints(request.json().getString("text")) / 459.0;
        }

        @Override
        public String[] harmful() {
            return new String[] {"\n\n"};
        }
    }
}
