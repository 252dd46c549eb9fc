package dev.belfry.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Sends mail as any client does, and says what the server answered. */
final class MailClient {
    private final int port;

    MailClient(int port) {
        this.port = port;
    }

    int send(String to, String mail) throws MessagingException {
        return send("mon@example.net", to, mail);
    }

    int send(String returnPath, String to, String mail) throws MessagingException {
        var properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", port);
        properties.put("mail.smtp.from", returnPath);
        properties.put("mail.smtp.connectiontimeout", 10_000);
        properties.put("mail.smtp.timeout", 60_000);
        var session = Session.getInstance(properties);
        var message = new MimeMessage(session, new ByteArrayInputStream(mail.getBytes(UTF_8)));
        try (var transport = (SMTPTransport) session.getTransport("smtp")) {
            transport.connect();
            transport.sendMessage(message, new Address[] {new InternetAddress(to)});
            return transport.getLastReturnCode();
        } catch (SendFailedException refused) {
            return code(refused);
        }
    }

    /** The server's own code is in one of the failures that hang together. */
    private static int code(MessagingException refused) {
        var next = refused.getNextException();
        if (refused instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        if (next instanceof MessagingException inner) {
            return code(inner);
        }
        if (refused instanceof SMTPSendFailedException send) {
            return send.getReturnCode();
        }
        throw new AssertionError(refused);
    }
}
