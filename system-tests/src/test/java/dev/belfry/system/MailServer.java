package dev.belfry.system;

import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real SMTP server with everybody's mailbox. */
final class MailServer implements AutoCloseable {
    private static final Pattern ACKNOWLEDGE = Pattern.compile("Acknowledge: (\\S+)");
    private static final String OVER = "Resolved: ";

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    /** A mail as its reader sees it. */
    record Mail(String to, String subject, String text) {
        /** The link that acknowledges. */
        String acknowledgeLink() {
            var matcher = ACKNOWLEDGE.matcher(text);
            if (!matcher.find()) {
                throw new AssertionError("no link to acknowledge in:\n" + text);
            }
            return matcher.group(1);
        }

        /** It says itself that it may have come before. */
        boolean admitsToBeARepeat() {
            return text.contains("may be a duplicate");
        }
    }

    private MailServer() {
        server.start();
    }

    static MailServer start() {
        // A client that is killed in the middle of a mail ends its thread with an exception nobody needs to read.
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if (!thread.getName().startsWith("smtp:")) {
                failure.printStackTrace();
            }
        });
        return new MailServer();
    }

    int port() {
        return server.getSmtp().getPort();
    }

    /** Everything that arrived except the word that an incident is over, the oldest first. */
    List<Mail> all() {
        return received().filter(mail -> !mail.subject().startsWith(OVER)).toList();
    }

    /** The word that an incident is over, to that person. */
    List<Mail> overTo(Person person) {
        return received()
                .filter(mail -> mail.subject().startsWith(OVER) && mail.to().equals(person.email()))
                .toList();
    }

    private Stream<Mail> received() {
        return Arrays.stream(server.getReceivedMessages()).map(MailServer::mail);
    }

    List<Mail> mailTo(Person person) {
        return all().stream().filter(mail -> mail.to().equals(person.email())).toList();
    }

    /** The mails about an incident to that person. */
    List<Mail> mailTo(Person person, long incident) {
        return mailTo(person).stream()
                .filter(mail -> mail.subject().contains("#" + incident + " "))
                .toList();
    }

    /** Waits for the first mail to that person. */
    Mail awaitMailTo(Person person, Duration limit) {
        return await("mail to " + person.name())
                .atMost(limit)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> mailTo(person), mails -> !mails.isEmpty())
                .getFirst();
    }

    private static Mail mail(MimeMessage message) {
        try {
            return new Mail(
                    address(message.getAllRecipients()),
                    message.getSubject(),
                    text(message).replace("\r", ""));
        } catch (MessagingException unreadable) {
            throw new IllegalStateException(unreadable);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String address(Address[] recipients) {
        return recipients.length == 0 ? "" : recipients[0].toString();
    }

    private static String text(Part part) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart parts) {
            return text(parts.getBodyPart(0));
        }
        return String.valueOf(part.getContent());
    }

    @Override
    public void close() {
        server.stop();
    }
}
