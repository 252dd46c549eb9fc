package dev.belfry.ingest.email;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.integration.EmailRule;
import dev.belfry.ingest.source.Minting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What mails say and mean. */
class MailMeaningTest {
    private static final Minting MINTING = new Minting(() -> new UUID(7, 1), Instant.parse("2026-03-04T05:06:08Z"));

    private static Mail mail(String... lines) {
        return MailReader.read(String.join("\r\n", lines).getBytes(UTF_8));
    }

    private static byte[] file(String name) throws IOException {
        return Files.readAllBytes(Path.of("src/test/resources/mail", name));
    }

    private static AlertSignal told(Mail mail, EmailRule... rules) {
        var verdict = MailMeaning.of(mail, "mon@example.net", List.of(rules), MINTING);
        assertThat(verdict).isInstanceOf(MailVerdict.Told.class);
        return ((MailVerdict.Told) verdict).alert();
    }

    private static MailVerdict dropped(MailVerdict.Reason reason) {
        return new MailVerdict.Dropped(reason);
    }

    @Test
    void aPlainMailIsATriggerOfItsSubject() throws IOException {
        var alert = told(MailReader.read(file("plain.eml")));
        assertThat(alert.action()).isEqualTo(AlertAction.TRIGGER);
        assertThat(alert.dedupKey()).isEqualTo("PROBLEM disk full");
        assertThat(alert.summary()).isEqualTo("PROBLEM disk full");
        assertThat(alert.description()).isEqualTo("disk full on db1");
        assertThat(alert.source()).isEqualTo("mon@example.org");
        assertThat(alert.occurredAt()).isEqualTo("2026-11-21T18:28:54Z");
        assertThat(alert.details()).containsEntry("message id", "<20261121182854.006515@mon.example.net>");
    }

