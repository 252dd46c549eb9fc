package dev.belfry.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.belfry.contracts.Topics;
import dev.belfry.contracts.directory.SigningKeyEntry;
import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read the mail that arrived for everybody. */
class MailboxPagesIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void onlyAnAdminReadsTheMailOfOthers(@TempDir Path directory) throws Exception {
        Files.writeString(
                directory.resolve("1.eml"),
                "From: belfry@localhost\r\nTo: ana@example.net\r\nSubject: Your code\r\n\r\nThe code is 271828.\r\n");
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("mailbox").generate();
        Host host = Host.open(HostSettings.forTests("edge", null, Engines.kafka()), null);
        try (var mailbox = Mailbox.start(directory, 0);
                var http = HttpClient.newHttpClient()) {
            new MailboxPages(mailbox, host.vertx()).on(new Console(host, "dev.belfry.standalone.pages"));
            host.start();
            var sessions = sessions(key, List.of("viewer", "responder", "manager", "admin"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(get(http, host, "/mailbox", sessions, "admin"))
                            .satisfies(page -> assertThat(page.statusCode()).isEqualTo(200))
                            .satisfies(page -> assertThat(page.body()).contains("Your code")));
            assertThat(get(http, host, "/mailbox/1", sessions, "admin").body()).contains("271828");
            for (var role : List.of("viewer", "responder", "manager")) {
                for (var path : List.of("/mailbox", "/mailbox/1", "/mailbox/2")) {
                    var refused = get(http, host, path, sessions, role);
                    assertThat(refused.statusCode()).as(role + " " + path).isEqualTo(403);
                    assertThat(refused.body())
                            .contains("This page needs the role admin")
                            .doesNotContain("Your code", "271828", "ana@example.net");
                }
            }
        } finally {
            host.stop();
        }
    }

    private static HttpResponse<String> get(
            HttpClient http, Host host, String path, Map<String, String> sessions, String role)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.httpPort() + path))
                        .header("Cookie", Console.SESSION_COOKIE + "=" + Objects.requireNonNull(sessions.get(role)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Somebody of each role who is signed in. */
    private static Map<String, String> sessions(ECKey key, List<String> roles) throws JOSEException {
        var sessions = new HashMap<String, String>();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", Engines.kafka()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            tell(
                    producer,
                    "signing-key:mailbox",
                    SigningKeyEntry.TYPE,
                    new SigningKeyEntry("mailbox", key.toPublicJWK().toJSONString()));
            for (var role : roles) {
                var person = UUID.randomUUID();
                var entry = new UserEntry(person, "Some " + role, role, "UTC", true, List.of());
                tell(producer, entry.key(), UserEntry.TYPE, entry);
                var session = new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .keyID("mailbox")
                                .build(),
                        new JWTClaimsSet.Builder()
                                .subject(person.toString())
                                .jwtID(UUID.randomUUID().toString())
                                .claim("csrf", "mailbox")
                                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                                .build());
                session.sign(new ECDSASigner(key));
                sessions.put(role, session.serialize());
            }
        }
        return sessions;
    }

    private static void tell(KafkaProducer<String, byte[]> producer, String key, String type, Object data) {
        var record = new ProducerRecord<>(Topics.DIRECTORY.name(), key, Json.bytes(data));
        Map.of("ce_specversion", "1.0", "ce_id", UUID.randomUUID().toString(), "ce_source", "test", "ce_type", type)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
    }
}
