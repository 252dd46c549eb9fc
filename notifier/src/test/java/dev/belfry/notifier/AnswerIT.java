package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.notifier.answer.TwilioSignatureTest;
import dev.belfry.notifier.provider.Numbers;
import dev.belfry.notifier.provider.ProviderHost;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Answers by phone and by SMS, as Twilio brings them. */
@ResourceLock("provider accounts")
class AnswerIT {
    /** Where Twilio is told that we are; what it signs begins with it. */
    private static final String OUTSIDE = "http://127.0.0.1:8080";

    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");
    private static final Pattern PRESS = Pattern.compile("Press (\\d) to acknowledge");
    private static final Pattern CODE = Pattern.compile("Reply (\\d{4}) to acknowledge");

    private final Stand stand = Stand.get();
    private final ProviderHost twilio = new ProviderHost(seen -> new ProviderHost.Reply(201, "{\"sid\":\"X1\"}"));
    private String account = "";

    @BeforeEach
    void setUp() {
        account = stand.post(
                        "/api/v1/provider-accounts",
                        Stand.ADMIN,
                        Map.of("kind", "twilio", "name", "Answers", "values", Numbers.twilio(twilio.url())))
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    @AfterEach
    void tearDown() {
        stand.method("DELETE", account, Stand.ADMIN, Map.of());
        twilio.close();
    }

    private Stand.Person person(String type, String number) {
        var ann = stand.person("Ann");
        var added = stand.post("/api/v1/contact-methods", ann.token(), Map.of("type", type, "address", number));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        stand.post(
                "/api/v1/notification-rules",
                ann.token(),
                Map.of("delay", "PT0S", "contactMethod", Stand.json(added).getString("id")));
        return ann;
    }

    private static String found(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private HttpResponse<String> post(String path, String token, Map<String, String> form) {
        var body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + stand.host.httpPort() + path))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .header("X-Twilio-Signature", TwilioSignatureTest.sign(token, OUTSIDE + path, form))
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void theKeyThatIsReadOutAcknowledgesAndNoOtherDoes() {
        var ann = person("voice", "+491700000001");
        var page = stand.send(ann, "Disk full on db-7");
        Stand.soon(() -> assertThat(twilio.seen).hasSize(1));
        var script = twilio.seen.getFirst().form().getOrDefault("Twiml", "");
        var action = URI.create(found(ACTION, script).replace("&amp;", "&"));
        assertThat(action.toString()).startsWith(OUTSIDE + "/answers/twilio/");
        var key = found(PRESS, script);
        var other = key.equals("9") ? "1" : "9";
        var form = Map.of("CallSid", "CA1", "Digits", key, "From", "+15005550006", "To", "+491700000001");

        assertThat(post(action.getPath(), "another-token", form).statusCode()).isEqualTo(403);
        assertThat(post(action.getPath(), Numbers.TOKEN, Map.of("CallSid", "CA1", "Digits", other))
                        .body())
                .contains("Nothing is acknowledged");
        // A machine that picks up presses nothing.
        assertThat(post(action.getPath(), Numbers.TOKEN, Map.of("CallSid", "CA1"))
                        .body())
                .contains("Nothing is acknowledged");
        assertThat(stand.commands(page)).isEmpty();

        var pressed = post(action.getPath(), Numbers.TOKEN, form);
        assertThat(pressed.headers().firstValue("Content-Type")).contains("text/xml");
        assertThat(pressed.body()).contains("<Say", "your acknowledge is recorded");
        Stand.soon(() -> assertThat(stand.commands(page)).singleElement().satisfies(command -> {
            assertThat(command.verb()).isEqualTo(CommandVerb.ACKNOWLEDGE);
            assertThat(command.via()).isEqualTo("voice");
            assertThat(command.by().userId()).isEqualTo(ann.id());
        }));
    }

    @Test
    void theCodeOfAnSmsAcknowledgesFromItsOwnNumberOnly() {
        var ann = person("sms", "+491700000002");
        person("sms", "+491700000003");
        var page = stand.send(ann, "Search is slow");
        Stand.soon(() -> assertThat(twilio.seen).hasSize(1));
        var code = found(CODE, twilio.seen.getFirst().form().getOrDefault("Body", ""));
        var path = "/answers/twilio/" + account.substring(account.lastIndexOf('/') + 1) + "/sms";

        assertThat(post(path, Numbers.TOKEN, Map.of("From", "+491700000003", "Body", code))
                        .body())
                .contains("No message of the last day has this code");
        assertThat(post(path, Numbers.TOKEN, Map.of("From", "+491700000002", "Body", "ok!"))
                        .body())
                .contains("<Message>Answer with the four digits");
        assertThat(post(path, "another-token", Map.of("From", "+491700000002", "Body", code))
                        .statusCode())
                .isEqualTo(403);
        assertThat(stand.commands(page)).isEmpty();

        assertThat(post(path, Numbers.TOKEN, Map.of("From", "+491700000002", "Body", " Ack " + code + "."))
                        .body())
                .contains("your acknowledge is recorded");
        Stand.soon(() -> assertThat(stand.commands(page))
                .singleElement()
                .satisfies(command -> assertThat(command.via()).isEqualTo("sms")));
    }

    @Test
    void aStaleAnswerGetsThePresentState() {
        var ann = person("sms", "+491700000004");
        var page = stand.send(ann, "Long over");
        Stand.soon(() -> assertThat(twilio.seen).hasSize(1));
        stand.happens(
                page, Happened.ACKNOWLEDGED, IncidentStatus.ACKNOWLEDGED, 1, 2, Actor.user(ann.id(), "Bea Example"));
        var code = found(CODE, twilio.seen.getFirst().form().getOrDefault("Body", ""));
        var path = "/answers/twilio/" + account.substring(account.lastIndexOf('/') + 1) + "/sms";
        Stand.soon(() -> assertThat(post(path, Numbers.TOKEN, Map.of("From", "+491700000004", "Body", code))
                        .body())
                .contains("acknowledged by Bea Example"));
    }

    @Test
    void thePageOfTheAccountSaysWhereTwilioSendsAnswers() {
        var root = stand.session(stand.person("Root", "admin"), "admin");
        var id = account.substring(account.lastIndexOf('/') + 1);
        assertThat(stand.browse("GET", "/channels/accounts/" + id, root, null).body())
                .contains(OUTSIDE + "/answers/twilio/" + id + "/sms")
                .doesNotContain(Numbers.TOKEN);
    }
}
