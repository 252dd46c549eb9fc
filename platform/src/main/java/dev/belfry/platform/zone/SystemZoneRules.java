package dev.belfry.platform.zone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives {@code java.time} the rules of a directory of compiled files, in the place of those that came with the JDK. Made
 * by the JDK itself, which finds its name in a system property that {@link TimeZoneRules#install} sets.
 */
public final class SystemZoneRules extends ZoneRulesProvider {
    private final Path directory;
    private final String version;
    /** Each name, and the file that has its rules. */
    private final Map<String, String> files;

    private final Map<String, ZoneRules> rules = new ConcurrentHashMap<>();

    public SystemZoneRules() throws IOException {
        this(Path.of(System.getProperty(TimeZoneRules.DIRECTORY, TimeZoneRules.USUAL)));
    }

    SystemZoneRules(Path directory) throws IOException {
        this.directory = directory;
        this.version = TimeZoneRules.versionOf(directory);
        this.files = Zoneinfo.names(directory);
    }

    @Override
    protected Set<String> provideZoneIds() {
        return Set.copyOf(files.keySet());
    }

    @Override
    protected ZoneRules provideRules(String zoneId, boolean forCaching) {
        var file = files.get(zoneId);
        if (file == null) {
            throw new ZoneRulesException("Unknown time-zone ID: " + zoneId);
        }
        return rules.computeIfAbsent(file, this::read);
    }

    private ZoneRules read(String file) {
        try (var in = Files.newInputStream(directory.resolve(file))) {
            return Zoneinfo.read(in);
        } catch (IOException unreadable) {
            throw new ZoneRulesException(
                    "The rules of " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    @Override
    protected NavigableMap<String, ZoneRules> provideVersions(String zoneId) {
        return new TreeMap<>(Map.of(version, provideRules(zoneId, false)));
    }
}
