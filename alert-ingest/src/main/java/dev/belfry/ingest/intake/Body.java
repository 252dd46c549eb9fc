package dev.belfry.ingest.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Unpacks a body that came compressed, within the bound that holds for all bodies. */
final class Body {
    private Body() {}

    /** Empty when it is not gzip (RFC 1952); one byte more than {@code max} when it is larger than that. */
    static Optional<byte[]> gunzip(byte[] packed, int max) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return Optional.of(in.readNBytes(max + 1));
        } catch (IOException notGzip) {
            return Optional.empty();
        }
    }
}
