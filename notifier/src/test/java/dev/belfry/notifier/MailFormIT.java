package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.notifier.channel.CallLimits;
import dev.belfry.notifier.channel.Card;
import dev.belfry.notifier.channel.EmailClient;
import dev.belfry.notifier.channel.MailSettings;
import dev.belfry.notifier.channel.Notice;
import dev.belfry.notifier.channel.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.parsetools.RecordParser;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a mail looks like on the wire, and to whom it goes: every character there is, and every domain. */
class MailFormIT {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> said = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void everyCharacterOfASubjectArrives() throws MessagingException {
        for (var subject : List.of(
                "[SEV1] #1042 🔥 Zahlungen: \"Büro\" 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 日本語のサービス (支払い)",
                "🧯".repeat(60),
                "a".repeat(44) + "🔥" + "ü".repeat(80),
                "=?UTF-8?B?QQ==?= is text",
                "[SEV2] #7 plain",
                "e\u0301 \u202f👩‍🚒 \u2028")) {
            said.clear();
            assertThat(send(server(), "belfry@example.net", "ann@example.net", subject))
                    .isInstanceOf(Outcome.Accepted.class);
            assertThat(message().getSubject()).isEqualTo(subject);
            assertThat(said).allMatch(line -> line.length() <= 998);
            assertThat(header("Subject")).allMatch(line -> line.length() <= 78, "folded");
        }
    }

    @Test
    void theNameOfTheSenderAndTheTextMayHaveThemToo() throws Exception {
        send(server(), "Bürowächter 🔔 <wache@bücher.example>", "ann@example.net", "plain");

        var from = (InternetAddress) message().getFrom()[0];
        assertThat(from.getPersonal()).isEqualTo("Bürowächter 🔔");
        assertThat(from.getAddress()).isEqualTo("wache@xn--bcher-kva.example");
        assertThat(said).contains("MAIL FROM:<wache@xn--bcher-kva.example>");
        var parts = (jakarta.mail.internet.MimeMultipart) message().getContent();
        assertThat(parts.getBodyPart(0).getContent().toString()).contains("Text 🔥 ü");
        assertThat(parts.getBodyPart(1).getContent().toString()).contains("<p>🔥 ü</p>");
    }

    @Test
    void anInternationalDomainTravelsInItsAsciiForm() throws MessagingException {
        assertThat(send(server(), "belfry@example.net", "ann@Bücher.example", "plain"))
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(said).contains("RCPT TO:<ann@xn--bcher-kva.example>");
        assertThat(message().getHeader("To", null)).isEqualTo("ann@xn--bcher-kva.example");
    }

    @Test
    void lettersBeforeTheAtGoOnlyToAServerThatTakesThem() throws MessagingException {
        assertThat(send(server(), "belfry@example.net", "юзер@пример.example", "plain"))
                .isInstanceOfSatisfying(Outcome.Permanent.class, refused -> {
                    assertThat(refused.fault()).isEqualTo(Outcome.Fault.ADDRESS);
                    assertThat(refused.detail()).contains("SMTPUTF8").doesNotContain("юзер");
                });
        assertThat(said).noneMatch(line -> line.startsWith("MAIL"));

        assertThat(send(server("SMTPUTF8", "8BITMIME"), "belfry@example.net", "юзер@пример.example", "plain"))
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(said)
                .contains(
                        "MAIL FROM:<belfry@example.net> SMTPUTF8 BODY=8BITMIME",
                        "RCPT TO:<юзер@xn--e1afmkfd.example>",
                        "To: юзер@xn--e1afmkfd.example");
    }

    private Outcome send(int port, String from, String to, String subject) {
        var notice = new Notice(
                UUID.randomUUID(),
                subject,
                "Text 🔥 ü\n",
                "<p>🔥 ü</p>\n",
                Card.quiet(subject, List.of(), List.of()),
                UUID.randomUUID(),
                Map.of());
        var settings = new MailSettings("127.0.0.1", port, "disabled", false, null, null, from, null, 4);
        return new EmailClient(vertx, settings, 4, CallLimits.USUAL)
                .send(to, notice)
                .await();
    }

    /** An SMTP server that takes everything, and keeps each line that it was sent. */
    private int server(String... extensions) {
        var hello = new StringBuilder("250-mail.example.net\r\n");
        for (var extension : extensions) {
            hello.append("250-").append(extension).append("\r\n");
        }
        hello.append("250 SIZE\r\n");
        return vertx.createNetServer()
                .connectHandler(socket -> {
                    socket.write("220 mail.example.net ESMTP\r\n");
                    var content = new boolean[1];
                    socket.handler(RecordParser.newDelimited("\r\n", record -> {
                        var line = record.toString(StandardCharsets.UTF_8);
                        said.add(line);
                        if (content[0]) {
                            content[0] = !line.equals(".");
                            if (!content[0]) {
                                socket.write("250 taken\r\n");
                            }
                        } else if (line.equals("DATA")) {
                            content[0] = true;
                            socket.write("354 go on\r\n");
                        } else {
                            socket.write(line.startsWith("EHLO") ? hello.toString() : "250 ok\r\n");
                        }
                    }));
                })
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    private MimeMessage message() throws MessagingException {
        var data = said.subList(said.indexOf("DATA") + 1, said.lastIndexOf("."));
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(String.join("\r\n", data).getBytes(StandardCharsets.UTF_8)));
    }

    /** The lines of a header as they were sent. */
    private List<String> header(String name) {
        var from = said.stream().dropWhile(line -> !line.startsWith(name + ":")).toList();
        var more = from.stream().skip(1).takeWhile(line -> line.startsWith(" ")).toList();
        return java.util.stream.Stream.concat(from.stream().limit(1), more.stream())
                .toList();
    }
}
