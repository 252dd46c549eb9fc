package dev.belfry.system.deploy;

import static dev.belfry.system.deploy.Manifests.EXAMPLE;
import static dev.belfry.system.deploy.Manifests.HOUSE;
import static dev.belfry.system.deploy.Manifests.KUBERNETES;
import static dev.belfry.system.deploy.Manifests.container;
import static dev.belfry.system.deploy.Manifests.documents;
import static dev.belfry.system.deploy.Manifests.name;
import static dev.belfry.system.deploy.Manifests.pod;
import static dev.belfry.system.deploy.Manifests.stream;
import static dev.belfry.system.deploy.Manifests.text;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belfry.contracts.Topics;
import dev.belfry.platform.run.BadSettings;
import dev.belfry.platform.run.Environment;
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
        assertThat(violations(documents(text(KUBERNETES.resolve("secrets.example.yaml")))))
                .isEmpty();
    }

    @Test
    void theValidationIsStrict() {
        assertThat(violations(broken(spec -> spec.put("replica", 2)))).hasSize(1);
        assertThat(violations(broken(spec -> spec.put("replicas", "two")))).hasSize(1);
        assertThat(violations(broken(spec -> spec.remove("selector")))).hasSize(1);
        assertThat(violations(broken(spec ->
                        ((ObjectNode) spec.at("/template/spec/containers/0/livenessProbe/httpGet")).put("paths", "/"))))
                .hasSize(1);
    }

    @Test
    void theExampleOverlayIsValidAndKeepsWhatTheBaseHas() {
        var example = Manifests.rendered(EXAMPLE);
        if (example.isEmpty()) {
            System.out.println("deploy/kubernetes/overlays/example: there is no kubectl, so it is NOT RENDERED:"
                    + " only what it names is looked up in the base");
        } else {
            assertThat(violations(example.get().objects())).isEmpty();
            assertThat(kindsAndNames(example.get().withoutHashes())).isEqualTo(kindsAndNames(base.withoutHashes()));
            assertThat(example.get().objects())
                    .allSatisfy(object -> assertThat(
                                    object.at("/metadata/namespace").asText())
                            .as(name(object))
                            .isEqualTo("belfry"));
            RoutingTest.hostsAreThoseOfTheSettings(example.get());
            everyServiceStartsWith(example.get());
        }
        var overlay = documents(text(EXAMPLE.resolve("kustomization.yaml"))).getFirst();
        assertThat(stream(overlay.path("images"))
                        .map(image -> image.path("name").asText()))
                .containsExactlyInAnyOrderElementsOf(
                        services().stream().map(service -> "belfry/" + service).toList());
        assertThat(stream(overlay.path("configMapGenerator"))
                        .map(map -> map.path("name").asText()))
                .isSubsetOf(names(base.withoutHashes().of("ConfigMap")));
        assertThat(stream(overlay.path("patches"))
                        .map(patch -> EXAMPLE.resolve(patch.path("path").asText())))
                .allSatisfy(patch -> assertThat(patch).exists());
    }

    @Test
    void withoutKubectlTheBaseReadsTheSame() {
        var rendered = Manifests.rendered(Manifests.BASE);
        if (rendered.isEmpty()) {
            System.out.println("NOT CHECKED: that kubectl renders the same; there is no kubectl");
            return;
        }
        assertThat(new HashSet<>(Manifests.files().objects()))
                .isEqualTo(new HashSet<>(rendered.get().withoutHashes().objects()));
    }

    @Test
    void theBaseHasNoNamespaceAndNoSecret() {
        assertThat(base.objects())
                .allSatisfy(
                        object -> assertThat(object.at("/metadata/namespace").isMissingNode())
                                .as(name(object))
                                .isTrue());
        assertThat(base.of("Secret")).isEmpty();
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
        Stream.concat(base.of("Deployment").stream(), base.of("Job").stream())
                .flatMap(workload -> stream(container(workload).path("env")))
                .map(variable -> variable.path("valueFrom").path("secretKeyRef"))
                .forEach(reference -> used.add(reference.path("name").asText() + "/"
                        + reference.path("key").asText()));
        var shown = new TreeSet<String>();
        Manifests.exampleSecrets()
                .forEach((name, data) -> data.fieldNames().forEachRemaining(key -> shown.add(name + "/" + key)));
        assertThat(used).isEqualTo(shown);
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
        for (var workload : Stream.concat(base.of("Deployment").stream(), base.of("Job").stream())
                .toList()) {
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
        assertThat(base.the("ServiceAccount", "belfry")
                        .path("automountServiceAccountToken")
                        .asBoolean(true))
                .isFalse();
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
            assertThat(base.environment(job, Manifests.exampleSecrets()).keySet())
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
        for (var service : services()) {
            var security = pod(base.the("Deployment", service)).path("securityContext");
            assertThat(security.path("runAsUser").asText() + ":"
                            + security.path("runAsGroup").asText())
                    .isEqualTo(user);
        }
    }

    @Test
    void theDeclaredTopicsAreTheTopics() {
        var declared = documents(text(KUBERNETES.resolve("topics.yaml"))).stream()
                .map(topic -> {
                    assertThat(topic.path("apiVersion").asText()).isEqualTo("kafka.strimzi.io/v1beta2");
                    assertThat(topic.path("kind").asText()).isEqualTo("KafkaTopic");
                    // Room for a full batch of alerts: the producer's own limit.
                    assertThat(topic.at("/spec/config/max.message.bytes").asInt())
                            .isEqualTo(4 * 1024 * 1024);
                    // By the log's own clock those of the nodes are measured.
                    assertThat(topic.at("/spec/config/message.timestamp.type").asText())
                            .isEqualTo("LogAppendTime");
                    return List.<Object>of(
                            name(topic),
                            topic.at("/spec/partitions").asInt(),
                            topic.at("/spec/config/cleanup.policy").asText(),
                            topic.at("/spec/config/retention.ms").asLong());
                });
        assertThat(declared)
                .containsExactlyElementsOf(Topics.ALL.stream()
                        .map(topic -> List.<Object>of(
                                topic.name(),
                                topic.partitions(),
                                topic.compacted() ? "compact" : "delete",
                                topic.compacted() ? 0L : topic.retention().toMillis()))
                        .toList());
    }

    private static void everyServiceStartsWith(Manifests manifests) {
        for (var service : services()) {
            var variables = manifests.environment(service);
            var environment = new Environment(variables);
            Services.read(service, environment);
            assertThat(variables.keySet())
                    .as(service + " is told only what it reads")
                    .isSubsetOf(environment.names());
        }
    }

    private static Set<String> names(List<JsonNode> objects) {
        return objects.stream().map(Manifests::name).collect(toSet());
    }

    private static Set<String> kindsAndNames(Manifests manifests) {
        return manifests.objects().stream()
                .map(object -> object.path("kind").asText() + " " + name(object))
                .collect(toSet());
    }

    private static List<String> violations(List<JsonNode> objects) {
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
