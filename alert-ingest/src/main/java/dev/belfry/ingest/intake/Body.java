package dev.belfry.ingest.intake;

import com.github.luben.zstd.ZstdInputStream;
import dev.belfry.ingest.source.Refusal;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** A body as its sender packed it, within the bound that holds for all bodies, packed and unpacked. */
sealed interface Body {
    /** PagerDuty's bound, which holds for all formats. */
    int MAX = 512 * 1024;

    record Whole(Buffer content) implements Body {}

    record Refused(Refusal refusal) implements Body {}

    /**
     * Unpacks gzip (RFC 1952) and Zstandard (RFC 8878).
     *
     * @param encoding the {@code Content-Encoding}; empty for none
     */
    static Body of(Buffer sent, String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "", "identity" -> new Whole(sent);
            case "gzip", "x-gzip" -> unpacked(sent, GZIPInputStream::new, "gzip");
            case "zstd" -> unpacked(sent, ZstdInputStream::new, "zstd");
            default ->
                new Refused(new Refusal.Unreadable("The Content-Encoding is not known: send gzip, zstd or none."));
        };
    }

    private static Body unpacked(Buffer sent, Unpacking unpacking, String name) {
        try (var in = unpacking.of(new ByteArrayInputStream(sent.getBytes()))) {
            var content = in.readNBytes(MAX + 1);
            return content.length > MAX ? new Refused(new Refusal.TooLarge(MAX)) : new Whole(Buffer.buffer(content));
        } catch (IOException notPacked) {
            return new Refused(new Refusal.Unreadable("The body is not " + name + ", though its header says so."));
        }
    }

    /** Opens a packed stream. */
    interface Unpacking {
        InputStream of(InputStream packed) throws IOException;
    }
}
