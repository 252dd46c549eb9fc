package dev.belfry.incident.catalog.sender;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A kind of sender and what makes it report here.
 *
 * @param type the word of its integrations
 * @param snippets with <code>{base}</code>, <code>{scheme}</code>, <code>{authority}</code>, <code>{path}</code> and
 *     <code>{key}</code> where the real address and key go
 */
public record Sender(String type, String title, List<Snippet> snippets) {
    private static final String PIECE = "=== ";

    /** Reads a sender as it is written down: its title, then pieces, each after a line that says where it goes. */
    static Sender read(String type, String written) {
        var lines = written.lines().toList();
        var snippets = new ArrayList<Snippet>();
        var where = "";
        var text = new StringBuilder();
        for (var line : lines.subList(1, lines.size())) {
            if (line.startsWith(PIECE)) {
                add(snippets, where, text);
                where = line.substring(PIECE.length());
            } else {
                text.append(line).append('\n');
            }
        }
        add(snippets, where, text);
        return new Sender(type, lines.getFirst(), List.copyOf(snippets));
    }

    private static void add(List<Snippet> snippets, String where, StringBuilder text) {
        if (!where.isEmpty()) {
            snippets.add(new Snippet(where, text.toString().strip() + "\n"));
        }
        text.setLength(0);
    }

    /** With the real address and key. */
    public Sender at(URI ingest, String key) {
        var written = ingest.toString();
        var base = written.endsWith("/") ? written.substring(0, written.length() - 1) : written;
        var path = ingest.getRawPath() == null ? "" : ingest.getRawPath();
        var prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return new Sender(
                type,
                title,
                snippets.stream()
                        .map(snippet -> new Snippet(
                                snippet.where(),
                                snippet.text()
                                        .replace("{base}", base)
                                        .replace("{scheme}", String.valueOf(ingest.getScheme()))
                                        .replace("{authority}", String.valueOf(ingest.getRawAuthority()))
                                        .replace("{path}", prefix)
                                        .replace("{key}", key)))
                        .toList());
    }
}
