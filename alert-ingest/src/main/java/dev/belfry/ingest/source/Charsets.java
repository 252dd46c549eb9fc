package dev.belfry.ingest.source;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a sender into text without losing any: names of hosts become keys, and two hosts must not become one
 * because a byte of each could not be read. The charset the sender declares counts, else UTF-8, else Latin-1.
 */
public final class Charsets {
    private static final char REPLACEMENT = '\uFFFD';

    private Charsets() {}

    /** @param contentType as the sender declares it; empty when it does not */
    public static String text(Buffer bytes, String contentType) {
        var charset = declared(contentType);
        if (charset == null) {
            charset = unmarked(bytes);
        }
        if (charset != null) {
            return text(bytes.getBytes(), charset);
        }
        var text = bytes.toString(StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : mixed(bytes.getBytes());
    }

    /** As above, of a part of a body. */
    public static String text(byte[] bytes, String contentType) {
        return text(bytes, declared(contentType));
    }

    private static String text(byte[] bytes, @Nullable Charset charset) {
        if (charset != null) {
            try {
                return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException | UnsupportedOperationException notThat) {
                // It says so and sends something else.
            }
        }
        var text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : mixed(bytes);
    }

    /** The text of which each character stands for one byte, as addresses and headers come. */
    public static String text(String octets, String contentType) {
        return isAscii(octets) ? octets : text(octets.getBytes(StandardCharsets.ISO_8859_1), contentType);
    }

    /** Whether the body is known to be in something else than UTF-8. */
    static boolean isOther(Buffer bytes, String contentType) {
        return declared(contentType) != null || unmarked(bytes) != null;
    }

    static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }

    /** What the sender declares beside UTF-8 and ASCII, which is part of it; null when that is nothing that is known. */
    static @Nullable Charset declared(String contentType) {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at < 0) {
            return null;
        }
        var rest = contentType.substring(at + "charset=".length());
        int end = rest.indexOf(';') < 0 ? rest.length() : rest.indexOf(';');
        try {
            var charset = Charset.forName(
                    rest.substring(0, end).replace('"', ' ').replace('\'', ' ').strip());
            return charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII) ? null : charset;
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /** JSON in UTF-16 shows by where its first zeros are, other text by its byte order mark. */
    private static @Nullable Charset unmarked(Buffer bytes) {
        if (bytes.length() < 2) {
            return null;
        }
        int first = bytes.getUnsignedByte(0);
        int second = bytes.getUnsignedByte(1);
        if ((first == 0xfe && second == 0xff) || (first == 0 && second != 0)) {
            return StandardCharsets.UTF_16;
        }
        return (first == 0xff && second == 0xfe) || (first != 0 && second == 0) ? StandardCharsets.UTF_16LE : null;
    }

    /**
     * UTF-8 where it is, and each byte that is no part of it as Latin-1: one bad byte in a text must not change how the
     * rest is read, or the recovery of an alert names another than its beginning.
     */
    private static String mixed(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes);
        // A byte never becomes more than one character.
        var out = CharBuffer.allocate(bytes.length + 1);
        while (in.hasRemaining()) {
            var result = decoder.decode(in, out, true);
            for (int bad = result.isError() ? result.length() : 0; bad > 0; bad--) {
                out.put((char) (in.get() & 0xff));
            }
        }
        return out.flip().toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }
}
