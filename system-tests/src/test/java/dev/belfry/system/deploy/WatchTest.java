package dev.belfry.system.deploy;

import static dev.belfry.system.deploy.Manifests.HOUSE;
import static dev.belfry.system.deploy.Manifests.documents;
import static dev.belfry.system.deploy.Manifests.stream;
import static dev.belfry.system.deploy.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What deploy/watch says of Belfry is whole: each alert fires when it should and has a runbook, each metric is described. */
class WatchTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Path WATCH = HOUSE.resolve("deploy/watch");
    private static final JsonNode RULE =
            documents(text(WATCH.resolve("prometheus-rule.yaml"))).getFirst();
    /** How the code makes a metric, and under which name Prometheus sees it. */
    private static final Pattern METRIC = Pattern.compile(
            "(?:(Counter|Timer|Gauge|DistributionSummary)\\s*\\.builder|\\.(counter|timer|gauge|summary))"
                    + "\\(\\s*\"(belfry\\.[a-z.]+)\"");

    @Test
    void everyAlertFiresWhenItShouldAndNoneInASuiteThatIsWell(@TempDir Path directory) throws Exception {
        var rules = Files.writeString(
                directory.resolve("belfry-rules.yaml"), RULE.path("spec").toString());
        promtool(directory, "check", "rules", rules.toString());
        var tests = text(Path.of("src/test/resources/watch/rules.test.yaml"));
        Files.writeString(directory.resolve("rules.test.yaml"), tests);
        promtool(directory, "test", "rules", "rules.test.yaml");
        assertThat(Manifests.all("(?m)^- name: (Belfry\\w+)$", tests)).containsExactlyInAnyOrderElementsOf(alerts());
    }

    @Test
    void everyAlertHasARunbookThatSaysWhatToDo() throws IOException {
        var runbooks = new TreeSet<String>();
        var index = text(HOUSE.resolve("docs/runbooks/README.md"));
        for (var rule : rules().toList()) {
            var path = rule.at("/annotations/runbook").asText();
            var runbook = text(HOUSE.resolve(path));
            assertThat(runbook)
                    .as(path)
                    .startsWith("# " + rule.path("alert").asText() + "\n")
                    .contains("## What it means", "## What people notice", "## Where to look", "## What to do")
                    .contains("(" + rule.at("/labels/severity").asText() + ")")
                    .contains("\n" + rule.path("expr").asText() + "\n");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            runbooks.add(path.replaceFirst(".*/", ""));
            assertThat(index)
                    .contains("| [" + rule.path("alert").asText() + "](" + path.replaceFirst(".*/", "") + ") | "
                            + rule.at("/labels/severity").asText() + " |");
        }
        try (var files = Files.list(HOUSE.resolve("docs/runbooks"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("README.md")))
                    .containsExactlyInAnyOrderElementsOf(runbooks);
        }
    }

    @Test
    void theDashboardsAreWholeAndEveryPanelSaysWhatItShows() throws IOException {
        try (var files = Files.list(WATCH.resolve("dashboards"))) {
            for (var file : files.toList()) {
                var dashboard = Json.mapper().readTree(text(file));
                assertThat(dashboard.path("uid").asText()).startsWith("belfry-");
                var ids = new TreeSet<Integer>();
                for (var panel : dashboard.path("panels")) {
                    assertThat(ids.add(panel.path("id").asInt())).isTrue();
                    if (!panel.path("type").asText().equals("row")) {
                        assertThat(panel.path("description").asText())
                                .as(panel.path("title").asText())
                                .isNotBlank();
                        assertThat(panel.path("targets"))
                                .isNotEmpty()
                                .allSatisfy(target -> assertThat(
                                                target.at("/datasource/uid").asText())
                                        .isEqualTo("${datasource}"));
                    }
                }
                assertThat(documents(text(WATCH.resolve("kustomization.yaml")))
                                .getFirst()
                                .at("/configMapGenerator/0/files")
                                .toString())
                        .contains("dashboards/" + file.getFileName());
            }
        }
    }

    @Test
    void theMetricsInTheDocumentAreThoseOfTheCode() throws IOException {
        var made = new TreeSet<String>();
        try (var files = Files.walk(HOUSE)) {
            files.filter(file ->
                            file.toString().endsWith(".java") && file.toString().contains("/src/main/"))
                    .forEach(file -> {
                        var found = METRIC.matcher(text(file));
                        while (found.find()) {
                            made.add(exposed(found.group(1) == null ? found.group(2) : found.group(1), found.group(3)));
                        }
                    });
        }
        assertThat(made).contains("belfry_page_seconds", "belfry_alerts_total", "belfry_incidents_open");
        assertThat(new TreeSet<>(Manifests.all("`(belfry_[a-z_]+)", text(HOUSE.resolve("docs/metrics.md")))))
                .as("docs/metrics.md")
                .isEqualTo(made);
    }

    private static String exposed(String kind, String name) {
        var words = name.replace('.', '_');
        return switch (kind) {
            case "Counter", "counter" -> words + "_total";
            case "Timer", "timer" -> words + "_seconds";
            default -> words;
        };
    }

    private static Stream<JsonNode> rules() {
        return stream(RULE.at("/spec/groups")).flatMap(group -> stream(group.path("rules")));
    }

    private static Set<String> alerts() {
        var names = new TreeSet<String>();
        rules().forEach(rule -> names.add(rule.path("alert").asText()));
        return names;
    }

    private static void promtool(Path directory, String... arguments) throws IOException, InterruptedException {
        assertThat(PROMTOOL)
                .as("promtool is missing; ./belfry test installs it, or: apt-get install prometheus")
                .isExecutable();
        var command = Stream.concat(Stream.of(PROMTOOL.toString()), Stream.of(arguments))
                .toList();
        var process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(() -> List.of(arguments) + ": " + said).isZero();
    }
}
