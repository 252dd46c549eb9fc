package dev.belfry.system.deploy;

import static dev.belfry.system.deploy.Manifests.HOUSE;
import static dev.belfry.system.deploy.Manifests.KUBERNETES;
import static dev.belfry.system.deploy.Manifests.container;
import static dev.belfry.system.deploy.Manifests.documents;
import static dev.belfry.system.deploy.Manifests.name;
import static dev.belfry.system.deploy.Manifests.names;
import static dev.belfry.system.deploy.Manifests.namespace;
import static dev.belfry.system.deploy.Manifests.pod;
import static dev.belfry.system.deploy.Manifests.stream;
import static dev.belfry.system.deploy.Manifests.text;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belfry.platform.run.BadSettings;
import dev.belfry.platform.run.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests are valid, and say what the services read, serve and need. */
class ManifestsTest {
    /** Each of the parts of a service is given up after 10 s when it stops; there are ten at most. */
    private static final Duration STOPS = Duration.ofSeconds(100);

    private static final KubernetesSchema SCHEMA = new KubernetesSchema();
    private static Manifests base = new Manifests(List.of());

    @BeforeAll
    static void read() {
        base = Manifests.base();
    }

    static Set<String> services() {
        return Services.names();
    }

    @Test
    void everyObjectIsValidAndNamesNothingUnknown() {
        assertThat(base.objects()).hasSizeGreaterThan(20);
        assertThat(violations(base.objects())).isEmpty();
    }

