package dev.belfry.notifier.channel;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a mail server, which carries one message after the other. Each answer has its own time limit, and
 * whoever waits in vain closes the connection: a message that was given up is not taken later behind our back.
 */
final class SmtpClient {
    private static final int LONGEST_LINE = 4_096;

    /** The server refused, or said nothing. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Outcome outcome;

        Refused(Outcome outcome) {
            super(outcome.detail(), null, false, false);
            this.outcome = outcome;
        }

        Outcome outcome() {
            return outcome;
        }
    }

    private final Vertx vertx;
    private final NetSocket socket;
    private final CallLimits limits;
    private final SmtpReply.Gatherer gatherer = new SmtpReply.Gatherer();
    private @Nullable Promise<SmtpReply> expected;
    private boolean closed;
    private boolean takesUtf8;

    private SmtpClient(Vertx vertx, NetSocket socket, CallLimits limits) {
        this.vertx = vertx;
        this.socket = socket;
        this.limits = limits;
        var lines = RecordParser.newDelimited(
                "\n", line -> line(line.toString(StandardCharsets.UTF_8).stripTrailing()));
        lines.maxRecordSize(LONGEST_LINE).exceptionHandler(tooLong -> close());
        socket.handler(lines).exceptionHandler(broken -> close()).closeHandler(gone -> end());
    }

    /** Connects, encrypts and signs in as the settings say. */
    static Future<SmtpClient> open(Vertx vertx, NetClient net, MailSettings settings, String host, CallLimits limits) {
        return net.connect(settings.port(), host)
                .timeout(limits.connect().toMillis() + 500, TimeUnit.MILLISECONDS)
                .recover(away -> Future.failedFuture(new Refused(silent("cannot be reached"))))
                .compose(socket -> {
                    var client = new SmtpClient(vertx, socket, limits);
                    return client.answer(limits.answer())
                            .compose(greeting -> client.need(greeting, 2))
                            .compose(greeted -> client.ask("EHLO belfry", 2))
                            .recover(SmtpClient::notServed)
                            .compose(hello -> client.encrypt(hello, settings))
                            .onSuccess(hello -> client.takesUtf8 =
                                    hello.extension("SMTPUTF8").isPresent())
                            .compose(hello -> client.signIn(hello, settings))
                            .map(client)
                            .onFailure(refused -> client.close());
                });
    }

    /** Who is turned away at the door, with whatever code, has learnt nothing about an address. */
    private static Future<SmtpReply> notServed(Throwable failure) {
        return Future.failedFuture(
                failure instanceof Refused refused
                        ? new Refused(new Outcome.Passing(refused.outcome().detail(), null, Outcome.Trouble.CERTAIN))
                        : failure);
    }

    private Future<SmtpReply> encrypt(SmtpReply hello, MailSettings settings) {
        boolean offered = hello.extension("STARTTLS").isPresent();
        if (settings.tls()
                || settings.startTls().equals("disabled")
                || (!offered && settings.startTls().equals("optional"))) {
            return Future.succeededFuture(hello);
        }
        if (!offered) {
            return Future.failedFuture(new Refused(new Outcome.Passing(
                    "the mail server does not offer STARTTLS, which BELFRY_SMTP_STARTTLS requires",
                    null,
                    Outcome.Trouble.CERTAIN)));
        }
        return ask("STARTTLS", 2)
                .compose(ready -> socket.upgradeToSsl()
                        .timeout(limits.answer().toMillis(), TimeUnit.MILLISECONDS)
                        .recover(bad -> Future.failedFuture(new Refused(silent("cannot be trusted")))))
                .compose(encrypted -> ask("EHLO belfry", 2));
    }

    private Future<SmtpReply> signIn(SmtpReply hello, MailSettings settings) {
        var username = settings.username();
        var password = settings.password();
        if (username == null || password == null) {
            return Future.succeededFuture(hello);
        }
        var ways = hello.extension("AUTH").orElse("");
        if (ways.contains("PLAIN")) {
            return ask("AUTH PLAIN " + base64("\0" + username + "\0" + password), 2);
        }
        if (ways.contains("LOGIN")) {
            return ask("AUTH LOGIN", 3)
                    .compose(name -> ask(base64(username), 3))
                    .compose(secret -> ask(base64(password), 2));
        }
        return Future.failedFuture(new Refused(new Outcome.Permanent(
                "the mail server offers neither AUTH PLAIN nor AUTH LOGIN", Outcome.Fault.CHANNEL)));
    }

