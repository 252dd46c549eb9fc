package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.notifier.channel.CallLimits;
import dev.belfry.notifier.channel.EmailClient;
import dev.belfry.notifier.channel.MailSettings;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.TestNotice;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.server.SMTPServer;

/** Mail over TLS to a real server, whose certificate only those trust who are told to. */
class MailTlsIT {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path files;

    private static SSLContext identity;
    private static String authority;

    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> arrived = new ConcurrentLinkedQueue<>();
    private @Nullable SMTPServer server;

    @BeforeAll
    static void certificate() throws GeneralSecurityException, IOException, InterruptedException {
        var store = files.resolve("mail.p12");
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "mail",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=mail.example.net",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(made).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        identity = SSLContext.getInstance("TLS");
        identity.init(managers.getKeyManagers(), null, null);
        var pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getCertificate("mail").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        authority = Files.writeString(files.resolve("ca.pem"), pem).toString();
    }

    @AfterEach
    void close() {
        vertx.close().await();
        if (server != null) {
            server.stop();
        }
    }

    private int startTls() {
        return start(listening().enableTLS().requireTLS().startTlsSocketFactory(identity));
    }

    private int implicitTls() {
        return start(listening().serverSocketFactory(identity));
    }

    private SMTPServer.Builder listening() {
        return SMTPServer.port(Stand.freePort())
                .bindAddress(InetAddress.getLoopbackAddress())
                .messageHandler((context, from, to, data) -> arrived.add(new String(data, StandardCharsets.UTF_8)));
    }

    private int start(SMTPServer.Builder prepared) {
        var started = prepared.build();
        server = started;
        started.start();
        return started.getPortAllocated();
    }

    private Outcome send(int port, String startTls, boolean tls, @Nullable String trust) {
        var settings = new MailSettings("127.0.0.1", port, startTls, tls, null, null, "belfry@example.net", trust, 4);
        var notice = TestNotice.write(UUID.randomUUID(), "Ann Example", Instant.now());
        return new EmailClient(vertx, settings, 4, CallLimits.USUAL)
                .send("ann@example.net", notice)
                .await();
    }

    @Test
    void mailGoesOutOverStartTlsToAServerThatIsTrusted() {
        assertThat(send(startTls(), "required", false, authority)).isInstanceOf(Outcome.Accepted.class);
        assertThat(arrived).singleElement().asString().contains("Ann Example");
    }

    @Test
    void mailGoesOutOverTlsFromTheFirstByteToAServerThatIsTrusted() {
        assertThat(send(implicitTls(), "disabled", true, authority)).isInstanceOf(Outcome.Accepted.class);
        assertThat(arrived).hasSize(1);
    }

    @Test
    void nothingIsSentToAServerThatNobodyVouchesFor() {
        assertThat(send(startTls(), "required", false, null)).isInstanceOf(Outcome.Passing.class);
        assertThat(arrived).isEmpty();
    }

    @Test
    void nothingIsSentOverImplicitTlsToAServerThatNobodyVouchesFor() {
        assertThat(send(implicitTls(), "disabled", true, null)).isInstanceOf(Outcome.Passing.class);
        assertThat(arrived).isEmpty();
    }
}
