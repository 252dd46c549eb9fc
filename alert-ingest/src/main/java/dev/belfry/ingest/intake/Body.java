package dev.belfry.ingest.intake;

import com.github.luben.zstd.ZstdInputStream;
import dev.belfry.ingest.source.Refusal;
import dev.belfry.ingest.source.Source;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** A body as its sender packed it, within its bound, packed and unpacked. */
sealed interface Body {
    record Whole(Buffer content) implements Body {}

    record Refused(Refusal refusal) implements Body {
        boolean isTooLarge() {
            return refusal instanceof Refusal.TooLarge;
        }
    }

    /**
     * Unpacks gzip (RFC 1952) and Zstandard (RFC 8878).
     *
     * @param encoding the {@code Content-Encoding}; empty for none
     * @param max how many bytes it may have, unpacked
     * @param share from which a large one takes what it needs
     */
    static Body of(Buffer sent, String encoding, int max, Allowance.Share share) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "", "identity" -> new Whole(sent);
            case "gzip", "x-gzip" -> unpacked(sent, GZIPInputStream::new, "gzip", max, share);
            case "zstd" -> unpacked(sent, ZstdInputStream::new, "zstd", max, share);
            default ->
                new Refused(new Refusal.Unreadable("The Content-Encoding is not known: send gzip, zstd or none."));
        };
    }

    private static Body unpacked(Buffer sent, Unpacking unpacking, String name, int max, Allowance.Share share) {
        try (var in = unpacking.of(new ByteArrayInputStream(sent.getBytes()))) {
            var content = in.readNBytes(Math.min(max, Source.SMALL) + 1);
            if (content.length <= Source.SMALL) {
                return new Whole(Buffer.buffer(content));
            }
            return max == Source.SMALL ? new Refused(new Refusal.TooLarge(max)) : large(content, in, max, share);
        } catch (IOException notPacked) {
            return new Refused(new Refusal.Unreadable("The body is not " + name + ", though its header says so."));
        }
    }

    private static Body large(byte[] begin, InputStream in, int max, Allowance.Share share) throws IOException {
        var content = new ByteArrayOutputStream(2 * begin.length);
        for (var more = begin; more.length > 0; more = in.readNBytes(Source.SMALL)) {
            if (content.size() + more.length > max) {
                return new Refused(new Refusal.TooLarge(max));
            }
            if (!share.take(more.length)) {
                return new Refused(new Refusal.Busy());
            }
            content.writeBytes(more);
        }
        return new Whole(Buffer.buffer(content.toByteArray()));
    }

    /** Opens a packed stream. */
    interface Unpacking {
        InputStream of(InputStream packed) throws IOException;
    }
}