    @Test
    void alertmanagersOwnMailsFireAndResolveOneAlert() throws IOException {
        var firing = told(MailReader.read(file("firing.eml")));
        var resolved = told(MailReader.read(file("resolved.eml")));
        assertThat(firing.action()).isEqualTo(AlertAction.TRIGGER);
        assertThat(resolved.action()).isEqualTo(AlertAction.RESOLVE);
        assertThat(firing.dedupKey()).isEqualTo("HighErrorRate checkout (critical)");
        assertThat(resolved.dedupKey()).isEqualTo(firing.dedupKey());
        assertThat(firing.description())
                .startsWith("2 alerts for")
                .contains("alertname = HighErrorRate", "line2 é <b>", "summary = 5xx > 5%", "Sent by Alertmanager")
                .doesNotContain("font-family", "@media", "</");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "disk full|disk full|",
                "Re: AW: Fwd: disk full|disk full|",
                "RE[2]: disk   full|disk full|",
                "[RESOLVED] disk full|disk full|RESOLVE",
                "[FIRING:12] disk full|disk full|TRIGGER",
                "Re: [RESOLVED] disk full|disk full|RESOLVE",
                "[Resolved] disk full|[Resolved] disk full|",
                "disk full [RESOLVED]|disk full [RESOLVED]|",
                "Recovery: disk full|Recovery: disk full|"
            })
    void prefixesAreNoPartOfASubject(String subject, String text, String action) {
        assertThat(Subject.of(subject).text()).isEqualTo(text);
        assertThat(Subject.of(subject).action()).isEqualTo(action == null ? null : AlertAction.valueOf(action));
    }

    @Test
    void anAnswerBelongsToTheMailItAnswersAndAThreadOfAMachineIsOneAlert() {
        assertThat(told(mail("Subject: Re: disk full", "In-Reply-To: <1@example.net>", "", "x"))
                        .dedupKey())
                .isEqualTo("disk full");
        var down = told(mail("Subject: shop is down", "References: <shop@example.net> <2@example.net>", "", "x"));
        var slow = told(mail("Subject: shop is slow", "References: <shop@example.net>", "", "x"));
        assertThat(down.dedupKey()).isEqualTo("<shop@example.net>").isEqualTo(slow.dedupKey());
        assertThat(told(mail("X-A: b", "", "")).dedupKey()).hasSize(32);
    }

    @Test
    void theFirstRuleThatMatchesSaysWhatAMailMeans() {
        var rules = new EmailRule[] {
            new EmailRule("from", "(", "trigger", null),
            new EmailRule("body", "(?i)test only", "ignore", null),
            new EmailRule("subject", "^RECOVERY (\\S+)", "resolve", "host/$1$9"),
            new EmailRule("subject", "^PROBLEM (\\S+)", "trigger", "host/$1"),
            new EmailRule("from", "ack@", "acknowledge", null)
        };
        assertThat(told(mail("Subject: PROBLEM db-1 disk", "", "x"), rules).dedupKey())
                .isEqualTo("host/db-1");
        var recovery = told(mail("Subject: RECOVERY db-1 disk", "", "x"), rules);
        assertThat(recovery.dedupKey()).isEqualTo("host/db-1");
        assertThat(recovery.action()).isEqualTo(AlertAction.RESOLVE);
        var ack = told(mail("Subject: s", "From: A <ack@example.net>", "", "x"), rules);
        assertThat(ack.action()).isEqualTo(AlertAction.ACKNOWLEDGE);
        assertThat(ack.dedupKey()).isEqualTo("s");
        assertThat(MailMeaning.of(
                        mail("Subject: PROBLEM x", "", "Test ONLY"), "a@example.net", List.of(rules), MINTING))
                .isEqualTo(dropped(MailVerdict.Reason.IGNORED));
    }

    @Test
    void whatCouldGoOnForEverIsDroppedUnlessARuleNamesIt() {
        var automatic = mail("Subject: PROBLEM x", "Auto-Submitted: auto-replied", "", "x");
        var suppressed = mail("Subject: PROBLEM x", "X-Auto-Response-Suppress: All", "", "x");
        var rule = new EmailRule("subject", "^PROBLEM", "trigger", null);
        for (var one : List.of(automatic, suppressed)) {
            assertThat(MailMeaning.of(one, "a@example.net", List.of(), MINTING))
                    .isEqualTo(dropped(MailVerdict.Reason.AUTOMATIC));
            assertThat(told(one, rule).dedupKey()).isEqualTo("PROBLEM x");
            assertThat(MailMeaning.of(one, "", List.of(rule), MINTING)).isEqualTo(dropped(MailVerdict.Reason.BOUNCE));
        }
        assertThat(told(mail("Subject: s", "Auto-Submitted: no", "", "x")).summary())
                .isEqualTo("s");
    }

    @Test
    void wordsAreDecodedAndTheTextIsTheReadablePart() {
        var mail = mail(
                "Subject: =?UTF-8?Q?Platte_voll:_=C3=A4?=",
                " =?ISO-8859-1?B?9g==?=",
                "From: =?UTF-8?B?w6Q=?= <a@example.net>",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "Content-Type: multipart/alternative; boundary=c",
                "",
                "--c",
                "Content-Type: text/html; charset=utf-8",
                "",
                "<p>html</p>",
                "--c",
                "Content-Type: text/plain; charset=windows-1252",
                "Content-Transfer-Encoding: quoted-printable",
                "",
                "caf=E9 =80",
                "--c--",
                "--b",
                "Content-Type: text/plain; name=log.txt",
                "Content-Disposition: attachment; filename=\"=?UTF-8?Q?l=C3=B6g.txt?=\"",
                "",
                "secret",
                "--b",
                "Content-Type: image/png",
                "Content-Transfer-Encoding: base64",
                "",
                "AAAA",
                "--b--");
        assertThat(mail.subject()).isEqualTo("Platte voll: äö");
        assertThat(mail.from()).isEqualTo("a@example.net");
        assertThat(mail.text()).isEqualTo("café €");
        assertThat(mail.attachments()).containsExactly("lög.txt", "image/png");
        assertThat(mail("Subject: tür", "Content-Type: text/plain; charset=nonsense", "", "tür"))
                .satisfies(raw -> assertThat(raw.subject() + raw.text()).isEqualTo("türtür"));
        var latin = MailReader.read("Subject: t\u00fcr\r\n\r\nt\u00fcr".getBytes(ISO_8859_1));
        assertThat(latin.subject() + latin.text()).isEqualTo("türtür");
        assertThat(mail("Content-Transfer-Encoding: base64", "", "!!! no base64 !!!")
                        .text())
                .isNotNull();
    }

    @Test
    void htmlIsReadWithoutItsLooks() {
        assertThat(
                        HtmlText.of(
                                "<html><head><title>t</title></head><body>a &lt;b&gt;<br>c&nbsp;&#x20AC;&#233; <!-- x --> d"
                                        + "<script>if (a < b) {}</script><table><tr><td>1</td><td>2</td></tr></table>5 < 6 && 7"))
                .isEqualTo("a <b>\nc €é d\n1 2\n5 < 6 && 7");
        assertThat(HtmlText.of("<style>x")).isEmpty();
        assertThat(HtmlText.of("<p>open <b")).isEqualTo("open");
        assertThat(HtmlText.of("<div>".repeat(50_000) + "deep")).isEqualTo("deep");
    }

    @Test
    void theKeyOfAnAddressIsFoundAndKeptOutOfWhatIsKept() {
        assertThat(RecipientKey.of("abc@in.example.net", "")).containsExactly("abc");
        assertThat(RecipientKey.of("ops+ABC@in.example.net", "IN.example.net"))
                .containsExactly("ABC", "abc", "ops+ABC");
        assertThat(RecipientKey.of("abc@other.example.net", "in.example.net")).isEmpty();
        assertThat(RecipientKey.of("abc", "")).isEmpty();
        var mail = mail("Subject: to KEY1@in.example.net", "", "> To: key1@in.example.net")
                .without("key1");
        assertThat(mail.subject() + mail.text())
                .isEqualTo("to [routing key]@in.example.net> To: [routing key]@in.example.net");
    }

    @Test
    void noMailMakesAFault() throws IOException {
        long seed = Long.getLong("fuzz.seed", 20260306L);
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        var samples = List.of(
                file("plain.eml"),
                file("firing.eml"),
                ("Content-Type: multipart/mixed; boundary=a\r\n\r\n"
                                + "--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n".repeat(50))
                        .getBytes(UTF_8),
                "Content-Type: text/plain; charset*=%%%\r\nSubject: =?x?q?=?=\r\nDate: never\r\n\r\n".getBytes(UTF_8));
        for (int round = 0; round < 3_000; round++) {
            var bytes = samples.get(random.nextInt(samples.size())).clone();
            for (int flips = random.nextInt(1, 40); flips > 0; flips--) {
                // Mostly in the headers, where it matters.
                bytes[random.nextInt(Math.min(bytes.length, 900))] = (byte) random.nextInt(256);
            }
            try {
                var mail = MailReader.read(bytes);
                if (mail.automatic()) {
                    continue;
                }
                var alert = told(mail);
                assertThat(alert.summary().length()).isBetween(1, 1_024);
                assertThat(alert.dedupKey().length()).isBetween(1, 255);
            } catch (RuntimeException | Error broken) {
                throw new AssertionError(
                        "seed " + seed + ", round " + round + ": " + new String(bytes, ISO_8859_1), broken);
            }
        }
    }
}
