package dev.belfry.standalone;

import dev.belfry.platform.console.Console;
import dev.belfry.platform.http.Failures;
import dev.belfry.platform.http.TrustedProxies;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one origin people use: every page and API path is led to the service that owns it, as an Ingress does. */
final class EdgeService {
    private static final List<String> ONCALL = List.of(
            "/sign-in",
            "/sign-out",
            "/on-call",
            "/schedules",
            "/people",
            "/teams",
            "/profile",
            "/audit",
            "/scim/v2",
            "/calendar",
            "/api/v1/calendar-feeds",
            "/api/v1/absence-calendars",
            "/api/v1/holiday-calendars",
            "/api/v1/absences",
            "/escalation-policies",
            "/escalations",
            "/api/v1/users",
            "/api/v1/teams",
            "/api/v1/tokens",
            "/api/v1/audit-entries",
            "/api/v1/schedules",
            "/api/v1/overrides",
            "/api/v1/temporary-schedules",
            "/api/v1/swaps",
            "/api/v1/cover-requests",
            "/api/v1/escalation-policies",
            "/api/v1/oncall",
            "/api/v1/escalations",
            "/api/openapi/oncall.yaml");
    private static final List<String> NOTIFIER = List.of(
            "/me",
            "/ack",
            "/answers",
            "/channels",
            "/deliveries",
            "/api/v1/contact-methods",
            "/api/v1/notification-rules",
            "/api/v1/notification-choices",
            "/api/v1/channels",
            "/api/v1/provider-accounts",
            "/api/v1/deliveries",
            "/api/v1/webhooks",
            "/api/openapi/notifier.yaml");
    private static final List<String> STATUS = List.of(
            "/status",
            "/api/v1/status-pages",
            "/api/v1/components",
            "/api/v1/status-incidents",
            "/api/v1/maintenances",
            "/api/v1/subscribers",
            "/api/openapi/status.yaml");

    private EdgeService() {}

    static Host start(
            HostSettings settings,
            PortLayout ports,
            TrustedProxies proxies,
            @Nullable Mailbox mailbox,
            Function<Vertx, ExamplePages> example) {
        var host = Host.open(settings, null);
        try {
            Failures.install(host.router(), host.ids());
            var console = new Console(host, "dev.belfry.standalone.pages");
            if (mailbox != null) {
                new MailboxPages(mailbox, host.vertx()).on(console);
            }
            example.apply(host.vertx()).on(console);
            var merged = Buffer.buffer(MergedApi.yaml(documents()));
            host.router()
                    .get("/api/openapi.yaml")
                    .handler(context -> context.response()
                            .putHeader("Content-Type", "application/yaml")
                            .end(merged));
            // What the services have not compressed is passed on as it is.
            host.answerUncompressed();
            var bodyBytes = new AtomicLong();
            Gauge.builder("belfry.edge.body.bytes", bodyBytes, AtomicLong::get).register(host.metrics());
            lead(host, proxies, bodyBytes, ONCALL, ports.oncall());
            lead(host, proxies, bodyBytes, NOTIFIER, ports.notifier());
            lead(host, proxies, bodyBytes, STATUS, ports.status());
            lead(host, proxies, bodyBytes, List.of(""), ports.incident());
            host.start();
            return host;
        } catch (RuntimeException failed) {
            host.stop();
            throw failed;
        }
    }

    private static Map<String, String> documents() {
        var documents = new LinkedHashMap<String, String>();
        documents.put("Incident", "openapi/incident.yaml");
        documents.put("Oncall", "openapi/oncall.yaml");
        documents.put("Notifier", "openapi/notifier.yaml");
        documents.put("Status", "openapi/status.yaml");
        return documents;
    }

    private static void lead(Host host, TrustedProxies proxies, AtomicLong bodyBytes, List<String> prefixes, int port) {
        var service = new BackendClient(host.vertx(), port, BackendClient.Limits.DEFAULT, proxies, bodyBytes);
        for (var prefix : prefixes) {
            host.router().route(prefix + "/*").handler(service::lead);
        }
    }
}
