package dev.belfry.oncall.rota.ical;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One line of a calendar after unfolding (RFC 5545 §3.1).
 *
 * @param number where it begins in the file, so that whoever wrote it finds what is wrong
 */
record ContentLine(String name, Map<String, String> parameters, String value, int number) {
    /** @throws IllegalArgumentException when a line has no name or no value */
    static List<ContentLine> all(String text) {
        List<ContentLine> lines = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        int first = 0;
        int number = 0;
        for (String raw : text.replaceFirst("^\uFEFF", "").split("\n", -1)) {
            number++;
            String line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
            if (!line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
                open.append(line, 1, line.length());
            } else {
                add(lines, open, first);
                open.append(line);
                first = number;
            }
        }
        add(lines, open, first);
        return lines;
    }

    private static void add(List<ContentLine> lines, StringBuilder open, int number) {
        if (!open.toString().isBlank()) {
            lines.add(of(open.toString(), number));
        }
        open.setLength(0);
    }

    private static ContentLine of(String line, int number) {
        int at = end(line, 0, ";:", number);
        String name = line.substring(0, at).toUpperCase(Locale.ROOT);
        Map<String, String> parameters = new HashMap<>();
        while (line.charAt(at) == ';') {
            int equals = end(line, at + 1, "=", number);
            int stop = end(line, equals + 1, ";:", number);
            String value = line.substring(equals + 1, stop);
            boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
            parameters.put(
                    line.substring(at + 1, equals).toUpperCase(Locale.ROOT),
                    quoted ? value.substring(1, value.length() - 1) : value);
            at = stop;
        }
        return new ContentLine(name, parameters, line.substring(at + 1), number);
    }

    /** The first of these characters that is not within quotes. */
    private static int end(String line, int from, String wanted, int number) {
        boolean quoted = false;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            quoted = (c == '"') != quoted;
            if (!quoted && wanted.indexOf(c) >= 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("line " + number + " is not of the form NAME:value");
    }

    String parameter(String parameter) {
        return parameters.getOrDefault(parameter, "");
    }

    /** The value as people read it (§3.3.11). */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                char next = value.charAt(++i);
                text.append(next == 'n' || next == 'N' ? '\n' : next);
            } else {
                text.append(c);
            }
        }
        return text.toString().strip();
    }

    IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("line " + number + " (" + name + "): " + why);
    }
}