    /** Also what no overlay takes, and what kubectl is needed to put together. */
    @Test
    void everyFileIsValidAndNamesNothingUnknown() throws IOException {
        try (var manifests = Files.walk(KUBERNETES);
                var watch = Files.walk(HOUSE.resolve("deploy/watch"))) {
            var objects = Stream.concat(manifests, watch)
                    .filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("kustomization.yaml"))
                    .flatMap(file -> documents(text(file)).stream())
                    .toList();
            assertThat(objects).hasSizeGreaterThan(80);
            assertThat(violations(objects)).isEmpty();
        }
    }

    @Test
    void theValidationIsStrict() {
        assertThat(violations(broken(spec -> spec.put("replica", 2)))).hasSize(1);
        assertThat(violations(broken(spec -> spec.put("replicas", "two")))).hasSize(1);
        assertThat(violations(broken(spec -> spec.remove("selector")))).hasSize(1);
        assertThat(violations(broken(spec ->
                        ((ObjectNode) spec.at("/template/spec/containers/0/livenessProbe/httpGet")).put("paths", "/"))))
                .hasSize(1);
        var topic = (ObjectNode)
                documents(text(Manifests.ENGINES.resolve("topics.yaml"))).getFirst();
        ((ObjectNode) topic.path("spec")).put("partition", 6);
        assertThat(violations(List.of(topic))).hasSize(1);
        assertThat(violations(List.of(topic.put("apiVersion", "kafka.strimzi.io/v9"))))
                .hasSize(1);
    }

    @Test
    void withoutKubectlTheBaseReadsTheSame() {
        var rendered = Manifests.rendered(Manifests.BASE);
        if (rendered.isEmpty()) {
            System.out.println("NOT CHECKED: that kubectl renders the same; there is no kubectl");
            return;
        }
        assertThat(new HashSet<>(Manifests.files(Manifests.BASE).objects()))
                .isEqualTo(new HashSet<>(rendered.get().withoutHashes().objects()));
    }

    @Test
    void theStatusPageHasANamespaceOfItsOwnAndNoSecretIsInTheBase() {
        assertThat(base.of("Secret")).isEmpty();
        for (var object : base.objects()) {
            if (object.path("kind").asText().equals("Namespace")) {
                assertThat(object.at("/metadata/labels")
                                .path("pod-security.kubernetes.io/enforce")
                                .asText())
                        .isEqualTo("restricted");
            } else {
                assertThat(namespace(object)).as(name(object)).isIn(names(base.of("Namespace")));
            }
        }
        for (var service : services()) {
            assertThat(namespace(base.runner(service)))
                    .isEqualTo(service.equals("status-page") ? "belfry-status" : "belfry");
        }
    }

    /** A start while database and broker are away must not wait for either. */
    @Test
    void theStatusPageNeedsNobodyToStart() {
        var pod = pod(base.runner("status-page"));
        assertThat(pod.has("initContainers")).isFalse();
        var settings = base.environment("status-page");
        assertThat(stream(container(base.runner("status-page")).path("volumeMounts"))
                        .map(mount -> mount.path("mountPath").asText()))
                .contains(settings.get("BELFRY_STATUS_IMAGES"));
    }

    @Test
    void eachServiceHasItsParts() {
        assertThat(names(base.of("Deployment"))).isEqualTo(services());
        assertThat(names(base.of("Service"))).isEqualTo(services());
        assertThat(names(base.of("PodDisruptionBudget"))).isEqualTo(services());
        assertThat(names(base.of("Job")))
                .isEqualTo(Services.WITH_DATABASE.stream()
                        .map(service -> service + "-migrate")
                        .collect(toSet()));
    }

    @Test
    void everyVariableIsReadAndEveryRequiredOneIsSet() {
        everyServiceStartsWith(base);
    }

    @ParameterizedTest
    @MethodSource("services")
    void inProductionAServiceListensEverywhereAndLeavesTopicsAndSchemaToOthers(String service) {
        var settings = Services.read(service, new Environment(base.environment(service)));
        assertThat(settings.bind()).isEqualTo("0.0.0.0");
        assertThat(settings.createTopics()).isFalse();
        assertThat(settings.migrate()).isFalse();
        assertThat(settings.drain()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @MethodSource("services")
    void withoutItsDatabaseUrlAServiceRefusesToStart(String service) {
        var variables = new TreeMap<>(base.environment(service));
        if (variables.remove("BELFRY_DATABASE_URL") != null) {
            assertThatThrownBy(() -> Services.read(service, new Environment(variables)))
                    .isInstanceOf(BadSettings.class);
        } else {
            assertThat(Services.WITH_DATABASE).doesNotContain(service);
        }
    }

    @Test
    void everySecretThatIsShownIsUsed() {
        var used = new TreeSet<String>();
        base.workloads()
                .forEach(workload -> stream(container(workload).path("env"))
                        .map(variable -> variable.path("valueFrom").path("secretKeyRef"))
                        .forEach(reference -> used.add(namespace(workload) + "/"
                                + reference.path("name").asText() + "/"
                                + reference.path("key").asText())));
        var shown = new TreeSet<String>();
        Manifests.exampleSecrets().forEach((name, data) -> {
            // Those of PostgreSQL's users are another test's.
            if (!name.startsWith("belfry-engines/")) {
                data.fieldNames().forEachRemaining(key -> shown.add(name + "/" + key));
            }
        });
        assertThat(used).isEqualTo(shown);
    }

    @Test
    void theSecretStoreMakesTheSecretsThatAreShown() {
        assertThat(documents(text(KUBERNETES.resolve("examples/external-secrets.yaml"))).stream()
                        .map(secret -> namespace(secret) + "/" + name(secret)))
                .containsExactlyInAnyOrderElementsOf(Manifests.exampleSecrets().keySet());
    }

    @ParameterizedTest
    @MethodSource("services")
    void thePortsAreThoseTheServiceListensOn(String service) {
        var settings = Services.read(service, new Environment(base.environment(service)));
        Map<String, Integer> ports = stream(
                        container(base.the("Deployment", service)).path("ports"))
                .collect(toMap(
                        port -> port.path("name").asText(),
                        port -> port.path("containerPort").asInt()));
        assertThat(ports).isEqualTo(Map.of("http", settings.httpPort(), "management", settings.managementPort()));
        assertThat(base.the("Deployment", service)
                        .at("/spec/template/metadata/annotations")
                        .path("prometheus.io/port")
                        .asInt())
                .isEqualTo(settings.managementPort());
        var exposed = base.the("Service", service).at("/spec/ports");
        assertThat(exposed).hasSize(1);
        assertThat(exposed.at("/0/name").asText()).isEqualTo("http");
        assertThat(exposed.at("/0/targetPort").asText()).isEqualTo("http");
    }

    @ParameterizedTest
    @MethodSource("services")
    void theProbesAskTheManagementPort(String service) {
        var container = container(base.the("Deployment", service));
        Map.of("startupProbe", "/health/ready", "readinessProbe", "/health/ready", "livenessProbe", "/health/live")
                .forEach((probe, path) -> {
                    assertThat(container.path(probe).at("/httpGet/path").asText())
                            .as(probe)
                            .isEqualTo(path);
                    assertThat(container.path(probe).at("/httpGet/port").asText())
                            .as(probe)
                            .isEqualTo("management");
                });
    }

    @Test
    void everyPodIsRestricted() {
        for (var workload : base.workloads()) {
            var pod = pod(workload);
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.path("serviceAccountName").asText()).isEqualTo("belfry");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("containers")).hasSize(1);
            var security = container(workload).path("securityContext");
            assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
            assertThat(container(workload).at("/volumeMounts/0/mountPath").asText())
                    .isEqualTo("/tmp");
            assertThat(pod.path("volumes"))
                    .allSatisfy(volume -> assertThat(volume.has("emptyDir")).isTrue());
            assertThat(container(workload).at("/resources/limits/memory").isMissingNode())
                    .isFalse();
            assertThat(container(workload).at("/resources/requests/cpu").isMissingNode())
                    .isFalse();
        }
        assertThat(base.of("ServiceAccount"))
                .hasSize(2)
                .allSatisfy(account -> assertThat(
                                account.path("automountServiceAccountToken").asBoolean(true))
                        .isFalse());
    }

    @ParameterizedTest
    @MethodSource("services")
    void aPodIsGivenTheTimeItNeedsToStop(String service) {
        var settings = Services.read(service, new Environment(base.environment(service)));
        var grace = Duration.ofSeconds(pod(base.the("Deployment", service))
                .path("terminationGracePeriodSeconds")
                .asLong());
        assertThat(grace).isGreaterThan(settings.drain().plus(STOPS));
    }

    @Test
    void aMigrationRunsTheServicesOwnImageOnItsOwnDatabase() {
        for (var service : Services.WITH_DATABASE) {
            var job = container(base.the("Job", service + "-migrate"));
            var deployment = container(base.the("Deployment", service));
            assertThat(job.path("image")).isEqualTo(deployment.path("image"));
            assertThat(stream(job.path("args")).map(JsonNode::asText)).containsExactly("migrate");
            assertThat(stream(deployment.path("env"))).contains(job.at("/env/0"));
            assertThat(base.environment(base.the("Job", service + "-migrate")).keySet())
                    .containsExactly("BELFRY_DATABASE_URL");
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void theImageIsTheServicesAndOfOneVersion(String service) {
        assertThat(container(base.the("Deployment", service)).path("image").asText())
                .matches("belfry/" + service + ":\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void bothKindsOfImageStartTheSameWay() {
        var containerfile = text(HOUSE.resolve("deploy/images/Containerfile"));
        var pom = text(HOUSE.resolve("pom.xml"));
        var flags = Manifests.all("<jvmFlag>([^<]+)</jvmFlag>", pom);
        assertThat(flags).hasSizeGreaterThanOrEqualTo(4);
        assertThat(Manifests.all("\"(-[^\"]+)\"", containerfile))
                .containsExactlyElementsOf(
                        Stream.concat(flags.stream(), Stream.of("-jar")).toList());
        var user = Manifests.all("<user>([^<]+)</user>", pom).getFirst();
        assertThat(containerfile).contains("USER " + user + "\n");
        var labels = Manifests.all("<(org\\.opencontainers\\.[a-z.]+)>", pom);
        assertThat(labels).hasSize(3);
        assertThat(Manifests.all("(org\\.opencontainers\\.[a-z.]+)=", containerfile))
                .containsExactlyElementsOf(labels);
        assertThat(containerfile)
                .contains(
                        "ENV LANG=" + Manifests.all("<LANG>([^<]+)</LANG>", pom).getFirst() + "\n");
        for (var service : services()) {
            var security = pod(base.the("Deployment", service)).path("securityContext");
            assertThat(security.path("runAsUser").asText() + ":"
                            + security.path("runAsGroup").asText())
                    .isEqualTo(user);
        }
    }

    static void everyServiceStartsWith(Manifests manifests) {
        for (var service : services()) {
            var variables = manifests.environment(service);
            var environment = new Environment(variables);
            Services.read(service, environment);
            assertThat(variables.keySet())
                    .as(service + " is told only what it reads")
                    .isSubsetOf(environment.names());
        }
    }

    static List<String> violations(List<JsonNode> objects) {
        return objects.stream()
                .flatMap(object -> SCHEMA.violations(object).stream())
                .toList();
    }

    private static List<JsonNode> broken(java.util.function.Consumer<ObjectNode> change) {
        ObjectNode deployment = base.the("Deployment", "notifier").deepCopy();
        change.accept((ObjectNode) deployment.path("spec"));
        return List.of(deployment);
    }
}
