package dev.belfry.notifier;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A real SMTP server that can be slow, silent or unwilling, for one address or for all. */
final class MailHost {
    /** Every address that has no mood of its own. */
    static final String ALL = "*";

    /** One message that arrived, and when by {@link System#nanoTime()}. */
    record Arrived(String to, MimeMessage message, long at) {}

    /** How the server treats one address. */
    private sealed interface Mood {
        /** Takes the message, and says so late. */
        record Slow(Duration by) implements Mood {}

        /** Says nothing to RCPT until the test calls {@link #well()}. */
        record Silent(CountDownLatch until) implements Mood {}

        record Refuse(int code) implements Mood {}
    }

    private final int port;
    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    private final Map<String, Mood> moods = new ConcurrentHashMap<>();
    private @Nullable SMTPServer server;

    MailHost(int port) {
        this.port = port;
    }

    void start() {
        var fresh = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .maxConnections(400)
                .backlog(400)
                .messageHandlerFactory(context -> new Conversation())
                .build();
        server = fresh;
        fresh.start();
    }

    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    void slow(String address, Duration by) {
        moods.put(address, new Mood.Slow(by));
    }

    void silent(String address) {
        moods.put(address, new Mood.Silent(new CountDownLatch(1)));
    }

    /** 421 also ends the connection. */
    void refuse(String address, int code) {
        moods.put(address, new Mood.Refuse(code));
    }

    /** From now on everybody is served at once, those who wait for an answer too. */
    void well() {
        var before = List.copyOf(moods.values());
        moods.clear();
        before.forEach(mood -> {
            if (mood instanceof Mood.Silent silent) {
                silent.until().countDown();
            }
        });
    }

    List<Arrived> arrived() {
        return arrived;
    }

    private @Nullable Mood mood(String address) {
        var own = moods.get(address);
        return own == null ? moods.get(ALL) : own;
    }

    private final class Conversation implements MessageHandler {
        private final List<String> recipients = new ArrayList<>();

        @Override
        public void from(String from) {}

        @Override
        public void recipient(String recipient) throws RejectException {
            var mood = mood(recipient);
            if (mood instanceof Mood.Silent silent) {
                await(silent.until(), Duration.ofMinutes(5));
            } else if (mood instanceof Mood.Refuse refuse) {
                throw refuse.code() == 421
                        ? new DropConnectionException(421, "shutting down")
                        : new RejectException(refuse.code(), "not now, or never");
            }
            recipients.add(recipient);
        }

        @Override
        public String data(InputStream data) throws java.io.IOException {
            var bytes = data.readAllBytes();
            for (var to : recipients) {
                if (mood(to) instanceof Mood.Slow slow) {
                    await(new CountDownLatch(1), slow.by());
                }
                try {
                    var message =
                            new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
                    arrived.add(new Arrived(to, message, System.nanoTime()));
                } catch (MessagingException broken) {
                    throw new IllegalStateException(broken);
                }
            }
            return "taken";
        }

        @Override
        public void done() {}

        private static void await(CountDownLatch latch, Duration most) {
            try {
                var passed = latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
                assert passed || !most.isNegative();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
