package dev.belfry.ingest.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-encoding (RFC 3986), read leniently: a percent sign that begins nothing stands for itself. */
public final class Percent {
    private Percent() {}

    /** @param octets text of one character for each byte */
    public static byte[] decode(String octets, boolean plusIsSpace) {
        var out = new ByteArrayOutputStream(octets.length());
        for (int i = 0; i < octets.length(); i++) {
            char one = octets.charAt(i);
            int high = i + 2 < octets.length() ? Character.digit(octets.charAt(i + 1), 16) : -1;
            int low = i + 2 < octets.length() ? Character.digit(octets.charAt(i + 2), 16) : -1;
            if (one == '%' && high >= 0 && low >= 0) {
                out.write(high * 16 + low);
                i += 2;
            } else {
                out.write(one == '+' && plusIsSpace ? ' ' : one);
            }
        }
        return out.toByteArray();
    }

    /** Empty when it is not UTF-8. */
    static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** All but unreserved characters encoded. */
    public static String encode(String text) {
        var out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char one = (char) (octet & 0xff);
            boolean plain = (one >= 'a' && one <= 'z')
                    || (one >= 'A' && one <= 'Z')
                    || (one >= '0' && one <= '9')
                    || "-._~".indexOf(one) >= 0;
            if (plain) {
                out.append(one);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(one >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(one & 15, 16)));
            }
        }
        return out.toString();
    }
}
