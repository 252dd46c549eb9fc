package dev.belfry.standalone;

import dev.belfry.notifier.seal.Keyring;
import dev.belfry.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The one directory that holds everything: the engines' data, logs, secrets, and {@code ready.json} while the suite is
 * ready. One suite at a time: a lock the system drops when the process dies, however it dies.
 */
final class DataDirectory implements AutoCloseable {
    /** Grows when another build cannot read what this one writes, or this one what an earlier one wrote. */
    static final int VERSION = 2;

    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    /** What the suite makes up on an empty directory and keeps. */
    record Secrets(String adminToken, String adminPassword, String internalSecret) {}

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new Main.Refused("Another belfry is running on " + path
                        + ". Stop it first, or use another directory: ./belfry up --data DIR --port-base N");
            }
            var directory = new DataDirectory(path, channel, lock);
            directory.checkVersion();
            Files.deleteIfExists(path.resolve("ready.json"));
            return directory;
        } catch (IOException unusable) {
            throw new Main.Refused("The data directory " + path + " cannot be used: " + unusable.getMessage()
                    + ". Choose another with --data DIR");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    private void checkVersion() throws IOException {
        var file = path.resolve("version");
        if (!Files.exists(file)) {
            Files.writeString(file, VERSION + "\n");
            return;
        }
        int found = Integer.parseInt(Files.readString(file).strip());
        if (found != VERSION) {
            close();
            throw new Main.Refused("The data in " + path + " were written by "
                    + (found > VERSION ? "a newer belfry" : "an early build of belfry, before its first release")
                    + " (data version " + found + ", this one reads " + VERSION
                    + "). Nothing was changed. Use that build, or another directory with --data DIR");
        }
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    boolean has(String name) {
        return Files.exists(path.resolve(name));
    }

    Secrets secrets() {
        var file = path.resolve("secrets.json");
        if (Files.exists(file)) {
            return Json.read(read(file), Secrets.class);
        }
        var random = new SecureRandom();
        var secrets = new Secrets("blf_standalone_" + word(random, 40), word(random, 16), word(random, 40));
        write("secrets.json", Json.text(secrets));
        return secrets;
    }

    /** The key under which the notifier seals addresses and secrets; made once. */
    String sealKeys() {
        if (!has("seal.keys")) {
            var key = new byte[32];
            new SecureRandom().nextBytes(key);
            write("seal.keys", Keyring.line("k1", key) + "\n");
        }
        return read("seal.keys");
    }

    private static String word(SecureRandom random, int length) {
        var word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return word.toString();
    }

    /** Writes a file nobody else may read, whole or not at all. */
    void write(String name, String content) {
        try {
            var draft = path.resolve(name + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, content);
            Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String read(String name) {
        return read(path.resolve(name));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void delete(String name) {
        try {
            Files.deleteIfExists(path.resolve(name));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
