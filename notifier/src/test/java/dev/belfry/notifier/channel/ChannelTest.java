package dev.belfry.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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
                "https://belfry.example.net/incidents/1042",
                "https://belfry.example.net/ack/TOKEN",
                false);

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
    void saysThatARepeatMayBeADuplicateAndEscapesWhatSendersWrote() {
        var notice = PageNotice.write(new UUID(9, 9), page("<script>x</script>"), "https://i", "https://a", true);

        assertThat(notice.text()).startsWith("(repeat: may be a duplicate)");
        assertThat(notice.html())
                .contains("(repeat: may be a duplicate)", "&lt;script&gt;")
                .doesNotContain("<script>");
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
