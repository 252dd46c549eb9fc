package dev.belfry.platform.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes identifiers: UUIDv7 for what happens, a hash-derived UUIDv8 for what must happen once (RFC 9562). */
public final class Ids {
    private static final int COUNTER_BITS = 12;

    private final InstantSource clock;
    private final Supplier<? extends RandomGenerator> random;
    /** The millisecond and the counter of the id that was made last. */
    private final AtomicLong last = new AtomicLong();

    public Ids(InstantSource clock, Supplier<? extends RandomGenerator> random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new id; those of one process are in the order in which they were made (RFC 9562, section 6.2, method 1). */
    public UUID next() {
        long now = clock.millis() << COUNTER_BITS;
        // Within a millisecond the counter counts; when it is full, the next millisecond begins early.
        long tick = last.updateAndGet(before -> Math.max(before + 1, now));
        var chance = random.get();
        long high = ((tick >>> COUNTER_BITS) << 16) | 0x7000L | (tick & 0x0FFFL);
        long low = (chance.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The same kind and parts give the same id, everywhere and always; parts are told apart by their length. */
    public static UUID derived(String kind, Object... parts) {
        var digest = Sha256.digest();
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
}
