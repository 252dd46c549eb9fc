package dev.belfry.oncall.identity.scim;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A request that is refused (RFC 7644, section 3.12); thrown by what reads it, answered in one place. */
final class ScimRefusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final int status;
    private final @Nullable String type;

    /** @param type one of the RFC's words, such as {@code invalidFilter} */
    ScimRefusal(int status, @Nullable String type, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
    }

    static ScimRefusal value(String detail) {
        return new ScimRefusal(400, "invalidValue", detail);
    }

    int status() {
        return status;
    }

    @Nullable
    String type() {
        return type;
    }
}
