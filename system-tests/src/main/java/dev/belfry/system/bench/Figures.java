package dev.belfry.system.bench;

import dev.belfry.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes figures: a line each, with the commit they were taken of. */
final class Figures {
    private final Path file;
    private final String commit;

    Figures(Path root, String benchmark) throws IOException {
        var directory = Files.createDirectories(root.resolve("target/bench"));
        this.file = directory.resolve(benchmark + ".jsonl");
        Files.deleteIfExists(file);
        this.commit = commit(root);
    }

    /** @param more what was measured beside it, and how */
    void write(String name, double value, String unit, Map<String, ?> more) throws IOException {
        var figure = new LinkedHashMap<String, Object>();
        figure.put("name", name);
        figure.put("value", Double.parseDouble(String.format(Locale.ROOT, "%.2f", value)));
        figure.put("unit", unit);
        figure.put("commit", commit);
        figure.putAll(more);
        var line = Json.text(figure);
        System.out.println(line);
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** p50, p99 and the largest of durations in milliseconds. */
    void writeLatencies(String name, double[] milliseconds, Map<String, ?> more) throws IOException {
        var sorted = milliseconds.clone();
        Arrays.sort(sorted);
        write(name + ".p50", at(sorted, 0.50), "ms", more);
        write(name + ".p99", at(sorted, 0.99), "ms", more);
        write(name + ".max", at(sorted, 1), "ms", more);
    }

    static double at(double[] sorted, double quantile) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, Math.round(quantile * sorted.length))];
    }

    private static String commit(Path root) throws IOException {
        var process = new ProcessBuilder("git", "-C", root.toString(), "rev-parse", "--short", "HEAD")
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
