package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.belfry.notifier.account.AccountBook;
import dev.belfry.notifier.channel.CallLimits;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.ChannelClient;
import dev.belfry.notifier.channel.Destination;
import dev.belfry.notifier.channel.EmailClient;
import dev.belfry.notifier.channel.MailSettings;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.ProviderClient;
import dev.belfry.notifier.channel.TestNotice;
import dev.belfry.notifier.channel.WebhookSignature;
import dev.belfry.notifier.wire.Wires;
import dev.belfry.platform.http.Egress;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the clients make of providers that refuse, say nothing, or are where they must not be. */
class ProviderIT {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    /** An SMTP server that answers RCPT with the reply, and is silent when there is none. */
    private int mailServer(String reply) {
        NetServer server = vertx.createNetServer().connectHandler(socket -> {
            socket.write("220 mail.example.net ESMTP\r\n");
            socket.handler(data -> {
                var line = data.toString().toUpperCase(java.util.Locale.ROOT);
                if (line.startsWith("RCPT")) {
                    if (!reply.isEmpty()) {
                        socket.write(reply + "\r\n");
                    }
                } else if (line.startsWith("QUIT")) {
                    socket.write("221 bye\r\n");
                } else {
                    socket.write("250 ok\r\n");
                }
            });
        });
        return server.listen(0, "127.0.0.1").await().actualPort();
    }

    private Outcome mail(int port) {
        return mail(new MailSettings("127.0.0.1", port, "disabled", false, null, null, "belfry@example.net", null, 4));
    }

    private Outcome mail(MailSettings settings) {
        var notice = TestNotice.write(UUID.randomUUID(), "Ann Example", Instant.now());
        return new EmailClient(vertx, settings, 4, CallLimits.USUAL)
                .send("ann@example.net", notice)
                .await();
    }

    private Outcome webhook(String url, boolean allowPrivate) {
        return webhook(url, allowPrivate ? Egress.ANYWHERE : Egress.PUBLIC);
    }

    private Outcome webhook(String url, Egress egress) {
        var mail = new MailSettings(null, 25, "disabled", false, null, null, "belfry@example.net", null, 4);
        var accounts = new AccountBook(InstantSource.system());
        var client = new ChannelClient(
                new EmailClient(vertx, mail, 4, CallLimits.USUAL),
                new ProviderClient(vertx, egress, 4, CallLimits.USUAL),
                Wires.all(),
                accounts,
                InstantSource.system());
        var notice = TestNotice.write(UUID.randomUUID(), "Ann Example", Instant.now());
        return client.send(new Destination(Channel.WEBHOOK, url, WebhookSignature.secret(new byte[32])), notice)
                .await();
    }

    @Test
    void anUnknownMailboxIsRefusedForGoodAndNotRepeatedInTheDetail() {
        assertThat(mail(mailServer("550 5.1.1 <ann@example.net> unknown")))
                .isInstanceOf(Outcome.Permanent.class)
                .extracting(Outcome::detail)
                .asString()
                .contains("550")
                .doesNotContain("ann@example.net");
    }

