package dev.belfry.ingest.key;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The routing key in an {@code Authorization} header, whichever scheme the sender can be told to use. */
public final class Credentials {
    private static final int KEY_LENGTH = 32;

    private Credentials() {}

    /** Null when there is none. */
    public static @Nullable String key(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        int space = authorization.indexOf(' ');
        var scheme = authorization.substring(0, Math.max(0, space)).toLowerCase(Locale.ROOT);
        var credentials = authorization.substring(space + 1).strip();
        return switch (scheme) {
            case "bearer", "geniekey" -> credentials;
            case "basic" -> basic(credentials);
            default -> null;
        };
    }

    /** The user; or the password, where the tool insists on a user of its own. */
    private static @Nullable String basic(String credentials) {
        try {
            var text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            if (colon < 0) {
                return text;
            }
            var password = text.substring(colon + 1);
            return password.length() == KEY_LENGTH ? password : text.substring(0, colon);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
