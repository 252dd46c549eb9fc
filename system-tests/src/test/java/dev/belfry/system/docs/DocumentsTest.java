package dev.belfry.system.docs;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The documents say what is so: links lead somewhere, settings are those of the code, the map is the house. */
class DocumentsTest {
    private static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();
    /** What a build or a run leaves behind is not the project's. */
    private static final Set<String> LEFT_BEHIND = Set.of("target", ".git", ".belfry", ".idea", ".vscode");

    private static final Set<String> TEXT = Set.of(
            "css", "env", "java", "js", "json", "jte", "md", "properties", "sh", "sql", "txt", "xml", "yaml", "yml");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s#]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern SETTING = Pattern.compile("BELFRY_[A-Z_]*[A-Z]\\b");
    private static final Pattern READ = Pattern.compile("[\"{](BELFRY_[A-Z_]*[A-Z])[\":}]");
    private static final Pattern ROOM = Pattern.compile("(?m)^\\| `([a-z/-]+)/` \\|");
    private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");
    /** Places and happenings of the machines it was written on; in two halves, so that this file passes. */
    private static final List<String> FOREIGN = List.of("/wo" + "rk/", "session" + " ends", "sub-" + "agent");

    private static final List<Path> FILES = new ArrayList<>();

    @BeforeAll
    static void list() throws IOException {
        FILES.clear();
        Files.walkFileTree(HOUSE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return LEFT_BEHIND.contains(name(directory)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                FILES.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Test
    void everyLinkLeadsSomewhere() {
        var broken = new ArrayList<String>();
        documents().forEach(document -> {
            var links = LINK.matcher(withoutCode(text(document)));
            while (links.find()) {
                var target = links.group(1);
                if (target.contains(":")) {
                    continue;
                }
                var file = target.isEmpty()
                        ? document
                        : document.resolveSibling(target).normalize();
                if (!file.startsWith(HOUSE)
                        || !Files.exists(file)
                        || (links.group(2) != null && !headings(file).contains(links.group(2)))) {
                    broken.add(HOUSE.relativize(document) + ": " + links.group());
                }
            }
        });
        assertThat(broken).as("links that lead nowhere").isEmpty();
    }

    @Test
    void theSettingsInTheDocumentAreThoseThatAreRead() {
        var written = all(SETTING, text(HOUSE.resolve("docs/operating.md")));
        var read = sources().flatMap(file -> all(READ, text(file)).stream()).collect(toCollection(TreeSet::new));
        assertThat(read).contains("BELFRY_BIND", "BELFRY_LOG_LEVEL", "BELFRY_JAVA_OPTS");
        assertThat(written).as("settings in docs/operating.md").isEqualTo(read);
    }

    @Test
    void theMapIsTheHouse() {
        var map = all(ROOM, text(HOUSE.resolve("README.md")));
        assertThat(map).allSatisfy(room -> assertThat(HOUSE.resolve(room)).isDirectory());
        assertThat(map).as("the map in README.md").containsAll(all(MODULE, text(HOUSE.resolve("pom.xml"))));
        assertThat(text(HOUSE.resolve("CONTRIBUTING.md")))
                .contains(all(MODULE, text(HOUSE.resolve("pom.xml"))).stream()
                        .map(module -> "| `" + module + "` |")
                        .toList());
    }

    /** Whatever has an ETag to change it by answers a reader who has it already with 304. */
    @Test
    void anOperationThatCanAnswerThatNothingChangedSaysSo() {
        var silent = new ArrayList<String>();
        FILES.stream()
                .filter(file -> file.toString().contains("/src/main/resources/openapi/"))
                .forEach(file -> {
                    Map<String, Object> document = new Yaml().load(text(file));
                    for (var path : new JsonObject(document).getJsonObject("paths")) {
                        var operations = (JsonObject) path.getValue();
                        var get = operations.getJsonObject("get");
                        if (get != null
                                && operations.encode().contains("/ifMatch")
                                && !get.getJsonObject("responses").containsKey("304")) {
                            silent.add(path.getKey());
                        }
                    }
                });
        assertThat(silent).isEmpty();
    }

    @Test
    void theProjectSpeaksOnlyOfItself() {
        var found = FILES.stream()
                .filter(file -> TEXT.contains(extension(file))
                        || Set.of("belfry", "run").contains(name(file)))
                .flatMap(file -> FOREIGN.stream()
                        .filter(text(file)::contains)
                        .map(word -> HOUSE.relativize(file) + " says " + word))
                .toList();
        assertThat(found).as("words from elsewhere").isEmpty();
    }

    private static Stream<Path> documents() {
        return FILES.stream().filter(file -> extension(file).equals("md"));
    }

    /** What is shipped: main sources and resources, and the script in front of them. */
    private static Stream<Path> sources() {
        return FILES.stream()
                .filter(file -> file.equals(HOUSE.resolve("belfry"))
                        || (file.toString().contains("/src/main/")
                                && Set.of("java", "xml").contains(extension(file))));
    }

    /** The matches, of the first group where there is one. */
    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.groupCount() == 0 ? match.group() : match.group(1))
                .collect(toCollection(TreeSet::new));
    }

    /** The anchors that a reader's browser makes of the headings. */
    private static List<String> headings(Path document) {
        return text(document)
                .lines()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static String withoutCode(String markdown) {
        return markdown.replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`", "");
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static String extension(Path file) {
        return name(file).replaceFirst("^.*\\.", "");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file.toString(), unreadable);
        }
    }
}
