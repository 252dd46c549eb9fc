package dev.belfry.notifier.channel;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.mailencoder.MailEncoder;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Sends mail over connections that are kept for the next one. A call has a connection of its own from its first moment or
 * is not made at all: nothing waits in here, so no clock runs before the call has begun.
 */
public final class EmailClient {
    private static final long FRESH_NANOS = 1_000_000_000L;

    private final Vertx vertx;
    private final Context context;
    private final MailSettings settings;
    private final CallLimits limits;
    private final @Nullable NetClient net;
    private final Mailbox sender;
    private final int connections;
    // Touched on the context only.
    private final Deque<Idle> idle = new ArrayDeque<>();
    private int open;

    private record Idle(SmtpClient connection, long timer, long since) {}

    /** @param connections how many calls may be under way */
    public EmailClient(Vertx vertx, MailSettings settings, int connections, CallLimits limits) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.settings = settings;
        this.connections = connections;
        this.limits = limits;
        this.sender = settings.sender();
        this.net = settings.host() == null ? null : vertx.createNetClient(options(settings, limits));
    }

    public boolean configured() {
        return net != null;
    }

    /** Always succeeds: what went wrong is an outcome. */
    public Future<Outcome> send(String address, Notice notice) {
        var client = net;
        var host = settings.host();
        if (client == null || host == null) {
            return Future.succeededFuture(new Outcome.Permanent("e-mail is not configured", Outcome.Fault.CHANNEL));
        }
        var recipient = Mailbox.of(address);
        if (recipient.isEmpty()) {
            return Future.succeededFuture(
                    new Outcome.Permanent("no mail can be made for this address", Outcome.Fault.ADDRESS));
        }
        var to = recipient.get();
        var content = content(to, notice);
        var outcome = Promise.<Outcome>promise();
        context.runOnContext(go -> lease(client, host)
                .compose(connection -> connection
                        .send(sender, to, content)
                        .transform(sent -> giveBack(connection, sent.succeeded())
                                .transform(back -> sent.succeeded()
                                        ? Future.succeededFuture(sent.result())
                                        : Future.failedFuture(sent.cause()))))
                .otherwise(EmailClient::outcome)
                .onComplete(outcome));
        return outcome.future();
    }

    public Future<Void> close() {
        var closed = Promise.<Void>promise();
        context.runOnContext(go -> {
            while (!idle.isEmpty()) {
                var one = idle.pop();
                vertx.cancelTimer(one.timer());
                end(one.connection());
            }
            closed.complete();
        });
        return closed.future().compose(done -> net == null ? Future.succeededFuture() : net.close());
    }

    /** One that has lain idle for a while is asked first: servers close such connections when they like. */
    private Future<SmtpClient> lease(NetClient client, String host) {
        while (!idle.isEmpty()) {
            var one = idle.pop();
            vertx.cancelTimer(one.timer());
            if (one.connection().usable()) {
                return System.nanoTime() - one.since() < FRESH_NANOS
                        ? Future.succeededFuture(one.connection())
                        : one.connection().reset().transform(asked -> {
                            if (asked.succeeded()) {
                                return Future.succeededFuture(one.connection());
                            }
                            one.connection().close();
                            open--;
                            return lease(client, host);
                        });
            }
            open--;
        }
        if (open >= connections) {
            return Future.failedFuture(new SmtpClient.Refused(
                    new Outcome.Passing("all connections to the mail server are in use", null, Outcome.Trouble.NONE)));
        }
        open++;
        return SmtpClient.open(vertx, client, settings, host, limits).onFailure(refused -> open--);
    }

    /** A connection on which something was refused is cleared first; one that was given up is gone. */
    private Future<Void> giveBack(SmtpClient connection, boolean clean) {
        if (clean || !connection.usable()) {
            keep(connection);
            return Future.succeededFuture();
        }
        return connection.reset().transform(cleared -> {
            if (cleared.failed()) {
                connection.close();
            }
            keep(connection);
            return Future.<Void>succeededFuture();
        });
    }

    private void keep(SmtpClient connection) {
        if (!connection.usable()) {
            open--;
            return;
        }
        long timer = vertx.setTimer(limits.idle().toMillis(), late -> {
            idle.removeIf(one -> one.connection() == connection);
            end(connection);
        });
        idle.push(new Idle(connection, timer, System.nanoTime()));
    }

    private void end(SmtpClient connection) {
        connection.quit().onComplete(done -> open--);
    }

    private String content(Mailbox to, Notice notice) {
        var message = new MailMessage()
                .setText(notice.text())
                .setHtml(notice.html())
                .addHeader("From", from())
                .addHeader("To", to.text())
                .addHeader("Subject", MailWords.encoded(notice.subject()).replace("?= =?", "?=\n =?"))
                .addHeader("Message-ID", "<page." + notice.id() + "@belfry>")
                .addHeader("Auto-Submitted", "auto-generated")
                .addHeader("X-Auto-Response-Suppress", "All");
        if (notice.incident() != null) {
            var thread = "<incident." + notice.incident() + "@belfry>";
            message.addHeader("References", thread).addHeader("In-Reply-To", thread);
        }
        return new MailEncoder(message, "belfry").encode().replaceAll("\r?\n", "\r\n");
    }

    private String from() {
        var name = settings.senderName();
        return name.isEmpty() ? sender.text() : MailWords.encoded(name) + " <" + sender.text() + ">";
    }

    private static Outcome outcome(Throwable failure) {
        return failure instanceof SmtpClient.Refused refused
                ? refused.outcome()
                : new Outcome.Passing(
                        "no answer from the mail server (" + failure.getClass().getSimpleName() + ")",
                        null,
                        Outcome.Trouble.CERTAIN);
    }

    private static NetClientOptions options(MailSettings settings, CallLimits limits) {
        var options = new NetClientOptions()
                .setConnectTimeout((int) limits.connect().toMillis())
                .setTcpKeepAlive(true)
                .setTcpNoDelay(true)
                .setSsl(settings.tls())
                .setHostnameVerificationAlgorithm("HTTPS");
        if (settings.trust() != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(settings.trust()));
        }
        return options;
    }
}
