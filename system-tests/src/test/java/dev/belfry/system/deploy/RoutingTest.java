package dev.belfry.system.deploy;

import static dev.belfry.system.deploy.Manifests.HOUSE;
import static dev.belfry.system.deploy.Manifests.container;
import static dev.belfry.system.deploy.Manifests.name;
import static dev.belfry.system.deploy.Manifests.namespace;
import static dev.belfry.system.deploy.Manifests.stream;
import static dev.belfry.system.deploy.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.belfry.contracts.Topics;
import java.net.URI;
import java.util.HashSet;
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
                base.the("Deployment", service).at("/spec/selector"),
                JsonNodeFactory.instance
                        .objectNode()
                        .set("matchLabels", base.the("Service", service).at("/spec/selector")),
                base.the("PodDisruptionBudget", service).at("/spec/selector"))) {
            var found = base.workloads().stream()
                    .filter(workload -> selects(selector, labels(workload)))
                    .map(Manifests::name);
            assertThat(found).containsExactly(service);
        }
    }

    @Test
    void theIngressLeadsWhereTheEdgeLeads() {
        leadsWhereTheEdgeLeads(base.and(Manifests.files(Manifests.INGRESS)));
    }

    @Test
    void theGatewayLeadsWhereTheEdgeLeads() {
        leadsWhereTheEdgeLeads(base.and(Manifests.files(Manifests.GATEWAY)));
        // What the Gateway API allows in one rule.
        assertThat(Manifests.files(Manifests.GATEWAY).of("HTTPRoute"))
                .allSatisfy(route -> assertThat(route.at("/spec/rules"))
                        .allSatisfy(rule -> assertThat(rule.path("matches")).hasSizeLessThanOrEqualTo(64)));
    }

    /** The hosts are those of the settings; each path of the console leads to its owner, senders and customers to theirs. */
    static void leadsWhereTheEdgeLeads(Manifests manifests) {
        var hosts = Stream.of(
                        host(manifests.environment("notifier"), "BELFRY_CONSOLE_URL"),
                        host(manifests.environment("incident-service"), "BELFRY_INGEST_URL"),
                        host(manifests.environment("status-page"), "BELFRY_STATUS_URL"))
                .toList();
        var found = new TreeMap<String, Map<String, String>>();
        manifests
                .of("Ingress")
                .forEach(ingress -> ingress.at("/spec/rules")
                        .forEach(rule -> rule.at("/http/paths").forEach(path -> {
                            assertThat(path.path("pathType").asText()).isEqualTo("Prefix");
                            lead(
                                    manifests,
                                    ingress,
                                    path.at("/backend/service"),
                                    path.at("/backend/service/port/name"),
                                    found.computeIfAbsent(rule.path("host").asText(), host -> new TreeMap<>()),
                                    path.path("path").asText());
                        })));
        manifests
                .of("HTTPRoute")
                .forEach(route -> route.at("/spec/hostnames")
                        .forEach(host -> route.at("/spec/rules")
                                .forEach(rule -> rule.path("matches").forEach(match -> {
                                    assertThat(match.at("/path/type").asText()).isEqualTo("PathPrefix");
                                    assertThat(rule.path("backendRefs")).hasSize(1);
                                    lead(
                                            manifests,
                                            route,
                                            rule.at("/backendRefs/0"),
                                            rule.at("/backendRefs/0/port"),
                                            found.computeIfAbsent(host.asText(), unseen -> new TreeMap<>()),
                                            match.at("/path/value").asText());
                                }))));
        assertThat(found)
                .isEqualTo(Map.of(
                        hosts.get(0), edge(),
                        hosts.get(1), Map.of("/", "alert-ingest"),
                        hosts.get(2), Map.of("/", "status-page")));
        for (var ingress : manifests.of("Ingress")) {
            // The console's certificate is the other Ingress's.
            assertThat(hosts)
                    .containsAll(ingress.at("/spec/tls/0/hosts")
                            .valueStream()
                            .map(JsonNode::asText)
                            .toList());
        }
    }

    /** Notes where a path leads, and sees that the Service is in the same namespace and has that port. */
    private static void lead(
            Manifests manifests,
            JsonNode route,
            JsonNode backend,
            JsonNode port,
            Map<String, String> paths,
            String path) {
        var service = manifests.the("Service", backend.path("name").asText());
        assertThat(namespace(service)).isEqualTo(namespace(route));
        assertThat(stream(service.at("/spec/ports"))
                        .map(one -> one.path(port.isNumber() ? "port" : "name").asText()))
                .contains(port.asText());
        assertThat(paths.put(path, name(service))).as(path + " once").isNull();
    }

    @Test
    void nothingIsOpenButWhatIsNeeded() {
        for (var workload : base.workloads()) {
            var closed = base.of("NetworkPolicy").stream()
                    .filter(policy -> name(policy).equals("belfry-default-deny")
                            && namespace(policy).equals(namespace(workload)))
                    .findFirst()
                    .orElseThrow()
                    .path("spec");
            assertThat(stream(closed.path("policyTypes")).map(JsonNode::asText))
                    .containsExactlyInAnyOrder("Ingress", "Egress");
            assertThat(closed.has("ingress") || closed.has("egress")).isFalse();
            assertThat(selects(closed.path("podSelector"), labels(workload))).isTrue();
            boolean runs = !workload.path("kind").asText().equals("Job");
            assertThat(open("egress", workload)).as(name(workload) + " out").isEqualTo(portsNeeded(workload, runs));
            assertThat(open("ingress", workload))
                    .as(name(workload) + " in")
                    .isEqualTo(runs ? Set.of("http", "management") : Set.of());
        }
    }

    private static Set<String> portsNeeded(JsonNode workload, boolean runs) {
        var variables = base.environment(workload);
        var needed = new TreeSet<>(Set.of("53"));
        var database = variables.get("BELFRY_DATABASE_URL");
        if (database != null) {
            needed.add(port(URI.create(database)));
        }
        if (!runs) {
            return needed;
        }
        needed.add(port(URI.create("kafka://" + variables.get("BELFRY_KAFKA_BOOTSTRAP"))));
        for (var neighbour : neighbours()) {
            if (neighbour.getFirst().equals(name(workload))) {
                needed.add(containerPort(neighbour.getLast()));
            }
        }
        switch (name(workload)) {
            // Amazon SNS; the provider that people sign in with
            case "alert-ingest", "oncall-service" -> needed.add("443");
            case "notifier" -> {
                // the ports of SMTP and those of webhooks
                needed.addAll(Set.of("25", "465", "587", "80", "443"));
                assertThat(needed).contains(variables.get("BELFRY_SMTP_PORT"));
            }
            default -> {}
        }
        return needed;
    }

    /** Who calls whom over HTTP: the ways that architecture.md names, and no other. */
    @Test
    void theServicesReachEachOtherExactlyWhereTheyCall() {
        var reach = new HashSet<List<String>>();
        for (var from : base.runners()) {
            for (var to : base.runners()) {
                if (leaves(from, to) && enters(from, to)) {
                    reach.add(List.of(name(from), name(to)));
                }
            }
        }
        assertThat(reach).isEqualTo(neighbours());
        neighbours()
                .forEach(way -> assertThat(base.environment(way.getFirst()).values().stream()
                                .flatMap(value -> Stream.of(value.split(",", -1)))
                                .anyMatch(value ->
                                        value.matches("([a-z-]+=)?http://" + way.getLast() + "(\\.belfry(-status)?)?")))
                        .as(way + " is in the settings")
                        .isTrue());
    }

    /** The senders of each topic are in the table of architecture.md; who is handed its records while Kafka is away is code. */
    private static Set<List<String>> neighbours() {
        var ways = new HashSet<>(
                Set.of(List.of("alert-ingest", "incident-service"), List.of("incident-service", "alert-ingest")));
        var architecture = text(HOUSE.resolve("docs/architecture.md"));
        Topics.HANDED_OVER.forEach((topic, readers) -> {
            var row = Manifests.all(
                    "(?m)^\\| `" + Pattern.quote(topic) + "` \\|[^|]*\\|[^|]*\\|([^|]*)\\|", architecture);
            assertThat(row).as(topic).hasSize(1);
            for (var sender : row.getFirst().split(",", -1)) {
                for (var reader : readers) {
                    if (!reader.equals(sender.strip())) {
                        ways.add(List.of(sender.strip(), reader));
                    }
                }
            }
        });
        return ways;
    }

    private static boolean leaves(JsonNode from, JsonNode to) {
        return policies(from)
                .flatMap(policy -> stream(policy.at("/spec/egress")))
                .anyMatch(rule -> stream(rule.path("ports"))
                                .anyMatch(port -> port.path("port").asText().equals(containerPort(name(to))))
                        && stream(rule.path("to")).anyMatch(peer -> isPeer(peer, from, to)));
    }

    private static boolean enters(JsonNode from, JsonNode to) {
        return policies(to)
                .flatMap(policy -> stream(policy.at("/spec/ingress")))
                .anyMatch(rule -> stream(rule.path("ports"))
                                .anyMatch(port -> port.path("port").asText().equals("http"))
                        && stream(rule.path("from")).anyMatch(peer -> isPeer(peer, to, from)));
    }

    /** Whether the peer of a rule for {@code here} means {@code there}. */
    private static boolean isPeer(JsonNode peer, JsonNode here, JsonNode there) {
        var space = peer.at("/namespaceSelector/matchLabels")
                .path("kubernetes.io/metadata.name")
                .asText(namespace(here));
        return peer.has("podSelector")
                && space.equals(namespace(there))
                && selects(peer.path("podSelector"), labels(there));
    }

    private static String containerPort(String service) {
        return stream(container(base.runner(service)).path("ports"))
                .filter(port -> port.path("name").asText().equals("http"))
                .map(port -> port.path("containerPort").asText())
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> policies(JsonNode workload) {
        return base.of("NetworkPolicy").stream()
                .filter(policy -> namespace(policy).equals(namespace(workload))
                        && selects(policy.at("/spec/podSelector"), labels(workload)));
    }

    private static JsonNode labels(JsonNode workload) {
        return workload.at("/spec/template/metadata/labels");
    }

    /** The ports that the policies open for the pods of a workload. */
    private static Set<String> open(String direction, JsonNode workload) {
        var ports = new TreeSet<String>();
        policies(workload)
                .flatMap(policy -> stream(policy.path("spec").path(direction)))
                .flatMap(rule -> stream(rule.path("ports")))
                .forEach(port -> ports.add(port.path("port").asText()));
        return ports;
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
        return selector.path("matchLabels").properties().stream()
                        .allMatch(label -> label.getValue().equals(labels.path(label.getKey())))
                && stream(selector.path("matchExpressions"))
                        .allMatch(in -> stream(in.path("values"))
                                .anyMatch(value ->
                                        value.equals(labels.path(in.path("key").asText()))));
    }
}
