package dev.belfry.platform.zone;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.zone.ZoneRulesProvider;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which version of the IANA time zone database {@code java.time} goes by: that of the operating system where it is newer than
 * the one that came with the JDK and knows all its zones. An update of the system's package and a restart bring new rules in.
 */
public final class TimeZoneRules {
    static final String DIRECTORY = "belfry.zoneinfo";
    static final String USUAL = "/usr/share/zoneinfo";
    static final String TEXT = "tzdata.zi";
    private static final String PROVIDER = "java.time.zone.DefaultZoneRulesProvider";

    private TimeZoneRules() {}

    /** What each main does first; a directory that is none ends the process as any bad setting does. */
    public static void install(Map<String, String> environment) {
        try {
            install(environment.getOrDefault("BELFRY_ZONEINFO", "").strip());
        } catch (IllegalArgumentException bad) {
            System.err.println(bad.getMessage());
            System.exit(2);
        }
    }

    /**
     * Chooses the rules; to be called before anything else asks for a time zone, since the JDK reads its rules once.
     *
     * @param named a directory to be used whatever its version; empty to use the system's where it is newer
     * @throws IllegalArgumentException when the named directory has no rules, with words for who named it
     */
    public static void install(String named) {
        var directory = named.isEmpty() ? USUAL : named;
        try {
            var there = versionOf(Path.of(directory));
            var jdk = Jdk.read();
            // The provider itself must not be touched yet: its class would fix the choice as well.
            boolean better = there.compareTo(jdk.version()) > 0
                    && Zoneinfo.names(Path.of(directory)).keySet().containsAll(jdk.zones());
            if (!named.isEmpty() || better) {
                try (var berlin = Files.newInputStream(Path.of(directory, "Europe/Berlin"))) {
                    Zoneinfo.read(berlin);
                }
                System.setProperty(DIRECTORY, directory);
                System.setProperty(PROVIDER, SystemZoneRules.class.getName());
            }
        } catch (IOException | RuntimeException unreadable) {
            if (!named.isEmpty()) {
                throw new IllegalArgumentException(
                        "BELFRY_ZONEINFO: \"" + named
                                + "\" (expected: a directory with the compiled time zone database and its " + TEXT
                                + ", such as " + USUAL + ")",
                        unreadable);
            }
        }
    }

    /** The version in use, such as {@code 2026d}. */
    public static String version() {
        return ZoneRulesProvider.getVersions("Europe/Berlin").lastKey();
    }

    /** Where the rules in use come from: {@code JDK}, or a directory. */
    public static String source() {
        return System.getProperty(PROVIDER) == null ? "JDK" : System.getProperty(DIRECTORY, USUAL);
    }

    /** The text form begins with a line such as {@code # version 2026d}. */
    static String versionOf(Path directory) throws IOException {
        try (var lines = Files.newBufferedReader(directory.resolve(TEXT), StandardCharsets.UTF_8)) {
            var first = lines.readLine();
            if (first == null || !first.matches("# version \\d{4}[a-z]+.*")) {
                throw new IOException(TEXT + " does not begin with its version");
            }
            return first.substring("# version ".length()).strip();
        }
    }

    /** What came with the JDK; asking {@code java.time} would fix the choice. */
    private record Jdk(String version, Set<String> zones) {
        /** The file begins with a byte, its kind, how many versions it has, the first of them, and the zones. */
        static Jdk read() throws IOException {
            var path = Path.of(System.getProperty("java.home"), "lib", "tzdb.dat");
            try (var file = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
                file.readByte();
                file.readUTF();
                file.readShort();
                var version = file.readUTF();
                var zones = new HashSet<String>();
                for (int left = file.readShort(); left > 0; left--) {
                    var zone = file.readUTF();
                    // Names of the JDK's own, which the database never had.
                    if (!zone.startsWith("SystemV/")) {
                        zones.add(zone);
                    }
                }
                return new Jdk(version, zones);
            }
        }
    }
}
