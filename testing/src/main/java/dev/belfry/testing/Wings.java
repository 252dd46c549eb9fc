package dev.belfry.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Holds the wings of a service to one direction: a wing may use the wings before it and never one behind it, neither a
 * class nor a table. Then a wing can become a service of its own by moving a folder.
 */
public final class Wings {
    private static final Pattern TABLE = Pattern.compile("(?im)^create (?:unlogged )?table (\\w+)");
    private static final Pattern REFERENCE = Pattern.compile("(?i)\\breferences (\\w+)");
    private static final Pattern TEXT =
            Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);
    private static final Pattern USE = Pattern.compile("(?i)\\b(?:from|join|into|update|using)\\s+(\\w+)");

    private final String root;
    private final Path sources;
    private final Path migrations;
    private final List<String> names;

    private Wings(String root, Path sources, Path migrations, List<String> names) {
        this.root = root;
        this.sources = sources;
        this.migrations = migrations;
        this.names = names;
    }

    /**
     * Fails when an arrow between wings points back.
     *
     * @param root the package of the service
     * @param migrations the folder with the SQL file of each wing, named {@code V1001__wing.sql}
     * @param names the wings, the one that needs no other first
     */
    public static void check(String root, Path migrations, String... names) {
        var wings = new Wings(root, Path.of("src/main/java", root.replace('.', '/')), migrations, List.of(names));
        var broken = new ArrayList<String>();
        broken.addAll(wings.classes());
        broken.addAll(wings.tables());
        if (!broken.isEmpty()) {
            throw new AssertionError("wings use only those before them (" + String.join(" <- ", names) + "): hand in "
                    + "what is needed as a function, or move it\n" + String.join("\n", broken));
        }
    }

    private List<String> classes() {
        JavaClasses all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(root);
        var broken = new ArrayList<String>();
        for (int wing = 0; wing + 1 < names.size(); wing++) {
            String[] later = names.subList(wing + 1, names.size()).stream()
                    .map(name -> root + "." + name + "..")
                    .toArray(String[]::new);
            ArchRule rule = noClasses()
                    .that()
                    .resideInAPackage(root + "." + names.get(wing) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later);
            var result = rule.evaluate(all);
            if (result.hasViolation()) {
                broken.addAll(result.getFailureReport().getDetails());
            }
        }
        return broken;
    }

    private List<String> tables() {
        Map<String, Integer> owner = owners();
        var broken = new ArrayList<String>();
        for (int wing = 0; wing < names.size(); wing++) {
            for (Path file : files(sources.resolve(names.get(wing)), ".java")) {
                broken.addAll(foreign(file, used(read(file)), wing, owner));
            }
            for (Path file : migrationsOf(names.get(wing))) {
                broken.addAll(foreign(file, all(REFERENCE, read(file)), wing, owner));
            }
        }
        return broken;
    }

    private Map<String, Integer> owners() {
        var owner = new LinkedHashMap<String, Integer>();
        for (int wing = 0; wing < names.size(); wing++) {
            for (Path file : migrationsOf(names.get(wing))) {
                for (String table : all(TABLE, read(file))) {
                    owner.put(table, wing);
                }
            }
        }
        if (owner.isEmpty()) {
            throw new AssertionError("no table is created in " + migrations + " by a file named for a wing");
        }
        return owner;
    }

    private List<Path> migrationsOf(String wing) {
        return files(migrations, "__" + wing + ".sql");
    }

    private static List<String> foreign(Path file, Set<String> tables, int wing, Map<String, Integer> owner) {
        return tables.stream()
                .filter(table -> owner.getOrDefault(table, wing) > wing)
                .map(table -> file + " uses the table " + table + " of a later wing")
                .toList();
    }

    private static Set<String> used(String java) {
        var sql = new StringBuilder();
        TEXT.matcher(java).results().forEach(text -> sql.append(text.group()).append('\n'));
        return all(USE, sql.toString());
    }

    private static Set<String> all(Pattern pattern, String text) {
        var found = new TreeSet<String>();
        pattern.matcher(text).results().forEach(match -> found.add(match.group(1)));
        return found;
    }

    private static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
