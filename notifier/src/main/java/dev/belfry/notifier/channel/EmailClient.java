package dev.belfry.notifier.channel;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends mail over pooled SMTP connections; no call lasts longer than ten seconds. */
public final class EmailClient {
    private static final long LIMIT_SECONDS = 10;
    private static final int CONNECTIONS = 16;

    private final @Nullable MailClient mail;
    private final String from;

    public EmailClient(Vertx vertx, MailSettings settings) {
        this.from = settings.from();
        this.mail = settings.host() == null ? null : MailClient.create(vertx, config(settings, settings.host()));
    }

    public boolean configured() {
        return mail != null;
    }

    /** Always succeeds: what went wrong is an outcome. */
    public Future<Outcome> send(String address, Notice notice) {
        if (mail == null) {
            return Future.succeededFuture(new Outcome.Permanent("e-mail is not configured", Outcome.Fault.CHANNEL));
        }
        try {
            return mail.sendMail(message(address, notice))
                    .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .map(result -> (Outcome) new Outcome.Accepted("the mail server took it"))
                    .otherwise(EmailClient::outcome);
        } catch (RuntimeException unsendable) {
            return Future.succeededFuture(
                    new Outcome.Permanent("no mail can be made for this address", Outcome.Fault.ADDRESS));
        }
    }

    public Future<Void> close() {
        return mail == null ? Future.succeededFuture() : mail.close();
    }

    private MailMessage message(String address, Notice notice) {
        var message = new MailMessage()
                .setFrom(from)
                .setTo(address)
                .setSubject(notice.subject())
                .setText(notice.text())
                .setHtml(notice.html())
                .addHeader("Message-ID", "<page." + notice.id() + "@belfry>")
                .addHeader("Auto-Submitted", "auto-generated")
                .addHeader("X-Auto-Response-Suppress", "All");
        if (notice.incident() != null) {
            var thread = "<incident." + notice.incident() + "@belfry>";
            message.addHeader("References", thread).addHeader("In-Reply-To", thread);
        }
        return message;
    }

    private static Outcome outcome(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SMTPException smtp) {
                var replies = smtp.getReplyMessages();
                return Verdict.smtp(smtp.getReplyCode(), replies.isEmpty() ? null : replies.getLast());
            }
        }
        return new Outcome.Passing(
                "no answer from the mail server (" + failure.getClass().getSimpleName() + ")", null);
    }

    private static MailConfig config(MailSettings settings, String host) {
        var config = new MailConfig()
                .setHostname(host)
                .setPort(settings.port())
                .setSsl(settings.tls())
                .setStarttls(
                        settings.tls()
                                ? StartTLSOptions.DISABLED
                                : StartTLSOptions.valueOf(settings.startTls().toUpperCase(Locale.ROOT)))
                .setMaxPoolSize(CONNECTIONS)
                .setKeepAlive(true)
                .setKeepAliveTimeout(30)
                .setOwnHostname("belfry")
                .setLogin(LoginOption.DISABLED);
        config.setConnectTimeout(5_000);
        config.setHostnameVerificationAlgorithm("HTTPS");
        if (settings.trust() != null) {
            config.setTrustOptions(new PemTrustOptions().addCertPath(settings.trust()));
        }
        if (settings.username() != null && settings.password() != null) {
            config.setLogin(LoginOption.REQUIRED)
                    .setUsername(settings.username())
                    .setPassword(settings.password());
        }
        return config;
    }
}
