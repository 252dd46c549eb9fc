package dev.belfry.system.deploy;

import static dev.belfry.system.deploy.Manifests.KUBERNETES;
import static dev.belfry.system.deploy.Manifests.documents;
import static dev.belfry.system.deploy.Manifests.name;
import static dev.belfry.system.deploy.Manifests.names;
import static dev.belfry.system.deploy.Manifests.namespace;
import static dev.belfry.system.deploy.Manifests.stream;
import static dev.belfry.system.deploy.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The overlays put together, as they are applied: rendered by kubectl's kustomize. */
class OverlaysTest {
    @ParameterizedTest
    @ValueSource(strings = {"kind", "production"})
    void anOverlayIsValidAndItsServicesStart(String overlay) {
        rendered(overlay, manifests -> {
            assertThat(ManifestsTest.violations(manifests.objects())).isEmpty();
            assertThat(manifests.objects())
                    .allSatisfy(
                            object -> assertThat(object.path("kind").asText().equals("Namespace")
                                            != object.at("/metadata").has("namespace"))
                                    .as(name(object))
                                    .isTrue());
            assertThat(manifests.objects().stream().map(Manifests::namespace).filter(space -> !space.isEmpty()))
                    .isSubsetOf(names(manifests.of("Namespace")));
            assertThat(names(manifests.runners())).isEqualTo(Services.names());
            assertThat(names(manifests.of("Service"))).isEqualTo(Services.names());
            assertThat(manifests.of("Secret")).isEmpty();
            ManifestsTest.everyServiceStartsWith(manifests);
            RoutingTest.leadsWhereTheEdgeLeads(manifests);
        });
    }

    @Test
    void inProductionThereAreThreeOfEachEngineAndNoFixedNumberOfReplicas() {
        rendered("production", production -> {
            assertThat(production.of("Cluster").getFirst().at("/spec/instances").asInt())
                    .isEqualTo(3);
            assertThat(production.of("KafkaTopic"))
                    .allSatisfy(topic -> assertThat(
                                    topic.at("/spec/config/min.insync.replicas").asInt())
                            .isEqualTo(2));
            var scaled = new TreeSet<>(names(production.of("ScaledObject")));
            scaled.addAll(names(production.of("HorizontalPodAutoscaler")));
            assertThat(scaled).isEqualTo(Services.names());
            assertThat(production.of("Deployment"))
                    .hasSize(5)
                    .allSatisfy(deployment ->
                            assertThat(deployment.at("/spec").has("replicas")).isFalse());
        });
    }

    @Test
    void withAVolumeTheSpoolOutlivesItsNode() {
        rendered("kind", kind -> {
            var ingest = kind.the("StatefulSet", "alert-ingest");
            assertThat(ingest.at("/spec/volumeClaimTemplates/0/metadata/name").asText())
                    .isEqualTo("spool");
            assertThat(stream(Manifests.pod(ingest).path("volumes"))
                            .map(volume -> volume.path("name").asText()))
                    .containsExactly("tmp");
            assertThat(stream(Manifests.container(ingest).path("volumeMounts"))
                            .filter(mount -> mount.path("name").asText().equals("spool"))
                            .map(mount -> mount.path("mountPath").asText()))
                    .containsExactly(kind.environment("alert-ingest").get("BELFRY_INGEST_SPOOL"));
            assertThat(Manifests.pod(ingest).at("/securityContext/fsGroup").asInt())
                    .isEqualTo(10001);
        });
    }

    /** Without kubectl too: what an overlay names is there. */
    @Test
    void whatAnOverlayNamesIsThere() throws IOException {
        var base = Manifests.files(Manifests.BASE);
        try (var overlays = Files.list(KUBERNETES.resolve("overlays"))) {
            for (var overlay : overlays.toList()) {
                var kustomization =
                        documents(text(overlay.resolve("kustomization.yaml"))).getFirst();
                for (var list : List.of("resources", "components")) {
                    assertThat(stream(kustomization.path(list)).map(path -> overlay.resolve(path.asText())))
                            .allSatisfy(path -> assertThat(path.resolve("kustomization.yaml"))
                                    .exists());
                }
                for (var map : kustomization.path("configMapGenerator")) {
                    var changed = base.the("ConfigMap", map.path("name").asText());
                    assertThat(map.path("namespace").asText()).isEqualTo(namespace(changed));
                    assertThat(map.path("behavior").asText()).isEqualTo("merge");
                }
                if (kustomization.has("images")) {
                    assertThat(stream(kustomization.path("images"))
                                    .map(image -> image.path("name").asText()))
                            .containsExactlyInAnyOrderElementsOf(Services.names().stream()
                                    .map(service -> "belfry/" + service)
                                    .toList());
                }
            }
        }
    }

    /** Everything that an installation may take is taken by an overlay, so that it is rendered here. */
    @Test
    void everyComponentIsInAnOverlay() throws IOException {
        var taken = new TreeSet<String>();
        for (var overlay : Set.of("kind", "production")) {
            stream(documents(text(KUBERNETES.resolve("overlays/" + overlay + "/kustomization.yaml")))
                            .getFirst()
                            .path("components"))
                    .forEach(path -> taken.add(path.asText().replaceFirst(".*/", "")));
        }
        try (var components = Files.list(KUBERNETES.resolve("components"))) {
            assertThat(taken)
                    .containsAll(components
                            .map(path -> path.getFileName().toString())
                            .toList())
                    .contains("watch");
        }
    }

    /** Without kubectl nothing is put together, and a line says so. */
    private static void rendered(String overlay, Consumer<Manifests> check) {
        Manifests.rendered(KUBERNETES.resolve("overlays").resolve(overlay))
                .ifPresentOrElse(
                        check,
                        () -> System.out.println("deploy/kubernetes/overlays/" + overlay
                                + ": there is no kubectl, so it is NOT RENDERED, only what it names is looked up"));
    }
}
