package dev.belfry.system.deploy;

import static dev.belfry.system.deploy.Manifests.HOUSE;
import static dev.belfry.system.deploy.Manifests.container;
import static dev.belfry.system.deploy.Manifests.name;
import static dev.belfry.system.deploy.Manifests.stream;
import static dev.belfry.system.deploy.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests reach the pods they should, and nothing else does. */
class RoutingTest {
    private static Manifests base = new Manifests(List.of());

    @BeforeAll
    static void read() {
        base = Manifests.base();
    }

    static Set<String> services() {
        return Services.names();
    }

    @ParameterizedTest
    @MethodSource("services")
    void theSelectorsFindTheServicesPodsAndNoOthers(String service) {
        for (var selector : List.of(
                base.the("Deployment", service).at("/spec/selector/matchLabels"),
                base.the("Service", service).at("/spec/selector"),
                base.the("PodDisruptionBudget", service).at("/spec/selector/matchLabels"))) {
            var found = Stream.concat(base.of("Deployment").stream(), base.of("Job").stream())
                    .filter(workload -> selects(selector, workload.at("/spec/template/metadata/labels")))
                    .map(Manifests::name);
            assertThat(found).containsExactly(service);
        }
    }

    @Test
    void theIngressLeadsWhereTheEdgeLeads() {
        var paths = new LinkedHashMap<String, String>();
        base.the("Ingress", "belfry").at("/spec/rules/0/http/paths").forEach(path -> {
            assertThat(path.path("pathType").asText()).isEqualTo("Prefix");
            paths.put(
                    path.path("path").asText(), path.at("/backend/service/name").asText());
        });
        assertThat(paths).isEqualTo(edge());
    }

    @Test
    void sendersAndCustomersHaveTheirOwnHosts() {
        hostsAreThoseOfTheSettings(base);
        var rules = base.the("Ingress", "belfry").at("/spec/rules");
        assertThat(rules).hasSize(3);
        assertThat(rules.at("/1/http/paths")).hasSize(1);
        assertThat(rules.at("/1/http/paths/0/backend/service/name").asText()).isEqualTo("alert-ingest");
        assertThat(rules.at("/2/http/paths")).hasSize(1);
        assertThat(rules.at("/2/http/paths/0/backend/service/name").asText()).isEqualTo("status-page");
        rules.findParents("service").forEach(backend -> {
            var service = backend.path("service");
            assertThat(stream(base.the("Service", service.path("name").asText()).at("/spec/ports"))
                            .map(port -> port.path("name").asText()))
                    .contains(service.at("/port/name").asText());
        });
    }

    @Test
    void nothingIsOpenButWhatIsNeeded() {
        var closed = base.the("NetworkPolicy", "belfry-default-deny").path("spec");
        assertThat(stream(closed.path("policyTypes")).map(JsonNode::asText))
                .containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(closed.has("ingress") || closed.has("egress")).isFalse();
        for (var workload : Stream.concat(base.of("Deployment").stream(), base.of("Job").stream())
                .toList()) {
            var labels = workload.at("/spec/template/metadata/labels");
            assertThat(selects(closed.at("/podSelector/matchLabels"), labels)).isTrue();
            boolean runs = workload.path("kind").asText().equals("Deployment");
            var service = labels.path("app.kubernetes.io/name").asText();
            var variables = base.environment(container(workload), Manifests.exampleSecrets());
            var needed = new TreeSet<>(Set.of("53"));
            if (runs) {
                needed.add(port(URI.create("kafka://" + variables.get("BELFRY_KAFKA_BOOTSTRAP"))));
            }
            var database = variables.get("BELFRY_DATABASE_URL");
            if (database != null) {
                needed.add(port(URI.create(database)));
            }
            if (runs && (service.equals("alert-ingest") || service.equals("incident-service"))) {
                // each other
                needed.addAll(Set.of("8081", "8082"));
            }
            if (runs && variables.containsKey("BELFRY_INBOXES")) {
                // those that take records while Kafka is away
                needed.addAll(Set.of("8082", "8083", "8084", "8085"));
            }
            if (runs && service.equals("alert-ingest")) {
                // Amazon SNS
                needed.add("443");
            }
            if (runs && service.equals("oncall-service")) {
                // the provider that people sign in with
                needed.add("443");
            }
            if (service.equals("notifier") && runs) {
                // the ports of SMTP and those of webhooks
                needed.addAll(Set.of("25", "465", "587", "80", "443"));
                assertThat(needed).contains(variables.get("BELFRY_SMTP_PORT"));
            }
            assertThat(open("egress", labels)).as(name(workload) + " out").isEqualTo(needed);
            assertThat(open("ingress", labels))
                    .as(name(workload) + " in")
                    .isEqualTo(runs ? Set.of("http", "management") : Set.of());
        }
    }

