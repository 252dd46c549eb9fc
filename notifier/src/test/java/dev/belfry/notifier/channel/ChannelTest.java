package dev.belfry.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.incident.AlertBrief;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelTest {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    static Page page(String title) {
        var incident = new IncidentState(
                new UUID(1, 1),
                1042,
                new UUID(2, 2),
                "Payments",
                title,
                IncidentStatus.TRIGGERED,
                IncidentSeverity.SEV1,
                1,
                null,
                null,
                null,
                NOON,
                null,
                1);
        return new Page(
                new UUID(3, 3), incident.id(), 1, 1, 0, new UUID(4, 4), "step 1 of \"Payments\"", NOON, incident);
    }

    @Test
    void signsTheVectorOfStandardWebhooks() {
        assertThat(WebhookSignature.sign(
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1614265330,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void wordsAPageInOneSubjectLineThatCannotCarryAHeader() {
        var notice = PageNotice.write(
                new UUID(9, 9),
                page("Disk full\r\nBcc: all@example.net on db-7 " + "😀".repeat(200)),
                new PageNotice.Links(
                        "https://belfry.example.net/incidents/1042", "https://belfry.example.net/ack/TOKEN"),
                false,
                ZoneOffset.UTC);

        assertThat(notice.subject())
                .startsWith("[SEV1] #1042 Disk full Bcc: all@example.net on db-7")
                .endsWith("… (Payments)")
                .doesNotContain("\r", "\n")
                .hasSizeLessThanOrEqualTo(200);
        assertThat(notice.subject().codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF))
                .isEmpty();
        assertThat(notice.text())
                .contains("https://belfry.example.net/ack/TOKEN", "step 1 of \"Payments\"", "Payments", "SEV1")
                .doesNotContain("repeat");
    }

    @Test
    void twoPagesOfOneIncidentInADigestAreOneIncident() {
        var page = page("Disk full on db-7");
        var entry = new DigestNotice.Entry(page, "https://belfry.example.net/incidents/1042");
        var notice = DigestNotice.write(new UUID(9, 9), List.of(entry, entry, entry), "https://a", false);
        assertThat(notice.subject()).isEqualTo("[SEV1] #1042 Disk full on db-7");
        assertThat(notice.text())
                .startsWith("You are paged for an incident:\n\n[SEV1] #1042")
                .containsOnlyOnce("#1042")
                .contains("\nAcknowledge: https://a");
    }

    @Test
    void saysThatARepeatMayBeADuplicateAndEscapesWhatSendersWrote() {
        var notice = PageNotice.write(
                new UUID(9, 9),
                page("<script>x</script>"),
                new PageNotice.Links("https://i", "https://a"),
                true,
                ZoneOffset.UTC);

        assertThat(notice.text()).startsWith("(repeat: may be a duplicate)");
        assertThat(notice.html())
                .contains("(repeat: may be a duplicate)", "&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void aPageTellsWhatTheAlertSaidAndTheTimeOfThePersonsOwnZone() {
        var alert = new AlertBrief(
                "db-7",
                "acquirer",
                "31.4 % of card payments fail.\nSince 14:18.",
                new TreeMap<>(Map.of("alertname", "PaymentErrorRateHigh", "note", "a <b> & \"c\"\r\nBcc: x")),
                List.of(
                        new AlertLink("https://grafana.example.net/d/1?a=1&b=2", "Dashboard"),
                        new AlertLink("javascript:alert(1)", "Bad")));
        var page = page("Card payments fail");
        var notice = PageNotice.write(
                new UUID(9, 9),
                new Page(
                        page.id(),
                        page.incidentId(),
                        1,
                        1,
                        0,
                        page.userId(),
                        page.reason(),
                        NOON,
                        page.incident().with(alert)),
                new PageNotice.Links("https://i", "https://a"),
                false,
                ZoneId.of("Asia/Kathmandu"));

        assertThat(notice.text())
                .contains(
                        "31.4 % of card payments fail.\nSince 14:18.\n",
                        "Triggered: Sun 1 Mar 2026, 17:45:00 Asia/Kathmandu (12:00:00 UTC)\n",
                        "Source: db-7\n",
                        "Component: acquirer\n",
                        "alertname: PaymentErrorRateHigh\n",
                        "note: a <b> & \"c\" Bcc: x\n",
                        "Link: Dashboard\n  https://grafana.example.net/d/1?a=1&b=2\n",
                        "Link: Bad javascript:alert(1)\n");
        assertThat(notice.html())
                .contains(
                        "<a href=\"https://grafana.example.net/d/1?a=1&amp;b=2\">",
                        "a &lt;b&gt; &amp; &quot;c&quot; Bcc: x",
                        "17:45:00 Asia/Kathmandu")
                .doesNotContain("href=\"javascript", "<b>");
    }

    @ParameterizedTest
    @CsvSource({
        "200,Accepted", "204,Accepted", "301,Permanent", "400,Permanent", "401,Permanent", "404,Permanent",
        "408,Passing", "410,Permanent", "425,Passing", "429,Passing", "500,Passing", "503,Passing"
    })
    void readsTheStatusOfAReceiver(int status, String expected) {
        assertThat(Verdict.http(status, null, NOON).getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void disablesOnlyWhatIsGone() {
        assertThat(Verdict.http(410, null, NOON))
                .isEqualTo(new Outcome.Permanent("the receiver answered 410", Outcome.Fault.GONE));
        assertThat(Verdict.http(404, null, NOON))
                .isEqualTo(new Outcome.Permanent("the receiver answered 404", Outcome.Fault.ADDRESS));
    }

    @Test
    void honoursRetryAfterUpToAMinute() {
        assertThat(Verdict.retryAfter("7", NOON)).isEqualTo(Duration.ofSeconds(7));
        assertThat(Verdict.retryAfter("86400", NOON)).isEqualTo(Duration.ofSeconds(60));
        assertThat(Verdict.retryAfter("Sun, 01 Mar 2026 12:00:30 GMT", NOON)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Verdict.retryAfter("Sun, 01 Mar 2026 11:00:00 GMT", NOON)).isEqualTo(Duration.ZERO);
        assertThat(Verdict.retryAfter("soon", NOON)).isNull();
        assertThat(Verdict.retryAfter(null, NOON)).isNull();
    }

    @Test
    void tellsSmtpRefusalsApartAndNeverRepeatsAnAddress() {
        assertThat(Verdict.smtp(550, "550 5.1.1 <ann@example.net>: no such user"))
                .isInstanceOf(Outcome.Permanent.class)
                .extracting(Outcome::detail)
                .asString()
                .contains("550 5.1.1", "no such user")
                .doesNotContain("ann@example.net");
        assertThat(Verdict.smtp(451, "451 try later")).isInstanceOf(Outcome.Passing.class);
    }
}
