package dev.belfry.ingest.email;

import dev.belfry.contracts.integration.EmailRule;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.ingest.intake.IntakeCommands;
import dev.belfry.ingest.key.RoutingKeys;
import dev.belfry.ingest.source.Minting;
import dev.belfry.ingest.source.Normalised;
import dev.belfry.ingest.spool.Durability;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.run.SecondLook;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/**
 * Takes mail by SMTP (RFC 5321), for the mail server of the house to hand on: {@code 250} is answered when the alert is
 * durable. A connection has a thread of the library; what is to be kept goes over to an event loop, and the thread waits.
 */
public final class MailRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(MailRoutes.class);
    private static final String FORMAT = "email";
    static final int MAX_BYTES = 1024 * 1024;
    private static final int MAX_CONNECTIONS = 100;
    private static final int MAX_RECIPIENTS = 10;
    private static final int TIMEOUT_MS = 60_000;
    private static final Duration WHOLE = Duration.ofMinutes(5);
    private static final long DURABLE_SECONDS = 30;

    private final RoutingKeys keys;
    private final SecondLook secondLook;
    private final IntakeCommands commands;
    private final Ids ids;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final Context loop;
    private final Vertx vertx;
    private final String domain;
    private final SMTPServer server;

    /**
     * Wires it; nothing listens yet.
     *
     * @param domain whose addresses are taken; empty for any
     */
    public MailRoutes(
            Vertx vertx,
            RoutingKeys keys,
            SecondLook secondLook,
            IntakeCommands commands,
            Ids ids,
            InstantSource clock,
            MeterRegistry metrics,
            String bind,
            int port,
            String domain) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.keys = keys;
        this.secondLook = secondLook;
        this.commands = commands;
        this.ids = ids;
        this.clock = clock;
        this.metrics = metrics;
        this.domain = domain;
        this.server = SMTPServer.port(port)
                .bindAddress(address(bind))
                .hostName(domain.isEmpty() ? "belfry" : domain)
                .softwareName("Belfry")
                .insertReceivedHeaders(false)
                .maxMessageSize(MAX_BYTES)
                .maxConnections(MAX_CONNECTIONS)
                .maxRecipients(MAX_RECIPIENTS)
                .connectionTimeoutMs(TIMEOUT_MS)
                .messageHandlerFactory(connection -> new Transaction())
                .build();
    }

    private static InetAddress address(String bind) {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException unknown) {
            throw new IllegalStateException("BELFRY_BIND is no address: " + bind, unknown);
        }
    }

    /** Listens; call it once the routing keys are known, because an unknown one is refused for good. */
    public void start() {
        server.start();
    }

    public Future<Void> stop() {
        return vertx.executeBlocking(() -> {
            server.stop();
            return null;
        });
    }

    /** One mail, from its envelope to the answer. */
    private final class Transaction implements MessageHandler {
        private final Map<UUID, Recipient> recipients = new LinkedHashMap<>();
        private String returnPath = "";

        @Override
        public void from(String sender) {
            returnPath = Objects.requireNonNullElse(sender, "");
        }

        @Override
        public void recipient(String address) throws RejectException {
            var recipient = MailRoutes.this.recipient(address);
            if (recipient == null) {
                recipient = secondLook
                        .again("mail " + Sha256.hex(address), () -> MailRoutes.this.recipient(address))
                        .await()
                        .orElse(null);
            }
            if (recipient == null) {
                refused("UnknownKey");
                throw new RejectException(550, "5.1.1 No integration has this address");
            }
            recipients.put(recipient.integration().id(), recipient);
        }

        @Override
        public String data(InputStream content) throws RejectException, IOException {
            var mail = MailReader.read(whole(content));
            for (var recipient : recipients.values()) {
                take(mail, recipient);
            }
            return "2.0.0 Ok";
        }

        private void take(Mail seen, Recipient recipient) throws RejectException {
            var integration = recipient.integration();
            var mail = seen.without(recipient.key());
            var id = requestId(mail, integration.id());
            var minting = new Minting(() -> Ids.derived("mail-alert", id), clock.instant());
            var rules = Objects.requireNonNullElse(integration.emailRules(), List.<EmailRule>of());
            switch (MailMeaning.of(mail, returnPath, rules, minting)) {
                case MailVerdict.Dropped dropped -> drop(dropped.reason(), mail, integration);
                case MailVerdict.Told told -> {
                    var said = Normalised.Accepted.alerts(recipient.key(), List.of(told.alert()));
                    await(keep(id, integration, mail.text(), said));
                }
            }
        }

        @Override
        public void done() {
            recipients.clear();
        }
    }

    /** Through whose door a mail comes. */
    private record Recipient(String key, IntegrationEntry integration) {}

    private @Nullable Recipient recipient(String address) {
        for (var key : RecipientKey.of(address, domain)) {
            var integration = keys.find(key);
            if (integration != null) {
                return new Recipient(key, integration);
            }
        }
        return null;
    }

    /** The same for the same mail sent again; a message id alone is not enough, some senders have one for all mails. */
    private UUID requestId(Mail mail, UUID integration) {
        var sentAt = mail.sentAt();
        return mail.messageId().isEmpty() && sentAt == null
                ? ids.next()
                : Ids.derived(
                        "mail", integration, mail.messageId(), String.valueOf(sentAt), mail.subject(), mail.text());
    }

    private Future<Durability> keep(UUID id, IntegrationEntry integration, String text, Normalised.Accepted said) {
        var kept = Promise.<Durability>promise();
        loop.runOnContext(go -> {
            try {
                commands.keep(id, integration, FORMAT, text, said).onComplete(kept);
            } catch (RuntimeException fault) {
                kept.fail(fault);
            }
        });
        return kept.future();
    }

    private void await(Future<Durability> kept) throws RejectException {
        try {
            kept.await(DURABLE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception notDurable) {
            // Whatever the failure of the future is, checked or not, is thrown as it is.
            refused("Busy");
            throw new RejectException(451, "4.3.0 The alert could not be made durable, send it again");
        }
    }

    private byte[] whole(InputStream content) throws RejectException, IOException {
        long start = System.nanoTime();
        var kept = new ByteArrayOutputStream();
        var buffer = new byte[8_192];
        long length = 0;
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            length += read;
            if (length <= MAX_BYTES) {
                kept.write(buffer, 0, read);
            } else if (length > 64L * MAX_BYTES) {
                throw new IOException("a mail that does not end");
            }
            if (System.nanoTime() - start > WHOLE.toNanos()) {
                throw new IOException("a mail that does not come in time");
            }
        }
        if (length > MAX_BYTES) {
            refused("TooLarge");
            throw new RejectException(552, "5.3.4 The mail is larger than " + MAX_BYTES + " bytes");
        }
        return kept.toByteArray();
    }

    private void refused(String reason) {
        metrics.counter("belfry.ingest.refused", "format", FORMAT, "reason", reason)
                .increment();
    }

    private void drop(MailVerdict.Reason reason, Mail mail, IntegrationEntry integration) {
        var word = reason.name().toLowerCase(Locale.ROOT);
        metrics.counter("belfry.ingest.mail.dropped", "reason", word).increment();
        LOG.atInfo()
                .addKeyValue("integration", integration.id())
                .addKeyValue("message_id", mail.messageId())
                .addKeyValue("reason", word)
                .log("a mail was taken, and nothing becomes of it");
    }
}