    /** The ports that the policies open for pods with these labels. */
    private static Set<String> open(String direction, JsonNode labels) {
        var ports = new TreeSet<String>();
        base.of("NetworkPolicy").stream()
                .map(policy -> policy.path("spec"))
                .filter(policy -> selects(policy.at("/podSelector/matchLabels"), labels)
                        && stream(policy.at("/podSelector/matchExpressions"))
                                .allMatch(in -> stream(in.path("values"))
                                        .anyMatch(value -> value.equals(
                                                labels.path(in.path("key").asText())))))
                .flatMap(policy -> stream(policy.path(direction)))
                .flatMap(rule -> stream(rule.path("ports")))
                .forEach(port -> ports.add(port.path("port").asText()));
        return ports;
    }

    static void hostsAreThoseOfTheSettings(Manifests manifests) {
        var ingress = manifests.the("Ingress", "belfry");
        var hosts = stream(ingress.at("/spec/rules"))
                .map(rule -> rule.path("host").asText())
                .toList();
        assertThat(hosts)
                .containsExactly(
                        host(manifests.environment("notifier"), "BELFRY_CONSOLE_URL"),
                        host(manifests.environment("incident-service"), "BELFRY_INGEST_URL"),
                        host(manifests.environment("status-page"), "BELFRY_STATUS_URL"));
        assertThat(stream(ingress.at("/spec/tls/0/hosts")).map(JsonNode::asText))
                .containsExactlyElementsOf(hosts);
    }

    /** Reads the edge's routing from its source: which prefix leads to which service. */
    private static Map<String, String> edge() {
        var source = text(HOUSE.resolve("deploy/standalone/src/main/java/dev/belfry/standalone/EdgeService.java"));
        var lists = new TreeMap<String, List<String>>();
        var list =
                Pattern.compile("List<String> (\\w+) = List\\.of\\(([^;]*)\\);").matcher(source);
        while (list.find()) {
            lists.put(list.group(1), Manifests.all("\"([^\"]*)\"", list.group(2)));
        }
        var services = Map.of(
                "incident",
                "incident-service",
                "oncall",
                "oncall-service",
                "notifier",
                "notifier",
                "status",
                "status-page");
        var paths = new LinkedHashMap<String, String>();
        var lead = Pattern.compile(
                        "lead\\(host, proxies, bodyBytes, (?:(\\w+)|List\\.of\\(\"([^\"]*)\"\\)), ports\\.(\\w+)\\(\\)\\);")
                .matcher(source);
        while (lead.find()) {
            var prefixes =
                    lead.group(1) == null ? List.of(lead.group(2)) : lists.getOrDefault(lead.group(1), List.of());
            assertThat(prefixes).as(lead.group()).isNotEmpty();
            for (var prefix : prefixes) {
                paths.put(prefix.isEmpty() ? "/" : prefix, services.getOrDefault(lead.group(3), lead.group(3)));
            }
        }
        assertThat(Manifests.all("\\blead\\(host,", source)).as("calls of lead").hasSize(4);
        assertThat(new TreeSet<>(paths.values())).isEqualTo(new TreeSet<>(services.values()));
        return paths;
    }

    private static String host(Map<String, String> variables, String name) {
        return URI.create(variables.getOrDefault(name, "")).getHost();
    }

    private static String port(URI uri) {
        return Integer.toString(uri.getPort());
    }

    private static boolean selects(JsonNode selector, JsonNode labels) {
        return selector.properties().stream().allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
    }
}
