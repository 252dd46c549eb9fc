package dev.belfry.engines;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once from the class path into the user's cache. */
final class PostgresBinaries {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private PostgresBinaries() {}

    /** The directory that holds {@code bin/postgres}; unpacks it first where it is not there yet. */
    static synchronized Path home() {
        try {
            Path cache = Files.createDirectories(cache());
            Path home = cache.resolve("postgres-" + fingerprint());
            return Files.isExecutable(home.resolve("bin/postgres")) ? home : unpack(cache, home);
        } catch (IOException e) {
            throw new EngineException("PostgreSQL could not be unpacked into " + cache(), e);
        }
    }

    private static Path cache() {
        String asked = System.getProperty("belfry.engines.cache");
        if (asked != null) {
            return Path.of(asked).toAbsolutePath();
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path home = Path.of(System.getProperty("user.home", "/nowhere"));
        if (xdg != null && xdg.startsWith("/")) {
            return Path.of(xdg, "belfry");
        }
        return Files.isWritable(home)
                ? home.resolve(".cache/belfry")
                : Path.of(System.getProperty("java.io.tmpdir"), "belfry-" + System.getProperty("user.name"));
    }

    /** Another version of the archive gets a directory of its own. */
    private static String fingerprint() throws IOException {
        try (var in = new DigestInputStream(archive(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream archive() {
        InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE);
        if (archive == null) {
            throw new EngineException("PostgreSQL's programs " + ARCHIVE + " are not on the class path");
        }
        return archive;
    }

    /** Unpacks beside the final place and moves it there whole, so that two processes or a crash leave no half of it. */
    private static Path unpack(Path cache, Path home) throws IOException {
        Path fresh = Files.createTempDirectory(cache, "unpack");
        try {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive())))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, fresh);
                }
            }
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isExecutable(home.resolve("bin/postgres"))) {
                throw e;
            }
            // Another process was faster; its copy is as good.
        } finally {
            delete(fresh);
        }
        return home;
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException(entry.getName() + " leads out of the archive");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(target, root.resolve(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            if ((entry.getMode() & 0b001_000_000) != 0) {
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    /** Deletes a directory with all that is in it, if it is there. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
