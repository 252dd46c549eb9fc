package dev.belfry.oncall.rota.ical;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names that Windows, Outlook and Exchange give to time zones, such as "Romance Standard Time", by Unicode's table. */
final class WindowsZones {
    private static final Map<String, ZoneId> ZONES = read();

    private WindowsZones() {}

    /** Null when Windows has no zone of that name. */
    static @Nullable ZoneId of(String name) {
        return ZONES.get(name.strip().toLowerCase(Locale.ROOT));
    }

    static Map<String, ZoneId> all() {
        return ZONES;
    }

    private static Map<String, ZoneId> read() {
        try (InputStream in = WindowsZones.class.getResourceAsStream("/windows-zones.txt")) {
            if (in == null) {
                throw new IllegalStateException("windows-zones.txt is missing from the build");
            }
            Function<String, String> name =
                    line -> line.substring(0, line.indexOf('=')).toLowerCase(Locale.ROOT);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableMap(
                            name, line -> ZoneId.of(line.substring(line.indexOf('=') + 1))));
        } catch (IOException broken) {
            throw new UncheckedIOException("windows-zones.txt cannot be read", broken);
        }
    }
}