    /** @param content headers and body with CRLF line ends */
    Future<Outcome> send(Mailbox from, Mailbox to, String content) {
        boolean utf8 = from.needsUtf8() || to.needsUtf8();
        if (utf8 && !takesUtf8) {
            return Future.succeededFuture(new Outcome.Permanent(
                    "the mail server takes ASCII letters only before the @ of an address; it does not offer SMTPUTF8",
                    to.needsUtf8() ? Outcome.Fault.ADDRESS : Outcome.Fault.CHANNEL));
        }
        return ask("MAIL FROM:<" + from.text() + ">" + (utf8 ? " SMTPUTF8 BODY=8BITMIME" : ""), 2)
                .compose(sender -> deliver(to, content).recover(SmtpClient::perhapsOfThisMailbox));
    }

    private Future<Outcome> deliver(Mailbox to, String content) {
        return ask("RCPT TO:<" + to.text() + ">", 2)
                .compose(recipient -> ask("DATA", 3))
                .compose(go -> {
                    socket.write(stuffed(content));
                    return answer(limits.taking())
                            .recover(lost -> Future.failedFuture(new Refused(new Outcome.Ambiguous(
                                    "the mail server has the content and did not say whether it took it"))));
                })
                .compose(taken -> need(taken, 2))
                .map(taken -> new Outcome.Accepted("the mail server took it"));
    }

    /** The server has served us so far: what it does not answer from the recipient on may lie at that mailbox. */
    private static Future<Outcome> perhapsOfThisMailbox(Throwable failure) {
        return Future.failedFuture(
                failure instanceof Refused refused
                                && refused.outcome() instanceof Outcome.Passing passing
                                && passing.trouble() == Outcome.Trouble.CERTAIN
                        ? new Refused(
                                new Outcome.Passing(passing.detail(), passing.retryAfter(), Outcome.Trouble.SUSPECTED))
                        : failure);
    }

    /** Whether it can carry another message. */
    boolean usable() {
        return !closed;
    }

    /** After a refusal the next message begins anew. */
    Future<SmtpReply> reset() {
        return ask("RSET", 2);
    }

    Future<Void> quit() {
        return closed
                ? Future.succeededFuture()
                : ask("QUIT", 2)
                        .eventually(() -> {
                            close();
                            return Future.succeededFuture();
                        })
                        .mapEmpty();
    }

    void close() {
        end();
        var gone = socket.close();
        assert gone != null;
    }

    private void end() {
        closed = true;
        var waiting = expected;
        expected = null;
        if (waiting != null) {
            waiting.tryFail(new Refused(silent("closed the connection")));
        }
    }

    private void line(String line) {
        try {
            var reply = gatherer.line(line);
            if (reply == null) {
                return;
            }
            var waiting = expected;
            expected = null;
            if (waiting == null) {
                close(); // a farewell, such as 421, that nobody asked for
            } else {
                waiting.tryComplete(reply);
            }
        } catch (IllegalStateException unreadable) {
            close();
        }
    }

    private Future<SmtpReply> ask(String command, int hundreds) {
        if (closed) {
            return Future.failedFuture(new Refused(silent("closed the connection")));
        }
        var answer = answer(limits.answer());
        socket.write(command + "\r\n");
        return answer.compose(reply -> need(reply, hundreds));
    }

    private Future<SmtpReply> answer(Duration limit) {
        if (closed) {
            return Future.failedFuture(new Refused(silent("closed the connection")));
        }
        var promise = Promise.<SmtpReply>promise();
        expected = promise;
        long timer = vertx.setTimer(limit.toMillis(), late -> {
            promise.tryFail(new Refused(silent("did not answer within " + limit.toSeconds() + " s")));
            close();
        });
        return promise.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private Future<SmtpReply> need(SmtpReply reply, int hundreds) {
        return reply.is(hundreds)
                ? Future.succeededFuture(reply)
                : Future.failedFuture(new Refused(Verdict.smtp(reply.code(), reply.last())));
    }

    private static Outcome silent(String what) {
        return new Outcome.Passing("the mail server " + what, null, Outcome.Trouble.CERTAIN);
    }

    /** RFC 5321 §4.5.2: a line that begins with a full stop gets another one. */
    private static String stuffed(String content) {
        var lines = content.endsWith("\r\n") ? content : content + "\r\n";
        return (lines.startsWith(".") ? "." : "") + lines.replace("\r\n.", "\r\n..") + ".\r\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
