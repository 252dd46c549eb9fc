package dev.belfry.standalone;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.server.SMTPServer;

/**
 * A real SMTP server that keeps what it gets, one file a message: the mail of the example arrives here, so that a
 * newcomer sees a page without owning a mail server. The newest 500 are kept.
 */
public final class Mailbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    private static final int KEPT = 500;
    private static final int LISTED = 100;
    /** Made once: it looks through the class path for providers, which takes milliseconds. */
    private static final Session SESSION = Session.getInstance(new Properties());

    private static final int MAX_BYTES = 1024 * 1024;

    /** A message as people read it. */
    public record Mail(String id, String from, String to, String subject, Instant at, String text) {}

    private final Path directory;
    private final SMTPServer server;
    private final AtomicLong last = new AtomicLong();

    private Mailbox(Path directory, int port) {
        this.directory = directory;
        this.server = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .maxMessageSize(MAX_BYTES)
                .maxConnections(100)
                .messageHandler((context, from, to, data) -> keep(data))
                .build();
    }

    static Mailbox start(Path directory, int port) {
        try {
            Files.createDirectories(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        var mailbox = new Mailbox(directory, port);
        mailbox.server.start();
        return mailbox;
    }

    private void keep(byte[] data) {
        // Named by time, and never twice the same, so that the order of names is the order of arrival.
        long name = last.updateAndGet(before -> Math.max(before + 1, System.currentTimeMillis()));
        try {
            Files.write(directory.resolve(name + ".eml"), data);
            var all = files();
            for (var old : all.subList(0, Math.max(0, all.size() - KEPT))) {
                Files.deleteIfExists(old);
            }
        } catch (IOException failed) {
            // The sender must know that it was not kept.
            throw new UncheckedIOException(failed);
        }
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    /** The newest, the newest first, without their text. */
    List<Mail> list() {
        try {
            var mails = new ArrayList<Mail>();
            for (var file : files().reversed().stream().limit(LISTED).toList()) {
                read(file, false).ifPresent(mails::add);
            }
            return mails;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Optional<Mail> find(String id) {
        var file = directory.resolve(id + ".eml");
        return id.matches("\\d{1,18}") && Files.exists(file) ? read(file, true) : Optional.empty();
    }

    private static Optional<Mail> read(Path file, boolean whole) {
        try {
            var id = file.getFileName().toString().replace(".eml", "");
            var message = new MimeMessage(SESSION, new ByteArrayInputStream(Files.readAllBytes(file)));
            return Optional.of(new Mail(
                    id,
                    header(message, "From"),
                    header(message, "To"),
                    header(message, "Subject"),
                    Instant.ofEpochMilli(Long.parseLong(id)),
                    whole ? text(message) : ""));
        } catch (IOException | MessagingException unreadable) {
            LOG.atWarn().addKeyValue("file", file).setCause(unreadable).log("a mail cannot be shown");
            return Optional.empty();
        }
    }

    private static String header(Message message, String name) throws MessagingException, IOException {
        var values = message.getHeader(name);
        return values == null || values.length == 0 ? "" : MimeUtility.decodeText(MimeUtility.unfold(values[0]));
    }

    /** The plain text of a message, wherever it stands in it. */
    private static String text(Part part) throws MessagingException, IOException {
        if (part.isMimeType("text/plain")) {
            return String.valueOf(part.getContent());
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                var text = text(parts.getBodyPart(i));
                if (!text.isEmpty()) {
                    return text;
                }
            }
        }
        return "";
    }

    @Override
    public void close() {
        server.stop();
    }
}
