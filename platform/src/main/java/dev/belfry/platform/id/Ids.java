package dev.belfry.platform.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes identifiers: UUIDv7 for what happens, a hash-derived UUIDv8 for what must happen once (RFC 9562). */
public final class Ids {
    private final InstantSource clock;
    private final Supplier<? extends RandomGenerator> random;

    public Ids(InstantSource clock, Supplier<? extends RandomGenerator> random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new id whose order is the order of time, to the millisecond. */
    public UUID next() {
        var chance = random.get();
        long high = (clock.millis() << 16) | 0x7000L | (chance.nextLong() & 0x0FFFL);
        long low = (chance.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The same kind and parts give the same id, everywhere and always; parts are told apart by their length. */
    public static UUID derived(String kind, Object... parts) {
        var digest = sha256();
        add(digest, kind);
        for (var part : parts) {
            add(digest, part.toString());
        }
        var hash = ByteBuffer.wrap(digest.digest());
        long high = (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static void add(MessageDigest digest, String part) {
        var bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
