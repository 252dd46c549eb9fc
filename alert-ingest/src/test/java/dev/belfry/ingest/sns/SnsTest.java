package dev.belfry.ingest.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a key and a certificate made here; nothing goes over the network. */
class SnsTest {
    private static final String PEM = "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-1.pem";
    private static final String CONFIRM =
            "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn&Token=t";
    private static PrivateKey key;
    private static Buffer certificate;
    private static Instant now;

    private final List<URI> asked = new ArrayList<>();
    private final SnsClient client = new SnsClient(this::amazon, () -> now, new SimpleMeterRegistry());

    @BeforeAll
    static void makeAKey(@TempDir Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        var store = directory.resolve("store.p12");
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "sns",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=sns.example.com",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(made.waitFor()).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        key = (PrivateKey) keys.getKey("sns", "changeit".toCharArray());
        certificate = Buffer.buffer("-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(keys.getCertificate("sns").getEncoded())
                + "\n-----END CERTIFICATE-----\n");
        now = ((java.security.cert.X509Certificate) keys.getCertificate("sns"))
                .getNotBefore()
                .toInstant()
                .plusSeconds(7_200);
    }

    private Future<Buffer> amazon(URI url) {
        asked.add(url);
        return Future.succeededFuture(certificate);
    }

    private static SnsEnvelope notification(String version, String signature, Instant at, String certificateUrl) {
        return new SnsEnvelope(
                "Notification",
                "id",
                "arn",
                "Subject",
                "{\"a\":1}",
                at.toString(),
                version,
                signature,
                certificateUrl,
                null,
                null);
    }

    private static SnsEnvelope confirmation(String signature, @Nullable String subscribeUrl) {
        return new SnsEnvelope(
                "SubscriptionConfirmation",
                "id",
                "arn",
                null,
                "You have chosen",
                now.toString(),
                "1",
                signature,
                PEM,
                "t",
                subscribeUrl);
    }

    private static String sign(SnsEnvelope envelope) {
        return sign(envelope, envelope.signatureVersion().equals("1") ? "SHA1withRSA" : "SHA256withRSA");
    }

    private static String sign(SnsEnvelope envelope, String algorithm) {
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(SnsSignature.textToSign(envelope).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    private static SnsEnvelope signed(String version, Instant at, String certificateUrl) {
        return notification(version, sign(notification(version, "", at, certificateUrl)), at, certificateUrl);
    }

    private SnsVerdict settle(SnsEnvelope envelope) {
        return client.settle(envelope).result();
    }

    @Test
    void theTextToSignHasTheMembersInAmazonsOrder() {
        assertThat(SnsSignature.textToSign(notification("2", "", now, PEM)))
                .isEqualTo("Message\n{\"a\":1}\nMessageId\nid\nSubject\nSubject\nTimestamp\n" + now
                        + "\nTopicArn\narn\nType\nNotification\n");
        assertThat(SnsSignature.textToSign(confirmation("", "https://x")))
                .isEqualTo("Message\nYou have chosen\nMessageId\nid\nSubscribeURL\nhttps://x\nTimestamp\n" + now
                        + "\nToken\nt\nTopicArn\narn\nType\nSubscriptionConfirmation\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void whatAmazonSignedIsGenuineAndTheCertificateIsAskedForOnce(String version) {
        assertThat(settle(signed(version, now, PEM))).isEqualTo(new SnsVerdict.Genuine());
        assertThat(settle(signed(version, now, PEM))).isEqualTo(new SnsVerdict.Genuine());
        assertThat(asked).containsExactly(URI.create(PEM));
    }

    @Test
    void anotherTextSignatureVersionOrTimeIsForged() {
        var genuine = signed("2", now, PEM);
        assertThat(settle(notification("2", genuine.signature(), now.plusMillis(1), PEM)))
                .isInstanceOf(SnsVerdict.Forged.class);
        assertThat(settle(notification("1", genuine.signature(), now, PEM))).isInstanceOf(SnsVerdict.Forged.class);
        assertThat(settle(notification("3", genuine.signature(), now, PEM))).isInstanceOf(SnsVerdict.Forged.class);
        assertThat(settle(notification("2", "no base64", now, PEM))).isInstanceOf(SnsVerdict.Forged.class);
        assertThat(settle(notification("2", "", now, PEM))).isInstanceOf(SnsVerdict.Forged.class);
        assertThat(settle(signed("2", now.minusSeconds(7_200), PEM))).isInstanceOf(SnsVerdict.Forged.class);
        assertThat(settle(signed("2", now.minusSeconds(3_600), PEM))).isEqualTo(new SnsVerdict.Genuine());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sns.eu-central-1.amazonaws.com/a.pem",
                "https://sns.eu-central-1.amazonaws.com.example.com/a.pem",
                "https://evil.example.com/a.pem",
                "https://sns.eu-central-1.amazonaws.com@evil.example.com/a.pem",
                "https://user@sns.eu-central-1.amazonaws.com/a.pem",
                "https://sns.eu-central-1.amazonaws.com:8443/a.pem",
                "https://sns.eu-central-1.amazonaws.com/a.pem?x=1",
                "https://sns.eu-central-1.amazonaws.com/a.txt",
                "https://sns.eu.central.amazonaws.com/a.pem",
                "https://127.0.0.1/a.pem",
                "file:///etc/passwd.pem",
                "",
                "::"
            })
    void aCertificateFromElsewhereIsNotEvenAskedFor(String url) {
        assertThat(settle(signed("2", now, url))).isInstanceOf(SnsVerdict.Forged.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void aSubscriptionIsConfirmedAtAmazonOnlyAndOnlyWhenItIsGenuine() {
        assertThat(settle(confirmation(sign(confirmation("", CONFIRM)), CONFIRM)))
                .isEqualTo(new SnsVerdict.Genuine());
        assertThat(asked).containsExactly(URI.create(PEM), URI.create(CONFIRM));
        assertThat(settle(confirmation("AAAA", CONFIRM))).isInstanceOf(SnsVerdict.Forged.class);
        for (var elsewhere : Arrays.asList(
                "https://evil.example.com/?Action=ConfirmSubscription",
                "https://sns.eu-central-1.amazonaws.com/?Action=DeleteTopic",
                "http://169.254.169.254/?Action=ConfirmSubscription",
                null)) {
            assertThat(settle(confirmation(sign(confirmation("", elsewhere)), elsewhere)))
                    .isInstanceOf(SnsVerdict.Forged.class);
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void whereAmazonCannotBeReachedAnAlertCountsAndASubscriptionWaits() {
        var lonely = new SnsClient(
                url -> Future.failedFuture(new IOException("no route")), () -> now, new SimpleMeterRegistry());
        assertThat(lonely.settle(signed("2", now, PEM)).result()).isInstanceOf(SnsVerdict.Unchecked.class);
        assertThat(lonely.settle(confirmation(sign(confirmation("", CONFIRM)), CONFIRM))
                        .result())
                .isInstanceOf(SnsVerdict.Unconfirmed.class);
    }

    @Test
    void whatIsNoCertificateLeavesItUnchecked() {
        var odd = new SnsClient(
                url -> Future.succeededFuture(Buffer.buffer("<html>")), () -> now, new SimpleMeterRegistry());
        assertThat(odd.settle(signed("2", now, PEM)).result()).isInstanceOf(SnsVerdict.Unchecked.class);
    }
}