    @Test
    void signsInToTheMailServerAndAWrongPasswordIsAFaultOfTheChannel() {
        var server = new GreenMail(new ServerSetup(Stand.freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            server.setUser("belfry@example.net", "belfry", "right");
            int port = server.getSmtp().getPort();
            var right = new MailSettings(
                    "127.0.0.1", port, "optional", false, "belfry", "right", "belfry@example.net", null, 4);
            assertThat(mail(right)).isInstanceOf(Outcome.Accepted.class);
            var wrong = new MailSettings(
                    "127.0.0.1", port, "optional", false, "belfry", "wrong", "belfry@example.net", null, 4);
            assertThat(mail(wrong))
                    .isInstanceOfSatisfying(
                            Outcome.Permanent.class,
                            outcome -> assertThat(outcome.fault()).isEqualTo(Outcome.Fault.CHANNEL));
        } finally {
            server.stop();
        }
    }

    @Test
    void nothingIsSentInTheClearWhereEncryptionIsRequired() {
        var server = new GreenMail(new ServerSetup(Stand.freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            int port = server.getSmtp().getPort();
            var settings =
                    new MailSettings("127.0.0.1", port, "required", false, null, null, "belfry@example.net", null, 4);
            assertThat(mail(settings)).isNotInstanceOf(Outcome.Accepted.class);
            assertThat(server.getReceivedMessages()).isEmpty();
        } finally {
            server.stop();
        }
    }

    @Test
    void aBusyMailServerIsTriedAgain() {
        assertThat(mail(mailServer("451 4.3.0 later"))).isInstanceOf(Outcome.Passing.class);
    }

    @Test
    void aSilentMailServerCostsTenSecondsAndNoMore() {
        var server = mailServer("");
        long asked = System.nanoTime();
        assertThat(mail(server)).isInstanceOf(Outcome.Passing.class);
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(15));
    }

    @Test
    void nobodyReachesOurOwnNetworkThroughAWebhook() {
        try (var receiver = new Receiver()) {
            assertThat(webhook(receiver.url(), false))
                    .isEqualTo(new Outcome.Permanent("the URL leads to a private address", Outcome.Fault.ADDRESS));
            assertThat(webhook("http://[::1]:1/", false)).isInstanceOf(Outcome.Permanent.class);
            assertThat(webhook("file:///etc/passwd", true)).isInstanceOf(Outcome.Permanent.class);
            assertThat(receiver.taken).isEmpty();
            assertThat(webhook(receiver.url(), true)).isInstanceOf(Outcome.Accepted.class);
        }
    }

    /** Each leads, or would lead, to this machine, its network or its cloud. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/",
                "http://localhost:%d/",
                "http://LOCALHOST.:%d/",
                "http://2130706433:%d/",
                "http://127.1:%d/",
                "http://0:%d/",
                "http://0.0.0.0:%d/",
                "http://[::]:%d/",
                "http://[::1]:%d/",
                "http://[0:0:0:0:0:0:0:1]:%d/",
                "http://[::ffff:127.0.0.1]:%d/",
                "http://[::ffff:7f00:1]:%d/",
                "http://[::127.0.0.1]:%d/",
                "http://[64:ff9b::7f00:1]:%d/",
                "http://[2002:7f00:1::]:%d/",
                "http://[fe80::1%%25lo]:%d/",
                "http://169.254.169.254/latest/meta-data/?%d",
                "http://[fd00:ec2::254]/latest/meta-data/?%d",
                "http://100.100.100.200/?%d",
                "http://192.168.0.1/?%d",
                "http://10.255.255.255/?%d",
                "http://172.16.0.1/?%d",
                "http://user@127.0.0.1:%d/",
                "http://example.net@127.0.0.1:%d/",
                "http://127.0.0.1:%d#@example.net/",
                "file:///etc/passwd?%d",
                "gopher://127.0.0.1:%d/",
                "ftp://127.0.0.1:%d/"
            })
    void noSpellingOfAnAddressLeadsIntoOurOwnNetwork(String spelling) {
        try (var receiver = new Receiver()) {
            var outcome = webhook(String.format(spelling, receiver.port()), false);
            assertThat(outcome).isNotInstanceOf(Outcome.Accepted.class);
            assertThat(receiver.taken).isEmpty();
        }
    }

    @Test
    void whatTheOperatorAllowsIsReachedByNameOrByNetworkAndNothingElse() {
        try (var receiver = new Receiver()) {
            var at = "http://127.0.0.1:" + receiver.port() + "/";
            assertThat(webhook(at, Egress.beside("127.0.0.0/8"))).isInstanceOf(Outcome.Accepted.class);
            assertThat(webhook(receiver.url(), Egress.beside("::1/128,127.0.0.0/8,localhost")))
                    .isInstanceOf(Outcome.Accepted.class);
            assertThat(webhook(at, Egress.beside("localhost"))).isInstanceOf(Outcome.Permanent.class);
            assertThat(webhook(at, Egress.beside("10.0.0.0/8"))).isInstanceOf(Outcome.Permanent.class);
            assertThat(receiver.taken).hasSize(2);
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (var receiver = new Receiver()) {
            receiver.answers.add(302);
            assertThat(webhook(receiver.url(), true)).isInstanceOf(Outcome.Permanent.class);
            assertThat(receiver.taken).hasSize(1);
        }
    }

    @Test
    void nobodyAtHomeIsTriedAgain() {
        assertThat(webhook("http://127.0.0.1:" + Stand.freePort() + "/", true)).isInstanceOf(Outcome.Passing.class);
    }
}
