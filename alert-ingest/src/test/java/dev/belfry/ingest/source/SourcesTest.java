package dev.belfry.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {
    private static final String KEY = "6f1d0c2ab34e4d5f9a7b8c9d0e1f2a3b";
    private static final Source PAGERDUTY = new PagerDutyEvents();
    private static final Source ALERTMANAGER = new AlertmanagerWebhook();
    private static final Source GENERIC = new GenericJson();

    private final AtomicLong counter = new AtomicLong();
    private final Minting minting =
            new Minting(() -> new UUID(7, counter.incrementAndGet()), Instant.parse("2026-03-04T05:06:08Z"));

    private Normalised read(Source source, String body) {
        return source.read(incoming(Buffer.buffer(body)), minting);
    }

    private List<AlertSignal> alerts(Source source, String body) {
        return ((Normalised.Accepted) read(source, body)).alerts();
    }

    private Answer refusal(Source source, String body) {
        return source.refused(((Normalised.Refused) read(source, body)).refusal());
    }

    private static Incoming incoming(Buffer body) {
        return new Incoming("POST", KEY, null, body, name -> "", name -> "");
    }

    private static @Nullable Object member(Answer answer, String name) {
        return ((Map<?, ?>) Objects.requireNonNull(answer.body())).get(name);
    }

    private static String resource(String name) throws IOException {
        try (var in = SourcesTest.class.getResourceAsStream("/alertmanager/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aPagerDutyTriggerIsReadWhole() {
        var alert = alerts(PAGERDUTY, """
                {"routing_key":"%s","event_action":"trigger","dedup_key":"eu1/db-7/disk","client":"probe",
                 "client_url":"https://mon.example.net","links":[{"href":"https://grafana.example.net/d/x","text":"Dashboard"}],
                 "payload":{"summary":"Disk 97%% full on db-7","source":"db-7.eu1.example.net","severity":"critical",
                  "timestamp":"2026-03-04T05:06:07.123+0000","component":"postgres","group":"eu1-db","class":"disk",
                  "custom_details":{"used_pct":97,"mount":"/var/lib/postgresql"}},"unknown":{"kept":"in the raw body"}}
                """.formatted(KEY)).getFirst();

        assertThat(alert.action()).isEqualTo(AlertAction.TRIGGER);
        assertThat(alert.dedupKey()).isEqualTo("eu1/db-7/disk");
        assertThat(alert.summary()).isEqualTo("Disk 97% full on db-7");
        assertThat(alert.severity()).isEqualTo(AlertSeverity.CRITICAL);
        assertThat(alert.source()).isEqualTo("db-7.eu1.example.net");
        assertThat(alert.occurredAt()).isEqualTo(Instant.parse("2026-03-04T05:06:07.123Z"));
        assertThat(alert.details())
                .containsEntry("used_pct", "97")
                .containsEntry("mount", "/var/lib/postgresql")
                .containsEntry("class", "disk");
        assertThat(alert.links()).hasSize(2);
    }

    @Test
    void alertmanagersOwnPagerDutyRequestIsTaken() throws IOException {
        var body = resource("pagerduty.json");
        var key = Json.mapper().readTree(body).get("routing_key").asText();
        var alert = alerts(PAGERDUTY, body.replace(key, KEY)).getFirst();

        assertThat(alert.dedupKey()).hasSize(64);
        assertThat(alert.details()).containsKeys("firing", "num_firing");
    }

    @Test
    void clientsThatSendNullsAndDummyPayloadsAreUnderstood() {
        var alert = alerts(PAGERDUTY, """
                {"routing_key":"%s","event_action":"resolve","dedup_key":"a","links":null,
                 "payload":{"summary":"BLANK","source":"BLANK","severity":"info","component":null}}""".formatted(KEY)).getFirst();

        assertThat(alert.action()).isEqualTo(AlertAction.RESOLVE);
        assertThat(alert.summary()).isEmpty();
    }

    @Test
    void aTriggerWithoutADedupKeyGetsOneOf32HexDigits() {
        var alert = alerts(PAGERDUTY, """
                {"routing_key":"%s","event_action":"trigger",
                 "payload":{"summary":"s","source":"x","severity":"error"}}""".formatted(KEY)).getFirst();

        assertThat(alert.dedupKey()).matches("[0-9a-f]{32}");
        assertThat(member(
                        PAGERDUTY.accepted(UUID.randomUUID(), Normalised.Accepted.alerts(KEY, List.of(alert))),
                        "dedup_key"))
                .isEqualTo(alert.dedupKey());
    }

    @Test
    void whatIsMissingIsToldInPagerDutysWords() {
        var answer = refusal(PAGERDUTY, "{\"event_action\":\"trigger\",\"payload\":{\"severity\":\"Critical\"}}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(member(answer, "status")).isEqualTo("invalid event");
        assertThat(member(answer, "errors"))
                .isEqualTo(
                        List.of(
                                "'routing_key' is missing or blank",
                                "'payload.summary' is missing or blank",
                                "'payload.source' is missing or blank",
                                "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')"));
        assertThat(member(refusal(PAGERDUTY, "{\"routing_key\":\"short\",\"event_action\":\"resolve\"}"), "errors"))
                .isEqualTo(List.of(
                        "Length of 'routing_key' is incorrect (should be 32 characters)",
                        "'dedup_key' is missing or blank"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "nope", "{\"a\":", "\u0000", "42"})
    void whatIsNoJsonObjectIsUnrecognized(String body) {
        assertThat(member(refusal(PAGERDUTY, body), "status")).isEqualTo("Unrecognized object");
        assertThat(refusal(ALERTMANAGER, body).status()).isEqualTo(400);
        assertThat(refusal(GENERIC, body).status()).isEqualTo(400);
    }

    @Test
    void eachAlertOfAnAlertmanagerGroupCountsForItself() throws IOException {
        var alerts = alerts(ALERTMANAGER, resource("firing.json"));

        assertThat(alerts).hasSize(2).allSatisfy(alert -> {
            assertThat(alert.action()).isEqualTo(AlertAction.TRIGGER);
            assertThat(alert.summary()).isEqualTo("5xx > 5%");
            assertThat(alert.severity()).isEqualTo(AlertSeverity.CRITICAL);
            assertThat(alert.component()).isEqualTo("checkout");
            assertThat(alert.details()).containsEntry("alertname", "HighErrorRate");
        });
        assertThat(alerts).extracting(AlertSignal::dedupKey).containsExactly("ecadc22b00ef60fe", "a9a9895a3f4df353");
        assertThat(alerts(ALERTMANAGER, resource("second.json")))
                .extracting(AlertSignal::action)
                .contains(AlertAction.RESOLVE);
    }

    @Test
    void theFingerprintIsAlertmanagersOwn() throws IOException {
        var labels = Json.mapper().readTree("{\"severity\":\"critical\",\"alertname\":\"A\",\"job\":\"x\"}");

        assertThat(AlertmanagerWebhook.fingerprint(labels)).isEqualTo("34bea90dbf99e83c");
    }

    @Test
    void anAlertWithoutLabelsIsNamedAndNothingOfTheBodyIsTaken() {
        var answer = refusal(ALERTMANAGER, "{\"alerts\":[{\"labels\":{\"a\":\"b\"}},{\"labels\":7}]}");

        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
        assertThat(String.valueOf(member(answer, "errors"))).contains("#/alerts/1/labels");
    }

    @Test
    void duplicateMembersAreTakenAndTheLastOneCounts() {
        var alert = alerts(ALERTMANAGER, "{\"alerts\":[{\"labels\":{\"alertname\":\"old\",\"alertname\":\"new\"}}]}")
                .getFirst();

        assertThat(alert.summary()).isEqualTo("new");
    }

    @Test
    void anyJsonObjectPagesEvenWhenNothingInItIsUnderstood() {
        var alert = alerts(GENERIC, "{\"foo\":1}").getFirst();

        assertThat(alert.action()).isEqualTo(AlertAction.TRIGGER);
        assertThat(alert.severity()).isEqualTo(AlertSeverity.ERROR);
        assertThat(alert.summary()).isEqualTo("Alert without a summary");
    }

    @Test
    void aRecoveryIsRecognisedOnlyByItsOwnField() {
        assertThat(alerts(GENERIC, "{\"summary\":\"resolved to be broken\",\"key\":\"a\"}")
                        .getFirst()
                        .action())
                .isEqualTo(AlertAction.TRIGGER);
        assertThat(alerts(GENERIC, "{\"status\":\"OK\",\"key\":\"a\"}")
                        .getFirst()
                        .action())
                .isEqualTo(AlertAction.RESOLVE);
        assertThat(String.valueOf(refusal(GENERIC, "{\"status\":\"resolved\"}").body()))
                .contains("#/dedup_key");
    }

    /** Whatever is sent: an answer, never an exception. */
    @Test
    void noMutationOfABodyMakesAReaderThrow() throws IOException {
        long seed = 20260304L;
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        var samples = List.of(
                resource("firing.json"),
                resource("pagerduty.json"),
                "{\"summary\":\"s\",\"links\":[\"https://x.example\",{\"href\":\"\"}],\"timestamp\":\"2026\",\"details\":[1]}");
        for (int round = 0; round < 20_000; round++) {
            var bytes = samples.get(random.nextInt(samples.size())).getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",:0nulltrue\\\u0000é".charAt(random.nextInt(18));
            }
            for (var source : List.of(PAGERDUTY, ALERTMANAGER, GENERIC)) {
                switch (source.read(incoming(Buffer.buffer(bytes)), minting)) {
                    case Normalised.Signed signed -> throw new AssertionError(signed);
                    case Normalised.Refused refused ->
                        assertThat(source.refused(refused.refusal()).status()).isBetween(400, 499);
                    case Normalised.Accepted read ->
                        assertThat(read.alerts()).allSatisfy(alert -> {
                            assertThat(alert.summary().length()).isLessThanOrEqualTo(Fields.MAX_SUMMARY);
                            assertThat(alert.dedupKey()).hasSizeBetween(1, Fields.MAX_DEDUP_KEY);
                        });
                }
            }
        }
    }
}
