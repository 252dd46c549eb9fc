package dev.belfry.platform.run;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings from environment variables and remembers every problem, so that an operator mends all in one go.
 *
 * <p>Each read answers a usable value even when the variable is bad; {@link #check()} then fails with the whole list.
 * Secrets may be given as a file: {@code NAME_FILE=/run/secrets/x}.
 */
public final class Environment {
    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> names = new TreeSet<>();

    public Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    public String text(String name, String fallback) {
        var value = read(name);
        return value == null ? fallback : value;
    }

    public String required(String name) {
        var value = read(name);
        if (value == null) {
            problems.add(name + " is not set (expected: a value; there is no default)");
            return "";
        }
        return value;
    }

    public int number(String name, int fallback, int min, int max) {
        var value = read(name);
        if (value == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // told below, like a number out of range
        }
        problems.add(name + ": \"" + value + "\" (expected: a whole number from " + min + " to " + max + ")");
        return fallback;
    }

    public boolean flag(String name, boolean fallback) {
        var value = read(name);
        if (value == null) {
            return fallback;
        }
        if (!value.equals("true") && !value.equals("false")) {
            problems.add(name + ": \"" + value + "\" (expected: true or false)");
            return fallback;
        }
        return value.equals("true");
    }

    public Duration duration(String name, Duration fallback) {
        var value = read(name);
        if (value == null) {
            return fallback;
        }
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException notADuration) {
            problems.add(name + ": \"" + value + "\" (expected: an ISO 8601 duration such as PT30S)");
            return fallback;
        }
    }

    public URI uri(String name, URI fallback) {
        var value = read(name);
        if (value == null) {
            return fallback;
        }
        try {
            var uri = URI.create(value);
            if (uri.isAbsolute() && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            // told below, like a URI without a host
        }
        problems.add(name + ": \"" + value + "\" (expected: an absolute URL such as https://belfry.example.net)");
        return fallback;
    }

    /** Names with where they lead: {@code Mailbox=/mailbox,Dashboards=https://grafana.example.net}. */
    public Map<String, String> links(String name) {
        var value = read(name);
        var links = new LinkedHashMap<String, String>();
        for (var pair : value == null ? new String[0] : value.split(",", -1)) {
            int sign = pair.indexOf('=');
            var target = pair.substring(sign + 1).strip();
            if (sign > 0 && target.matches("(/[^/\\\\\\s]|https?://[^/])\\S*")) {
                links.put(pair.substring(0, sign).strip(), target);
            } else {
                problems.add(
                        name + ": \"" + pair + "\" (expected: pairs such as Dashboards=https://grafana.example.net,"
                                + " separated by commas)");
            }
        }
        return links;
    }

    /** Names with addresses: {@code notifier=http://notifier:8084,status-page=http://status:8085}. */
    public Map<String, URI> addresses(String name) {
        var value = read(name);
        var addresses = new LinkedHashMap<String, URI>();
        for (var pair : value == null ? new String[0] : value.split(",", -1)) {
            int sign = pair.indexOf('=');
            try {
                var uri = URI.create(pair.substring(sign + 1).strip());
                if (sign > 0 && uri.isAbsolute() && uri.getHost() != null) {
                    addresses.put(pair.substring(0, sign).strip(), uri);
                    continue;
                }
            } catch (IllegalArgumentException notAUri) {
                // reported below, like a pair without a name
            }
            problems.add(name + ": \"" + pair + "\" (expected: pairs such as notifier=http://notifier:8084,"
                    + " separated by commas)");
        }
        return addresses;
    }

    /** The value of NAME, or the content of the file that NAME_FILE names; its value is never part of a message. */
    public @Nullable String secret(String name) {
        var direct = read(name);
        var file = read(name + "_FILE");
        if (direct != null || file == null) {
            return direct;
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException unreadable) {
            problems.add(name + "_FILE: \"" + file + "\" cannot be read (expected: a readable file)");
            return null;
        }
    }

    public void problem(String problem) {
        problems.add(problem);
    }

    /** Every variable that was asked for; the deployment tests compare this with what the manifests set. */
    public Set<String> names() {
        return names;
    }

    public void check() {
        if (!problems.isEmpty()) {
            throw new BadSettings(problems);
        }
    }

    private @Nullable String read(String name) {
        names.add(name);
        var value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
