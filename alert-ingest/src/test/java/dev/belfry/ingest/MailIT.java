package dev.belfry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.integration.EmailRule;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.engines.Ports;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mail from a real client by SMTP, until it is on the topic. */
@ExtendWith(Engines.class)
class MailIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String KEY = "8a0d0c2ab34e4d5f9a7b8c9d0e1f2a3b";
    private static final String TO = KEY + "@in.example.net";
    private static final String MAIL = """
            Message-ID: <ID@example.net>
            Date: Sat, 21 Nov 2026 18:29:22 +0000
            From: Monitor <mon@example.net>
            Subject: SUBJECT

            sent to 8a0d0c2ab34e4d5f9a7b8c9d0e1f2a3b@in.example.net
            """;

    private static Host host;
    private static Host observer;
    private static MailClient client;
    private static final Queue<AcceptedRequest> REQUESTS = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() {
        int port = Ports.free();
        var usual = Settings.forTests(HostSettings.forTests("alert-ingest", null, Engines.kafka()));
        host = IngestService.start(new Settings(
                usual.host(),
                usual.maxInFlightBytes(),
                usual.maxLargeBytes(),
                null,
                0,
                usual.perSecond(),
                usual.stormBound(),
                usual.incidentUrl(),
                port,
                "in.example.net"));
        client = new MailClient(port);
        observer = Host.open(HostSettings.forTests("observer", null, Engines.kafka()), null);
        observer.tail(Topics.ALERTS.name(), event -> {
            if (event.type().equals(AlertBatch.TYPE)) {
                REQUESTS.addAll(event.as(AlertBatch.class).requests());
            }
        });
        observer.start();
        var rules = List.of(
                new EmailRule("subject", "^PROBLEM (\\S+)", "trigger", "$1"),
                new EmailRule("subject", "^RECOVERY (\\S+)", "resolve", "$1"),
                new EmailRule("subject", "^TEST", "ignore", null));
        var entry = new IntegrationEntry(
                new UUID(8, 2), new UUID(8, 1), "mail", "email", Sha256.hex(KEY), null, rules, null);
        Announced.by(observer, entry);
        await().atMost(SOON).until(() -> client.send(TO, mail("first", "TEST")) == 250);
    }

    @AfterAll
    static void stop() {
        host.stop();
        observer.stop();
    }

    private static String mail(String id, String subject) {
        return MAIL.replace("ID@", id + "@").replace("SUBJECT", subject).replace("\n", "\r\n");
    }

    private static List<AlertSignal> alerts(String dedupKey) {
        return REQUESTS.stream()
                .flatMap(request -> request.alerts().stream())
                .filter(alert -> alert.dedupKey().equals(dedupKey))
                .toList();
    }

    private static double dropped(String reason) {
        return host.metrics()
                .counter("belfry.ingest.mail.dropped", "reason", reason)
                .count();
    }

    @Test
    void aProblemItsUpdateAndItsRecoveryAreOneAlert() throws MessagingException {
        assertThat(client.send(TO, mail("a1", "PROBLEM db-1 disk 91 %"))).isEqualTo(250);
        assertThat(client.send("ops+" + TO, mail("a2", "Re: PROBLEM db-1 disk 95 %")))
                .isEqualTo(250);
        assertThat(client.send(TO, mail("a3", "PROBLEM db-1 disk 97 %"))).isEqualTo(250);
        assertThat(client.send(TO, mail("a4", "RECOVERY db-1 disk"))).isEqualTo(250);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(alerts("db-1"))
                        .extracting(AlertSignal::action)
                        .containsExactly(AlertAction.TRIGGER, AlertAction.TRIGGER, AlertAction.RESOLVE));
        assertThat(REQUESTS)
                .filteredOn(request -> !request.alerts().isEmpty()
                        && request.alerts().getFirst().dedupKey().equals("db-1"))
                .allSatisfy(request -> {
                    assertThat(request.format()).isEqualTo("email");
                    assertThat(Json.text(request)).contains("[routing key]").doesNotContain(KEY);
                });
    }

    @Test
    void theSameMailSentAgainHasTheSameIds() throws MessagingException {
        assertThat(client.send(TO, mail("b1", "twice"))).isEqualTo(250);
        assertThat(client.send(TO, mail("b1", "twice"))).isEqualTo(250);
        assertThat(client.send(TO, mail("b2", "twice"))).isEqualTo(250);
        await().atMost(SOON).untilAsserted(() -> assertThat(alerts("twice")).hasSize(3));
        assertThat(alerts("twice")).extracting(AlertSignal::id).doesNotContainNull();
        assertThat(alerts("twice").stream().map(AlertSignal::id).distinct()).hasSize(2);
    }

    @Test
    void alertmanagersMailsGoThrough() throws MessagingException, IOException {
        for (var name : new String[] {"firing.eml", "resolved.eml"}) {
            var mail = Files.readString(Path.of("src/test/resources/mail", name));
            assertThat(client.send(TO, mail)).isEqualTo(250);
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(alerts("HighErrorRate checkout (critical)"))
                        .extracting(AlertSignal::action)
                        .containsExactly(AlertAction.TRIGGER, AlertAction.RESOLVE));
    }

    @Test
    void addressesThatAreNoneAndMailsThatAreTooLargeAreRefused() throws MessagingException {
        assertThat(client.send("0".repeat(32) + "@in.example.net", mail("c1", "x")))
                .isEqualTo(550);
        assertThat(client.send(KEY + "@other.example.net", mail("c2", "x"))).isEqualTo(550);
        assertThat(client.send(TO, mail("c3", "large") + "0123456789\r\n".repeat(100_000)))
                .isEqualTo(552);
    }

    @Test
    void loopsAreTakenAndEndHere() throws MessagingException {
        double bounces = dropped("bounce");
        double automatic = dropped("automatic");
        double ignored = dropped("ignored");
        assertThat(client.send("<>", TO, mail("d1", "loop"))).isEqualTo(250);
        assertThat(client.send(TO, "Auto-Submitted: auto-replied\r\n" + mail("d2", "loop")))
                .isEqualTo(250);
        assertThat(client.send(TO, mail("d3", "TEST"))).isEqualTo(250);
        assertThat(dropped("bounce")).isEqualTo(bounces + 1);
        assertThat(dropped("automatic")).isEqualTo(automatic + 1);
        assertThat(dropped("ignored")).isEqualTo(ignored + 1);
        assertThat(client.send(TO, mail("d4", "after the loop"))).isEqualTo(250);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(alerts("after the loop")).hasSize(1));
        assertThat(alerts("loop")).isEmpty();
    }
}
