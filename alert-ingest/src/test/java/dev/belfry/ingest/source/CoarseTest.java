package dev.belfry.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is odd becomes a coarse alert; what is no body at all is refused. */
class CoarseTest {
    private static final ObjectNode NONE = JsonNodeFactory.instance.objectNode();

    static Stream<Source> sources() {
        return Golden.sources()
                .filter(source -> !List.of("generic", "alertmanager", "github", "gitlab", "cloudevents", "goalert")
                        .contains(source.format()))
                .filter(source -> !source.format().startsWith("pagerduty"));
    }

    private static Normalised read(Source source, String body, ObjectNode headers) {
        return source.read(Golden.incoming(Buffer.buffer(body), headers), Golden.minting());
    }

    private static List<AlertSignal> alerts(Source source, String body) {
        return ((Normalised.Accepted) read(source, body, NONE)).alerts();
    }

    private static ObjectNode headers(String... pairs) {
        var node = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < pairs.length; i += 2) {
            node.put(pairs[i], pairs[i + 1]);
        }
        return node;
    }

    @ParameterizedTest
    @MethodSource("sources")
    void anObjectThatSaysNothingKnownIsAnAlert(Source source) {
        assertThat(alerts(source, "{\"unheard\":{\"of\":[1]}}")).singleElement().satisfies(alert -> {
            assertThat(alert.action()).isEqualTo(AlertAction.TRIGGER);
            assertThat(alert.summary()).isNotBlank();
            assertThat(alert.dedupKey()).matches("[0-9a-f]{32}");
        });
    }

    @ParameterizedTest
    @MethodSource("sources")
    void whatIsNeitherJsonNorAFormIsRefused(Source source) {
        for (var body : List.of("", "nope", "{\"a\":", "42", "\u0000")) {
            assertThat(read(source, body, NONE)).as(body).isInstanceOf(Normalised.Refused.class);
        }
    }

    /** The words of a recovery in texts, everywhere but in the field that says so. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"title\":\"[RESOLVED] ok\",\"summary\":\"resolved\",\"message\":\"recovered OK closed\",\"msg\":\"[Up]\"}",
                "{\"EVENT_NAME\":\"RECOVERY\",\"SERVICEOUTPUT\":\"OK\",\"reason\":\"recovered\",\"body\":\"Recovered\"}"
            })
    void aWordInATextIsNoRecovery(String body) {
        assertThat(sources())
                .allSatisfy(source -> assertThat(alerts(source, body))
                        .allSatisfy(alert -> assertThat(alert.action()).isEqualTo(AlertAction.TRIGGER)));
    }

    @Test
    void anEndOfNobodyKnowsWhatInforms() {
        assertThat(alerts(new GoogleMonitoring(), "{\"incident\":{\"state\":\"closed\",\"summary\":\"x\"}}"))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.action()).isEqualTo(AlertAction.TRIGGER);
                    assertThat(alert.severity()).isEqualTo(AlertSeverity.INFO);
                    assertThat(alert.details()).containsKey("not understood");
                });
    }

    @Test
    void aListIsReadOneByOneAndItsEndIsTold() {
        var many = "{\"alert_uid\":\"a\",\"title\":\"x\"},".repeat(1_499) + "{\"title\":\"last\"}";
        var alerts = alerts(new GrafanaOnCall(), "[" + many + "]");
        assertThat(alerts).hasSize(1_001);
        assertThat(alerts.getLast().summary()).startsWith("500 more alerts");
    }

    @Test
    void twoLongKeysThatBeginAlikeStayTwo() {
        var one = Draft.bounded("k".repeat(300) + "1");
        assertThat(one).hasSize(255).isNotEqualTo(Draft.bounded("k".repeat(300) + "2"));
    }

    @Test
    void uptimeKumaMaySendInAQuery() {
        var incoming = new Incoming("GET", Golden.KEY, null, Buffer.buffer(), name -> "", name -> switch (name) {
            case "msg" -> "[Shop] [Down]";
            case "heartbeat" -> "{\"status\":0,\"msg\":\"timeout\"}";
            case "monitor" -> "{\"id\":3,\"name\":\"Shop\"}";
            default -> "";
        });
        var read = (Normalised.Accepted) new UptimeKuma().read(incoming, Golden.minting());
        assertThat(read.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.dedupKey()).isEqualTo("3");
            assertThat(alert.summary()).isEqualTo("Shop: timeout");
        });
    }

    @Test
    void goAlertMayBeToldInAQueryAndClosesByWhatItSaid() {
        var source = new GoAlert();
        var incoming = new Incoming(
                "POST",
                Golden.KEY,
                null,
                Buffer.buffer(),
                name -> "",
                name -> name.equals("summary") ? "Backup failed" : "");
        var opened = ((Normalised.Accepted) source.read(incoming, Golden.minting()))
                .alerts()
                .getFirst();
        var closed = alerts(source, "{\"summary\":\"Backup failed\",\"action\":\"close\"}")
                .getFirst();
        assertThat(closed.action()).isEqualTo(AlertAction.RESOLVE);
        assertThat(closed.dedupKey()).isEqualTo(opened.dedupKey());
    }

    @Test
    void grafanasBodyIsReadWellAtAlertmanagersAddressToo() {
        var body = Golden.all()
                .filter(golden -> golden.toString().equals("grafana firing"))
                .findFirst()
                .orElseThrow()
                .body()
                .toString();
        assertThat(alerts(new AlertmanagerWebhook(), body)).isEqualTo(alerts(new GrafanaWebhook(), body));
    }

    @Test
    void grafanaBefore9SaysOneThingOfOneRule() {
        var body =
                "{\"title\":\"[OK] CPU\",\"ruleId\":7,\"ruleName\":\"CPU\",\"state\":\"%s\",\"evalMatches\":[{\"value\":97,\"metric\":\"cpu\"}]}";
        assertThat(alerts(new GrafanaWebhook(), body.formatted("alerting")))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.action()).isEqualTo(AlertAction.TRIGGER);
                    assertThat(alert.details()).containsEntry("value.cpu", "97");
                });
        assertThat(alerts(new GrafanaWebhook(), body.formatted("ok")).getFirst().action())
                .isEqualTo(AlertAction.RESOLVE);
    }

    @Test
    void cloudEventsAreToldByTheirHeadersAndWhatIsNoneIsUnsupported() {
        var source = new CloudEvents();
        var binary = headers(
                "ce-id", "1", "ce-source", "/s", "ce-specversion", "1.0", "ce-type", "t", "Content-Type", "text/plain");
        // As an HTTP server hands on the raw UTF-8 that some senders put there.
        binary.put("ce-subject", "\"disk Euro \u00e2\u0082\u00ac%20\"");
        assertThat(((Normalised.Accepted) read(source, "plain", binary)).alerts())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.component()).isEqualTo("disk Euro €");
                    assertThat(alert.details()).containsEntry("data", "plain");
                    assertThat(alert.dedupKey()).isEqualTo("/s/1");
                });
        binary.put("ce-subject", "%FF");
        assertThat(source.refused(((Normalised.Refused) read(source, "plain", binary)).refusal())
                        .status())
                .isEqualTo(400);

        var batch = headers("Content-Type", "application/cloudevents-batch+json");
        assertThat(((Normalised.Accepted) read(source, "[]", batch)).alerts()).isEmpty();
        var base64 =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data_base64\":\"eyJzdW1tYXJ5Ijoic2FpZCJ9\"}";
        assertThat(((Normalised.Accepted) read(source, base64, headers("Content-Type", "application/cloudevents+json")))
                        .alerts()
                        .getFirst()
                        .summary())
                .isEqualTo("said");
        for (var refused : List.of(
                read(source, "<a/>", headers("Content-Type", "application/cloudevents+xml")),
                read(source, "{}", headers("Content-Type", "application/json")))) {
            assertThat(source.refused(((Normalised.Refused) refused).refusal()).status())
                    .isEqualTo(415);
        }
    }

    @Test
    void pagerDutysOlderAddressesAnswerInItsWords() {
        var v1 = new PagerDutyV1();
        var bad = v1.refused(((Normalised.Refused) read(v1, "{\"event_type\":\"open\"}", NONE)).refusal());
        assertThat(bad.status()).isEqualTo(400);
        assertThat(String.valueOf(bad.body()))
                .contains("event_type is invalid (must be one of: trigger acknowledge resolve)")
                .contains("'service_key' is missing or blank");
        assertThat(v1.refused(new Refusal.Busy()).status()).isEqualTo(403);
        var changes = new PagerDutyChanges();
        assertThat(changes.refused(new Refusal.Busy()).status()).isEqualTo(429);
        assertThat(String.valueOf(changes.refused(((Normalised.Refused) read(changes, "{}", NONE)).refusal())
                        .body()))
                .contains("'payload.summary' is missing or blank");
    }

    @Test
    void theAddressesOfPeersLeadToTheirFormats() {
        assertThat(Sources.ofOnCall("alertmanager").orElseThrow().format()).isEqualTo("alertmanager");
        assertThat(Sources.ofOnCall("formatted_webhook").orElseThrow().format()).isEqualTo("grafana_oncall");
        assertThat(Sources.ofOnCall("webhook").orElseThrow().format()).isEqualTo("generic");
        assertThat(Sources.ofGoAlert("generic").orElseThrow().format()).isEqualTo("goalert");
        assertThat(Sources.ofGoAlert("prometheusalertmanager").orElseThrow().format())
                .isEqualTo("alertmanager");
        assertThat(Sources.ofGoAlert("mailgun")).isEmpty();
    }
}
